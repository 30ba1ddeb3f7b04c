"""How notices show on the portal and on a village's home: only those valid now."""

from django.utils.translation import gettext_lazy as _

from inclusion.models import InclusionNoticePage
from village_pages.sections import Card, Section, register


def pages(village):
    return InclusionNoticePage.objects.valid_now(village)


def card(page, request) -> Card:
    return Card(
        url=page.get_url(request),
        title=page.title,
        summary=page.plain_summary,
        label=", ".join(page.audience_labels),
        is_example=page.is_example,
    )


register(
    Section(
        key="inclusion",
        slug="inklusi",
        label=_("Inklusi"),
        order=30,
        pages=pages,
        card=card,
        more_label=_("Semua informasi inklusi"),
        changes_at=lambda village: InclusionNoticePage.objects.published(village).next_change(),
        search_models=(InclusionNoticePage,),
    )
)
