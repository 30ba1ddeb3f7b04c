"""The desk: the first screen after signing in, made of groups that apps register.

Each group says what waits and gives every entry one obvious action. A group is made in a number of
queries that does not grow with what it lists.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest

from editorial.periods import age_in_words

MOST_ENTRIES = 10


@dataclass(frozen=True)
class DeskEntry:
    """``mark``: why it comes first, in a word or two; ``note``: what somebody wrote about it."""

    title: str
    url: str
    action: str
    since: datetime | None = None
    detail: str = ""
    note: str = ""
    mark: str = ""

    @property
    def age(self) -> str:
        return age_in_words(self.since) if self.since else ""


@dataclass(frozen=True)
class DeskGroup:
    """``waits``: does somebody have to do something? What is only to be known does not."""

    title: str
    entries: list[DeskEntry] = field(default_factory=list)
    count: int = 0
    all_url: str = ""
    waits: bool = True


_makers: dict[str, tuple[int, Callable[[HttpRequest], DeskGroup | None]]] = {}


def register(key: str, order: int, maker: Callable[[HttpRequest], DeskGroup | None]) -> None:
    """Add a group to the desk; ``maker`` gives ``None`` for a person whom it does not concern."""
    _makers[key] = (order, maker)


def groups_for(request: HttpRequest) -> list[DeskGroup]:
    """What there is for this person, in order; groups in which nothing is are left out."""
    makers = [maker for _order, maker in sorted(_makers.values(), key=lambda entry: entry[0])]
    return [group for group in (maker(request) for maker in makers) if group is not None and group.entries]
