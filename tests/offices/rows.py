"""Offices without a database: an office with rows in its hands, as ``with_hours`` gives it."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from offices.models import Office, OfficeHours, SpecialHours

WIB = ZoneInfo("Asia/Jakarta")


def clock(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def hours(weekday: int, opens: str, closes: str, pause: tuple[str, str] | None = None, week: int = 0):
    """A row of hours; ``pause`` is its break."""
    start, end = pause or (None, None)
    return OfficeHours(
        weekday=weekday,
        week=week,
        opens=clock(opens),
        closes=clock(closes),
        break_start=clock(start),
        break_end=clock(end),
    )


def special(first: str, last: str | None = None, opens=None, closes=None, reason="rapat di kecamatan"):
    """Special hours from ``first`` to ``last``; without hours the office is closed."""
    return SpecialHours(
        first_day=date.fromisoformat(first),
        last_day=date.fromisoformat(last or first),
        opens=clock(opens),
        closes=clock(closes),
        reason=reason,
    )


def office_with(*rows: OfficeHours, special_days=()) -> Office:
    """An office with these hours and special days (the strongest first)."""
    office = Office(pk=1, name="Kantor desa")
    office._prefetched_objects_cache = {"hours": list(rows)}
    office.special_days = list(special_days)
    return office


def wib(text: str) -> datetime:
    """``2026-11-24 14:05`` as a moment in WIB."""
    return datetime.fromisoformat(text).replace(tzinfo=WIB)
