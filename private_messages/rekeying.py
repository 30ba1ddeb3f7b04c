"""A new key for what an old one locked: everything is locked anew with the first of ``MESSAGE_KEYS``."""

from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from private_messages import sealing
from private_messages.models import PrivateMessage

BATCH = 200


@dataclass
class Rotation:
    """How it went: locked anew, found locked with the first key already, opened by no key."""

    resealed: int = 0
    current: int = 0
    broken: int = 0


def rotate() -> Rotation:
    """Lock every message with the first key. Cut off or repeated, it goes on with what is left.

    Raises ``ValueError`` where there is no key, or one that is none.
    """
    if not sealing.is_ready():
        raise ValueError("no usable key")
    first = Fernet(settings.MESSAGE_KEYS[0])
    done, last = Rotation(), None
    while batch := _after(last):
        for message in batch:
            _rotate_one(message, first, done)
        last = batch[-1].pk
    return done


def _after(last) -> list[PrivateMessage]:
    messages = PrivateMessage.objects.order_by("pk")
    if last is not None:
        messages = messages.filter(pk__gt=last)
    return list(messages.only("sealed")[:BATCH])


def _rotate_one(message: PrivateMessage, first: Fernet, done: Rotation) -> None:
    try:
        first.decrypt(bytes(message.sealed))
    except InvalidToken:
        pass
    else:
        done.current += 1
        return
    try:
        sealed = sealing.resealed(message)
    except sealing.SealBrokenError:
        done.broken += 1
        return
    # Nothing where the sender has erased it meanwhile.
    done.resealed += PrivateMessage.objects.filter(pk=message.pk).update(sealed=sealed)
