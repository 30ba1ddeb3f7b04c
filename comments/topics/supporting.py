"""Supporting a topic: once by each resident who is signed in, once from each browser of a guest.

Whose support it is, is told to nobody. The number stands in the topic, so that no reader's request counts.
"""

import secrets

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.enums import FINAL_TOPIC_STATES
from comments.models import Resident, Topic, TopicSupport
from comments.topics.listing import readable
from core.caching import bump
from village_pages.enums import VillageState


class NotTakenError(Exception):
    """No support is taken: the topic is done or gone, its village paused, or the resident may not sign in."""


def new_browser() -> str:
    """A fresh mark for a browser, to be kept in a cookie: that of its forms changes when one signs in."""
    return secrets.token_urlsafe(18)


def supportable() -> QuerySet[Topic]:
    """Topics that take support now: public, open, in an open village."""
    return readable().open().filter(village__access__state=VillageState.OPEN)


def takes_support(topic: Topic) -> bool:
    """The same of a public ``topic`` that was loaded with its comment and its village's access; no query."""
    closes_at = topic.comment.answers_close_at
    is_closed = closes_at is not None and closes_at <= timezone.now()
    return topic.state not in FINAL_TOPIC_STATES and not is_closed and topic.village.is_open


@transaction.atomic
def support(topic: Topic, *, resident: Resident | None, browser: str) -> bool:
    """Count one more: of ``resident`` if signed in, else of the ``browser`` (``new_browser``).

    ``False``, and nothing counted, for who was counted before: also for a guest who has signed in since, and
    for a resident who has signed out. Raises ``NotTakenError``.
    """
    # Himself first, as who erases him does: of somebody who is being erased nothing comes in any more.
    if resident is not None:
        now = Resident.objects.select_for_update(no_key=True).filter(pk=resident.pk).first()
        if now is None or not now.may_sign_in:
            raise NotTakenError
    # One at a time for each topic: of two that come at once the second sees the first.
    rows = supportable().select_for_update(of=("self",), no_key=True)
    locked = rows.filter(pk=topic.pk).first()
    if locked is None:
        raise NotTakenError
    mark = _mark(locked, f"browser:{browser}")
    here = locked.supports.filter(supporter_key_hash=mark).first()
    if resident is not None:
        if locked.supports.filter(resident=resident).exists():
            return False
        if here is not None and here.resident_id is None:
            here.resident = resident
            here.save(update_fields=["resident"])
            return False
        if here is not None:  # another person on the same phone
            mark = _mark(locked, f"resident:{resident.pk}")
    elif here is not None:
        return False
    TopicSupport.objects.create(topic=locked, resident=resident, supporter_key_hash=mark)
    _count(locked, +1)
    return True


@transaction.atomic
def take_back(topic: Topic, *, resident: Resident | None, browser: str) -> bool:
    """Take this person's support back; ``False`` where there was none. Also from a topic that is done."""
    locked = readable().select_for_update(of=("self",), no_key=True).filter(pk=topic.pk).first()
    own = own_support(topic, resident=resident, browser=browser) if locked is not None else None
    if own is None:
        return False
    own.delete()
    _count(topic, -1)
    return True


def own_support(topic: Topic, *, resident: Resident | None, browser: str) -> TopicSupport | None:
    """The support that this person may take back: the resident's, or what a guest gave from this browser.

    What a resident gave is not shown to the next one who holds the phone.
    """
    if resident is not None:
        return topic.supports.filter(resident=resident).first()
    return topic.supports.filter(resident=None, supporter_key_hash=_mark(topic, f"browser:{browser}")).first()


def _count(topic: Topic, delta: int) -> None:
    Topic.objects.filter(pk=topic.pk).update(n_supports=F("n_supports") + delta)
    bump(f"village:{topic.village_id}")


def _mark(topic: Topic, supporter: str) -> str:
    """Who supports, as a keyed hash: another one for each topic, so that nobody can be followed."""
    return salted_hmac("comments.support", f"{topic.pk}:{supporter}", algorithm="sha256").hexdigest()
