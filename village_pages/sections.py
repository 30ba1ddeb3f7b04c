"""The register of sections: content apps tell what they show on the portal and on a village's home.

The portal, village homes, search and navigation walk the register and import no content app.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from wagtail.models import Page, PageQuerySet

from village_pages.places import add_live, village_names, village_path

if TYPE_CHECKING:  # both need the apps, and a village needs the register
    from core.models import CustomImage
    from village_pages.models import RegencyHomePage, VillagePage


View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Card:
    """One entry of a list: everything a template needs, no query left in it."""

    url: str
    title: str
    summary: str = ""
    date: datetime | None = None
    image: "CustomImage | None" = None
    label: str = ""
    village_name: str = ""
    facts: tuple[str, ...] = ()
    is_example: bool = False


def no_pages(village: "VillagePage | None") -> PageQuerySet:
    """The entries of a section that stands in the navigation only."""
    return Page.objects.none()


def plain_card(page: Page, request: HttpRequest) -> Card:
    """The card of a page about which its section says no more."""
    return Card(url=page.get_url(request), title=page.title)


@dataclass(frozen=True)
class Section:
    """One section of a village: its index page's slug and label, and how its entries are shown.

    ``pages(village)`` gives the live entries as a queryset, newest or most useful first, of all
    villages when ``village`` is ``None``; it prefetches what ``card`` reads, so that the number of
    queries grows neither with content nor with villages. ``card(page, request)`` makes a ``Card``.
    ``card_needs`` names the relations that ``card`` reads, for pages found otherwise (search).
    ``answers(words, village, request)`` gives cards of what answers a search best, above its results.
    ``changes_at(village)`` tells when the list changes by itself (aware time), or ``None``.

    A section whose entries are no pages gives ``entries(village, request)`` for a village's home,
    ``portal_words()``, a line for the portal's (empty: nothing to tell), and ``portal_view(home, request)``,
    which answers at the portal's `/<slug>/` instead of a list. ``portal_entry(home, name)`` gives the view of
    `/<slug>/<name>/` on the portal, or ``None`` where there is no such thing.
    """

    key: str
    slug: str
    label: str | Promise
    order: int
    pages: Callable[["VillagePage | None"], PageQuerySet] = no_pages
    card: Callable[[Page, HttpRequest], Card] = plain_card
    more_label: str | Promise = ""
    on_portal: bool = True
    # Entries that are alike in every village say nothing on the portal's home: there a link is enough.
    newest_on_portal: bool = True
    search_models: tuple[type[Page], ...] = ()
    card_needs: tuple[str, ...] = ()
    changes_at: Callable[["VillagePage | None"], datetime | None] = lambda village: None
    entries: Callable[["VillagePage", HttpRequest], list[Card]] | None = None
    portal_words: Callable[[], str] = lambda: ""
    portal_view: Callable[["RegencyHomePage", HttpRequest], HttpResponse] | None = None
    portal_entry: Callable[["RegencyHomePage", str], View | None] | None = None
    answers: Callable[[str, "VillagePage | None", HttpRequest], list[Card]] | None = None


def cards_of(section: Section, pages: Iterable[Page], request: HttpRequest, *, named: bool) -> list[Card]:
    """Cards of ``pages``; ``named`` adds each one's village (one query for all of them)."""
    pages = list(pages)
    cards = [section.card(page, request) for page in pages]
    if not named:
        return cards
    names = village_names(pages)
    return [
        replace(card, village_name=names.get(village_path(page) or "", ""))
        for card, page in zip(cards, pages, strict=True)
    ]


def cards_on_home(section: Section, village: "VillagePage", request: HttpRequest, most: int) -> list[Card]:
    """What the home of ``village`` shows of ``section``: at most ``most`` pages, or what it gives itself."""
    if section.entries is not None:
        return section.entries(village, request)
    return cards_of(section, section.pages(village)[:most], request, named=False)


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section; the same key again replaces it (app loading may run twice in tests)."""
    _sections[section.key] = section


def registered(key: str) -> Section:
    """The section of that key; ``KeyError`` when its app is not installed."""
    return _sections[key]


def all_sections() -> list[Section]:
    return sorted(_sections.values(), key=lambda section: section.order)


def soonest(times) -> datetime | None:
    """The earliest of ``times``, ``None`` values left out."""
    known = [time for time in times if time is not None]
    return min(known) if known else None


def section_at(slug: str) -> Section | None:
    """The section whose list over all villages stands at ``/<slug>/`` of the portal."""
    return next((s for s in all_sections() if s.on_portal and s.slug == slug), None)


def ensure_index(model: type[Page], village: Page, key: str) -> Page:
    """The index page of section ``key`` under ``village``, made and published when it is missing."""
    index_page = model.objects.child_of(village).first()
    if index_page is None:
        section = registered(key)
        index_page = add_live(village, model(title=str(section.label), slug=section.slug))
    return index_page
