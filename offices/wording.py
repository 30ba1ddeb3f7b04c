"""Hours in plain Indonesian: of a week, of special days, and what is true now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from core.enums import Weekday
from core.formats import long_date, weekday_date
from offices.enums import Week
from offices.models import Office, OfficeHours, SpecialHours
from offices.timetable import OpenState

SHORT_NAME = 3
Times = tuple[tuple[time, time, time | None, time | None], ...]


@dataclass(frozen=True)
class WeekLine:
    """Following days on which the same hours hold: ``Senin-Kamis``, ``08.00-15.30``, ``istirahat ...``."""

    days: str
    hours: str
    pause: str

    def __str__(self) -> str:
        return ", ".join(filter(None, [f"{self.days} {self.hours}", self.pause]))


def week_in_words(office: Office, short: bool = False) -> list[str]:
    """``Senin-Kamis 08.00-15.30, istirahat 12.00-13.00``; short: ``Sen-Kam ...``. Empty for unknown."""
    return [str(line) for line in week_lines(office, short)]


def week_lines(office: Office, short: bool = False) -> list[WeekLine]:
    """The hours of ``office`` by days that are alike: every week's first, then those of single weeks."""
    rows = sorted(office.hours.all(), key=lambda row: (row.week, row.weekday, row.opens))
    days = [(*key, _times(of_day)) for key, of_day in groupby(rows, lambda row: (row.week, row.weekday))]
    lines = []
    while days:
        week, first, times = days.pop(0)
        last = first
        while days and days[0] == (week, last + 1, times):
            last = days.pop(0)[1]
        pauses = _joined(_span(start, end) for _o, _c, start, end in times if start and end)
        lines.append(
            WeekLine(
                days=_days_in_words(first, last, week, short),
                hours=_joined(_span(opens, closes) for opens, closes, *_pause in times),
                pause=_("istirahat %s") % pauses if pauses else "",
            )
        )
    return lines


def has_closed_days(office: Office) -> bool:
    """Are there weekdays on which ``office``, whose hours are known, never opens?"""
    return 0 < len({row.weekday for row in office.hours.all()}) < len(Weekday)


def state_in_words(state: OpenState | None) -> str:
    """``Buka sekarang, tutup pukul 15.30 WIB``; without a full stop at its end."""
    if state is None:
        return _("Jam buka belum diketahui")
    if state.is_open and state.until:
        words = (
            _("Buka sekarang, istirahat pukul %(time)s WIB")
            if state.until_break
            else _("Buka sekarang, tutup pukul %(time)s WIB")
        ) % {"time": _clock(state.until)}
        return _with_reason(words, state.reason)
    if state.on_break and state.opens_at:
        return _("Istirahat, buka lagi pukul %(time)s WIB") % {"time": _clock(state.opens_at)}
    return _closed_in_words(state)


def moment_in_words(state: OpenState) -> str:
    """When that was true: a page may have been saved or printed."""
    return _("Keadaan %(day)s pukul %(time)s WIB") % {
        "day": weekday_date(state.at.date()),
        "time": _clock(state.at),
    }


def special_in_words(special: SpecialHours) -> str:
    """``Jumat, 27 November 2026: tutup (rapat di kecamatan)``; of several days the first and the last."""
    days = weekday_date(special.first_day)
    if special.last_day != special.first_day:
        span = {"first": long_date(special.first_day), "last": long_date(special.last_day)}
        days = _("%(first)s sampai %(last)s") % span
    hours = _("tutup")
    if special.opens and special.closes:
        hours = _("buka %s WIB") % _span(special.opens, special.closes)
    return f"{days}: {hours} ({special.reason})"


def _closed_in_words(state: OpenState) -> str:
    if state.opens_at is None:
        again = _("Belum diketahui kapan buka lagi")
    elif state.opens_at.date() == state.at.date():
        again = _("Buka hari ini pukul %s WIB") % _clock(state.opens_at)
    else:
        again = _("Buka lagi %(day)s %(time)s WIB") % {
            "day": _day(state.opens_at.date()),
            "time": _clock(state.opens_at),
        }
    if state.closed_all_day:
        return _("Tutup hari ini: %(reason)s. %(again)s") % {"reason": state.reason, "again": again}
    return _with_reason(_("Tutup. %s") % again, state.reason)


def _with_reason(words: str, reason: str) -> str:
    return (
        _("%(words)s. Jam khusus hari ini: %(reason)s") % {"words": words, "reason": reason}
        if reason
        else words
    )


def _times(rows: Iterable[OfficeHours]) -> Times:
    return tuple((row.opens, row.closes, row.break_start, row.break_end) for row in rows)


def _days_in_words(first: int, last: int, week: int, short: bool) -> str:
    names = [str(Weekday(day).label) for day in dict.fromkeys((first, last))]
    days = "-".join(name[:SHORT_NAME] if short else name for name in names)
    return days if week == Week.EVERY else f"{days}, {str(Week(week).label).lower()}"


def _joined(words: Iterable[str]) -> str:
    return _(" dan ").join(words)


def _span(start: time, end: time) -> str:
    return f"{_clock(start)}-{_clock(end)}"


def _clock(moment: time | datetime) -> str:
    return f"{moment:%H.%M}"


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month]}"
