"""Kinds of message. Apps register those they send."""

from dataclasses import dataclass

from django.utils.functional import Promise

# Stands among the kinds that a person may switch off: the digest by mail.
DIGEST = "digest"


@dataclass(frozen=True)
class Kind:
    """``urgent``: told by mail within hours, where others wait for the mail of the day.

    ``of_no_village``: such a message names no village and is read by whoever in a village it was sent to.
    """

    key: str
    label: str | Promise
    may_be_muted: bool = True
    urgent: bool = False
    of_no_village: bool = False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; the same key again replaces it."""
    _kinds[kind.key] = kind


def registered(key: str) -> Kind:
    return _kinds[key]


def all_kinds() -> list[Kind]:
    """In the order in which they were registered."""
    return list(_kinds.values())


def mutable_kinds() -> list[Kind]:
    return [kind for kind in all_kinds() if kind.may_be_muted]


def urgent_keys() -> set[str]:
    return {kind.key for kind in all_kinds() if kind.urgent}


def keys_of_no_village() -> set[str]:
    return {kind.key for kind in all_kinds() if kind.of_no_village}
