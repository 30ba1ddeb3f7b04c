"""What surrounds every page: navigation, trail, footer. One query beyond village and home: the footer's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from django.apps import apps
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.models import Page

from village_pages.places import site_root
from village_pages.sections import Section, all_sections

if TYPE_CHECKING:
    from village_pages.models import BranchPage, RegencyHomePage


@dataclass(frozen=True)
class NavLink:
    title: str | Promise
    url: str
    current: bool = False


class _HomeBearer(Protocol):
    _regency_home: "RegencyHomePage | None"


def regency_home(request: HttpRequest | None):
    """The ``RegencyHomePage`` of this site, kept on the request; ``None`` before it is made."""
    cached = getattr(request, "_regency_home", None)
    if cached is not None:
        return cached
    home = apps.get_model("village_pages", "RegencyHomePage").objects.first()
    if request is not None:
        remember_home(request, home)
    return home


def remember_home(request: HttpRequest, home) -> None:
    cast(_HomeBearer, request)._regency_home = home


def section_links(parent: Page | None, sections: Iterable[Section], request: HttpRequest) -> list[NavLink]:
    """``sections`` as they hang below ``parent``: a village, or the portal for those over all villages."""
    base = (parent.get_url(request) if parent else None) or "/"
    urls = [(section.label, f"{base}{section.slug}/") for section in sections]
    return [NavLink(label, url, request.path.startswith(url)) for label, url in urls]


def trail(page: Page, village, home, request: HttpRequest) -> list[tuple[str | Promise, str]]:
    """Pages above ``page``, from the root, as (title, url); section names come from the register."""
    links: list[tuple[str | Promise, str]] = []
    if home is not None and page.pk != home.pk:
        links.append((_("Beranda"), home.get_url(request) or "/"))
    if village is not None and page.pk != village.pk:
        village_url = village.get_url(request) or "/"
        links.append((village.title, village_url))
        rest = (page.url_path or "")[len(village.url_path) :].strip("/").split("/")
        for section in all_sections():
            if len(rest) > 1 and rest[0] == section.slug:
                links.append((section.label, f"{village_url}{section.slug}/"))
    return links


def footer_links(village, home, request: HttpRequest) -> list[tuple[str, str]]:
    """Information pages of the village, then of the regency, as (title, url); one query."""
    parents = [page for page in (village, home) if page is not None]
    condition = Q(pk__in=[])
    for parent in parents:
        condition |= Q(path__startswith=parent.path, depth=parent.depth + 1)
    pages = apps.get_model("village_pages", "InformationPage").objects.live().filter(condition)
    pages = pages.only("title", "slug", "path", "depth", "url_path").order_by("-depth", "path")
    links: dict[str, tuple[str, str]] = {}
    for page in pages:
        # A village's own privacy or contact page stands for the regency's of the same name.
        links.setdefault(page.slug, (page.title, page.get_url(request) or "/"))
    return list(links.values())


def page_context(page: "BranchPage", request: HttpRequest) -> dict:
    """Context of every page; see ``docs/design.md``."""
    home = regency_home(request)
    return surroundings(request, home=home, village=page.village) | {
        "breadcrumbs": trail(page, page.village, home, request),
    }


def surroundings(request: HttpRequest, *, home=None, village=None) -> dict:
    """The same for a view that serves no page of the tree (search, comment form)."""
    home = home or regency_home(request)
    root = site_root(request)
    sections = [section for section in all_sections() if village or section.on_portal]
    return {
        "regency": home,
        "village": village,
        "home_url": (root.get_url(request) if root else None) or "/",
        "section_links": section_links(village or home, sections, request),
        "footer_links": footer_links(village, home, request),
        "breadcrumbs": [],
    }
