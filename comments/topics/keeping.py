"""What moderators put right about a topic: where it belongs, and a photo that must not be shown."""

from django.db import transaction

from audit.log import record
from comments import conflicts, states
from comments.models import ResidentComment, Topic, TopicPicture
from comments.refusals import AlreadyHandledError, NotYoursError, VillageNotOpenError
from comments.topics.progress import name_in_log
from core.enums import Pillar


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
        "topic.picture_removed",
        village=comment.village,
        by=user,
        about=comment,
        name=name_in_log(comment),
        reason=reason,
    )
