from django.dispatch import receiver

from offices.reading import ensure_main_office
from village_pages.signals import village_opened


@receiver(village_opened)
def add_main_office(sender, village, **kwargs):
    ensure_main_office(village)
