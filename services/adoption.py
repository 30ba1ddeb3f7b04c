"""A village takes services that the regency describes: each becomes a page of the village that follows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.coreutils import find_available_slug

from services.models import ServiceIndexPage, ServicePage, ServiceStandard
from village_pages.models import VillageAccess, VillagePage
from village_pages.rights import is_archived, may_publish


@dataclass(frozen=True)
class Offer:
    """One service of the regency, and the village's page for it if it has one already."""

    standard: ServiceStandard
    page: ServicePage | None

    @property
    def is_namesake(self) -> bool:
        """Does the village's page describe the same service in its own words alone?"""
        return self.page is not None and self.page.standard_id is None

    @property
    def is_archived(self) -> bool:
        return self.page is not None and is_archived(self.page)


def offers_for(village: VillagePage) -> list[Offer]:
    """Every service of the regency in order of name (two queries)."""
    pages = ServicePage.objects.filter(path__startswith=village.path).select_related("care").order_by("-pk")
    by_standard, by_name = {}, {}
    for page in pages:
        if page.standard_id is not None:
            by_standard[page.standard_id] = page
        else:
            by_name[page.slug] = by_name[page.title.casefold()] = page
    return [
        Offer(one, by_standard.get(one.pk) or by_name.get(one.slug) or by_name.get(one.title.casefold()))
        for one in ServiceStandard.objects.order_by("title", "pk")
    ]


@transaction.atomic
def adopt(
    village: VillagePage, standards: Iterable[ServiceStandard], user, *, send_in: bool = False
) -> list[ServicePage]:
    """Begin a page for each of ``standards`` that the village has none for yet; the new pages.

    Drafts of ``user``, sent in for review if asked. Again, or by two people at once, changes nothing more.
    ``PermissionDenied`` for who may not publish there; ``PublishRefusedError`` where one cannot be sent in.
    """
    if not may_publish(user, village):
        raise PermissionDenied
    # Whoever comes second waits here, and then sees what the first has made.
    VillageAccess.objects.select_for_update(of=("self",)).get(village=village)
    wanted = {standard.pk for standard in standards}
    missing = [one.standard for one in offers_for(village) if one.page is None and one.standard.pk in wanted]
    index = ServiceIndexPage.objects.child_of(village).get()
    pages = [_begin(index, standard, user) for standard in missing]
    if send_in:
        for page in pages:
            page.get_workflow().start(page, user)
    return pages


def _begin(index: ServiceIndexPage, standard: ServiceStandard, user) -> ServicePage:
    page = ServicePage(
        title=standard.title,
        slug=find_available_slug(index, standard.slug),
        standard=standard,
        live=False,
        owner=user,
    )
    index.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    return page
