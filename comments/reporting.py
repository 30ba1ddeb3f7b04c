"""Readers say that a comment does harm. Three verified residents take it from view until a person has looked.

A report is a wish to look, never a vote: it tells its author nothing, does not name the reporter to
anybody but the moderators, and an official answer is out of its reach (comments.md 4.3).
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from audit.log import record
from comments import states
from comments.enums import CommentKind, CommentState, ModerationVerb, ReasonCode, ResidentStatus
from comments.models import ModAction, Report, Resident, ResidentComment
from comments.signals import comment_waits

# So many verified residents hide a comment.
ENOUGH = 3
# Who registered later than this ago may report, but does not help to hide.
SETTLED_AFTER = timedelta(days=7)
# Open reports of guests that are kept for one comment; a moderator learns nothing from the twenty-first.
MOST_OF_GUESTS = 20


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
    nothing was stored: reported before, enough reports of guests, or the comment is gone meanwhile.
    """
    # One at a time for each comment: of two that come at once the second sees the first.
    locked = reportable().select_for_update(of=("self",), no_key=True).filter(pk=comment.pk).first()
    if locked is None or (resident is None and _has_enough_of_guests(locked)):
        return None
    try:
        with transaction.atomic():
            made = Report.objects.create(
                comment=locked,
                reporter=resident,
                reporter_key_hash=reader_mark(locked, resident, device),
                reason=reason,
                text=text,
            )
    except IntegrityError:
        return None
    if is_counted and resident is not None and locked.kind != CommentKind.OFFICIAL:
        _hide_if_enough(locked)
    return made


def reader_mark(comment: ResidentComment, resident: Resident | None, device: str) -> str:
    """Who reports, as a keyed hash: another one for each comment, so that nobody can be followed."""
    reader = f"resident:{resident.pk}" if resident is not None else f"device:{device}"
    return salted_hmac("comments.report", f"{comment.pk}:{reader}", algorithm="sha256").hexdigest()


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
