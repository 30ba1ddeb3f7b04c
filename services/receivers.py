from django.dispatch import receiver

from services.models import ServiceIndexPage
from village_pages.sections import ensure_index
from village_pages.signals import village_opened


@receiver(village_opened)
def add_service_index(sender, village, **kwargs):
    ensure_index(ServiceIndexPage, village, "services")
