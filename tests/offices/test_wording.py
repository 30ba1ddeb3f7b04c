"""Hours as people say them."""

import pytest

from offices.enums import Week
from offices.timetable import open_state
from offices.wording import (
    has_closed_days,
    moment_in_words,
    special_in_words,
    state_in_words,
    week_in_words,
    week_lines,
)
from tests.offices.rows import hours, office_with, special, wib

PAUSE = ("12:00", "13:00")
OFFICE_WEEK = [hours(day, "08:00", "15:30", PAUSE) for day in range(1, 5)] + [hours(5, "08:00", "11:30")]


def test_days_that_are_alike_are_one_line():
    office = office_with(*reversed(OFFICE_WEEK))
    assert week_in_words(office) == ["Senin-Kamis 08.00-15.30, istirahat 12.00-13.00", "Jumat 08.00-11.30"]
    assert week_in_words(office, short=True) == [
        "Sen-Kam 08.00-15.30, istirahat 12.00-13.00",
        "Jum 08.00-11.30",
    ]
    assert [line.hours for line in week_lines(office)] == ["08.00-15.30", "08.00-11.30"]


def test_a_day_between_and_another_break_make_lines_of_their_own():
    rows = [hours(1, "08:00", "15:00"), hours(3, "08:00", "15:00"), hours(4, "08:00", "15:00", PAUSE)]
    assert week_in_words(office_with(*rows)) == [
        "Senin 08.00-15.00",
        "Rabu 08.00-15.00",
        "Kamis 08.00-15.00, istirahat 12.00-13.00",
    ]


def test_split_hours_and_weeks_of_the_month_are_said():
    rows = [
        hours(3, "08:30", "11:00", week=Week.SECOND),
        hours(6, "08:00", "12:00", week=Week.LAST),
        *(hours(day, *span) for day in (1, 2) for span in (("13:00", "15:00"), ("08:00", "11:00"))),
        hours(3, "08:00", "11:00"),
    ]
    assert week_in_words(office_with(*rows)) == [
        "Senin-Selasa 08.00-11.00 dan 13.00-15.00",
        "Rabu 08.00-11.00",
        "Rabu, minggu ke-2 08.30-11.00",
        "Sabtu, minggu terakhir 08.00-12.00",
    ]


def test_the_same_hours_in_different_weeks_are_not_mixed():
    rows = [hours(1, "08:00", "11:00", week=Week.FIRST), hours(2, "08:00", "11:00", week=Week.SECOND)]
    assert week_in_words(office_with(*rows), short=True) == [
        "Sen, minggu ke-1 08.00-11.00",
        "Sel, minggu ke-2 08.00-11.00",
    ]


def test_unknown_hours_say_nothing_of_closed_days():
    assert week_in_words(office_with()) == []
    assert not has_closed_days(office_with())
    assert has_closed_days(office_with(*OFFICE_WEEK))
    assert not has_closed_days(office_with(*(hours(day, "08:00", "09:00") for day in range(1, 8))))


@pytest.mark.parametrize(
    ("moment", "special_days", "words"),
    [
        ("2026-11-24 09:00", [], "Buka sekarang, istirahat pukul 12.00 WIB"),
        ("2026-11-24 12:30", [], "Istirahat, buka lagi pukul 13.00 WIB"),
        ("2026-11-24 14:05", [], "Buka sekarang, tutup pukul 15.30 WIB"),
        ("2026-11-24 05:00", [], "Tutup. Buka hari ini pukul 08.00 WIB"),
        ("2026-11-27 11:30", [], "Tutup. Buka lagi Senin, 30 November 08.00 WIB"),
        (
            "2026-11-24 09:00",
            [special("2026-11-24", "2026-11-27")],
            "Tutup hari ini: rapat di kecamatan. Buka lagi Senin, 30 November 08.00 WIB",
        ),
        (
            "2026-11-24 09:00",
            [special("2026-11-24", "2027-11-24")],
            "Tutup hari ini: rapat di kecamatan. Belum diketahui kapan buka lagi",
        ),
        (
            "2026-11-24 09:30",
            [special("2026-11-24", None, "09:00", "11:00", reason="bulan puasa")],
            "Buka sekarang, tutup pukul 11.00 WIB. Jam khusus hari ini: bulan puasa",
        ),
        (
            "2026-11-24 08:30",
            [special("2026-11-24", None, "09:00", "11:00", reason="bulan puasa")],
            "Tutup. Buka hari ini pukul 09.00 WIB. Jam khusus hari ini: bulan puasa",
        ),
        (
            "2026-11-24 11:00",
            [special("2026-11-24", None, "09:00", "11:00", reason="bulan puasa")],
            "Tutup. Buka lagi Rabu, 25 November 08.00 WIB. Jam khusus hari ini: bulan puasa",
        ),
    ],
)
def test_what_is_true_now(moment, special_days, words):
    office = office_with(*OFFICE_WEEK, special_days=special_days)
    assert state_in_words(open_state(office, wib(moment))) == words


def test_unknown_is_said_and_so_is_the_moment():
    assert state_in_words(open_state(office_with(), wib("2026-11-24 14:05"))) == "Jam buka belum diketahui"
    state = open_state(office_with(*OFFICE_WEEK), wib("2026-11-24 14:05"))
    assert moment_in_words(state) == "Keadaan Selasa, 24 November 2026 pukul 14.05 WIB"


def test_special_days_in_words():
    assert special_in_words(special("2026-11-24")) == "Selasa, 24 November 2026: tutup (rapat di kecamatan)"
    assert special_in_words(special("2026-12-01", "2026-12-03", "08:00", "10:00", reason="puasa")) == (
        "1 Desember 2026 sampai 3 Desember 2026: buka 08.00-10.00 WIB (puasa)"
    )
