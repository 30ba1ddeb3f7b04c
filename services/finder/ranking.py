"""Which services answer a villager's words, the best first. Pure: texts in, order out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from services.finder.words import Term, is_filler, known_words, term_of, terms_of, words_in

# How sure it is that the word was meant.
EXACT, SAME_STEM, MEANT, MISSPELLED = 1.0, 0.9, 0.55, 0.75
# Words that one service alone is called by say more than words of all of them: see ``Index.rarity``.
HEAVIEST = 10.0
# Of the best answer's score: what has less is only noise below it.
ENOUGH = 0.3
# A misspelled word may differ by one letter, a long one by two.
LONG_WORD = 8
SHORTEST_MISSPELLED = 4


@dataclass(frozen=True)
class Document:
    """What is searched of one service: texts with their weights (up to ``HEAVIEST``), and whole names."""

    key: tuple[str, int]
    texts: tuple[tuple[float, str], ...]
    # Names that count as a whole: "surat miskin" says more than its two words.
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    key: tuple[str, int]
    score: float


@dataclass
class _Entry:
    document: Document
    words: dict[str, float] = field(default_factory=dict)
    stems: dict[str, float] = field(default_factory=dict)


class Index:
    """Documents ready to be asked; made anew for each question, out of texts that were read before."""

    def __init__(self, documents: Iterable[Document]):
        self.entries = [_entry(document) for document in documents]
        self.spread: dict[str, float] = {}
        for entry in self.entries:
            for key, weight in entry.stems.items():
                self.spread[key] = self.spread.get(key, 0) + weight / HEAVIEST

    @cached_property
    def own_words(self) -> frozenset[str]:
        return frozenset().union(*(entry.words for entry in self.entries))

    def search(self, query: str) -> list[Hit]:
        """What answers ``query``, the best first, then in the order of the documents."""
        terms = self.understood(query)
        if not terms:
            return []
        hits = [Hit(entry.document.key, self._score(entry, terms)) for entry in self.entries]
        best = max((hit.score for hit in hits), default=0)
        return sorted(
            (hit for hit in hits if hit.score > 0 and hit.score >= best * ENOUGH), key=lambda hit: -hit.score
        )

    def understood(self, query: str) -> list[tuple[Term, float]]:
        """The terms of ``query``, each with how sure it is: unknown words become the nearest known ones."""
        terms: dict[str, tuple[Term, float]] = {}
        for term in terms_of(query):
            if self._knows(term) or is_filler(term.word):
                terms.setdefault(term.stem, (term, 1.0))
                continue
            nearest = self._nearest(term.word, _letters_off(term.word))
            if not nearest:
                # It counts as missing: "all words" must be said of nobody.
                terms.setdefault(term.stem, (term, 1.0))
            elif not is_filler(nearest[0]):
                meant = term_of(nearest[0])
                terms.setdefault(meant.stem, (meant, MISSPELLED))
        return list(terms.values())

    def suggestions(self, query: str, most: int = 3) -> list[str]:
        """Known words near to those of ``query``, for a question without an answer."""
        near: dict[str, None] = {}
        for term in terms_of(query):
            if len(term.word) >= SHORTEST_MISSPELLED and not self._knows(term):
                for word in self._nearest(term.word, _letters_off(term.word) + 1):
                    if word in self.spread or term_of(word).stem in self.spread:
                        near[word] = None
        return list(near)[:most]

    def rarity(self, key: str) -> float:
        """How much a stem tells: little where every service has it in its name."""
        return log(1 + (len(self.entries) + 1) / (0.5 + self.spread.get(key, 0)))

    def _knows(self, term: Term) -> bool:
        return term.stem in self.spread or any(meant in self.spread for meant in term.meant)

    def _nearest(self, word: str, letters: int) -> list[str]:
        if len(word) < SHORTEST_MISSPELLED or not letters:
            return []
        own = self.own_words
        found = process.extract(word, _misspellable(own), scorer=OSA.distance, score_cutoff=letters, limit=12)
        # The same first letter, then words of services, then by alphabet: nothing left to chance.
        return [
            known
            for known, _distance, _at in sorted(
                found, key=lambda hit: (hit[1], hit[0][0] != word[0], hit[0] not in own, hit[0])
            )
        ]

    def _score(self, entry: _Entry, terms: Sequence[tuple[Term, float]]) -> float:
        score, found = 0.0, 0
        for term, sure in terms:
            worth = self._worth(entry, term) * sure
            found += worth > 0
            score += worth
        if not found:
            return 0.0
        score *= 1.3 if found == len(terms) else 0.5 + 0.5 * found / len(terms)
        return score + self._called_so(entry, {term.stem for term, _sure in terms})

    def _worth(self, entry: _Entry, term: Term) -> float:
        worth = max(
            entry.words.get(term.word, 0) * EXACT,
            entry.stems.get(term.stem, 0) * SAME_STEM,
        ) * self.rarity(term.stem)
        for meant in term.meant:
            if weight := entry.stems.get(meant, 0):
                worth = max(worth, weight * MEANT * self.rarity(meant))
        return worth

    def _called_so(self, entry: _Entry, asked: set[str]) -> float:
        """A bonus where the query holds a whole name, more for a longer one."""
        best = 0.0
        for name in entry.document.names:
            stems = {key for _word, key in words_in(name)}
            if stems and stems <= asked:
                best = max(best, HEAVIEST * len(stems) ** 0.5 * max(map(self.rarity, stems)) * 0.6)
        return best


@lru_cache(maxsize=2_000)
def _entry(document: Document) -> _Entry:
    entry = _Entry(document)
    for weight, text in document.texts:
        for word, key in words_in(text):
            entry.words[word] = max(entry.words.get(word, 0), weight)
            entry.stems[key] = max(entry.stems.get(key, 0), weight)
    return entry


def _letters_off(word: str) -> int:
    return 2 if len(word) >= LONG_WORD else 1


@lru_cache(maxsize=64)
def _misspellable(own: frozenset[str]) -> list[str]:
    """Words that somebody may have meant, in a fixed order."""
    return sorted(word for word in own | known_words() if len(word) >= SHORTEST_MISSPELLED)
