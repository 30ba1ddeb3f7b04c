"""A villager's words, made ready: told from filler, spelled one way, without affixes, with what they mean."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from services.finder.stems import stem
from services.finder.vocabulary import ABBREVIATIONS, ALSO_KNOWN, FILLER, MEANT, SPELLINGS

MOST_TERMS = 12
# Form numbers stay whole: "F-1.02", "N1".
_WORD = re.compile(r"[a-z0-9]+(?:[-./'][a-z0-9]+)*")
_LONGEST_TEXT = 2_000


@dataclass(frozen=True)
class Term:
    """One idea of a query: as spelled, its stem, and stems that may mean the same."""

    word: str
    stem: str
    meant: frozenset[str] = frozenset()


def spelled(word: str) -> str:
    """The word under the one spelling that the finder knows it by."""
    word = ALSO_KNOWN.get(word, SPELLINGS.get(word, word))
    return word


def tokens(text: str) -> list[str]:
    """Words in order, small and without accents; "surat-surat" once, "F-1.02" as `f102`."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST_TEXT].casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [part for match in _WORD.finditer(plain) for part in _parts(match.group())]


def _parts(word: str) -> list[str]:
    if any(letter.isdigit() for letter in word):
        # "anak2" is how "anak-anak" is typed.
        if twice := re.fullmatch(r"([a-z]{3,})2", word):
            return [twice[1]]
        return [re.sub(r"[^a-z0-9]", "", word)]
    parts = re.split(r"[-./']", word)
    return parts[:1] if len(parts) == 2 and stem(parts[0]) == stem(parts[1]) else parts


def _key(word: str) -> str:
    return stem(spelled(word))


# By their first word, the longest first; as stems, so that "kartu keluarganya" is one too.
_phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _letters, _meanings in ABBREVIATIONS.items():
    for _meaning in _meanings:
        _keys = tuple(_key(word) for word in tokens(_meaning))
        _phrases.setdefault(_keys[0], []).append((_keys, _letters))
for _known in _phrases.values():
    _known.sort(key=lambda pair: -len(pair[0]))

_meant: dict[str, set[str]] = {}
for _said, _means, _reason in MEANT:
    for _word in _said.split():
        _meant.setdefault(_key(_word), set()).update(_key(word) for word in _means.split())


def known_words() -> frozenset[str]:
    """What the tables know: a misspelled word may be one of these, besides the services' own words."""
    return _known_words


_known_words = frozenset(
    {word for said, means, _reason in MEANT for word in f"{said} {means}".split()}
    | SPELLINGS.keys()
    | ABBREVIATIONS.keys()
    | ALSO_KNOWN.keys()
    | {word for word in FILLER if len(word) > 4}
)


def _phrases_in(keys: list[str]) -> Iterator[tuple[int, int, str]]:
    """(start, length, letters) of every phrase in ``keys``, from the left, none over another."""
    at = 0
    while at < len(keys):
        for phrase, letters in _phrases.get(keys[at], ()):
            if tuple(keys[at : at + len(phrase)]) == phrase:
                yield at, len(phrase), letters
                at += len(phrase) - 1
                break
        at += 1


@lru_cache(maxsize=20_000)
def words_in(text: str) -> tuple[tuple[str, str], ...]:
    """(word, stem) of everything that ``text`` says, with the letters of what it writes out; no filler."""
    said = [spelled(word) for word in tokens(text)]
    found = dict.fromkeys((word, stem(word)) for word in said if word not in FILLER)
    for _start, _length, letters in _phrases_in([stem(word) for word in said]):
        found[letters, stem(letters)] = None
    return tuple(found)


def term_of(word: str) -> Term:
    word = spelled(word)
    key = stem(word)
    return Term(word, key, frozenset(_meant.get(key, ())) - {key})


def terms_of(query: str) -> list[Term]:
    """The ideas of ``query``, each once; filler only where there is nothing else. At most ``MOST_TERMS``."""
    words = tokens(query)
    keys = [_key(word) for word in words]
    said: list[str | None] = list(words)
    for start, length, letters in _phrases_in(keys):
        said[start : start + length] = [letters, *[None] * (length - 1)]
    kept = [word for word in said if word is not None]
    telling = [word for word in kept if not is_filler(word)]
    terms: dict[str, Term] = {}
    for word in telling or kept:
        term = term_of(word)
        terms.setdefault(term.stem, term)
    return list(terms.values())[:MOST_TERMS]


def is_filler(word: str) -> bool:
    return word in FILLER or (len(word) == 1 and not word.isdigit())
