"""How services show on the portal, on a village's home and above the results of a search."""

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from services.facts import facts_of
from services.finder import catalogue
from services.finder.question import Question, answers_to
from services.models import ServicePage
from services.portal import portal_entry, portal_view
from village_pages.models import VillagePage
from village_pages.navigation import regency_home
from village_pages.sections import Card, Section, register


def card(page, request) -> Card:
    sheet = facts_of(page)
    return Card(
        url=page.get_url(request),
        title=page.title,
        summary=sheet.summary,
        facts=facts_in_words(sheet),
        is_example=page.is_example,
    )


def facts_in_words(sheet) -> tuple[str, ...]:
    unknown = gettext("belum diketahui")
    return tuple(f"{label}: {words or unknown}" for label, words in catalogue.three_facts(sheet))


def answers(words: str, village: VillagePage | None, request: HttpRequest) -> list[Card]:
    """What the finder answers to a search for ``words``, the best first (a fixed number of queries)."""
    home = regency_home(request)
    if village is not None:
        entries = catalogue.of_village(village, request)
    else:
        entries = catalogue.of_regency(home, request) if home is not None else []
    return [
        Card(
            url=entry.url,
            title=entry.title,
            facts=facts_in_words(entry.sheet),
            label=gettext("Layanan"),
            village_name=entry.village_name,
            is_example=entry.is_example,
        )
        for entry in answers_to(Question(words=words), entries).entries
    ]


register(
    Section(
        key="services",
        slug="layanan",
        label=_("Layanan"),
        order=20,
        pages=catalogue.listed,
        card=card,
        card_needs=("standard", *catalogue.CARD_NEEDS),
        more_label=_("Semua layanan"),
        newest_on_portal=False,
        portal_view=portal_view,
        portal_entry=portal_entry,
        answers=answers,
        search_models=(ServicePage,),
    )
)
