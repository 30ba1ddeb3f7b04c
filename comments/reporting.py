"""Readers say that a comment does harm. Three verified residents take it from view until a person has looked.

A report is a wish to look, never a vote: it tells its author nothing, does not name the reporter to
anybody but the moderators, and an official answer is out of its reach (comments.md 4.3).
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from audit.log import record
from comments import states
from comments.enums import (
    CommentKind,
    CommentState,
    ModerationVerb,
    ReasonCode,
    ReportOutcome,
    ReportReason,
    ResidentStatus,
)
from comments.models import ModAction, Report, Resident, ResidentComment
from comments.signals import comment_waits

# So many verified residents hide a comment.
ENOUGH = 3
# Who registered later than this ago may report, but does not help to hide.
SETTLED_AFTER = timedelta(days=7)
# Open reports of guests that are kept for one comment; a moderator learns nothing from the twenty-first,
# except where personal data stands open.
MOST_OF_GUESTS = 20
# What a person has kept, guests bring back for so long only when so many of them say so anew: a guest is
# a browser, and a new one costs nothing.
KEPT_FOR = timedelta(days=30)
GUESTS_AGAINST_KEPT = 3


def reportable():
    """Comments that anybody may report now: published, under a page that everybody may read."""
    return ResidentComment.objects.published().of_readable_pages()


@transaction.atomic
def report(
    comment: ResidentComment,
    *,
    reason: str,
    text: str = "",
    resident: Resident | None = None,
    device: str = "",
    is_counted: bool = True,
) -> Report | None:
    """Store one reader's report: of ``resident`` if signed in, else of the browser with the mark ``device``.

    The same reader again changes nothing. ``is_counted`` false: it does not help to hide. ``None`` where
    nothing was stored: reported before, enough reports of guests, or comment or resident gone meanwhile.
    """
    if resident is not None and not _stands(resident):
        return None
    # One at a time for each comment: of two that come at once the second sees the first.
    locked = reportable().select_for_update(of=("self",), no_key=True).filter(pk=comment.pk).first()
    if locked is None:
        return None
    # A guest; of personal data one word of anybody is enough.
    is_light = resident is None and reason != ReportReason.PERSONAL
    if is_light and _has_enough_of_guests(locked):
        return None
    kept_at = _kept_lately(locked) if is_light else None
    may_tell = reason == ReportReason.ABOUT_CADRE or kept_at is not None
    may_tell = may_tell and not _is_said_about_cadre(locked)
    now = timezone.now()
    try:
        with transaction.atomic():
            made = Report.objects.create(
                comment=locked,
                reporter=resident,
                reporter_key_hash=reader_mark(locked, resident, device),
                reason=reason,
                text=text,
                created_at=now,
                handled_at=now if kept_at is not None else None,
                outcome=ReportOutcome.KEPT if kept_at is not None else "",
            )
    except IntegrityError:
        return None
    if kept_at is not None:
        _open_again_if_enough(locked, kept_at)
    if is_counted and resident is not None and locked.kind != CommentKind.OFFICIAL:
        _hide_if_enough(locked)
    if may_tell and locked.is_shown and _is_said_about_cadre(locked):
        # From now on no cadre of the village closes this case: who may is told.
        comment_waits.send(sender=ResidentComment, comment=locked)
    return made


def reader_mark(comment: ResidentComment, resident: Resident | None, device: str) -> str:
    """Who reports, as a keyed hash: another one for each comment, so that nobody can be followed."""
    reader = f"resident:{resident.pk}" if resident is not None else f"device:{device}"
    return salted_hmac("comments.report", f"{comment.pk}:{reader}", algorithm="sha256").hexdigest()


def _stands(resident: Resident) -> bool:
    """Whether ``resident`` is not erased; and that is so until the transaction ends."""
    rows = Resident.objects.standing().select_for_update(no_key=True)
    return rows.filter(pk=resident.pk).first() is not None


def _is_said_about_cadre(comment: ResidentComment) -> bool:
    return comment.reports.open().filter(reason=ReportReason.ABOUT_CADRE).exists()


def _kept_lately(comment: ResidentComment) -> datetime | None:
    """When a person read what was reported and left the comment public; ``None`` where it is open again."""
    if comment.reports.open().exists():
        return None
    left = Q(action=ModerationVerb.KEEP) | Q(action=ModerationVerb.APPROVE, from_state=CommentState.HIDDEN)
    acts = ModAction.objects.filter(left, comment=comment, at__gte=timezone.now() - KEPT_FOR)
    return acts.aggregate(last=Max("at"))["last"]


def _open_again_if_enough(comment: ResidentComment, kept_at: datetime) -> None:
    since = comment.reports.filter(
        reporter__isnull=True, created_at__gt=kept_at, outcome=ReportOutcome.KEPT
    ).exclude(reason=ReportReason.PERSONAL)
    if since.count() >= GUESTS_AGAINST_KEPT:
        since.update(handled_at=None, outcome="")


def _has_enough_of_guests(comment: ResidentComment) -> bool:
    return comment.reports.open().filter(reporter__isnull=True).count() >= MOST_OF_GUESTS


def weighty_reports(comment: ResidentComment):
    """Open reports of residents whose word counts: verified, allowed to write, not registered just now."""
    now = timezone.now()
    muted = Q(status=ResidentStatus.MUTED) & (Q(muted_until__isnull=True) | Q(muted_until__gt=now))
    residents = (
        Resident.objects.verified(now)
        .filter(created_at__lte=now - SETTLED_AFTER, erasure_asked_at__isnull=True)
        .exclude(muted)
    )
    if comment.resident_id is not None:
        residents = residents.exclude(pk=comment.resident_id)
    return comment.reports.open().filter(reporter__in=residents)


def _hide_if_enough(comment: ResidentComment) -> None:
    rows = weighty_reports(comment).values_list("reporter__phone_hash", "reporter")
    # One telephone, one household, one word.
    if len({phone or resident for phone, resident in rows}) < ENOUGH:
        return
    hidden = states.change(
        ResidentComment.objects.published().exclude(kind=CommentKind.OFFICIAL),
        comment,
        version=comment.version,
        to=CommentState.HIDDEN,
        reason_code=ReasonCode.REPORTED,
        author_note="",
    )
    if not hidden:
        return
    ModAction.objects.create(
        village_id=comment.village_id,
        comment=comment,
        comment_public_id=comment.public_id,
        action=ModerationVerb.HIDE,
        from_state=CommentState.PUBLISHED,
        to_state=CommentState.HIDDEN,
        reason_code=ReasonCode.REPORTED,
    )
    record(
        "comment.hide",
        village=comment.village,
        about=comment,
        name=_("Komentar %(id)s") % {"id": comment.public_id},
        before=CommentState.PUBLISHED.label,
        after=CommentState.HIDDEN.label,
        reason=ReasonCode.REPORTED.label,
    )
    comment.refresh_from_db(fields=["state", "version", "state_changed_at", "reason_code"])
    comment_waits.send(sender=ResidentComment, comment=comment)
