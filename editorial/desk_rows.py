"""The villages of an ambassador or officer as rows of the desk: what each needs, the most needy first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from audit.enums import PageState
from editorial.desk_groups import written_pages
from editorial.models import PageCare, ReviewRound
from editorial.periods import age_in_words
from village_pages.models import VillagePage
from village_pages.places import VILLAGE_DEPTH
from village_pages.rights import may_publish_in, regency_roles, villages_supervised_by

MOST_ROWS = 40
ALL = "semua"
VILLAGE_PATH_LENGTH = VILLAGE_DEPTH * Page.steplen

# How many of something each village has, by the village's tree path, in one query.
Counter = Callable[[], Mapping[str, int]]


@dataclass(frozen=True)
class Counted:
    """``address``: where a person sees them for one village; empty where he has no such list."""

    label: Callable[[], str]
    counter: Counter
    address: Callable[[HttpRequest, VillagePage], str]


@dataclass(frozen=True)
class RowCount:
    label: str
    number: int
    url: str


@dataclass(frozen=True)
class VillageRow:
    village: VillagePage
    counts: list[RowCount]
    published_at: datetime | None
    overdue: int

    @property
    def needs(self) -> int:
        return sum(count.number for count in self.counts)

    @property
    def age(self) -> str:
        return age_in_words(self.published_at) if self.published_at else ""


_counted: dict[str, tuple[int, Counted]] = {}


def register_count(key: str, order: int, counted: Counted) -> None:
    """Add a number to the rows."""
    _counted[key] = (order, counted)


def rows_for(request: HttpRequest) -> dict | None:
    """Rows of the villages that this person oversees: ``None`` for one village or none.

    The same number of queries for any number of villages. ``shown``: those to show now, ``hidden``: how many
    more there are.
    """
    villages = list(villages_supervised_by(request.user).order_by("title"))
    if len(villages) < 2 and not regency_roles(request.user):
        return None
    kinds = [counted for _order, counted in sorted(_counted.values(), key=lambda entry: entry[0])]
    numbers = [(counted, counted.counter()) for counted in kinds]
    overdue, published = overdue_by_village(), _published_by_village()
    rows = [
        VillageRow(
            village=village,
            counts=[
                RowCount(counted.label(), by_path[village.path], counted.address(request, village))
                for counted, by_path in numbers
                if by_path.get(village.path)
            ],
            published_at=published.get(village.path),
            overdue=overdue.get(village.path, 0),
        )
        for village in villages
    ]
    rows.sort(key=lambda row: (-row.overdue, -row.needs, row.village.title))
    shown = rows if request.GET.get("desa") == ALL else rows[:MOST_ROWS]
    return {"shown": shown, "hidden": len(rows) - len(shown), "count": len(rows)}


def by_village(pages_or_care, path: str = "path") -> dict[str, int]:
    """How many lie in each village; ``path``: where the queryset finds the page's tree path (one query)."""
    grouped = pages_or_care.order_by().annotate(in_village=Substr(path, 1, VILLAGE_PATH_LENGTH))
    return dict(grouped.values("in_village").annotate(n=Count("pk")).values_list("in_village", "n"))


def of_asked_village(rows: QuerySet, request: HttpRequest) -> QuerySet:
    """Rows about pages, of the village that ``?desa=`` names, 404 where none is; without it all."""
    code = request.GET.get("desa", "")
    if not code:
        return rows
    # Whatever was typed is compared here: not every text can be asked of the database.
    path = dict(VillagePage.objects.values_list("code", "path")).get(code)
    if path is None:
        raise Http404
    return rows.filter(page__path__startswith=path)


def _waiting(*conditions: Q) -> dict[str, int]:
    rounds = ReviewRound.objects.undecided().filter(*conditions, village__isnull=False).order_by()
    return dict(rounds.values("village__path").annotate(n=Count("pk")).values_list("village__path", "n"))


def overdue_by_village() -> dict[str, int]:
    return _waiting(Q(due_at__lt=timezone.now()))


def _published_by_village() -> dict[str, datetime]:
    """When readers last got something new."""
    grouped = written_pages().order_by().annotate(in_village=Substr("path", 1, VILLAGE_PATH_LENGTH))
    latest = grouped.values("in_village").annotate(at=Max("last_published_at"))
    return dict(latest.values_list("in_village", "at"))


def _in_review(request: HttpRequest, village) -> str:
    return f"{reverse('reading')}?desa={village.code}&keadaan={PageState.IN_REVIEW.value}"


def _to_check() -> dict[str, int]:
    due = PageCare.objects.filter(check_due_at__lte=timezone.now(), page__live=True)
    return by_village(due, "page__path")


def _check_address(request: HttpRequest, village) -> str:
    """The officer counts them; who publishes in the village says "masih benar"."""
    mine = may_publish_in(request.user, village.path)
    return f"{reverse('page_checks')}?desa={village.code}" if mine else ""


def _problems() -> dict[str, int]:
    return by_village(PageCare.objects.filter(problems_since__isnull=False, page__live=True), "page__path")


register_count("waiting", 10, Counted(lambda: _("menunggu diperiksa"), _waiting, _in_review))
register_count("overdue", 20, Counted(lambda: _("lewat batas waktu"), overdue_by_village, _in_review))
register_count("checks", 40, Counted(lambda: _("halaman perlu diperiksa ulang"), _to_check, _check_address))
register_count(
    "problems",
    50,
    Counted(
        lambda: _("halaman bermasalah"),
        _problems,
        lambda request, village: f"{reverse('page_problems')}?desa={village.code}",
    ),
)
