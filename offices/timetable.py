"""When an office is open: from the hours of its week, breaks and special days, in the site's own time (WIB).

Pure functions over what ``offices.reading.with_hours`` has fetched; nothing here asks the database. A moment
of closing is closed, a moment of opening open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from offices.enums import Week
from offices.models import Office, OfficeHours, SpecialHours

# So far ahead the next opening is looked for: the longest closing, and the month of a posyandu after it.
DAYS_SEARCHED = 100
DAYS_TOLD = 14
DAY = timedelta(days=1)
DAYS_A_WEEK = 7

Span = tuple[time, time]


@dataclass(frozen=True)
class OpenState:
    """What is true of an office at the moment ``at``; all times are aware, in WIB."""

    at: datetime
    is_open: bool
    # While open: the next closing, or the next break.
    until: datetime | None
    until_break: bool
    on_break: bool
    # While closed: the next opening; ``None`` where none is known of.
    opens_at: datetime | None
    # Why today is not as the week says; empty on usual days.
    reason: str
    closed_all_day: bool
    # The next moment at which any of this, or the day, becomes another.
    changes_at: datetime


@dataclass(frozen=True)
class OfficeDay:
    """One day of an office: when it is open (no two spans touch), its breaks, and what makes it special."""

    date: date
    spans: list[Span]
    breaks: list[Span]
    special: SpecialHours | None


def open_state(office: Office, now: datetime | None = None) -> OpenState | None:
    """Is ``office`` (from ``with_hours``) open at ``now``? ``None``: nobody has said its hours."""
    now = timezone.localtime(now, timezone.get_default_timezone())
    today = day_of(office, now.date())
    if not office.hours.all() and today.special is None:
        return None
    clock = now.timetz().replace(tzinfo=None)
    span = _around(today.spans, clock)
    pause = None if span else _around(today.breaks, clock)
    moments = {moment for one in (*today.spans, *today.breaks) for moment in one}
    later = [_at(today.date, moment) for moment in moments if moment > clock]
    return OpenState(
        at=now,
        is_open=span is not None,
        until=_at(today.date, span[1]) if span else None,
        until_break=span is not None and any(start == span[1] for start, _end in today.breaks),
        on_break=pause is not None,
        opens_at=None if span else _next_opening(office, now),
        reason=today.special.reason.rstrip(" .") if today.special else "",
        closed_all_day=today.special is not None and not today.spans,
        changes_at=min([*later, _midnight_after(today.date)]),
    )


def day_of(office: Office, day: date) -> OfficeDay:
    """When ``office`` is open on ``day``: its special hours, else what the week says."""
    special = special_on(office, day)
    if special is not None:
        return OfficeDay(day, _span(special.opens, special.closes), [], special)
    rows = [row for row in office.hours.all() if holds_on(row, day)]
    spans = _joined(piece for row in rows for piece in _pieces(row))
    breaks = [span for row in rows if len(_pieces(row)) > 1 for span in _span(row.break_start, row.break_end)]
    return OfficeDay(day, spans, breaks, None)


def special_on(office: Office, day: date) -> SpecialHours | None:
    """The special hours that hold on ``day``: ``with_hours`` has put the strongest first."""
    return next((row for row in office.special_days if row.first_day <= day <= row.last_day), None)


def special_days_ahead(office: Office, today: date) -> list[SpecialHours]:
    """What holds instead of the week on a day from ``today`` on, about two weeks, in order."""
    days = (special_on(office, today + DAY * number) for number in range(DAYS_TOLD))
    return list(dict.fromkeys(special for special in days if special is not None))


def holds_on(row: OfficeHours, day: date) -> bool:
    """Does ``row`` say anything of ``day``: the weekday, and which one of the month?"""
    if row.weekday != day.isoweekday():
        return False
    if row.week == Week.EVERY:
        return True
    if row.week == Week.LAST:
        return (day + DAYS_A_WEEK * DAY).month != day.month
    return row.week == (day.day - 1) // DAYS_A_WEEK + 1


def next_midnight() -> datetime:
    """When tomorrow begins here."""
    return _midnight_after(local_day())


def local_day() -> date:
    """The day that it is here now."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def _midnight_after(day: date) -> datetime:
    return _at(day + DAY, time())


def _next_opening(office: Office, now: datetime) -> datetime | None:
    for number in range(DAYS_SEARCHED + 1):
        day = day_of(office, now.date() + number * DAY)
        for start, _end in day.spans:
            if (opens := _at(day.date, start)) > now:
                return opens
    return None


def _pieces(row: OfficeHours) -> list[Span]:
    """The hours of ``row`` without its break; a break at either end only makes them shorter."""
    if not (row.break_start and row.break_end):
        return _span(row.opens, row.closes)
    return _span(row.opens, row.break_start) + _span(row.break_end, row.closes)


def _span(start: time | None, end: time | None) -> list[Span]:
    return [(start, end)] if start and end and start < end else []


def _joined(spans: Iterable[Span]) -> list[Span]:
    """``spans`` in order; those that touch or overlap become one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _around(spans: list[Span], clock: time) -> Span | None:
    return next((span for span in spans if span[0] <= clock < span[1]), None)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, timezone.get_default_timezone())
