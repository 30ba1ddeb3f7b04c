from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = _("Redaksi")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from editorial import (  # noqa: F401
            acts,
            archive_receivers,
            due_work,
            messages,
            pen_receivers,
            problem_receivers,
            receivers,
        )
