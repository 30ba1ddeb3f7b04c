"""What there is to be found: services of the regency, each once, or those of one village."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Count
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.fields import labels_of
from services.enums import Audience, LifeEvent
from services.facts import FactSheet, Source, facts_of
from services.finder.ranking import Document
from services.models import ServicePage, ServiceStandard
from village_pages.models import RegencyHomePage, VillagePage
from village_pages.places import VILLAGE_DEPTH, village_names, village_path

FIRST_THINGS = 2
# What a card reads of each service: of its rows, only what is to be brought.
CARD_NEEDS = ("differences", "requirements", "standard__requirements")


@dataclass(frozen=True)
class Entry:
    """One service as the finder shows it: where it leads, and the three facts people ask for."""

    service: Source
    title: str
    url: str
    # Of the regency: how many villages have it; of one village alone: which.
    villages: int | None = None
    village_name: str = ""

    @cached_property
    def sheet(self) -> FactSheet:
        return facts_of(self.service)

    @property
    def key(self) -> tuple[str, int]:
        return str(self.service._meta.model_name), self.service.pk

    @property
    def standard_id(self) -> int | None:
        return self.service.pk if isinstance(self.service, ServiceStandard) else self.service.standard_id

    @property
    def is_example(self) -> bool:
        return self.service.is_example

    @property
    def facts(self) -> list[tuple[str, str]]:
        return three_facts(self.sheet)

    @cached_property
    def described(self) -> list[Source]:
        """Who says by which words it is found: the page, and its standard too."""
        standard = getattr(self.service, "standard", None)
        return [self.service, standard] if standard is not None else [self.service]

    @property
    def life_events(self) -> set[str]:
        return {event for one in self.described for event in one.life_events}

    @property
    def audiences(self) -> set[str]:
        return {audience for one in self.described for audience in one.audiences}

    @cached_property
    def document(self) -> Document:
        return document_of(self.key, self.title, self.sheet, self.described)


def three_facts(sheet: FactSheet) -> list[tuple[str, str]]:
    """What people ask for first: what to bring, fee, time. Label and words, empty for unknown."""
    return [
        (_("Bawa"), _first_things([row.text for row in sheet.requirements])),
        (_("Biaya"), sheet.fee_in_words),
        (_("Waktu"), sheet.duration),
    ]


def _first_things(things: list[str]) -> str:
    """The first of them, and how many more; one more is named instead of counted."""
    rest = len(things) - FIRST_THINGS
    if rest <= 1:
        return "; ".join(things)
    first = "; ".join(things[:FIRST_THINGS])
    return _("%(first)s; dan %(rest)d lagi") % {"first": first, "rest": rest}


def document_of(key, title: str, sheet: FactSheet, described: list[Source]) -> Document:
    """What is searched of a service, and how much each part of it tells."""
    names = [name.strip() for one in described for name in one.also_called.split(",") if name.strip()]
    events = {event for one in described for event in one.life_events}
    audiences = {audience for one in described for audience in one.audiences}
    return Document(
        key=key,
        names=(title, *names),
        texts=(
            (10, title),
            *((9, name) for name in names),
            (4, sheet.summary),
            (4, sheet.result),
            *((3, label) for label in labels_of(LifeEvent, events)),
            (3, sheet.for_whom),
            *((2, label) for label in labels_of(Audience, audiences)),
            (1.5, sheet.notes),
            *((1, row.text) for row in sheet.requirements),
            *((1, row.condition) for row in sheet.requirements),
        ),
    )


def of_village(village: VillagePage, request: HttpRequest) -> list[Entry]:
    """Live services of ``village`` by name (four queries)."""
    return [Entry(page, page.title, page.get_url(request) or "") for page in listed(village)]


def listed(village: VillagePage | None):
    """Live services by name, of ``village`` or of all, with what a card reads of them (four queries)."""
    pages = ServicePage.objects.published(village)
    return pages.select_related("standard").prefetch_related(*CARD_NEEDS)


def of_regency(
    home: RegencyHomePage, request: HttpRequest, village: VillagePage | None = None
) -> list[Entry]:
    """Every standard once and what single villages have beside them, by name.

    ``village``: where the reader came from; what it has leads to its own page, with its own facts. A fixed
    number of queries.
    """
    spread = villages_by_standard()
    standards = ServiceStandard.objects.prefetch_related("requirements")
    entries = [standard_entry(home, standard, request, spread, village) for standard in standards]
    if village is not None:
        own = of_village(village, request)
        entries = _with_own(entries, own)
    alone = ServicePage.objects.published().filter(standard__isnull=True).prefetch_related(*CARD_NEEDS[:2])
    if village is not None:
        alone = alone.exclude(path__startswith=village.path)
    entries += _of_single_villages(list(alone.select_related("standard")), request)
    return sorted(entries, key=lambda entry: (entry.title.casefold(), entry.village_name, entry.key))


def _with_own(entries: list[Entry], own: list[Entry]) -> list[Entry]:
    """``entries`` with the village's page in the place of each standard that it has."""
    spread = {entry.standard_id: entry.villages for entry in entries}
    had = {entry.standard_id for entry in own}
    here = [replace(entry, villages=spread.get(entry.standard_id)) for entry in own]
    return [entry for entry in entries if entry.standard_id not in had] + here


def _of_single_villages(pages: Iterable[ServicePage], request: HttpRequest) -> list[Entry]:
    names = village_names(pages)
    return [
        Entry(
            page,
            page.title,
            page.get_url(request) or "",
            village_name=names.get(village_path(page) or "", ""),
        )
        for page in pages
    ]


def standard_entry(
    home: RegencyHomePage,
    standard: ServiceStandard,
    request: HttpRequest,
    spread: dict[int, int],
    village: VillagePage | None = None,
) -> Entry:
    url = standard_url(home, standard, request, village)
    return Entry(standard, standard.title, url, villages=spread.get(standard.pk, 0))


def standard_url(
    home: RegencyHomePage, standard: ServiceStandard, request: HttpRequest, village: VillagePage | None = None
) -> str:
    """`/layanan/<slug>/` of the portal; ``village``: where the reader comes from."""
    address = f"{home.get_url(request) or '/'}layanan/{standard.slug}/"
    return f"{address}?desa={village.slug}" if village is not None else address


def villages_by_standard() -> dict[int, int]:
    """How many villages have each standard on a live page (one query); a closed village has none."""
    counted = (
        ServicePage.objects.live()
        .filter(standard__isnull=False)
        .order_by()
        .values("standard_id")
        .annotate(villages=Count(Substr("path", 1, VILLAGE_DEPTH * Page.steplen), distinct=True))
    )
    return {row["standard_id"]: row["villages"] for row in counted}


def narrowed(entries: Iterable[Entry], event: str, audience: str) -> list[Entry]:
    """Those for a life event and an audience (empty: all)."""
    return [
        entry
        for entry in entries
        if (not event or event in entry.life_events) and (not audience or audience in entry.audiences)
    ]
