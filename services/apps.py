from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = _("Layanan")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from services import content_checks, receivers, section  # noqa: F401
