from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafetyConfig(AppConfig):
    name = "safety"
    verbose_name = _("Bantuan dan keselamatan")
    default_auto_field = "django.db.models.BigAutoField"
