from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InclusionConfig(AppConfig):
    name = "inclusion"
    verbose_name = _("Inklusi")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from inclusion import content_checks, receivers, section  # noqa: F401
