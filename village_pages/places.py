"""Where in the tree am I: the regency, or which village."""

from typing import TypeVar

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, PageQuerySet, Site

# Root is at depth 1, the regency's home at 2, a village at 3.
VILLAGE_DEPTH = 3

Pages = TypeVar("Pages", bound=PageQuerySet)


def village_path(page: Page) -> str | None:
    """Tree path of the village that ``page`` belongs to, without a query; ``None`` for the regency's own."""
    length = VILLAGE_DEPTH * Page.steplen
    path = page.path or ""
    # Information pages of the regency stand beside the villages.
    beside = len(path) == length and page.specific_class is not _village_page()
    return None if len(path) < length or beside else path[:length]


def _village_page():
    return apps.get_model("village_pages", "VillagePage")


def village_of(page: Page):
    """The ``VillagePage`` of ``page`` with its state: one query, none for a page above the villages."""
    if isinstance(page, _village_page()):
        return page
    path = village_path(page)
    return _village_page().objects.filter(path=path).select_related("access").first() if path else None


def village_called(slug: str):
    """The live village of that address part, now or formerly, closed or not; ``None`` for none."""
    slug = slug.replace("\x00", "")
    called_so = Q(slug=slug) | Q(former_addresses__slug=slug)
    villages = _village_page().objects.live().filter(called_so).select_related("access")
    return villages.first() if slug else None


def village_names(pages) -> dict[str, str]:
    """Tree path of each village that one of ``pages`` belongs to, to its name (one query)."""
    paths = {village_path(page) for page in pages} - {None}
    if not paths:
        return {}
    return dict(Page.objects.filter(path__in=paths).values_list("path", "title"))


def in_villages(villages) -> Q:
    """A filter on pages: everything in the branches of ``villages`` (nothing for no village)."""
    condition = Q(pk__in=[])
    for village in villages:
        condition |= Q(path__startswith=village.path)
    return condition


def regency_pages() -> Q:
    """A filter on pages: the regency's own, outside every village."""
    villages = _village_page().objects.values("pk")
    return Q(depth__lt=VILLAGE_DEPTH) | (Q(depth=VILLAGE_DEPTH) & ~Q(pk__in=villages))


def add_live(parent: Page, page: Page) -> Page:
    """Hang ``page`` under ``parent``, public at once: for the skeleton, which no person writes.

    Without a revision of its own, which would only repeat the title, and so three times faster.
    """
    page.live = True
    page.first_published_at = page.last_published_at = timezone.now()
    return parent.add_child(instance=page)


def live_in(queryset: Pages, village=None) -> Pages:
    """Live pages of ``queryset``, of one village or of all."""
    queryset = queryset.live()
    return queryset if village is None else queryset.filter(path__startswith=village.path)


def site_root(request) -> Page | None:
    """The page at the root of the site that ``request`` came to."""
    site = Site.find_for_request(request)
    return site.root_page if site else None


def village_at_root(request):
    """The village whose own domain ``request`` came to, or ``None`` on the regency's."""
    root = site_root(request)
    return village_of(root) if root is not None else None
