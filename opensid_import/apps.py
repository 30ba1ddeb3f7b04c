from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpensidImportConfig(AppConfig):
    name = "opensid_import"
    verbose_name = _("Impor dari OpenSID")
    default_auto_field = "django.db.models.BigAutoField"
