"""Who gives a service, the nearest first: villages that have it, and offices outside them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import asin, cos, radians, sin, sqrt

from django.http import HttpRequest
from django.utils.translation import gettext as _

from offices.models import Office
from offices.reading import with_hours
from services.models import ServicePage, StandardOffice
from village_pages.enums import VillageState
from village_pages.models import VillagePage
from village_pages.places import village_path

EARTH = 6371.0  # kilometres
Position = tuple[float, float]


@dataclass(frozen=True)
class Provider:
    """A village (``page``: its page of the service) or an office that gives a service."""

    name: str
    district: str
    kilometres: int | None = None
    near: bool = False
    page: ServicePage | None = None
    office: Office | None = None
    url: str = ""

    @property
    def distance(self) -> str:
        """``sekitar 12 km``; empty where nobody knows."""
        if self.kilometres is None:
            return ""
        return _("sekitar %(number)d km") % {"number": max(1, self.kilometres)}


def kilometres_between(one: Position, other: Position) -> float:
    """As the crow flies (haversine); positions are (latitude, longitude) in degrees."""
    (lat, long), (other_lat, other_long) = (tuple(map(radians, place)) for place in (one, other))
    half = sin((other_lat - lat) / 2) ** 2
    half += cos(lat) * cos(other_lat) * sin((other_long - long) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))


def position_of(office: Office | None) -> Position | None:
    if office is None or office.latitude is None or office.longitude is None:
        return None
    return float(office.latitude), float(office.longitude)


def providers_of(standards: Iterable[int], origin: VillagePage | None = None) -> dict[int, list[Provider]]:
    """Who gives each of ``standards`` (keys), the nearest to ``origin`` first; by district without one.

    The same district first, then by distance where both positions are known, then by name. The number of
    queries depends on neither how many villages nor how many standards there are.
    """
    standards = list(standards)
    found: dict[int, list[Provider]] = {pk: [] for pk in standards}
    positions = _positions()
    here = positions.get(origin.pk) if origin is not None else None

    def provider(name: str, district: str, place: Position | None, **fields) -> Provider:
        far = round(kilometres_between(here, place)) if here and place else None
        near = origin is not None and bool(district) and district == origin.district
        return Provider(name, district, far, near, **fields)

    for standard_id, village, page in _pages(standards):
        if origin is None or village.pk != origin.pk:
            one = provider(village.full_name, village.district, positions.get(village.pk), page=page)
            found[standard_id].append(one)
    for standard_id, office in _offices(standards):
        found[standard_id].append(provider(office.name, office.district, position_of(office), office=office))
    return {pk: sorted(some, key=_order) for pk, some in found.items()}


def _order(provider: Provider) -> tuple:
    unknown = provider.kilometres is None
    far = (not provider.near, unknown, provider.kilometres or 0)
    return *far, provider.district if unknown else "", provider.name


def _positions() -> dict[int, Position]:
    """Of every village whose own office has one (one query)."""
    offices = Office.objects.filter(is_main=True, latitude__isnull=False).only(
        "village_id", "latitude", "longitude"
    )
    return {
        office.village_id: place
        for office in offices
        if office.village_id is not None and (place := position_of(office))
    }


def _pages(standards: list[int]) -> list[tuple[int, VillagePage, ServicePage]]:
    """Live pages of open and paused villages with their village (two queries)."""
    villages = {
        village.path: village
        for village in VillagePage.objects.live()
        .exclude(access__state=VillageState.CLOSED)
        .only("title", "path", "depth", "slug", "url_path", "kind", "district", "content_type")
    }
    pages = ServicePage.objects.live().filter(standard__in=standards).order_by("path")
    pages = pages.only("title", "path", "depth", "slug", "url_path", "content_type", "standard")
    located = ((page, villages.get(village_path(page) or "")) for page in pages)
    # A village may describe the same service twice; it is one place to go to.
    once: dict[tuple[int, int], tuple[int, VillagePage, ServicePage]] = {}
    for page, village in located:
        if village is not None:
            once.setdefault((page.standard_id, village.pk), (page.standard_id, village, page))
    return list(once.values())


def _offices(standards: list[int]) -> list[tuple[int, Office]]:
    """Offices outside the villages, ready to say whether they are open (a fixed number of queries)."""
    rows = StandardOffice.objects.filter(standard__in=standards).values_list("standard_id", "office_id")
    rows = list(rows.order_by("standard_id", "sort_order"))
    if not rows:
        return []
    offices = with_hours(Office.objects.filter(pk__in={office for _standard, office in rows}))
    by_key = {office.pk: office for office in offices}
    return [(standard, by_key[office]) for standard, office in rows]


def reached(providers: Iterable[Provider], request: HttpRequest) -> list[Provider]:
    """``providers`` with the address of each village's page: asked only of those that are shown."""
    return [
        replace(one, url=one.page.get_url(request) or "") if one.page is not None else one
        for one in providers
    ]
