"""How news shows on the portal and on a village's home."""

from django.utils.translation import gettext_lazy as _

from news.models import NewsArticlePage
from village_pages.sections import Card, Section, register


def pages(village):
    return (
        NewsArticlePage.objects.published(village)
        .select_related("lead_image")
        .prefetch_related("lead_image__renditions")
    )


def card(page, request) -> Card:
    return Card(
        url=page.get_url(request),
        title=page.title,
        summary=page.summary,
        date=page.date,
        image=page.lead_image,
        is_example=page.is_example,
    )


register(
    Section(
        key="news",
        slug="berita",
        label=_("Berita"),
        order=10,
        pages=pages,
        card=card,
        more_label=_("Semua berita"),
        search_models=(NewsArticlePage,),
        card_needs=("lead_image__renditions",),
    )
)
