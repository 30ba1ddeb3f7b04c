"""Questions that residents asked under a service, and the office answered, become part of the page itself.

They go into a new version on top of the newest one, and from there the way of every other change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.locks import ScheduledForPublishLock
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from editorial import pen, rules
from editorial.answered_questions import AnsweredQuestion, answered_under, still_public
from editorial.content_checks import open_problems
from services.models import ServicePage, ServiceQuestion
from village_pages.publishing import PublishRefusedError
from village_pages.rights import is_archived

LIFTED = "wagtail.questions_lifted"


class Way(IntEnum):
    """How far what is lifted goes at once, from the least."""

    DRAFT = 1
    SEND_IN = 2
    PUBLISH = 3


@dataclass(frozen=True)
class Chosen:
    """Words as they are to stand in the page; ``key``: of the answered question."""

    key: str
    question: str
    answer: str


@dataclass(frozen=True)
class Offer:
    """``was_removed``: lifted once, and taken out of the page again; ``is_shown``: readers still have it."""

    asked: AnsweredQuestion
    was_removed: bool = False
    is_shown: bool = False


@dataclass(frozen=True)
class LiftedRow:
    """``is_shown``: readers have it; ``is_source_public``: and what it was lifted from."""

    question: str
    is_shown: bool
    is_source_public: bool


@dataclass(frozen=True)
class Overview:
    offers: list[Offer]
    lifted: list[LiftedRow]


@dataclass(frozen=True)
class Outcome:
    """How far it went; ``words``: why not as far as was asked."""

    way: Way
    words: str = ""


class NotLiftedError(Exception):
    """Nothing was written; the message says why. What concerns one of the chosen stands by its key."""

    def __init__(self, words: str, *, gone: dict[str, str] | None = None, problems=()):
        super().__init__(words)
        self.gone = gone or {}
        # Key, field and what is wrong there.
        self.problems: list[tuple[str, str, str]] = list(problems)


def overview(page: ServicePage) -> Overview:
    """What may be lifted into ``page`` and what was, by its newest version (a fixed number of queries)."""
    rows = _lifted_rows(page.get_latest_revision_as_object())
    shown = {row.source for row in _lifted_rows(page)} if page.live else set()
    taken = {row.source for row in rows}
    public, once = still_public(page, taken), _once_lifted(page)
    return Overview(
        offers=[
            Offer(asked, was_removed=asked.key in once, is_shown=asked.key in shown)
            for asked in answered_under(page, without=taken)
        ],
        lifted=[LiftedRow(row.question, row.source in shown, row.source in public) for row in rows],
    )


def way_for(page: ServicePage, user) -> Way:
    """How far ``user`` may bring what he lifts: others' changes that wait are not published along with it."""
    if not page.live or page.has_unpublished_changes or page.current_workflow_state is not None:
        return Way.DRAFT
    return Way.SEND_IN if rules.refusal_of_own_words(user, page) else Way.PUBLISH


def why_locked(page: ServicePage, user) -> str:
    """Why ``user`` may not write ``page`` now; empty where he may."""
    if is_archived(page):
        return _("Halaman ini diarsipkan. Pulihkan dulu dari arsip.")
    if isinstance(page.get_lock(), ScheduledForPublishLock):
        return _("Halaman ini sudah dijadwalkan terbit. Batalkan jadwalnya dulu di layar ubah halaman.")
    return pen.refusal(user, page)


@transaction.atomic
def lift(page: ServicePage, chosen: list[Chosen], *, by, way: Way) -> Outcome:
    """Put ``chosen`` into a new version of ``page`` by ``by``, who may publish it, and bring it ``way`` far.

    Never further than ``way_for`` says. ``NotLiftedError``, and nothing is written, where somebody else is
    writing, one of them was lifted by another or is not public any more, or the words must not be public.
    """
    # Of two who lift at once, the second waits here and then sees what the first did.
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if words := why_locked(page, by):
        raise NotLiftedError(words)
    way = min(way, way_for(page, by))
    draft = page.get_latest_revision_as_object()
    _refuse_gone(page, draft, chosen)
    _add(draft, chosen)
    _refuse_bad(draft, chosen)
    if page.workflow_in_progress and not pen.take_first(page, by):
        page.refresh_from_db(fields=["locked", "locked_by", "locked_at"])
        raise NotLiftedError(pen.refusal(by, page))
    # Not cleaned: what else is unfinished in a draft stays so; publishing asks for it.
    revision = draft.save_revision(user=by, log_action=True, clean=False)
    log(page, LIFTED, user=by, data={"sources": [one.key for one in chosen]})
    try:
        with transaction.atomic():
            if way == Way.PUBLISH:
                revision.publish(user=by)
            elif way == Way.SEND_IN:
                draft.get_workflow().start(draft, by)
    except PublishRefusedError as refused:
        return Outcome(Way.DRAFT, str(refused))
    return Outcome(way)


def _lifted_rows(page: ServicePage) -> list[ServiceQuestion]:
    return [row for row in page.questions.all() if row.source]


def _once_lifted(page: ServicePage) -> set[str]:
    """Keys of all that was ever lifted into ``page``."""
    entries = PageLogEntry.objects.filter(page=page.pk, action=LIFTED).values_list("data", flat=True)
    return {key for data in entries for key in data["sources"]}


def _refuse_gone(page: ServicePage, draft: ServicePage, chosen: Iterable[Chosen]) -> None:
    taken = {row.source for row in _lifted_rows(draft)}
    public = still_public(page, [one.key for one in chosen])
    gone = {
        one.key: _("Sudah diangkat ke halaman.")
        if one.key in taken
        else _("Komentar atau jawabannya tidak tayang lagi.")
        for one in chosen
        if one.key in taken or one.key not in public
    }
    if gone:
        raise NotLiftedError(
            _("Belum ada yang disimpan: ada yang sudah diangkat orang lain atau tidak tayang lagi."),
            gone=gone,
        )


def _add(draft: ServicePage, chosen: Iterable[Chosen]) -> None:
    """After the rows that are there; each knows its place, for a version keeps rows in no other order."""
    after = max((row.sort_order or 0 for row in draft.questions.all()), default=-1)
    draft.questions.add(
        *(
            ServiceQuestion(
                question=one.question, answer=one.answer, source=one.key, sort_order=after + place
            )
            for place, one in enumerate(chosen, start=1)
        )
    )


def _refuse_bad(draft: ServicePage, chosen: list[Chosen]) -> None:
    found = list(_problems_of_rows(draft, {one.key for one in chosen}))
    if found:
        raise NotLiftedError(_("Belum ada yang disimpan: perbaiki dulu yang ditandai."), problems=found)


def _problems_of_rows(draft: ServicePage, keys: set[str]) -> Iterator[tuple[str, str, str]]:
    rows = list(draft.questions.all())
    for problem in open_problems(draft):
        if problem.field == "questions":
            index, name = problem.place.steps
            if rows[int(index)].source in keys:
                yield rows[int(index)].source, str(name), f"{problem.words} {problem.mend}"
