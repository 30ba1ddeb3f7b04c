from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivateMessagesConfig(AppConfig):
    name = "private_messages"
    verbose_name = _("Pesan aman")
    default_auto_field = "django.db.models.BigAutoField"
