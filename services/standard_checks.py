"""A change at the regency where a village differs: its words stay, and its people look at them again."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.care import ask_to_check
from notifications.kinds import Kind, register
from notifications.sending import Message, notify_each
from services.aspects import Aspect
from services.facts import facts_of, with_facts
from services.models import ServicePage, ServiceStandard
from village_pages.enums import VillageState
from village_pages.models import VillagePage
from village_pages.places import village_path
from village_pages.rights import reviewers_by_village

KIND = "service.standard_changed"
register(Kind(KIND, gettext_lazy("Kabupaten mengubah layanan, desa Anda berbeda")))


def open_checks(standard: ServiceStandard, aspects: Iterable[Aspect]) -> int:
    """Ask the villages that differ in one of ``aspects`` whether their own words are still right.

    Returns how many pages. In a paused village people are told when it writes again (``run_due``). As many
    queries for two villages as for two hundred.
    """
    aspects = set(aspects)
    differing = ServicePage.objects.live().filter(
        standard=standard, differences__aspect__in=[str(one) for one in aspects]
    )
    pages = list(with_facts(ServicePage.objects.filter(pk__in=differing.values("pk"))))
    if not pages:
        return 0
    found = VillagePage.objects.filter(
        path__in={village_path(page) for page in pages}, access__state=VillageState.OPEN
    )
    villages = {village.path: village for village in found}
    told = [page for page in pages if village_path(page) in villages]
    people, version = reviewers_by_village(villages.values()), standard.latest_revision_id
    notify_each(
        KIND,
        [
            _message(page, villages[path], people.get(villages[path].pk, []), aspects, version)
            for page in told
            if (path := village_path(page))
        ],
    )
    ask_to_check(pages, told=told)
    return len(pages)


def _message(
    page: ServicePage, village: VillagePage, people: list, aspects: set[Aspect], version: int | None
) -> Message:
    sheet = facts_of(page)
    ours = [one for one in sheet.differences if one.aspect in aspects]
    headline = _("Kabupaten mengubah %(aspects)s pada %(service)s; desa Anda berbeda: periksa")
    unknown = _("Belum diketahui")
    return Message(
        recipients=people,
        headline=headline
        % {"aspects": ", ".join(str(one.aspect.label) for one in ours), "service": page.title},
        village=village,
        words="\n".join(
            _("%(aspect)s. Kabupaten sekarang: %(regency)s. Desa Anda: %(village)s.")
            % {
                "aspect": one.aspect.label,
                "regency": one.regency or unknown,
                "village": sheet.in_words(one.aspect) or unknown,
            }
            for one in ours
        ),
        url=reverse("page_checks"),
        key=f"standard:{version}:{page.pk}",
    )
