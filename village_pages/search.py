"""Search over live pages, of all villages or of one, on the database's own full-text index."""

from dataclasses import replace

from django.db.models import Case, Q, QuerySet, When, prefetch_related_objects
from django.http import HttpRequest
from wagtail.models import Page

from core.query import page_of
from village_pages.models import InformationPage, VillagePage
from village_pages.places import village_names, village_path
from village_pages.sections import Card, Section, all_sections

MOST_HITS = 300
MOST_ANSWERS = 3


def search_pages(words: str, village: VillagePage | None = None) -> QuerySet:
    """Live pages that hold all of ``words`` (already cleaned): those named so first, then the newest.

    At most ``MOST_HITS`` pages, the newest of them: the score that Wagtail computes on SQLite asks for
    each hit anew, so a common word in a large site would take seconds.
    """
    if not words:
        return Page.objects.none()
    models = [model for section in all_sections() for model in section.search_models]
    pages = Page.objects.live().type(*models, InformationPage, VillagePage)
    if village is not None:
        pages = pages.filter(path__startswith=village.path)
    newest = pages.order_by("-first_published_at").only("pk")
    hits = [page.pk for page in newest.search(words, order_by_relevance=False)[:MOST_HITS]]
    named_so = Q()
    for word in words.split():
        named_so &= Q(title__icontains=word)
    return (
        Page.objects.filter(pk__in=hits)
        .annotate(rank=Case(When(named_so, then=0), default=1))
        .order_by("rank", "-first_published_at", "-pk")
    )


def found_cards(request: HttpRequest, query: str, village: VillagePage | None, number: str | None):
    """One page of results and its cards in order.

    The number of queries depends on the kinds of page found, never on how many there are.
    """
    listed = page_of(search_pages(query, village), number)
    order = [page.pk for page in listed]
    specific = {page.pk: page for page in Page.objects.filter(pk__in=order).specific()}
    makers = {model: section for section in all_sections() for model in section.search_models}
    pages = [specific[pk] for pk in order if pk in specific]
    for model, section in makers.items():
        prefetch_related_objects([page for page in pages if type(page) is model], *section.card_needs)
    names = village_names(pages)
    return listed, [_card(page, makers.get(type(page)), request, names) for page in pages]


def best_answers(request: HttpRequest, query: str, village: VillagePage | None) -> list[Card]:
    """What sections answer by themselves, above the first page of results; none on further pages."""
    if not query or request.GET.get("page", "1") != "1":
        return []
    answering = [section.answers for section in all_sections() if section.answers is not None]
    return [card for answers in answering for card in answers(query, village, request)[:MOST_ANSWERS]]


def _card(page: Page, section: Section | None, request: HttpRequest, names: dict[str, str]) -> Card:
    if section is None:
        card = Card(url=page.get_url(request), title=page.title, summary=getattr(page, "profile", ""))
        label = str(page._meta.verbose_name)
    else:
        card = section.card(page, request)
        label = str(section.label)
    return replace(card, label=label, village_name=names.get(village_path(page) or "", ""))
