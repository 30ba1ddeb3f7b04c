"""Which topics wait for the office's first answer, and since when: since they were sent, as figures count."""

from datetime import datetime, timedelta

from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone

from comments.enums import FINAL_TOPIC_STATES, TopicKind
from comments.models import Topic
from comments.models.topic import TopicQuerySet
from comments.topics.progress import days_between, movable_by

LATE_AFTER = timedelta(days=7)


def unanswered(topics: TopicQuerySet) -> TopicQuerySet:
    """Those of ``topics`` that residents asked in public, and to which the office has said nothing yet."""
    return (
        topics.shown()
        .exclude(kind=TopicKind.OPENED)
        .exclude(state__in=FINAL_TOPIC_STATES)
        .filter(first_answered_at=None)
    )


def late(topics: TopicQuerySet) -> TopicQuerySet:
    """Those that have waited longer than is decent."""
    return unanswered(topics).filter(comment__created_at__lt=timezone.now() - LATE_AFTER)


def waits_since(topic: Topic) -> datetime | None:
    """Since when ``topic`` (with its comment) waits for a first answer; ``None``: it does not."""
    asked = topic.kind != TopicKind.OPENED and topic.comment.is_shown
    waits = asked and topic.first_answered_at is None and topic.state not in FINAL_TOPIC_STATES
    return topic.comment.created_at if waits else None


def days_waited(topic: Topic) -> int | None:
    """For how many whole days ``topic`` waits for a first answer; ``None``: it does not."""
    since = waits_since(topic)
    return None if since is None else days_between(since, timezone.now())


def is_late(topic: Topic) -> bool:
    since = waits_since(topic)
    return since is not None and since < timezone.now() - LATE_AFTER


def number_for(request: HttpRequest) -> int:
    """How many topics wait for an answer by this very person; counted once a request, for desk and menu."""
    kept = getattr(request, "_topics_waiting", None)
    if kept is None:
        kept = unanswered(movable_by(request.user)).count()
        request._topics_waiting = kept  # type: ignore[attr-defined]
    return kept


def by_village(topics: TopicQuerySet) -> dict[str, int]:
    """How many of ``topics`` there are in each village, by its tree path (one query)."""
    counted = topics.order_by().values("village__path").annotate(n=Count("pk"))
    return dict(counted.values_list("village__path", "n"))
