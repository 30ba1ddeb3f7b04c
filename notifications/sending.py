"""Sending a message: one function, called in the transaction of what it tells of."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.text import Truncator

from notifications.kinds import registered
from notifications.models import LONGEST_HEADLINE, Muted, Notification


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
    about = registered(kind)
    people = {person.pk for person in recipients if person is not None and person.is_active}
    if not people:
        return 0
    if about.may_be_muted:
        people -= set(Muted.objects.filter(person__in=people, kind=kind).values_list("person", flat=True))
    if key:
        told = Notification.objects.filter(key=key, recipient__in=people)
        people -= set(told.values_list("recipient", flat=True))
    Notification.objects.bulk_create(
        [
            Notification(
                recipient_id=person,
                kind=kind,
                village=village,
                headline=Truncator(str(headline)).chars(LONGEST_HEADLINE),
                words=words,
                url=url,
                key=key,
            )
            for person in sorted(people)
        ],
        ignore_conflicts=bool(key),
    )
    return len(people)


def settle(*keys: str) -> int:
    """What was told under ``keys`` is done and waits for nobody. Returns how many had not read it."""
    return Notification.objects.filter(key__in=keys, read_at=None).update(read_at=timezone.now())
