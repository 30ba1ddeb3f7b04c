"""Decisions about comments. Every way to decide goes through here: one transaction, one row in the log.

The wall between villages is in the UPDATE itself, and so is the version: of two moderators the first
wins and the second is told. In a village that is paused only ``hide`` is left, for harm does not wait;
everything else raises ``VillageNotOpenError``.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.log import record
from comments import states
from comments.enums import CommentKind, CommentState, ModerationVerb, ReasonCode
from comments.models import ModAction, ResidentComment
from comments.names import MAX_NAME, clean_name
from comments.text import fold_hash
from village_pages.enums import REVIEWING_ROLES, VillageState
from village_pages.models import VillagePage
from village_pages.rights import villages_where

# From which states each decision may be taken.
ALLOWED_FROM = {
    ModerationVerb.APPROVE: (
        CommentState.PENDING,
        CommentState.REJECTED,
        CommentState.SPAM,
        CommentState.HIDDEN,
    ),
    ModerationVerb.REJECT: (CommentState.PENDING,),
    ModerationVerb.HIDE: (CommentState.PUBLISHED,),
    ModerationVerb.ANSWER: (CommentState.PENDING, CommentState.PUBLISHED),
}


class AlreadyHandledError(Exception):
    """Somebody changed the comment since it was shown; nothing was done. ``by`` is a name or empty."""

    def __init__(self, by: str = ""):
        super().__init__(by)
        self.by = by


class VillageNotOpenError(Exception):
    """The village is paused: comments wait, and only what harms can be hidden. Nothing was done."""


def moderated_by(user):
    """Villages whose comments ``user`` decides about now."""
    return villages_where(user, REVIEWING_ROLES)


def for_moderator(user):
    """Comments that ``user`` may see and decide about, whatever their state."""
    return ResidentComment.objects.in_villages(moderated_by(user))


def may_take(user, village, verb: str) -> bool:
    """Does the state of ``village`` let ``user`` decide so? Hiding is always possible."""
    return verb == ModerationVerb.HIDE or village.is_open or user.is_superuser


@transaction.atomic
def approve(user, comment: ResidentComment, *, version: int) -> None:
    """Publish ``comment``, also one that was refused or hidden by mistake. Raises ``AlreadyHandledError``."""
    _change(user, comment, version, ModerationVerb.APPROVE, CommentState.PUBLISHED)


@transaction.atomic
def reject(user, comment: ResidentComment, *, version: int, reason: str, note: str = "") -> None:
    """Refuse ``comment`` for a ``ReasonCode``; its author reads ``note``. Raises ``AlreadyHandledError``."""
    state = CommentState.SPAM if reason == ReasonCode.SPAM else CommentState.REJECTED
    _change(user, comment, version, ModerationVerb.REJECT, state, reason=reason, note=note)


@transaction.atomic
def hide(user, comment: ResidentComment, *, version: int, reason: str, note: str = "") -> None:
    """Take a published ``comment`` from readers; its answers stay. Raises ``AlreadyHandledError``."""
    _change(user, comment, version, ModerationVerb.HIDE, CommentState.HIDDEN, reason=reason, note=note)


@transaction.atomic
def answer(user, comment: ResidentComment, *, version: int, body: str) -> ResidentComment:
    """Answer ``comment`` as the office, publishing it if it was waiting. ``body`` must be cleaned.

    Returns the answer. Raises ``AlreadyHandledError``, also when another answer came in between.
    """
    _change(user, comment, version, ModerationVerb.ANSWER, CommentState.PUBLISHED)
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
    return reply


def _change(
    user,
    comment: ResidentComment,
    version: int,
    verb: ModerationVerb,
    state: str,
    *,
    reason: str = "",
    note: str = "",
) -> None:
    before = comment.state
    changes = {}
    if verb != ModerationVerb.ANSWER or before != state:
        changes = {"reason_code": reason, "author_note": note}
    rows = for_moderator(user).filter(state__in=ALLOWED_FROM[verb])
    if verb != ModerationVerb.HIDE and not user.is_superuser:  # as ``may_take``, at this very moment
        rows = rows.filter(village__access__state=VillageState.OPEN)
    if not states.change(rows, comment, version=version, to=state, **changes):
        village = VillagePage.objects.select_related("access").get(pk=comment.village_id)
        if not may_take(user, village, verb):
            raise VillageNotOpenError
        raise AlreadyHandledError(_last_hand(comment))
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


def _last_hand(comment: ResidentComment) -> str:
    last = ModAction.objects.filter(comment=comment).select_related("actor").last()
    return last.actor.get_full_name() if last is not None and last.actor is not None else ""
