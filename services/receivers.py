from django.dispatch import receiver

from services.models import ServiceIndexPage, ServiceStandard
from services.signals import standard_changed
from services.standard_checks import open_checks
from village_pages.files import register_public
from village_pages.sections import ensure_index
from village_pages.signals import village_opened

# Forms to download.
register_public(ServiceStandard)


@receiver(village_opened)
def add_service_index(sender, village, **kwargs):
    ensure_index(ServiceIndexPage, village, "services")


@receiver(standard_changed)
def ask_villages_that_differ(sender, standard, aspects, **kwargs):
    open_checks(standard, aspects)
