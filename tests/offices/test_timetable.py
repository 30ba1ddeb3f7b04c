"""Open or closed, at every boundary, in WIB. 24 November 2026 is a Tuesday."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from core.enums import Weekday
from offices.enums import Week
from offices.models import OfficeHours, SpecialHours
from offices.timetable import (
    DAYS_SEARCHED,
    OpenState,
    holds_on,
    next_midnight,
    open_state,
    special_days_ahead,
)
from tests.offices.rows import WIB, hours, office_with, special, wib

PAUSE = ("12:00", "13:00")
OFFICE_WEEK = [hours(day, "08:00", "15:30", PAUSE) for day in range(1, 5)] + [hours(5, "08:00", "11:30")]


def state_at(moment: str, *rows, special_days=()) -> OpenState:
    state = open_state(office_with(*(rows or OFFICE_WEEK), special_days=special_days), wib(moment))
    assert state is not None
    return state


@pytest.mark.parametrize(
    ("moment", "is_open", "on_break"),
    [
        ("2026-11-24 00:00", False, False),
        ("2026-11-24 07:59", False, False),
        ("2026-11-24 08:00", True, False),
        ("2026-11-24 08:01", True, False),
        ("2026-11-24 11:59", True, False),
        ("2026-11-24 12:00", False, True),
        ("2026-11-24 12:01", False, True),
        ("2026-11-24 12:59", False, True),
        ("2026-11-24 13:00", True, False),
        ("2026-11-24 13:01", True, False),
        ("2026-11-24 15:29", True, False),
        ("2026-11-24 15:30", False, False),
        ("2026-11-24 15:31", False, False),
        ("2026-11-24 23:59", False, False),
        ("2026-11-27 11:29", True, False),
        ("2026-11-27 11:30", False, False),
        ("2026-11-28 10:00", False, False),
    ],
)
def test_a_minute_before_at_and_after_every_boundary(moment, is_open, on_break):
    state = state_at(moment)
    assert (state.is_open, state.on_break) == (is_open, on_break)


@pytest.mark.parametrize(
    ("moment", "until", "until_break", "opens_at", "changes_at"),
    [
        ("2026-11-24 07:00", None, False, "2026-11-24 08:00", "2026-11-24 08:00"),
        ("2026-11-24 09:00", "2026-11-24 12:00", True, None, "2026-11-24 12:00"),
        ("2026-11-24 12:30", None, False, "2026-11-24 13:00", "2026-11-24 13:00"),
        ("2026-11-24 14:00", "2026-11-24 15:30", False, None, "2026-11-24 15:30"),
        ("2026-11-24 16:00", None, False, "2026-11-25 08:00", "2026-11-25 00:00"),
        ("2026-11-27 12:00", None, False, "2026-11-30 08:00", "2026-11-28 00:00"),
        ("2026-11-28 10:00", None, False, "2026-11-30 08:00", "2026-11-29 00:00"),
    ],
)
def test_what_comes_next(moment, until, until_break, opens_at, changes_at):
    state = state_at(moment)
    assert state.until == (wib(until) if until else None)
    assert state.until_break == until_break
    assert state.opens_at == (wib(opens_at) if opens_at else None)
    assert state.changes_at == wib(changes_at)


def test_the_clock_is_that_of_the_office_not_of_the_server():
    office = office_with(*OFFICE_WEEK)
    # 01.00 UTC is 08.00 WIB, and 17.00 UTC is midnight: the day in WIB is another than the day in UTC.
    assert not open_state(office, datetime(2026, 11, 24, 0, 59, tzinfo=UTC)).is_open
    assert open_state(office, datetime(2026, 11, 24, 1, 0, tzinfo=UTC)).is_open
    late = open_state(office, datetime(2026, 11, 22, 17, 30, tzinfo=UTC))
    assert late.opens_at == wib("2026-11-23 08:00")
    assert late.changes_at == wib("2026-11-23 08:00")
    assert late.at.utcoffset() == timedelta(hours=7)


@time_machine.travel(datetime(2026, 11, 24, 17, 0, tzinfo=UTC), tick=False)
def test_without_a_moment_it_is_now():
    state = open_state(office_with(*OFFICE_WEEK))
    assert state.at == wib("2026-11-25 00:00")
    assert next_midnight() == wib("2026-11-26 00:00")


def test_seconds_count_too():
    office = office_with(*OFFICE_WEEK)
    assert open_state(office, wib("2026-11-24 15:29:59.999999")).is_open
    assert not open_state(office, wib("2026-11-24 15:30:00.000001")).is_open


def test_split_hours_of_a_day():
    morning, afternoon = hours(2, "08:00", "11:00"), hours(2, "13:00", "15:00")
    between = state_at("2026-11-24 12:00", afternoon, morning)
    assert (between.is_open, between.on_break) == (False, False)
    assert between.opens_at == between.changes_at == wib("2026-11-24 13:00")
    assert state_at("2026-11-24 13:00", afternoon, morning).until == wib("2026-11-24 15:00")


def test_rows_that_touch_or_overlap_are_one_opening():
    touching = hours(2, "08:00", "12:00"), hours(2, "12:00", "15:00")
    assert state_at("2026-11-24 09:00", *touching).until == wib("2026-11-24 15:00")
    overlapping = hours(2, "08:00", "14:00"), hours(2, "09:00", "12:00"), hours(2, "13:00", "15:00")
    assert state_at("2026-11-24 09:00", *overlapping).until == wib("2026-11-24 15:00")
    # A break of one row, while another is open, is none.
    covered = hours(2, "08:00", "15:00", PAUSE), hours(2, "11:00", "14:00")
    state = state_at("2026-11-24 12:30", *covered)
    assert state.is_open
    assert not state.until_break


def test_a_break_at_an_end_only_makes_the_day_shorter():
    state = state_at("2026-11-24 14:30", hours(2, "08:00", "15:00", ("14:00", "15:00")))
    assert not state.on_break
    assert state.opens_at == wib("2026-12-01 08:00")
    early = state_at("2026-11-24 08:30", hours(2, "08:00", "15:00", ("08:00", "09:00")))
    assert (early.is_open, early.on_break) == (False, False)
    assert early.opens_at == wib("2026-11-24 09:00")


@pytest.mark.parametrize(
    ("week", "days"),
    [
        (Week.FIRST, [2, 7, 4]),
        (Week.SECOND, [9, 14, 11]),
        (Week.THIRD, [16, 21, 18]),
        (Week.FOURTH, [23, 28, 25]),
        (Week.LAST, [30, 28, 25]),
    ],
)
def test_the_nth_weekday_of_a_month(week, days):
    # November 2026 begins on a Sunday: five Sundays and Mondays, four of the others.
    for weekday, day in zip((Weekday.MONDAY, Weekday.SATURDAY, Weekday.WEDNESDAY), days, strict=True):
        row = hours(weekday, "08:30", "11:00", week=week)
        found = [number for number in range(1, 31) if holds_on(row, date(2026, 11, number))]
        assert found == [day]


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("weekday", Weekday.values)
def test_every_month_has_one_last_weekday_and_a_fifth_belongs_to_no_other_week(month, weekday):
    days = [date(2028, month, 1) + timedelta(days=number) for number in range(31)]
    of_month = [day for day in days if day.month == month and day.isoweekday() == weekday]
    for week, expected in ((Week.LAST, of_month[-1]), (Week.FOURTH, of_month[3]), (Week.FIRST, of_month[0])):
        row = hours(weekday, "08:30", "11:00", week=week)
        assert [day for day in days if day.month == month and holds_on(row, day)] == [expected]


def test_the_next_opening_of_what_opens_once_a_month_is_found_across_the_months_end():
    second_wednesday = hours(3, "08:30", "11:00", week=Week.SECOND)
    assert state_at("2026-11-24 09:00", second_wednesday).opens_at == wib("2026-12-09 08:30")
    last_wednesday = hours(3, "08:30", "11:00", week=Week.LAST)
    assert state_at("2026-11-25 11:00", last_wednesday).opens_at == wib("2026-12-30 08:30")
    assert state_at("2026-12-31 09:00", last_wednesday).opens_at == wib("2027-01-27 08:30")


def test_a_closed_day_says_why_and_the_next_opening_lies_behind_it():
    closed = special("2026-11-24", "2026-11-26", reason="Rapat di kecamatan.")
    state = state_at("2026-11-24 09:00", special_days=[closed])
    assert not state.is_open
    assert state.closed_all_day
    assert state.reason == "Rapat di kecamatan"
    assert state.opens_at == wib("2026-11-27 08:00")
    assert state.changes_at == wib("2026-11-25 00:00")
    before = state_at("2026-11-23 15:29", special_days=[closed])
    assert before.is_open
    assert before.reason == ""
    assert state_at("2026-11-23 15:30", special_days=[closed]).opens_at == wib("2026-11-27 08:00")
    assert state_at("2026-11-26 23:59", special_days=[closed]).closed_all_day
    assert not state_at("2026-11-27 00:00", special_days=[closed]).closed_all_day


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-24 08:59", False),
        ("2026-11-24 09:00", True),
        ("2026-11-24 10:59", True),
        ("2026-11-24 11:00", False),
        # Also on a day on which the office is closed otherwise.
        ("2026-11-28 08:59", False),
        ("2026-11-28 09:00", True),
        ("2026-11-28 11:00", False),
    ],
)
def test_other_hours_on_a_day(moment, is_open):
    fasting = special("2026-11-24", "2026-11-28", "09:00", "11:00", reason="bulan puasa")
    state = state_at(moment, special_days=[fasting])
    assert state.is_open == is_open
    assert state.reason == "bulan puasa"
    assert not state.closed_all_day


def test_the_first_of_the_special_days_holds():
    opened, closed = special("2026-11-24", None, "09:00", "11:00"), special("2026-11-24")
    assert state_at("2026-11-24 10:00", special_days=[opened, closed]).is_open
    assert not state_at("2026-11-24 10:00", special_days=[closed, opened]).is_open


def test_hours_that_nobody_knows():
    assert open_state(office_with(), wib("2026-11-24 10:00")) is None
    # But that it is closed today is known.
    state = open_state(office_with(special_days=[special("2026-11-24")]), wib("2026-11-24 10:00"))
    assert state.closed_all_day
    assert state.opens_at is None
    assert open_state(office_with(special_days=[special("2026-11-25")]), wib("2026-11-24 10:00")) is None


def test_an_opening_too_far_ahead_is_not_known():
    closed = special("2026-11-24", "2027-06-01", reason="kantor dibangun ulang")
    assert state_at("2026-11-24 10:00", special_days=[closed]).opens_at is None
    until_then = (date(2026, 11, 24) + timedelta(days=DAYS_SEARCHED - 2)).isoformat()
    assert state_at("2026-11-24 10:00", special_days=[special("2026-11-24", until_then)]).opens_at is not None


def test_special_days_ahead_are_told_once_and_in_order():
    single, longer = special("2026-11-26", reason="rapat"), special("2026-11-25", "2026-11-28")
    covered, later = special("2026-11-26", reason="kalah"), special("2026-12-20")
    for pk, row in enumerate((single, longer, covered, later)):
        row.pk = pk
    office = office_with(special_days=[single, longer, covered, later])
    assert special_days_ahead(office, date(2026, 11, 24)) == [longer, single]
    assert special_days_ahead(office, date(2026, 11, 29)) == []
    assert special_days_ahead(office, date(2026, 12, 7)) == [later]
    assert special_days_ahead(office, date(2026, 12, 6)) == []


# --- Against asking each row, minute by minute ---

TIMES = st.integers(0, 24 * 60 // 5 - 1).map(lambda fives: time(fives * 5 // 60, fives * 5 % 60))


@st.composite
def rows_of_hours(draw):
    moments = sorted(draw(st.sets(TIMES, min_size=4, max_size=4)))
    pause = (moments[1], moments[2]) if draw(st.booleans()) else (None, None)
    return OfficeHours(
        weekday=draw(st.sampled_from([1, 2, 3])),
        week=draw(st.sampled_from(Week.values)),
        opens=moments[0],
        closes=moments[3],
        break_start=pause[0],
        break_end=pause[1],
    )


@st.composite
def special_hours(draw):
    first = date(2026, 11, 28) + timedelta(days=draw(st.integers(0, 5)))
    span = sorted(draw(st.sets(TIMES, min_size=2, max_size=2))) if draw(st.booleans()) else (None, None)
    return SpecialHours(
        first_day=first,
        last_day=first + timedelta(days=draw(st.integers(0, 2))),
        opens=span[0],
        closes=span[1],
        reason="alasan",
    )


def is_open_by_hand(rows, special_days, moment: datetime) -> bool:
    """Asked of each row by itself, without spans, joining or order."""
    day, at = moment.date(), moment.time()
    for one in special_days:
        if one.first_day <= day <= one.last_day:
            return one.opens is not None and one.opens <= at < one.closes
    month = [day.replace(day=1) + timedelta(days=number) for number in range(31)]
    same = [one.day for one in month if one.month == day.month and one.weekday() == day.weekday()]
    weeks = {0, same.index(day.day) + 1 if same.index(day.day) < 4 else 0, 5 if day.day == same[-1] else 0}
    return any(
        row.weekday == day.isoweekday()
        and row.week in weeks
        and row.opens <= at < row.closes
        and not (row.break_start and row.break_start <= at < row.break_end)
        for row in rows
    )


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(rows_of_hours(), max_size=5),
    special_days=st.lists(special_hours(), max_size=3),
    start=st.integers(0, 5 * 24 * 12),
)
def test_it_agrees_with_asking_each_row_and_never_changes_unsaid(rows, special_days, start):
    """Across the end of a month, with anything in the rows: 25 hours, at all moments at which a row could
    begin or end, and the minute before."""
    office = office_with(*rows, special_days=special_days)
    said = None
    for number in range(25 * 60):
        if number % 5 not in (0, 4):
            continue
        moment = datetime(2026, 11, 28, tzinfo=WIB) + timedelta(minutes=5 * start + number)
        state = open_state(office, moment)
        assert (state is not None and state.is_open) == is_open_by_hand(rows, special_days, moment)
        if state is None:
            said = None
        else:
            assert state.changes_at > moment
            what = (state.is_open, state.until, state.on_break, state.opens_at, state.reason, moment.date())
            if said is not None and moment < said[1]:
                assert what == said[0]
            else:
                said = what, state.changes_at
            if state.opens_at:
                assert is_open_by_hand(rows, special_days, state.opens_at)
