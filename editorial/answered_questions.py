"""What residents asked under a page and the office answered: given by one floor, lifted by another.

Comments give them and know no kinds of pages; services put them into a page and know no comments. Never
whose words they are, and never what was not public.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page

MOST = 50


@dataclass(frozen=True)
class AnsweredQuestion:
    """``key``: what knows it again; words as readers see them; ``answered_by_role``: empty where none now."""

    key: str
    question: str
    answer: str
    asked_at: datetime
    answered_by_role: str = ""


@dataclass(frozen=True)
class Provider:
    """Each in a fixed number of queries.

    ``answered``: those under a page, the newest first, at most ``MOST``, without those whose keys are given.
    ``public``: which of the keys given are still questions that everybody reads, with their answers.
    """

    answered: Callable[[Page, Iterable[str]], list[AnsweredQuestion]]
    public: Callable[[Page, Iterable[str]], set[str]]


# Where this person lifts what was asked under a page of this kind; empty where nobody does, or not he.
PlaceToLift = Callable[[Page, object], str]

_providers: list[Provider] = []
_places: list[PlaceToLift] = []


def register_provider(provider: Provider) -> None:
    """Add somebody who knows answered questions; the same again changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def register_place(place: PlaceToLift) -> None:
    """Add a screen where they are lifted into a page; the same again changes nothing."""
    if place not in _places:
        _places.append(place)


def answered_under(page: Page, *, without: Iterable[str] = ()) -> list[AnsweredQuestion]:
    """Answered questions under ``page``, the newest first, at most ``MOST``."""
    keys = list(without)
    found = [one for provider in _providers for one in provider.answered(page, keys)]
    return sorted(found, key=lambda one: one.asked_at, reverse=True)[:MOST]


def still_public(page: Page, keys: Iterable[str]) -> set[str]:
    """Those of ``keys`` whose question and answer everybody still reads under ``page``."""
    keys = list(keys)
    return set().union(*(provider.public(page, keys) for provider in _providers)) if keys else set()


def place_to_lift(page: Page, user) -> str:
    """The address where ``user`` lifts what was asked under ``page``; empty where there is none for him."""
    return next(filter(None, (place(page, user) for place in _places)), "")
