"""What moderators put right about a topic: where it belongs, a photo that must not be shown, or its words."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit.log import record
from audit.models import Act
from comments import conflicts, states
from comments.enums import CommentKind
from comments.models import CommentEdit, ResidentComment, Topic, TopicPicture
from comments.refusals import AlreadyHandledError, NotYoursError, VillageNotOpenError
from comments.text import fold_hash
from comments.topics.progress import name_in_log
from core.enums import Pillar

PICTURE_REMOVED = "topic.picture_removed"


@transaction.atomic
def change_pillar(user, topic: Topic, *, pillar: str) -> None:
    """Let ``topic`` belong to ``pillar``; of two at once the later one stands. Raises ``NotDoneError``."""
    village = topic.comment.village
    if not village.is_open and not user.is_superuser:
        raise VillageNotOpenError
    if not conflicts.moderated_comments(user).filter(pk=topic.pk).exists():
        raise NotYoursError
    Topic.objects.filter(pk=topic.pk).update(pillar=pillar)
    states.tell(topic.comment, 0)
    record(
        "topic.pillar",
        village=village,
        by=user,
        about=topic.comment,
        name=name_in_log(topic.comment),
        before=Pillar(topic.pillar).label,
        after=Pillar(pillar).label,
    )


@transaction.atomic
def correct(user, topic: Topic, *, version: int, title: str, body: str) -> None:
    """Put other words (cleaned) into a ``topic`` that the village opened; the old ones are kept for review.

    ``version``: of its comment, as it was seen. Raises ``NotDoneError``.
    """
    comment = topic.comment
    if not comment.village.is_open and not user.is_superuser:
        raise VillageNotOpenError
    rows = conflicts.moderated_comments(user).filter(kind=CommentKind.OFFICIAL, depth=0)
    if not rows.filter(pk=comment.pk).exists():
        raise NotYoursError
    old_title, old_body = topic.title, comment.body
    if (title, body) == (old_title, old_body):
        return
    now = timezone.now()
    changes = {"body": body, "body_fold_hash": fold_hash(body), "masks": [], "edited_at": now}
    if not states.change(rows, comment, version=version, to=comment.state, **changes):
        raise AlreadyHandledError
    Topic.objects.filter(pk=topic.pk).update(title=title, version=F("version") + 1)
    CommentEdit.objects.create(comment=comment, old_title=old_title, old_body=old_body, at=now)
    record("topic.corrected", village=comment.village, by=user, about=comment, name=name_in_log(comment))


@transaction.atomic
def describe_picture(user, comment: ResidentComment, *, alt: str) -> None:
    """Let ``alt`` (cleaned) tell what the photo of ``comment`` shows, also while the village is paused.

    Raises ``NotDoneError``.
    """
    if not conflicts.restrainable_by(user).filter(pk=comment.pk).exists():
        raise NotYoursError
    if not TopicPicture.objects.filter(comment=comment).update(alt=alt):
        raise AlreadyHandledError
    states.tell(comment, 0)
    record(
        "topic.picture_described",
        village=comment.village,
        by=user,
        about=comment,
        name=name_in_log(comment),
    )


@transaction.atomic
def take_picture_away(user, comment: ResidentComment, *, reason: str) -> None:
    """Delete the photo of ``comment`` for good, also while the village is paused: harm does not wait.

    ``reason``: for the log. Raises ``NotDoneError``.
    """
    if not conflicts.decidable_by(user).filter(pk=comment.pk).exists():
        raise NotYoursError
    picture = TopicPicture.objects.select_for_update().filter(comment=comment).first()
    if picture is None:
        raise AlreadyHandledError
    picture.delete()
    states.tell(comment, 0)
    record(
        PICTURE_REMOVED,
        village=comment.village,
        by=user,
        about=comment,
        name=name_in_log(comment),
        reason=reason,
    )


def taken_away_at(comment: ResidentComment) -> datetime | None:
    """When a moderator deleted the photo of ``comment``, if it has none since (two queries at most)."""
    if TopicPicture.objects.filter(comment=comment).exists():
        return None
    acts = Act.objects.filter(
        verb=PICTURE_REMOVED, object_type=comment._meta.label_lower, object_key=str(comment.pk)
    )
    return acts.order_by("-at").values_list("at", flat=True).first()
