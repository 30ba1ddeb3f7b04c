"""Who answers for a published page, when it is due to be looked at again, and "masih benar".

What readers see is confirmed, never a draft; and only where whoever confirms was shown it: the list gives
each page a sealed word of what it showed, and takes nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.db.models import F, Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.models import Page, Revision, TaskState, get_page_models

from audit.log import record
from core.caching import bump
from core.formats import long_date
from editorial.kinds import kind_of
from editorial.models import PageCare, SectionIndexPage, care_of
from editorial.rule_book import RuleBook
from village_pages.enums import REVIEWING_ROLES, Role
from village_pages.models import BranchPage, VillagePage
from village_pages.places import in_villages, regency_pages, village_path
from village_pages.publishing import publisher
from village_pages.rights import may_publish, open_villages_where, regency_roles

AHEAD = timedelta(days=14)
# What was shown yesterday was not looked at today.
SHOWN_FOR = timedelta(hours=12)
AT_A_TIME = 200


def checked_models() -> list[type[BranchPage]]:
    """Types of page that say something of their own; a list of pages says what they say."""
    return [
        model
        for model in get_page_models()
        if issubclass(model, BranchPage) and not issubclass(model, SectionIndexPage)
    ]


def next_due(page: Page, since: datetime, book: RuleBook, village_id: int | None) -> datetime | None:
    """When ``page``, looked at ``since`` last, is due again: at its own end, or after its kind's days.

    ``None``: never; also for a page whose end was known when it was looked at.
    """
    expiry = getattr(page, "expiry_field", "")
    if expiry:
        ends = getattr(page, expiry)
        return ends if ends and ends > since else None
    days = book.rule(kind_of(page), village_id).check_after_days
    return since + timedelta(days=days) if days else None


@transaction.atomic
def note_publication(page: Page, revision: Revision | None) -> None:
    """Publishing ``page`` is looking at it: by who publishes, or by who approved what the clock publishes."""
    if isinstance(page, SectionIndexPage) or not isinstance(page, BranchPage):
        return
    care = PageCare.objects.select_for_update().get(pk=care_of(page).pk)
    care.checked_at, care.checked_by = timezone.now(), publisher()
    if care.checked_by is None and revision is not None:
        approval = (
            TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED)
            .select_related("finished_by")
            .order_by("-finished_at")
            .first()
        )
        if approval is not None:
            care.checked_at, care.checked_by = approval.finished_at, approval.finished_by
    village = page.village
    _set_due(care, next_due(page, care.checked_at, RuleBook(), village.pk if village else None))
    care.save(update_fields=["checked_at", "checked_by", "check_due_at", "check_told_at"])


def _set_due(care: PageCare, due_at: datetime | None) -> None:
    care.check_due_at, care.check_told_at = due_at, None


@transaction.atomic
def give_due_dates() -> int:
    """A review date for live pages that have none yet: counted from when somebody last looked or published.

    At most ``AT_A_TIME`` pages of each type at once; a fixed number of queries for each. Returns how many.
    A date that somebody gives meanwhile stays.
    """
    now, book = timezone.now(), RuleBook()
    villages = dict(VillagePage.objects.values_list("path", "pk"))
    given = 0
    for model in checked_models():
        pages = model.objects.live().filter(_lacks_date(model, book, now))
        found = list(pages.order_by("pk")[:AT_A_TIME])
        cares = PageCare.objects.select_for_update().filter(page__in=[page.pk for page in found])
        stored = {care.page_id: care for care in cares.order_by("pk")}
        rows = []
        for page in found:
            care = stored.get(page.pk) or PageCare(page_id=page.pk)
            if care.check_due_at is not None:
                continue
            since = care.checked_at or page.last_published_at or now
            # An end that passed before anybody looked still has to be looked at.
            expiry = getattr(page, "expiry_field", "")
            due_at = getattr(page, expiry) if expiry else None
            _set_due(care, due_at or next_due(page, since, book, villages.get(village_path(page) or "")))
            rows.append(care)
        _write(rows, ["check_due_at", "check_told_at"])
        given += len(rows)
    return given


def _lacks_date(model: type[BranchPage], book: RuleBook, now: datetime) -> Q:
    none_yet = Q(care__check_due_at=None)
    expiry = getattr(model, "expiry_field", "")
    if expiry:
        return (
            none_yet
            & Q(**{f"{expiry}__isnull": False})
            & (Q(care__checked_at=None) | Q(care__checked_at__lt=F(expiry), **{f"{expiry}__gt": now}))
        )
    return none_yet & book.checked_after_days(kind_of(model()))


def _write(rows: list[PageCare], fields: list[str]) -> None:
    """Rows that there are, and rows that there are not yet; somebody else's of the same moment stays."""
    PageCare.objects.bulk_update([row for row in rows if row.pk], fields)
    PageCare.objects.bulk_create([row for row in rows if not row.pk], ignore_conflicts=True)


def care_to_check(user) -> QuerySet[PageCare]:
    """Of public pages that are due now or soon, and that ``user`` may publish; the oldest date first.

    What somebody looked at when the date was near already is not asked again before it is due.
    """
    now = timezone.now()
    near = Q(check_due_at__lte=now) | Q(check_due_at__lte=now + AHEAD) & (
        Q(checked_at=None) | Q(checked_at__lt=F("check_due_at") - AHEAD)
    )
    rows = PageCare.objects.filter(near, page__live=True).order_by("check_due_at", "page_id")
    if user.is_superuser:
        return rows
    mine = in_villages(open_villages_where(user, REVIEWING_ROLES))
    if Role.OFFICER in regency_roles(user):
        mine |= regency_pages()
    return rows.filter(page__in=Page.objects.filter(mine).order_by().values("pk"))


def as_readers_see(keys: Iterable[int]) -> dict[int, Page]:
    """Live pages by key, with all that ``shown_of`` reads: queries grow with the types, not the pages."""
    pages = list(Page.objects.live().filter(pk__in=list(keys)).specific())
    by_type: dict[type[Page], list[Page]] = {}
    for page in pages:
        by_type.setdefault(type(page), []).append(page)
    for model, same in by_type.items():
        prefetch_related_objects(same, *getattr(model, "facts_related", ()))
    return {page.pk: page for page in pages if isinstance(page, BranchPage)}


@transaction.atomic
def ask_to_check(pages: Iterable[Page], *, told: Iterable[Page] = ()) -> None:
    """Have ``pages`` looked at again from now on, whenever they were due; what is due already stays so.

    "Masih benar" or publishing ends it. ``told``: those of them whose people are told by the caller; of the
    others ``run_due`` tells as soon as their village writes. A fixed number of queries.
    """
    now, keys, known = timezone.now(), {page.pk for page in pages}, {page.pk for page in told}
    # Whoever confirms at this moment comes before, or sees that there is something new.
    list(Page.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    PageCare.objects.bulk_create([PageCare(page_id=key) for key in sorted(keys)], ignore_conflicts=True)
    rows = PageCare.objects.filter(page__in=keys)
    rows.filter(Q(check_due_at=None) | Q(check_due_at__gt=now)).update(check_due_at=now)
    rows.filter(page__in=known).update(check_told_at=now)
    rows.exclude(page__in=known).update(check_told_at=None)


def shown_of(page: Page) -> list[tuple[str, str]]:
    """What the list shows of ``page``, to be confirmed: its facts; where it has none, how it begins."""
    if facts := page.facts():
        return facts
    about = getattr(page, getattr(page, "summary_field", ""), "") or page.search_description
    body = getattr(page, "body", None)
    text = " ".join(body.stream_block.get_searchable_content(body)) if body else ""
    return [("", words) for words in (about, Truncator(text).words(60)) if words] or [("", "")]


def seal(page: Page, user) -> str:
    """The word that says what ``user`` was shown of ``page`` just now."""
    return _signer(user).sign(f"{page.pk}.{_digest(page)}")


def _signer(user) -> TimestampSigner:
    return TimestampSigner(salt=f"page-check:{user.pk}")


def _digest(page: Page) -> str:
    told = (page.live_revision_id, page.last_published_at, page.title, shown_of(page))
    return sha256(repr(told).encode()).hexdigest()[:32]


@dataclass
class Confirmation:
    """What became of a set: pages confirmed, pages that are not what was shown any more, words not known."""

    confirmed: list[Page] = field(default_factory=list)
    changed: list[Page] = field(default_factory=list)
    unknown: int = 0


@transaction.atomic
def confirm(user, words: Iterable[str]) -> Confirmation | None:
    """Note that ``user`` says of each page "masih benar", where readers still see what he was shown.

    ``None``, and nothing is noted, where one of them is not his to publish.
    """
    result, shown = Confirmation(), {}
    for word in words:
        try:
            key, digest = _signer(user).unsign(word, max_age=SHOWN_FOR).split(".")
        except BadSignature:
            result.unknown += 1
        else:
            shown[int(key)] = digest
    # Publishing writes the page's row: it waits here, or was first and what was shown is old.
    rows = list(Page.objects.select_for_update().filter(pk__in=shown).order_by("pk"))
    if not all(may_publish(user, page) for page in rows):
        return None
    live = as_readers_see(page.pk for page in rows)
    for row in rows:
        page = live.get(row.pk)
        same = page is not None and _digest(page) == shown[row.pk]
        (result.confirmed if same else result.changed).append(page or row)
    _note(user, result.confirmed)
    return result


def _note(user, pages: list[Page]) -> None:
    now, book = timezone.now(), RuleBook()
    paths = {village_path(page) for page in pages} - {None}
    villages = {village.path: village for village in VillagePage.objects.filter(path__in=paths)}
    stored = {care.page_id: care for care in PageCare.objects.filter(page__in=pages)}
    rows = []
    for page in pages:
        village = villages.get(village_path(page) or "")
        care = stored.get(page.pk) or PageCare(page_id=page.pk)
        was = long_date(care.checked_at) if care.checked_at else ""
        care.checked_at, care.checked_by = now, user
        _set_due(care, next_due(page, now, book, village.pk if village else None))
        rows.append(care)
        record(
            "page.checked",
            village=village,
            by=user,
            about=page,
            name=page.title,
            before=was,
            after=long_date(now),
        )
    _write(rows, ["checked_at", "checked_by", "check_due_at", "check_told_at"])
    if pages:
        regency = ["portal"] if any(village_path(page) is None for page in pages) else []
        bump(*(f"village:{village.pk}" for village in villages.values()), *regency)
