from django.dispatch import receiver

from news.models import NewsIndexPage
from village_pages.sections import ensure_index
from village_pages.signals import village_opened


@receiver(village_opened)
def add_news_index(sender, village, **kwargs):
    ensure_index(NewsIndexPage, village, "news")
