from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VillagePagesConfig(AppConfig):
    name = "village_pages"
    verbose_name = _("Desa")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from village_pages import receivers  # noqa: F401
