"""What readers are told of offices, also by pages that were kept. 24 November 2026 is a Tuesday."""

import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory

from core.caching import bump
from offices.models import Office, SpecialHours
from offices.reading import with_hours
from offices.timetable import open_state
from tests.factories.offices import OfficeFactory, contact, weekly
from tests.factories.village_pages import VillageFactory
from tests.offices.rows import wib
from tests.pages import query_count

pytestmark = pytest.mark.django_db

TUESDAY = "2026-11-24"
FOREVER = 10**7


@pytest.fixture
def village():
    return VillageFactory(
        title="Pematang Rahim",
        office_address="Jalan Poros 1",
        office_hours=weekly(1, 2, 3, 4, break_start=time(12), break_end=time(13)) + weekly(5, closes="11:30"),
        contacts=[contact(whatsapp="0812-0000-0000")],
    )


@pytest.fixture
def kept(settings, client):
    """A reader whose every page is kept until it changes by itself, never only for some minutes."""
    settings.PAGE_CACHE_ENABLED = True
    settings.PAGE_CACHE_MAX_AGE = FOREVER
    return client


@pytest.fixture
def clock():
    """Moves time: ``clock("2026-11-24 14:05")`` in WIB."""
    with time_machine.travel(wib("2026-11-01 00:00"), tick=False) as traveller:
        yield lambda moment: traveller.move_to(wib(moment))


def words(client, address, **extra) -> str:
    answer = client.get(address, **extra)
    assert answer.status_code == 200
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(text).split())


def main_office(village) -> Office:
    return Office.objects.get(village=village, is_main=True)


def close(reason="rapat", *, first=TUESDAY, last=None, **scope) -> SpecialHours:
    last = date.fromisoformat(last or first)
    return SpecialHours.objects.create(
        first_day=date.fromisoformat(first), last_day=last, reason=reason, **scope
    )


# --- Whose special day holds ---


def state_on(office, moment):
    return open_state(with_hours([office])[0], wib(moment))


def test_the_offices_own_day_before_the_villages_before_the_regencys(village, clock):
    clock(f"{TUESDAY} 09:00")
    office, other = main_office(village), OfficeFactory(village=village, hours=weekly())
    regencys = OfficeFactory(hours=weekly())
    elsewhere = OfficeFactory(village=VillageFactory(), hours=weekly())
    everywhere = (office, other, regencys, elsewhere)
    # The narrower is the older here, so that age alone does not decide.
    close("sendiri", office=office)
    close("desa", village=village)
    close("kabupaten")
    reasons = [state_on(one, f"{TUESDAY} 09:00").reason for one in everywhere]
    assert reasons == ["sendiri", "desa", "kabupaten", "kabupaten"]
    assert [one.special_days[0].reason for one in with_hours(everywhere)] == reasons


def test_among_equals_the_newest_holds(village, clock):
    clock(f"{TUESDAY} 08:30")
    close("lama", village=village)
    clock(f"{TUESDAY} 09:00")
    opened = close("baru", village=village, opens=time(9), closes=time(11))
    state = state_on(main_office(village), f"{TUESDAY} 10:00")
    assert state.is_open
    assert state.reason == "baru"
    opened.delete()
    assert not state_on(main_office(village), f"{TUESDAY} 10:00").is_open


def test_a_village_works_on_a_holiday_of_the_regency_if_it_says_so(village, clock):
    clock(f"{TUESDAY} 09:00")
    close("Hari Guru", village=None)
    assert not state_on(main_office(village), f"{TUESDAY} 09:00").is_open
    close("tetap buka", village=village, opens=time(8), closes=time(10))
    assert state_on(main_office(village), f"{TUESDAY} 09:00").until == wib(f"{TUESDAY} 10:00")


def test_days_of_another_office_village_or_time_are_nobodys(village, clock):
    clock(f"{TUESDAY} 09:00")
    close(office=OfficeFactory(village=village))
    close(office=OfficeFactory(village=village), village=village)
    close(village=VillageFactory())
    close(first="2026-11-23")
    assert state_on(main_office(village), f"{TUESDAY} 09:00").is_open


def test_what_is_special_today_is_found_by_the_day_in_wib(village):
    """In UTC it is Monday still."""
    close("rapat")
    with time_machine.travel(datetime(2026, 11, 23, 17, 30, tzinfo=UTC), tick=False):
        assert open_state(with_hours([main_office(village)])[0]).reason == "rapat"
    with time_machine.travel(datetime(2026, 11, 24, 17, 0, tzinfo=UTC), tick=False):
        assert open_state(with_hours([main_office(village)])[0]).reason == ""


def test_as_many_queries_for_one_office_as_for_twenty(village, django_assert_num_queries, clock):
    clock(f"{TUESDAY} 09:00")
    close("kabupaten")
    for offices in ([main_office(village)], OfficeFactory.create_batch(20, hours=weekly())):
        with django_assert_num_queries(3):
            assert [open_state(office).reason for office in with_hours(offices)] == ["kabupaten"] * len(
                offices
            )
    with django_assert_num_queries(0):
        assert with_hours([]) == []


# --- The page ---


def test_a_villages_home_says_whether_its_office_is_open(client, village, clock):
    clock(f"{TUESDAY} 14:05")
    close("Hari Guru", first="2026-11-25")
    text = words(client, village.url)
    assert text.count("Buka sekarang, tutup pukul 15.30 WIB") == 2
    assert "Keadaan Selasa, 24 November 2026 pukul 14.05 WIB" in text
    assert "Senin-Kamis 08.00-15.30 WIB istirahat 12.00-13.00" in text
    assert "Jumat 08.00-11.30 WIB" in text
    assert "Hari lain Tutup" in text
    assert "Rabu, 25 November 2026: tutup (Hari Guru)" in text
    assert "Jalan Poros 1" in text
    html = client.get(village.url).content.decode()
    assert 'href="tel:+6281200000000"' in html
    assert 'href="https://wa.me/6281200000000"' in html


def test_what_nobody_has_said_is_said_to_be_unknown(client):
    text = words(client, VillageFactory().url)
    assert "Alamat belum diisi." in text
    assert "Jam buka belum diketahui" in text
    assert "Hari lain" not in text
    assert "Nomor belum diketahui; datang langsung." in text


def test_further_places_of_a_village_have_a_line_each(client, village, clock):
    clock(f"{TUESDAY} 09:00")
    assert "Tempat lain di desa ini" not in words(client, village.url)
    OfficeFactory(village=village, name="Posyandu Mawar", hours=weekly(2, closes="11:00"))
    OfficeFactory(village=village, name="Balai dusun")
    OfficeFactory(name="Disdukcapil", hours=weekly())
    text = words(client, village.url)
    assert "Posyandu Mawar Buka sekarang, tutup pukul 11.00 WIB" in text
    assert "Balai dusun Jam buka belum diketahui" in text
    assert text.count("Tempat lain di desa ini") == 1
    assert "Disdukcapil" not in text


def test_a_home_with_many_places_asks_no_more(client, village):
    OfficeFactory(village=village, hours=weekly(), contacts=[contact()])
    before = query_count(client, village.url)
    for _number in range(19):
        close(office=OfficeFactory(village=village, hours=weekly(), contacts=[contact()]))
    assert query_count(client, village.url) == before


# --- Kept pages ---


OPENS = "Tutup. Buka hari ini pukul 08.00 WIB"
BEFORE_BREAK = "Buka sekarang, istirahat pukul 12.00 WIB"
BREAK = "Istirahat, buka lagi pukul 13.00 WIB"
AFTERNOON = "Buka sekarang, tutup pukul 15.30 WIB"
CLOSED = "Tutup. Buka lagi Rabu, 25 November 08.00 WIB"


@pytest.mark.parametrize(
    ("before", "said_before", "at", "said_then"),
    [
        ("07:59", OPENS, "08:00", BEFORE_BREAK),
        ("11:59", BEFORE_BREAK, "12:00", BREAK),
        ("12:59", BREAK, "13:00", AFTERNOON),
        ("15:29", AFTERNOON, "15:30", CLOSED),
    ],
)
def test_a_kept_page_changes_at_the_very_moment(
    kept, village, clock, django_assert_num_queries, before, said_before, at, said_then
):
    clock(f"{TUESDAY} {before}")
    assert said_before in words(kept, village.url)
    clock(f"{TUESDAY} {before}:59")
    with django_assert_num_queries(0):
        assert said_before in words(kept, village.url)
    clock(f"{TUESDAY} {at}")
    text = words(kept, village.url)
    assert said_then in text
    assert said_before not in text


def test_the_earliest_change_of_any_office_on_the_page_counts(kept, village, clock):
    OfficeFactory(village=village, name="Posyandu", hours=weekly(2, closes="10:15"))
    clock(f"{TUESDAY} 10:14")
    assert "Posyandu Buka sekarang, tutup pukul 10.15 WIB" in words(kept, village.url)
    clock(f"{TUESDAY} 10:15")
    assert "Posyandu Tutup. Buka lagi Selasa, 1 Desember 08.00 WIB" in words(kept, village.url)


def test_a_kept_page_turns_at_midnight_in_wib(kept, village, clock):
    close("cuti bersama", first="2026-11-25")
    clock(f"{TUESDAY} 23:59")
    assert "Tutup. Buka lagi Kamis, 26 November 08.00 WIB" in words(kept, village.url)
    clock("2026-11-25 00:00")
    assert "Tutup hari ini: cuti bersama. Buka lagi Kamis, 26 November 08.00 WIB" in words(kept, village.url)


def test_a_page_of_unknown_hours_turns_at_midnight_too(kept, clock):
    village = VillageFactory()
    close("cuti bersama", first="2026-11-25")
    clock(f"{TUESDAY} 23:59")
    assert "Jam buka belum diketahui" in words(kept, village.url)
    clock("2026-11-25 00:00")
    assert "Tutup hari ini: cuti bersama" in words(kept, village.url)


def test_closing_today_is_seen_at_once(kept, village, clock, django_capture_on_commit_callbacks):
    clock(f"{TUESDAY} 09:00")
    assert "Buka sekarang" in words(kept, village.url)
    with django_capture_on_commit_callbacks(execute=True):
        close("rapat di kecamatan", office=main_office(village))
        bump(f"village:{village.pk}")
    text = words(kept, village.url)
    assert "Tutup hari ini: rapat di kecamatan. Buka lagi Rabu, 25 November 08.00 WIB" in text
    assert "Buka sekarang" not in text


def test_a_browser_that_kept_the_page_is_not_told_to_go_on_using_it(kept, village, clock):
    """Caches of browsers must ask each time, and after closing the old copy is no longer confirmed."""
    clock(f"{TUESDAY} 15:29")
    answer = kept.get(village.url)
    assert answer["Cache-Control"] == "no-cache"
    assert not {"Expires", "Age", "Last-Modified"} & set(answer.headers)
    assert kept.get(village.url, headers={"if-none-match": answer["ETag"]}).status_code == 304
    clock(f"{TUESDAY} 15:30")
    later = kept.get(village.url, headers={"if-none-match": answer["ETag"]})
    assert later.status_code == 200
    assert "Tutup. Buka lagi Rabu" in later.content.decode()


def test_no_page_of_a_whole_week_claims_open_after_closing(kept, village, clock):
    """Asked every 29 minutes, day and night, the kept page says what the hours say."""
    office, moment = main_office(village), wib("2026-11-23 00:00")
    while moment < wib("2026-11-30 00:00"):
        clock(moment.strftime("%Y-%m-%d %H:%M"))
        is_open = any(
            row.weekday == moment.isoweekday()
            and row.opens <= moment.time() < row.closes
            and not (row.break_start and row.break_start <= moment.time() < row.break_end)
            for row in office.hours.all()
        )
        assert ("Buka sekarang" in words(kept, village.url)) == is_open, moment
        moment += timedelta(minutes=29)


# --- The tags, for other pages ---


def rendered(markup: str, office) -> tuple[str, object]:
    request = RequestFactory().get("/")
    context = Context({"request": request, "office": with_hours([office])[0]})
    html = Template("{% load offices_tags %}" + markup).render(context)
    return " ".join(re.sub("<[^>]+>", " ", html).split()), request


@pytest.mark.parametrize(
    "markup", ["{% open_line office %}", "{% office office %}", "{% open_words office %}"]
)
def test_every_tag_ends_the_kept_page_in_time(village, clock, markup):
    clock(f"{TUESDAY} 14:05")
    text, request = rendered(markup, main_office(village))
    assert "Buka sekarang, tutup pukul 15.30 WIB" in text
    assert request.cache_until == wib(f"{TUESDAY} 15:30")


def test_a_line_may_leave_out_the_moment(village, clock):
    clock(f"{TUESDAY} 14:05")
    office = main_office(village)
    assert rendered("{% open_line office %}", office)[0].endswith("pukul 14.05 WIB")
    assert rendered("{% open_line office as_of=False %}", office)[0] == "Buka sekarang, tutup pukul 15.30 WIB"


def test_how_to_get_in_is_said_where_it_is_known():
    office = OfficeFactory(access="Jalur landai di samping")
    assert "Akses: Jalur landai di samping" in rendered("{% office office %}", office)[0]
    assert "Akses" not in rendered("{% office office %}", OfficeFactory())[0]
