from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VillagePagesConfig(AppConfig):
    name = "village_pages"
    verbose_name = _("Desa")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.core.management import call_command
        from wagtail.admin import auth

        from core import due
        from village_pages import receivers  # noqa: F401
        from village_pages.rights import derive_what_time_changed
        from village_pages.walls import refuse

        auth.permission_denied = refuse
        due.register("scheduled pages", lambda: call_command("publish_scheduled"))
        due.register("memberships", derive_what_time_changed)
