"""Words for which a comment is held: whole words of folded text, compared as text and never as patterns."""

import re

from django.db.models import Q

from comments.models import WatchedWord
from comments.names import DIGITS_AS_LETTERS, folded, words_of
from comments.text import MAX_BODY

LONGEST = 4 * MAX_BODY

_AS_WRITTEN = str.maketrans(DIGITS_AS_LETTERS)
# What may have been put in the place of letters: "jud1!", "s1ot", "judi88".
_READINGS = (
    _AS_WRITTEN,
    str.maketrans({**DIGITS_AS_LETTERS, "!": "i", "|": "i"}),
    str.maketrans({**DIGITS_AS_LETTERS, "1": "l", "!": "l", "|": "l"}),
    str.maketrans(dict.fromkeys("0123456789", "")),
)
_INSIDE_WORD = re.compile(r"(?<=[^\W_])(?:[^\w\s]|_)+(?=[^\W_])")
_SPELLED = re.compile(r"(?<= )(?:\S ){2,}")


def fold(word: str) -> str:
    """How ``word`` (or a phrase) is stored and compared; empty for what holds no letter or digit.

    May be longer than ``word``: some single signs stand for whole words.
    """
    return " ".join(words_of(folded(word).translate(_AS_WRITTEN)))


def found_in(text: str, village) -> bool:
    """Whether ``text`` holds a word of the list of ``village`` or of the list for all (one query)."""
    watched = WatchedWord.objects.filter(Q(village=None) | Q(village=village)).exclude(folded="")
    readings = _readings(text)
    return any(
        f" {word} " in reading for word in watched.values_list("folded", flat=True) for reading in readings
    )


def _readings(text: str) -> set[str]:
    plain = folded(text)[:LONGEST]  # a few single signs fold to many words
    readings = set()
    # "ju.di" as two words, and as the one that is meant.
    for written in (plain, _INSIDE_WORD.sub("", plain)):
        for table in _READINGS:
            words = f" {' '.join(words_of(written.translate(table)))} "
            # "j u d i": single letters in a row are one word.
            readings |= {words, _SPELLED.sub(lambda run: run[0].replace(" ", "") + " ", words)}
    return readings
