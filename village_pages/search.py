"""Search over live pages, of all villages or of one, on the database's own full-text index."""

from dataclasses import replace

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from wagtail.models import Page

from core.query import page_of
from village_pages.models import InformationPage, VillagePage
from village_pages.places import village_names, village_path
from village_pages.sections import Card, Section, all_sections


def search_pages(query: str, village: VillagePage | None = None):
    """Live pages that hold all words of ``query`` (already cleaned), best first; none for no words."""
    models = [model for section in all_sections() for model in section.search_models]
    pages = Page.objects.live().type(*models, InformationPage, VillagePage)
    if village is not None:
        pages = pages.filter(path__startswith=village.path)
    return pages.search(query) if query else Page.objects.none()


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


def _card(page: Page, section: Section | None, request: HttpRequest, names: dict[str, str]) -> Card:
    if section is None:
        card = Card(url=page.get_url(request), title=page.title, summary=getattr(page, "profile", ""))
        label = str(page._meta.verbose_name)
    else:
        card = section.card(page, request)
        label = str(section.label)
    return replace(card, label=label, village_name=names.get(village_path(page) or "", ""))
