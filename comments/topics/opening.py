"""The village opens a topic itself: the plan of a budget, a question to all. It is public at once."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.log import record
from comments import modes, states
from comments.enums import CommentKind, CommentState
from comments.models import CommunitySpacePage, ResidentComment, Topic
from comments.names import MAX_NAME, clean_name
from comments.posting import (
    NotTakenError,
    PageGoneError,
    ThreadClosedError,
    already_posted,
    readable,
    thread_for,
)
from comments.text import fold_hash
from comments.topics.progress import name_in_log
from comments.topics.proposing import TopicWords
from village_pages.rights import may_publish_in


class SentBeforeError(NotTakenError):
    """The form with this nonce was sent before, with other words."""


def open_topic(
    user, village, words: TopicWords, *, nonce: uuid.UUID, closes_at: datetime | None = None
) -> Topic:
    """Publish a topic of ``village`` in the name of ``user`` (who must be allowed to publish there).

    The words must be cleaned; ``closes_at``: until when people may answer. The same words with the same
    ``nonce`` give the topic made before. Raises ``PermissionError``, ``SentBeforeError`` for other words, and
    ``posting.NotTakenError`` where the space takes no topics.
    """
    if not may_publish_in(user, village.path):
        raise PermissionError
    try:
        with transaction.atomic():
            return _open(user, village, words, nonce, closes_at)
    except IntegrityError:
        first = already_posted(nonce)
        if first is None:
            raise
        topic = getattr(first, "topic", None)
        said = topic and (first.author_id, first.village_id, topic.title, first.body, topic.pillar)
        if topic is None or said != (user.pk, village.pk, words.title, words.body, words.pillar):
            raise SentBeforeError from None
        return topic


def _open(user, village, words: TopicWords, nonce: uuid.UUID, closes_at: datetime | None) -> Topic:
    space = CommunitySpacePage.objects.child_of(village).live().first()
    if space is None:
        raise PageGoneError
    thread = thread_for(space, village)
    openness = modes.openness_of(readable(space, village), thread.village, thread)
    if not openness.is_open:
        raise ThreadClosedError(openness.closed_because)
    now = timezone.now()
    comment = ResidentComment.objects.create(
        thread=thread,
        village_id=village.pk,
        kind=CommentKind.OFFICIAL,
        author=user,
        shown_name=clean_name(user.get_full_name())[:MAX_NAME],
        body=words.body,
        body_fold_hash=fold_hash(words.body),
        state=CommentState.PUBLISHED,
        created_at=now,
        published_at=now,
        state_changed_at=now,
        answers_close_at=closes_at,
        submit_nonce=nonce,
    )
    topic = Topic.objects.create(
        comment=comment, village_id=village.pk, kind=words.kind, title=words.title, pillar=words.pillar
    )
    states.tell(comment, +1)
    record("topic.opened", village=village, by=user, about=comment, name=name_in_log(comment))
    return topic
