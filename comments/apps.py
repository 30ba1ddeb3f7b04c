from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Komentar warga")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from comments import due_work, lifting, messages, moderation_due, receivers, section  # noqa: F401
        from comments.residents import messages as resident_messages  # noqa: F401
        from comments.same_thread import guard
        from comments.topics import messages as topic_messages  # noqa: F401

        post_migrate.connect(guard, sender=self, dispatch_uid="comments.same_thread")
