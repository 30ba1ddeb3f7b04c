from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("Petugas")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core import due
        from people import receivers  # noqa: F401
        from people.sessions import forget_ended_sessions

        due.register("ended sessions", forget_ended_sessions)
