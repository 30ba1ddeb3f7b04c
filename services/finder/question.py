"""What a reader asks for (`?q=&peristiwa=&untuk=`), and what answers it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from core.query import clean_words
from services.enums import Audience, LifeEvent
from services.finder.catalogue import Entry, narrowed
from services.finder.ranking import Index
from village_pages.models import VillagePage
from village_pages.places import village_called


@dataclass(frozen=True)
class Question:
    """Empty parts ask for nothing; an event or audience that does not exist is none."""

    words: str = ""
    event: str = ""
    audience: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.event or self.audience)

    @property
    def in_words(self) -> str:
        """``KTP hilang``, ``Pindah rumah``: for the line above the results."""
        parts = [f"“{self.words}”" if self.words else ""]
        parts += [str(LifeEvent(self.event).label)] if self.event else []
        parts += [str(Audience(self.audience).label)] if self.audience else []
        return ", ".join(filter(None, parts))


@dataclass(frozen=True)
class Answers:
    """Entries that answer, the best first, with how well; words to try where nothing does."""

    entries: list[Entry]
    scores: list[float]
    suggestions: list[str]


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    current: bool = False


def question_of(request: HttpRequest) -> Question:
    event, audience = request.GET.get("peristiwa", ""), request.GET.get("untuk", "")
    return Question(
        words=clean_words(request.GET.get("q", "")),
        event=event if event in LifeEvent.values else "",
        audience=audience if audience in Audience.values else "",
    )


def village_asked(request: HttpRequest) -> VillagePage | None:
    """The village of `?desa=`, under its name of now or a former one; never a closed one (one query)."""
    village = village_called(request.GET.get("desa", ""))
    return None if village is None or village.is_closed else village


def answers_to(question: Question, entries: Iterable[Entry]) -> Answers:
    """``entries`` that answer ``question``; without words in their own order."""
    entries = list(entries)
    wanted = narrowed(entries, question.event, question.audience)
    if not question.words:
        return Answers(wanted, [0.0] * len(wanted), [])
    # How much a word tells is counted over everything, not over what a life event leaves.
    index = Index(entry.document for entry in entries)
    by_key = {entry.key: entry for entry in wanted}
    hits = [hit for hit in index.search(question.words) if hit.key in by_key]
    suggestions = [] if hits else index.suggestions(question.words)
    return Answers([by_key[hit.key] for hit in hits], [hit.score for hit in hits], suggestions)


def choices(enum, key: str, chosen: str, used: set[str], origin: VillagePage | None = None) -> list[Choice]:
    """A link for each value of ``enum`` that some service has; ``origin`` is remembered."""
    kept = {"desa": origin.slug} if origin is not None else {}
    return [
        Choice(str(label), f"?{urlencode({key: value} | kept)}", value == chosen)
        for value, label in enum.choices
        if value in used
    ]


def ways_in(question: Question, entries: Iterable[Entry], origin: VillagePage | None = None) -> dict:
    """The links of life events and audiences, for a template."""
    entries = list(entries)
    events = {event for entry in entries for event in entry.life_events}
    audiences = {audience for entry in entries for audience in entry.audiences}
    return {
        "events": choices(LifeEvent, "peristiwa", question.event, events, origin),
        "audiences": choices(Audience, "untuk", question.audience, audiences, origin),
    }
