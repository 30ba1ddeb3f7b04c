"""What was done to one thing last: one person's changes in one sitting are one act."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Model
from django.utils import timezone

from audit.log import reference_to
from audit.models import Act

# The editor saves every few seconds.
ONE_SITTING = timedelta(minutes=30)
# Looked through for a state; between two states stand a few acts at most that change none.
LAST_ACTS = 20


def last_acts(about: Model) -> list[Act]:
    """The last acts on ``about``, the newest first (one query)."""
    object_type, object_key = reference_to(about)
    acts = Act.objects.filter(object_type=object_type, object_key=object_key).order_by("-pk")
    return list(acts.only("at", "actor_key", "verb", "after")[:LAST_ACTS])


def goes_on(acts: list[Act], actor_key: int | None, verbs: Collection[str]) -> bool:
    """Was the newest of ``acts`` one of ``verbs`` by the same person, a short time ago?"""
    return (
        bool(acts)
        and acts[0].verb in verbs
        and acts[0].actor_key == actor_key
        and timezone.now() - acts[0].at < ONE_SITTING
    )
