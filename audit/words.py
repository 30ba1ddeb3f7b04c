"""Verbs of the log in words for people. Apps that write verbs of their own register them."""

from collections.abc import Mapping

from django.utils.functional import Promise

_words: dict[str, str | Promise] = {}


def register(words: Mapping[str, str | Promise]) -> None:
    """Add verbs, such as ``{"invitation.made": _("Undangan dibuat")}``."""
    _words.update(words)


def word_for(verb: str) -> str:
    """What ``verb`` is called; itself where nobody registered it."""
    return str(_words.get(verb, verb))
