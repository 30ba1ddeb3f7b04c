"""Which villages use a service standard, where they differ from it and why: read by officers."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial.models import PageCare
from services.aspects import Aspect
from services.facts import FactSheet, facts_of, with_facts
from services.models import ServiceDifference, ServicePage, ServiceStandard
from village_pages.enums import VillageState
from village_pages.models import VillagePage
from village_pages.places import in_villages, village_path

FOLLOWS, DIFFERS, DRAFT, LACKS = "follows", "differs", "draft", "lacks"
STATES = {
    FOLLOWS: _("Mengikuti kabupaten"),
    DIFFERS: _("Berbeda"),
    DRAFT: _("Masih draf"),
    LACKS: _("Belum punya"),
}


@dataclass(frozen=True)
class Told:
    """One aspect that a village tells otherwise."""

    aspect: Aspect
    village: str
    regency: str
    reason: str


@dataclass
class Use:
    """What one village makes of a standard. ``care``: when its page was looked at, and is to be again."""

    village: VillagePage
    state: str = LACKS
    page: ServicePage | None = None
    care: PageCare | None = None
    told: list[Told] = field(default_factory=list)

    @property
    def state_in_words(self) -> str:
        return str(STATES[self.state])

    @property
    def is_being_checked(self) -> bool:
        """Is the village asked to look at its page again, since now or longer?"""
        due = self.care.check_due_at if self.care else None
        return self.state == DIFFERS and due is not None and due <= timezone.now()


def standards_with_counts() -> QuerySet[ServiceStandard]:
    """With ``have`` and ``differ``: how many live pages use each, and how many of those differ."""
    live = Q(pages__live=True)
    counted = ServiceStandard.objects.annotate(
        have=Count("pages", filter=live, distinct=True),
        differ=Count("pages", filter=live & Q(pages__differences__isnull=False), distinct=True),
    )
    return counted.select_related("latest_revision__user").order_by("title", "pk")


def using_villages() -> QuerySet[VillagePage]:
    """Villages that could use a standard: all that are not closed, by name."""
    return VillagePage.objects.exclude(access__state=VillageState.CLOSED).order_by("title", "pk")


def counts_of(standard: ServiceStandard) -> dict[str, int]:
    """How many villages are in each of ``STATES`` (two queries)."""
    villages = set(using_villages().values_list("path", flat=True))
    differing = ServiceDifference.objects.filter(page=OuterRef("pk"))
    pages = _current(standard).annotate(differs=Exists(differing)).only("path", "live", "content_type")
    states: dict[str, str] = {}
    for page in pages:
        path = village_path(page) or ""
        if path in villages:
            states[path] = _stronger(states.get(path, LACKS), _state(page.live, page.differs))
    counts = {state: sum(1 for one in states.values() if one == state) for state in STATES}
    return counts | {LACKS: len(villages) - len(states)}


def differing_aspects(standard: ServiceStandard) -> dict[Aspect, int]:
    """How many live pages differ in each aspect where any does, in the order of the page (one query)."""
    rows = ServiceDifference.objects.filter(page__live=True, page__standard=standard)
    numbers = rows.values("aspect").annotate(n=Count("page", distinct=True))
    counted = dict(numbers.values_list("aspect", "n"))
    return {aspect: counted[aspect] for aspect in Aspect if aspect in counted}


def uses_in(standard: ServiceStandard, villages: Iterable[VillagePage]) -> list[Use]:
    """What each of ``villages`` makes of ``standard`` (a fixed number of queries)."""
    uses = {village.path: Use(village) for village in villages}
    pages = with_facts(_current(standard)).filter(in_villages(use.village for use in uses.values()))
    for page in pages.select_related("standard", "care").order_by("pk"):
        use, sheet = uses[village_path(page) or ""], facts_of(page)
        state = _state(page.live, bool(sheet.differences))
        if use.page is None or _stronger(use.state, state) != use.state:
            use.state, use.page, use.care = state, page, getattr(page, "care", None)
            use.told = told_otherwise(sheet)
    return list(uses.values())


def told_otherwise(sheet: FactSheet) -> list[Told]:
    return [
        Told(one.aspect, sheet.in_words(one.aspect), one.regency, one.reason) for one in sheet.differences
    ]


def differing_pages(standard: ServiceStandard | None, village: VillagePage | None) -> QuerySet[ServicePage]:
    """Live pages that differ from their standard; of one standard or village, or of all."""
    rows = ServiceDifference.objects.filter(page__live=True, page__standard__isnull=False)
    pages = ServicePage.objects.filter(pk__in=rows.values("page"))
    if standard is not None:
        pages = pages.filter(standard=standard)
    if village is not None:
        pages = pages.filter(in_villages([village]))
    return pages.order_by("standard__title", "path")


def _current(standard: ServiceStandard) -> QuerySet[ServicePage]:
    """Pages that use it, but for those put away in the archive."""
    return ServicePage.objects.filter(standard=standard, care__archived_at__isnull=True)


def _state(live: bool, differs: bool) -> str:
    if not live:
        return DRAFT
    return DIFFERS if differs else FOLLOWS


def _stronger(one: str, other: str) -> str:
    """Of a village with several pages the one that says most: what readers see goes before drafts."""
    order = (LACKS, DRAFT, FOLLOWS, DIFFERS)
    return max(one, other, key=order.index)
