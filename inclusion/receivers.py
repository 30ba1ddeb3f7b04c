from django.dispatch import receiver

from inclusion.models import InclusionIndexPage
from village_pages.sections import ensure_index
from village_pages.signals import village_opened


@receiver(village_opened)
def add_inclusion_index(sender, village, **kwargs):
    ensure_index(InclusionIndexPage, village, "inclusion")
