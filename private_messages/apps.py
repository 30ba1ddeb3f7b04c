from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivateMessagesConfig(AppConfig):
    name = "private_messages"
    verbose_name = _("Pesan aman")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from private_messages import checks, due_work, handover, messages, words  # noqa: F401
