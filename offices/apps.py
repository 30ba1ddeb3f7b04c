from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficesConfig(AppConfig):
    name = "offices"
    verbose_name = _("Kantor dan jam")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from offices import receivers  # noqa: F401
