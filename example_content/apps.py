from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExampleContentConfig(AppConfig):
    name = "example_content"
    verbose_name = _("Konten contoh")
