"""Decisions about comments. Every way to decide goes through here: one transaction, one row in the log.

The wall between villages, who may not decide about whom (``comments.conflicts``) and the version are in the
UPDATE itself: of two moderators the first wins and the second is told. In a village that is paused only
hiding and covering are left, for harm does not wait; everything else raises ``VillageNotOpenError``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.log import record
from comments import conflicts, states
from comments.enums import (
    CommentKind,
    CommentState,
    ModerationVerb,
    ReasonCode,
    ReportOutcome,
    ReportReason,
)
from comments.masks import joined
from comments.models import ModAction, Report, ResidentComment
from comments.names import MAX_NAME, clean_name
from comments.refusals import (
    AboveFirstError,
    AlreadyHandledError,
    AuthorChangedError,
    NotDoneError,
    NotYoursError,
    VillageNotOpenError,
)
from comments.signals import comment_decided, comment_waits
from comments.text import fold_hash
from comments.topics import progress
from comments.undecided import REFUSED_STATES, appealed, reachable, reported
from village_pages.models import VillagePage

MOST_IN_BULK = 100
COVERABLE_STATES = (CommentState.PENDING, CommentState.PUBLISHED, CommentState.HIDDEN)
# From which states each decision may be taken.
ALLOWED_FROM = {
    ModerationVerb.APPROVE: (CommentState.PENDING, *REFUSED_STATES),
    ModerationVerb.REJECT: (CommentState.PENDING,),
    # What reports have hidden is hidden by a person, for a reason of his own.
    ModerationVerb.HIDE: (CommentState.PUBLISHED, CommentState.HIDDEN),
    ModerationVerb.ANSWER: (CommentState.PENDING, CommentState.PUBLISHED),
    ModerationVerb.KEEP: (CommentState.PUBLISHED,),
    ModerationVerb.UPHOLD: REFUSED_STATES,
    ModerationVerb.MASK: COVERABLE_STATES,
    ModerationVerb.UNMASK: COVERABLE_STATES,
}
PUBLISHING = (ModerationVerb.APPROVE, ModerationVerb.ANSWER)
# Harm does not wait: neither until a village is resumed, nor for who closes the case.
RESTRAINING = (ModerationVerb.HIDE, ModerationVerb.MASK)


@dataclass
class Account:
    """What became of a decision about many: ``handled`` counts by who was faster (a name or empty)."""

    done: int = 0
    handled: dict[str, int] = field(default_factory=dict)
    changed: int = 0
    not_yours: int = 0
    paused: int = 0
    above_first: int = 0
    missing: int = 0


def may_take(user, village, verb: str) -> bool:
    """Does the state of ``village`` let ``user`` decide so? Hiding and covering are always possible."""
    return verb in RESTRAINING or village.is_open or user.is_superuser


@transaction.atomic
def approve(user, comment: ResidentComment, *, version: int) -> None:
    """Publish ``comment``, also one that was refused or hidden: that grants an appeal. ``NotDoneError``."""
    _decide(user, comment, version, ModerationVerb.APPROVE)


@transaction.atomic
def reject(
    user, comment: ResidentComment, *, version: int, reason: str, note: str = "", may_mend: bool = False
) -> None:
    """Refuse ``comment`` for a ``ReasonCode``; its author reads ``note``. Raises ``NotDoneError``."""
    _decide(user, comment, version, ModerationVerb.REJECT, reason=reason, note=note, may_mend=may_mend)


@transaction.atomic
def hide(
    user, comment: ResidentComment, *, version: int, reason: str, note: str = "", may_mend: bool = False
) -> None:
    """Take ``comment`` from readers, or leave hidden what reports hid. Raises ``NotDoneError``.

    ``may_mend``: its author may put it right; then it waits again.
    """
    _decide(user, comment, version, ModerationVerb.HIDE, reason=reason, note=note, may_mend=may_mend)


@transaction.atomic
def keep(user, comment: ResidentComment, *, version: int) -> None:
    """Leave a reported ``comment`` public; its reports are answered. Raises ``NotDoneError``."""
    _decide(user, comment, version, ModerationVerb.KEEP)


@transaction.atomic
def uphold(user, comment: ResidentComment, *, version: int, note: str = "") -> None:
    """Leave a decision as it is that the author appealed against. Raises ``NotDoneError``."""
    _decide(user, comment, version, ModerationVerb.UPHOLD, note=note)


@transaction.atomic
def mask(user, comment: ResidentComment, *, version: int, spans: list[list[int]]) -> None:
    """Cover ``spans`` of the words, besides what is covered already. Raises ``NotDoneError``."""
    _decide(user, comment, version, ModerationVerb.MASK, masks=joined([*comment.masks, *spans]))


@transaction.atomic
def unmask(user, comment: ResidentComment, *, version: int) -> None:
    """Show again whatever is covered. Raises ``NotDoneError``."""
    _decide(user, comment, version, ModerationVerb.UNMASK, masks=[])


@transaction.atomic
def answer(user, comment: ResidentComment, *, version: int, body: str) -> ResidentComment:
    """Answer ``comment`` as the office, publishing it if it was waiting. ``body`` must be cleaned.

    Returns the answer. Raises ``NotDoneError``; also when another answer came in between.
    """
    _decide(user, comment, version, ModerationVerb.ANSWER)
    now = timezone.now()
    reply = ResidentComment.objects.create(
        thread_id=comment.thread_id,
        village_id=comment.village_id,
        parent=comment,
        root_id=comment.root_id or comment.pk,
        depth=1,
        kind=CommentKind.OFFICIAL,
        author=user,
        shown_name=clean_name(user.get_full_name())[:MAX_NAME],
        body=body,
        body_fold_hash=fold_hash(body),
        state=CommentState.PUBLISHED,
        created_at=now,
        published_at=now,
        state_changed_at=now,
    )
    states.tell(reply, +1)
    progress.note_answer(reply)
    return reply


@transaction.atomic
def in_bulk(user, verb: str, picked: Mapping[str, int], **reasons) -> Account:
    """The same decision about at most ``MOST_IN_BULK`` comments: public id to the version that was seen.

    What cannot be done is left out and counted; of what ``user`` does not see, nothing more is said.
    """
    account = Account()
    # Comments first, then threads, each in one order: two of these at once do not wait for each other.
    rows = conflicts.moderated_comments(user).filter(public_id__in=picked).order_by("pk")
    _lock(rows[:MOST_IN_BULK])
    comments = list(rows.select_related("village__access", "thread__page")[:MOST_IN_BULK])
    states.lock_threads(comments)
    account.missing = len(picked) - len(comments)
    for comment in comments:
        try:
            _take(user, comment, picked[comment.public_id], ModerationVerb(verb), **reasons)
            account.done += 1
        except AlreadyHandledError as handled:
            account.handled[handled.by] = account.handled.get(handled.by, 0) + 1
        except AuthorChangedError:
            account.changed += 1
        except VillageNotOpenError:
            account.paused += 1
        except AboveFirstError:
            account.above_first += 1
        except NotYoursError:
            account.not_yours += 1
    for village in {comment.village for comment in comments}:
        comment_decided.send(sender=ResidentComment, village=village)
    return account


def _lock(comments: Iterable[ResidentComment]) -> None:
    """Lock ``comments`` with what they hang on, in one order, before a thread is touched.

    Without the key: whoever stores an answer holds the thread and waits for the key of the root.
    """
    keys = {key for one in comments for key in (one.pk, one.root_id, one.parent_id) if key is not None}
    list(ResidentComment.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def _decide(user, comment: ResidentComment, version: int, verb: ModerationVerb, **what) -> None:
    if verb in PUBLISHING or comment.is_official:
        _lock([comment])
    _take(user, comment, version, verb, **what)
    comment_decided.send(sender=ResidentComment, village=comment.village)


def _take(
    user,
    comment: ResidentComment,
    version: int,
    verb: ModerationVerb,
    *,
    reason: str = "",
    note: str = "",
    may_mend: bool = False,
    masks: list[list[int]] | None = None,
) -> None:
    """One decision and its traces, in the transaction of the caller; raises before anything is written."""
    before = comment.state
    state = _state_after(verb, before, reason)
    changes: dict = {}
    if masks is not None:
        changes = {"masks": masks}
    elif state != before or verb == ModerationVerb.HIDE:
        changes = {"reason_code": reason, "author_note": note, "may_mend": may_mend}
    elif verb == ModerationVerb.UPHOLD and note:
        changes = {"author_note": note}
    if comment.appealed_at and not comment.appeal_closed_at and masks is None:
        changes["appeal_closed_at"] = timezone.now()
    if not states.change(_rows(user, comment, verb), comment, version=version, to=state, **changes):
        raise _why_not(user, comment, version, verb)
    if state != before:
        progress.recheck_answers(user, comment)
    if verb == ModerationVerb.HIDE and not conflicts.decidable_by(user).filter(pk=comment.pk).exists():
        # It is hidden, but the case stays open for whoever may close it.
        comment_waits.send(sender=ResidentComment, comment=comment)
    else:
        _answer_reports(comment, verb, before)
    ModAction.objects.create(
        actor=user,
        village_id=comment.village_id,
        comment=comment,
        comment_public_id=comment.public_id,
        action=verb,
        from_state=before,
        to_state=state,
        reason_code=reason,
    )
    _write_down(user, comment, verb, before, state, reason)


def _state_after(verb: ModerationVerb, before: str, reason: str) -> str:
    if verb == ModerationVerb.REJECT:
        return CommentState.SPAM if reason == ReasonCode.SPAM else CommentState.REJECTED
    if verb == ModerationVerb.HIDE:
        return CommentState.HIDDEN
    return CommentState.PUBLISHED if verb in PUBLISHING else before


def _rows(user, comment: ResidentComment, verb: ModerationVerb):
    """The comments about which ``user`` may decide so, at this very moment."""
    only_answers = verb == ModerationVerb.ANSWER and comment.is_shown
    if verb in RESTRAINING:
        rows = conflicts.restrainable_by(user)
    else:
        rows = conflicts.answerable_by(user) if only_answers else conflicts.decidable_by(user)
    rows = rows.filter(state__in=ALLOWED_FROM[verb])
    if verb in PUBLISHING:
        rows = rows.filter(reachable())
    elif verb == ModerationVerb.HIDE:
        rows = rows.filter(Q(state=CommentState.PUBLISHED) | Q(reason_code=ReasonCode.REPORTED) | reported())
    elif verb == ModerationVerb.KEEP:
        rows = rows.filter(reported())
    elif verb == ModerationVerb.UPHOLD:
        rows = rows.filter(appealed())
    if verb not in RESTRAINING and not user.is_superuser:  # as ``may_take``
        rows = conflicts.in_open_villages(rows)
    return rows


def _why_not(user, comment: ResidentComment, version: int, verb: ModerationVerb) -> NotDoneError:
    village = VillagePage.objects.select_related("access").get(pk=comment.village_id)
    if not may_take(user, village, verb):
        return VillageNotOpenError()
    as_seen = conflicts.seen_by(user).filter(pk=comment.pk, version=version, state=comment.state)
    if as_seen.exists() and not conflicts.decidable_by(user).filter(pk=comment.pk).exists():
        return NotYoursError()
    if verb in PUBLISHING and as_seen.exists() and not as_seen.filter(reachable()).exists():
        return AboveFirstError()
    last = ModAction.objects.filter(comment=comment).select_related("actor").last()
    if _is_the_authors(comment, last):
        return AuthorChangedError()
    return AlreadyHandledError(last.actor.get_full_name() if last is not None and last.actor else "")


def _answer_reports(comment: ResidentComment, verb: ModerationVerb, before: str) -> None:
    """Close what was reported, as far as this decision is an answer to it."""
    reports = Report.objects.open().filter(comment=comment)
    if verb in (ModerationVerb.REJECT, ModerationVerb.HIDE, ModerationVerb.UPHOLD):
        outcome = ReportOutcome.HIDDEN
    elif verb in (ModerationVerb.APPROVE, ModerationVerb.KEEP):
        outcome = ReportOutcome.KEPT
    elif verb == ModerationVerb.MASK and before == CommentState.PUBLISHED:
        reports, outcome = reports.filter(reason=ReportReason.PERSONAL), ReportOutcome.KEPT
    else:
        return
    reports.update(handled_at=timezone.now(), outcome=outcome)


def _write_down(user, comment: ResidentComment, verb: str, before: str, state: str, reason: str) -> None:
    """For the village's log: which comment, never its words or its author's name."""
    page = comment.thread.page
    where = page.title if page is not None else _("halaman yang sudah dihapus")
    record(
        f"comment.{verb}",
        village=comment.village,
        by=user,
        about=comment,
        name=_("Komentar %(id)s di %(page)s") % {"id": comment.public_id, "page": where},
        before=CommentState(before).label,
        after=CommentState(state).label,
        reason=ReasonCode(reason).label if reason else "",
    )


def _is_the_authors(comment: ResidentComment, last: ModAction | None) -> bool:
    """Whether what changed last was changed by the author, and not in the ``last`` decision."""
    now = ResidentComment.objects.get(pk=comment.pk)
    is_taken_back = now.state in (CommentState.WITHDRAWN, CommentState.ERASED)
    ats = [now.edited_at, now.appealed_at, now.state_changed_at if is_taken_back else None]
    return any(at is not None and (last is None or at > last.at) for at in ats)
