"""Locking and opening of private words. The keys live in the settings, never in the database.

What is locked carries the ids of its conversation and message: a row whose locked words were put into
another row does not open. Its length tells no more than how many times 512 bytes were written.
"""

import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from private_messages.models import Conversation, PrivateMessage

BLOCK = 512
CARRIED_FOR = 12 * 3600  # seconds


class SealBrokenError(Exception):
    """No key of ours opens this, or it was locked for another row."""


def is_ready() -> bool:
    """Is there a key, and can every key be used? Without one nobody can be asked in private."""
    try:
        _keys()
    except ValueError:
        return False
    return True


def seal(words: dict, *, conversation: Conversation, message: PrivateMessage) -> bytes:
    """``words`` locked for this message of this conversation. Raises ``ValueError`` without a usable key.

    ``words`` of a sender: ``body``, with the first message also ``name`` and ``page`` (what the page was
    called that it was asked from). Of an answer: ``body``.
    """
    said = {"c": conversation.pk.hex, "m": message.pk.hex, "w": words}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return _keys().encrypt(text.ljust(-(-len(text) // BLOCK) * BLOCK))


def unseal(message: PrivateMessage) -> dict:
    """What was locked in ``message``. Raises ``SealBrokenError``: a lost key, an altered or swapped row."""
    try:
        said = json.loads(_keys().decrypt(bytes(message.sealed)))
    except (InvalidToken, ValueError):
        # Without the cause: a trace of it in some log would carry what was locked.
        raise SealBrokenError from None
    if (said["c"], said["m"]) != (message.conversation_id.hex, message.pk.hex):
        raise SealBrokenError
    return said["w"]


def wrap(words: dict) -> str:
    """``words`` locked for a form, whose page must not show them. ``ValueError`` without a usable key."""
    return _keys().encrypt(json.dumps(words).encode()).decode()


def unwrap(wrapped: str) -> dict:
    """What ``wrap`` has locked; nothing where it is altered or too old."""
    try:
        return json.loads(_keys().decrypt(wrapped.encode(), ttl=CARRIED_FOR))
    except (InvalidToken, ValueError):
        return {}


def resealed(message: PrivateMessage) -> bytes:
    """The same words locked with the first key. Raises ``SealBrokenError`` where no key opens them."""
    try:
        return _keys().rotate(bytes(message.sealed))
    except (InvalidToken, ValueError):
        raise SealBrokenError from None


def _keys() -> MultiFernet:
    """Raises ``ValueError`` where there is no key, or one that is none."""
    return MultiFernet([Fernet(key) for key in settings.MESSAGE_KEYS])
