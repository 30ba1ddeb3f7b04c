from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Pesan")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core import due
        from notifications import receivers  # noqa: F401
        from notifications.digest import forget_old, send_digests

        due.register("digests by mail", send_digests)
        due.register("old messages", forget_old)
