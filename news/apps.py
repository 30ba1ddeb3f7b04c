from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("Berita")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from news import receivers, section  # noqa: F401
