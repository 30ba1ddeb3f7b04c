"""Taking words and names out for good. The row stays, empty, so that a thread keeps its shape.

What stays and why: docs/privacy.md. Rows of the log and of decisions hold ids and codes only, and stay.
Everything runs in batches, each in a transaction of its own: cut in the middle, it is finished by
``finish_due`` (each minute), and nothing is done twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, F, Max, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.log import record
from comments import states
from comments.enums import CommentKind, CommentState, ModerationVerb, ReportOutcome, TopicState
from comments.models import (
    CommentEdit,
    ModAction,
    Report,
    Resident,
    ResidentComment,
    Topic,
    TopicPicture,
    TopicStep,
    TopicSupport,
)
from comments.residents.sessions import end_all
from comments.signals import comment_gone
from comments.states import lock_threads
from comments.undecided import REFUSED_STATES, REFUSING_VERBS, undecided
from core.caching import bump
from notifications.models import Notification

BATCH = 50
# What nobody needs any more goes by itself, counted from the day on which it came into this state.
KEPT = {
    CommentState.WITHDRAWN: timedelta(days=30),
    CommentState.SPAM: timedelta(days=90),
    CommentState.REJECTED: timedelta(days=365),
    CommentState.HIDDEN: timedelta(days=365),
    # Nobody decided about it for a year: neither will anybody now.
    CommentState.PENDING: timedelta(days=365),
}
# Everything of a comment that says something about somebody.
EMPTY: dict[str, Any] = {
    "body": "",
    "shown_name": "",
    "shown_place": "",
    "body_fold_hash": "",
    "resident": None,
    "about_cadre": False,
    "held_codes": [],
    "reason_code": "",
    "author_note": "",
    "may_mend": False,
    "masks": [],
    "appealed_at": None,
    "appeal_text": "",
    "appeal_closed_at": None,
    "edited_at": None,
    "author_seen_at": None,
}


@transaction.atomic
def erase_comment(comment: ResidentComment, *, by=None, reason: str = "") -> bool:
    """Erase ``comment`` now, everywhere; ``by`` a member of staff at its author's request, ``None``: itself.

    ``reason`` stands in the log: a fixed phrase, never a name. ``False`` where it was erased before. The
    answers of the office are the office's: they are not erased here (``ValueError``).
    """
    if comment.kind == CommentKind.OFFICIAL:
        raise ValueError("An official answer has no author who could ask for its erasure.")
    before = _erase(ResidentComment.objects.filter(pk=comment.pk))
    for erased, state in before:
        if by is not None:
            ModAction.objects.create(
                actor=by,
                village_id=erased.village_id,
                comment=erased,
                comment_public_id=erased.public_id,
                action=ModerationVerb.ERASE,
                from_state=state,
                to_state=CommentState.ERASED,
            )
        record(
            "comment.erase",
            village=erased.village,
            by=by,
            about=erased,
            name=_("Komentar %(id)s") % {"id": erased.public_id},
            before=CommentState(state).label,
            after=CommentState.ERASED.label,
            reason=reason,
        )
    return bool(before)


def _erase(rows) -> list[tuple[ResidentComment, str]]:
    """Empty those of ``rows`` that are not empty yet, at most ``BATCH``; returns each with its state before.

    Must run in a transaction.
    """
    _keep_dates_of_refusals(rows)
    # All of them before the first thread is touched, as everybody who decides does; and without the key, for
    # whoever is storing an answer holds the thread and waits for the key.
    open_rows = (
        rows.exclude(state=CommentState.ERASED).select_for_update(of=("self",), no_key=True).order_by("pk")
    )
    batch = list(open_rows.select_related("village")[:BATCH])
    lock_threads(batch)
    waited = set(ResidentComment.objects.filter(undecided(), pk__in=[comment.pk for comment in batch]))
    erased = []
    for comment in batch:
        before = comment.state
        changed = states.change(
            ResidentComment.objects.all(),
            comment,
            version=comment.version,
            to=CommentState.ERASED,
            **EMPTY,
        )
        if changed:
            erased.append((comment, before))
    comments = [comment for comment, _before in erased]
    _erase_around(comments)
    for comment in comments:
        if comment in waited:
            comment_gone.send(sender=ResidentComment, comment=comment)
    return erased


def _keep_dates_of_refusals(rows) -> None:
    """What was refused goes on counting against trust when its words are gone: by its date alone.

    Before the comments are locked: whoever writes locks himself first, and then what he answers.
    """
    dates: dict[Any, datetime] = {}
    refused = rows.filter(resident__isnull=False).exclude(
        state__in=(CommentState.PUBLISHED, CommentState.ERASED)
    )
    decided = Max("actions__at", filter=Q(actions__action__in=REFUSING_VERBS))
    refused = refused.annotate(decided_at=decided).order_by("pk")
    for comment in refused.only("resident", "state", "state_changed_at")[:BATCH]:
        changed_at = comment.state_changed_at if comment.state in REFUSED_STATES else None
        found = [at for at in (comment.decided_at, changed_at, dates.get(comment.resident_id)) if at]
        if found:
            dates[comment.resident_id] = max(found)
    for resident_id in sorted(dates):
        older = Q(last_refused_at__isnull=True) | Q(last_refused_at__lt=dates[resident_id])
        Resident.objects.filter(older, pk=resident_id).update(last_refused_at=dates[resident_id])


def _erase_around(comments: Sequence[ResidentComment]) -> None:
    """What hangs on ``comments``: receipts, titles, photos, old words, words of reports, messages."""
    ResidentComment.objects.filter(pk__in=[comment.pk for comment in comments]).update(receipt_hash=None)
    CommentEdit.objects.filter(comment__in=comments).delete()
    Topic.objects.filter(comment__in=comments).exclude(title="").update(title="", version=F("version") + 1)
    notes = TopicStep.objects.filter(topic__in=[comment.pk for comment in comments]).exclude(note="")
    # One that was declined has a reason, always.
    notes.filter(state=TopicState.DECLINED).update(note=_("Dihapus bersama topiknya."))
    notes.exclude(state=TopicState.DECLINED).update(note="")
    TopicPicture.objects.filter(comment__in=comments).delete()
    reports = Report.objects.filter(comment__in=comments)
    reports.exclude(text="").update(text="")
    reports.open().update(handled_at=timezone.now(), outcome=ReportOutcome.GONE)
    told = Q(pk__in=[])
    for comment in comments:
        told |= Q(headline__contains=comment.public_id) | Q(url__contains=f"/{comment.public_id}/")
    Notification.objects.filter(told).delete()


def erase_resident(resident: Resident, *, by=None, reason: str = "") -> None:
    """Erase all that is known of ``resident``: the way in at once, then comments in batches, then the row.

    As ``erase_comment`` for ``by`` and ``reason``. Cut in the middle, ``finish_due`` does the rest.
    """
    ask(resident, by=by, reason=reason)
    finish(resident)


@transaction.atomic
def ask(resident: Resident, *, by=None, reason: str = "") -> None:
    """From now on nobody signs in as ``resident``, and the erasure cannot be stopped. Twice is once."""
    now = timezone.now()
    asked = Resident.objects.filter(pk=resident.pk, erasure_asked_at__isnull=True, erased_at__isnull=True)
    if asked.update(erasure_asked_at=now):
        record(
            "resident.erase",
            village=resident.village,
            by=by,
            about=resident,
            name=_("Warga terdaftar"),
            reason=reason,
        )
    end_all(resident)
    resident.links.all().delete()
    resident.refresh_from_db(fields=["erasure_asked_at"])


def finish(resident: Resident) -> None:
    """Carry out what was asked for; goes on where it was cut."""
    while _erase_batch(resident):
        pass
    _empty_profile(resident)


@transaction.atomic
def _erase_batch(resident: Resident) -> bool:
    return bool(_erase(ResidentComment.objects.filter(resident=resident)))


@transaction.atomic
def _empty_profile(resident: Resident) -> None:
    # First: a report that is just being stored is waited for, and the next one sees that the person is gone.
    list(Resident.objects.select_for_update(no_key=True).filter(pk=resident.pk))
    # What they said against others: that there was a report stays, who and with what words does not.
    Report.objects.filter(reporter=resident).update(
        reporter=None,
        text="",
        reporter_key_hash=Concat(Value("erased:"), Cast(F("pk"), CharField()), output_field=CharField()),
    )
    _take_back_supports(resident)
    end_all(resident)
    resident.links.all().delete()
    Resident.objects.filter(pk=resident.pk).update(
        card_number=None,
        display_name="",
        phone_hash="",
        phone_ending="",
        pin_hash="",
        pin_since=None,
        pin_tries=0,
        pin_wait_until=None,
        verified_at=None,
        verified_by=None,
        muted_until=None,
        consent_version="",
        consented_at=None,
        created_by=None,
        last_refused_at=None,
        erased_at=timezone.now(),
    )
    resident.refresh_from_db()


def _take_back_supports(resident: Resident) -> None:
    supported = Topic.objects.filter(supports__resident=resident)
    topics = list(Topic.objects.filter(pk__in=supported).select_for_update().order_by("pk"))
    TopicSupport.objects.filter(resident=resident).delete()
    Topic.objects.filter(pk__in=[topic.pk for topic in topics]).update(n_supports=F("n_supports") - 1)
    for village_id in {topic.village_id for topic in topics}:
        bump(f"village:{village_id}", "portal")


def finish_due() -> int:
    """Finish erasures that were cut, and those of whom words came in meanwhile. Returns how many."""
    late = ResidentComment.objects.filter(resident=OuterRef("pk"))
    late_reports = Report.objects.filter(reporter=OuterRef("pk"))
    late_supports = TopicSupport.objects.filter(resident=OuterRef("pk"))
    unfinished = Resident.objects.filter(erasure_asked_at__isnull=False).filter(
        Q(erased_at__isnull=True) | Exists(late) | Exists(late_reports) | Exists(late_supports)
    )
    due = list(unfinished)
    for resident in due:
        finish(resident)
    return len(due)


def forget_old_comments() -> int:
    """Erase what was not public for long enough (``KEPT``); answers of the office stay. Returns how many."""
    now = timezone.now()
    old = Q()
    for state, kept in KEPT.items():
        old |= Q(state=state, state_changed_at__lt=now - kept)
    total = 0
    rows = ResidentComment.objects.filter(old).exclude(kind=CommentKind.OFFICIAL)
    while n := _forget_batch(rows):
        total += n
    return total


@transaction.atomic
def _forget_batch(rows) -> int:
    return len(_erase(rows))
