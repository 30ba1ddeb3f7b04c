from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    name = "teams"
    verbose_name = _("Tim desa")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core import due
        from teams import messages, receivers, words  # noqa: F401
        from teams.links import forget_old_links

        due.register("one-use links", forget_old_links)
