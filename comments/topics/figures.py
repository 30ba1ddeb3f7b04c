"""How villages answer: what is open, answered and done, and the days until the office's first answer.

Counted per village, never per person, and never ranked. Two queries, however many villages and topics: the
database counts, and finds the middle.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.enums import FINAL_TOPIC_STATES, TopicKind, TopicState
from comments.models import Topic
from comments.models.topic import TopicQuerySet

# A middle of fewer first answers than this says more about one of them than about the village.
ENOUGH = 3
# First answers that are older say nothing about how a village answers now.
LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Figures:
    """Of one village, or of all together; what the village opened itself is not among them. ``open``:
    something is still to come. ``answered``: the office has answered or decided, also if it is done now."""

    open: int = 0
    answered: int = 0
    done: int = 0
    median_days: float | None = None
    # All that residents brought forward, in whatever state.
    asked: int = 0

    @property
    def has_any(self) -> bool:
        return bool(self.open or self.answered or self.done)

    @property
    def days(self) -> str:
        """The days until a first answer, in words; empty while there are too few to tell."""
        if self.median_days is None:
            return ""
        if self.median_days < 1:
            return _("kurang dari sehari")
        return _("%(count)d hari") % {"count": int(self.median_days + 0.5)}


def tallied(topics: QuerySet[Topic], *by: str) -> QuerySet:
    """How many of ``topics`` are in each state, apart by the fields in ``by``.

    ``n``: all; ``n_asked``: by residents, not opened by the village; ``n_answered``: of these.
    """
    counted = topics.order_by().values(*by, "state")
    asked = ~Q(kind=TopicKind.OPENED)
    return counted.annotate(
        n=Count("pk"), n_asked=Count("pk", filter=asked), n_answered=Count("first_answered_at", filter=asked)
    )


def summed(rows, median: timedelta | None) -> Figures:
    """The figures that ``rows`` (of ``tallied``) come to, with the median of the same topics."""
    rows = list(rows)
    return Figures(
        open=sum(row["n_asked"] for row in rows if row["state"] not in FINAL_TOPIC_STATES),
        answered=sum(row["n_answered"] for row in rows),
        done=sum(row["n_asked"] for row in rows if row["state"] == TopicState.DONE),
        median_days=median / timedelta(days=1) if median is not None else None,
        asked=sum(row["n_asked"] for row in rows),
    )


def medians(topics: QuerySet[Topic]) -> dict[int, timedelta]:
    """By village: the median time from sending to the first answer (one query).

    From sending, not from publishing: a topic waits for its writer while it waits for review. A village with
    fewer than ``ENOUGH`` first answers within ``LOOKED_BACK`` is left out.
    """
    middle = _middle(_first_answers(topics), partition_by=F("village"))
    found: dict[int, list[timedelta]] = {}
    for village, waited in middle.values_list("village", "waited"):
        found.setdefault(village, []).append(waited)
    return {village: _mean(times) for village, times in found.items()}


def median(topics: QuerySet[Topic]) -> timedelta | None:
    """The same of all ``topics`` together; ``None`` for too few (one query)."""
    times = list(_middle(_first_answers(topics)).values_list("waited", flat=True))
    return _mean(times) if times else None


def figures_of(topics: TopicQuerySet, villages: QuerySet) -> dict[int, Figures]:
    """By primary key, the figures of each of ``villages`` over those of ``topics`` that are its own."""
    topics = topics.in_villages(villages)
    by_village: dict[int, list[dict]] = {}
    for row in tallied(topics, "village"):
        by_village.setdefault(row["village"], []).append(row)
    waited = medians(topics)
    return {village: summed(rows, waited.get(village)) for village, rows in by_village.items()}


def together(topics: QuerySet[Topic]) -> Figures:
    """The figures of all ``topics`` (two queries)."""
    return summed(tallied(topics), median(topics))


def _first_answers(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    waited = ExpressionWrapper(
        F("first_answered_at") - F("comment__created_at"), output_field=DurationField()
    )
    asked = topics.order_by().exclude(kind=TopicKind.OPENED)
    return asked.filter(first_answered_at__gt=timezone.now() - LOOKED_BACK).annotate(waited=waited)


def _middle(topics: QuerySet[Topic], **part) -> QuerySet[Any]:
    """The one in the middle of ``topics`` by ``waited``, or the two of an even number."""
    placed = topics.annotate(
        twice=Window(RowNumber(), order_by=F("waited").asc(), **part) * 2, among=Window(Count("pk"), **part)
    )
    return placed.filter(among__gte=ENOUGH, twice__gte=F("among"), twice__lte=F("among") + 2)


def _mean(times: list[timedelta]) -> timedelta:
    return sum(times, timedelta()) / len(times)
