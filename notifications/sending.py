"""Sending a message: one function, called in the transaction of what it tells of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator

from notifications.kinds import registered
from notifications.models import LONGEST_HEADLINE, Muted, Notification


@dataclass(frozen=True)
class Message:
    """One thing to tell; see ``notify``."""

    recipients: Iterable
    headline: str | Promise
    village: Any = None
    words: str = ""
    url: str = ""
    key: str = ""


def notify(
    recipients: Iterable,
    kind: str,
    *,
    headline,
    village=None,
    words: str = "",
    url: str = "",
    key: str = "",
) -> int:
    """Tell each of ``recipients`` (people) once; returns how many were told.

    ``kind``: one that ``notifications.kinds`` knows (``KeyError`` else). ``url``: a path of this site.
    ``key``: what was told under it before is not told again. Who has switched the kind off, or has no
    active account, gets nothing. At most three queries; none where there is nobody.
    """
    return notify_each(kind, [Message(recipients, headline, village, words, url, key)])


def notify_each(kind: str, messages: Iterable[Message]) -> int:
    """The same for several messages of one kind, to villages each their own: no more queries than for one."""
    about = registered(kind)
    wanted = [
        (person.pk, message)
        for message in messages
        for person in {person for person in message.recipients if person is not None and person.is_active}
    ]
    if not wanted:
        return 0
    people = {person for person, _message in wanted}
    keys = {message.key for _person, message in wanted} - {""}
    muted, told = set(), set()
    if about.may_be_muted:
        muted = set(Muted.objects.filter(person__in=people, kind=kind).values_list("person", flat=True))
    if keys:
        before = Notification.objects.filter(key__in=keys, recipient__in=people)
        told = set(before.values_list("recipient", "key"))
    rows = [
        Notification(
            recipient_id=person,
            kind=kind,
            village=message.village,
            headline=Truncator(str(message.headline)).chars(LONGEST_HEADLINE),
            words=message.words,
            url=message.url,
            key=message.key,
        )
        for person, message in sorted(wanted, key=lambda one: one[0])
        if person not in muted and (person, message.key) not in told
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=bool(keys))
    return len(rows)


def settle(*keys: str) -> int:
    """What was told under ``keys`` is done and waits for nobody. Returns how many had not read it."""
    return Notification.objects.filter(key__in=keys, read_at=None).update(read_at=timezone.now())
