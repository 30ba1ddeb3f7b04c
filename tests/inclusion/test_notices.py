"""Notices: valid now, upcoming, over; each leaves the lists at its minute and its page says so."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from inclusion.models import InclusionContact, InclusionNoticePage, InclusionStep
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.village_pages import VillageFactory
from tests.pages import query_count, say

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10.00 WIB
HOUR = timedelta(hours=1)


@pytest.fixture
def village():
    with time_machine.travel(NOW, tick=False):
        return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


@pytest.fixture
def notices(village):
    with time_machine.travel(NOW, tick=False):
        return {
            "standing": InclusionNoticePageFactory(village=village, title="Selalu berlaku", valid_until=None),
            "now": InclusionNoticePageFactory(
                village=village, title="Berlaku kini", valid_from=NOW - HOUR, valid_until=NOW + HOUR
            ),
            "coming": InclusionNoticePageFactory(
                village=village, title="Akan berlaku", valid_from=NOW + 2 * HOUR, valid_until=NOW + 3 * HOUR
            ),
            "over": InclusionNoticePageFactory(
                village=village, title="Sudah berakhir", valid_until=NOW - timedelta(seconds=1)
            ),
        }


def listed(client, address: str) -> set[str]:
    html = client.get(address).content.decode()
    return {
        title
        for title in ("Selalu berlaku", "Berlaku kini", "Akan berlaku", "Sudah berakhir")
        if title in html
    }


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (NOW, {"Selalu berlaku", "Berlaku kini"}),
        (NOW + HOUR - timedelta(seconds=1), {"Selalu berlaku", "Berlaku kini"}),
        (NOW + HOUR, {"Selalu berlaku"}),
        (NOW + 2 * HOUR - timedelta(seconds=1), {"Selalu berlaku"}),
        (NOW + 2 * HOUR, {"Selalu berlaku", "Akan berlaku"}),
        (NOW + 3 * HOUR, {"Selalu berlaku"}),
    ],
)
def test_lists_show_what_holds_at_this_minute(client, village, notices, moment, expected):
    with time_machine.travel(moment, tick=False):
        for address in (f"{village.url}inklusi/", village.url, "/", "/inklusi/"):
            assert listed(client, address) == expected, address


def test_a_notices_own_page_stays_and_says_how_things_are(client, notices):
    with time_machine.travel(NOW, tick=False):
        over = client.get(notices["over"].url)
        assert over.status_code == 200
        assert "Sudah tidak berlaku sejak 24 November 2026 09:59 WIB." in over.content.decode()
        assert (
            "Mulai berlaku 24 November 2026 12:00 WIB." in client.get(notices["coming"].url).content.decode()
        )
        for name in ("standing", "now"):
            html = client.get(notices[name].url).content.decode()
            assert "Sudah tidak berlaku" not in html
            assert "Mulai berlaku" not in html
    with time_machine.travel(NOW + HOUR, tick=False):
        assert "Sudah tidak berlaku" in client.get(notices["now"].url).content.decode()


def test_every_stored_copy_ends_at_the_next_boundary(client, village, notices):
    """What the page cache is told: portal, village, list and page change by themselves."""
    with time_machine.travel(NOW, tick=False):
        for address in ("/", village.url, f"{village.url}inklusi/", "/inklusi/", notices["now"].url):
            assert client.get(address).cache_until == NOW + HOUR, address
        assert client.get(notices["coming"].url).cache_until == NOW + 2 * HOUR
        for name in ("standing", "over"):
            assert client.get(notices[name].url).cache_until is None, name
        assert client.get(f"{village.url}berita/").cache_until is None
    with time_machine.travel(NOW + 3 * HOUR, tick=False):
        assert client.get(f"{village.url}inklusi/").cache_until is None


def test_another_villages_boundaries_are_not_ours(client, village, notices):
    with time_machine.travel(NOW, tick=False):
        other = VillageFactory(code="15.07.09.2006")
        assert client.get(other.url).cache_until is None
        assert client.get(f"{other.url}inklusi/").cache_until is None


def test_drafts_set_no_boundary(client, village):
    with time_machine.travel(NOW, tick=False):
        InclusionNoticePageFactory(village=village, live=False, valid_until=NOW + HOUR)
        assert client.get(f"{village.url}inklusi/").cache_until is None


def test_the_soonest_to_end_stands_first_and_standing_ones_last(village):
    with time_machine.travel(NOW, tick=False):
        InclusionNoticePageFactory(village=village, title="C", valid_until=NOW + 3 * HOUR)
        InclusionNoticePageFactory(village=village, title="A tetap")
        InclusionNoticePageFactory(village=village, title="B", valid_until=NOW + HOUR)
        assert [page.title for page in InclusionNoticePage.objects.valid_now(village)] == [
            "B",
            "C",
            "A tetap",
        ]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"starts_at": NOW, "ends_at": NOW - HOUR}, "ends_at"),
        ({"valid_from": NOW, "valid_until": NOW}, "valid_until"),
        ({"valid_from": NOW, "valid_until": NOW - HOUR}, "valid_until"),
    ],
)
def test_times_that_run_backwards_are_refused(fields, error):
    page = InclusionNoticePage(title="Posyandu", slug="posyandu", plain_summary="Gratis.", **fields)
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert error in refused.value.error_dict


@pytest.mark.parametrize("audiences", [[], ["orang cacat"]])
def test_a_notice_names_whom_it_is_for(village, audiences):
    page = InclusionNoticePageFactory(village=village)
    page.audiences = audiences
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert "audiences" in refused.value.error_dict


def test_access_that_nobody_has_checked_is_unknown_and_never_silently_there(client, village):
    html = client.get(InclusionNoticePageFactory(village=village).url).content.decode()
    assert html.count("Belum diketahui") >= len(InclusionNoticePage.ACCESS_QUESTIONS)
    page = InclusionNoticePageFactory(village=village, step_free="yes", toilet="no")
    answers = {question: value for question, value, _words in page.access_answers()}
    assert answers["Jalur landai atau tanpa tangga"] == "yes"
    assert list(answers.values()).count("unknown") == len(InclusionNoticePage.ACCESS_QUESTIONS) - 2


def test_whom_to_ask_stands_on_the_page_or_is_said_to_be_unknown(client, village):
    bare = client.get(InclusionNoticePageFactory(village=village).url).content.decode()
    assert "Nomor belum diketahui; datang langsung ke kantor desa." in bare
    page = InclusionNoticePageFactory(
        village=village,
        rows={
            "contacts": [InclusionContact(role="Kader Posyandu", phone="129", outside_village=True)],
            "steps": [InclusionStep(text="Datang ke balai desa")],
        },
    )
    html = client.get(page.url).content.decode()
    for words in ("Kader Posyandu", 'href="tel:129"', "Datang ke balai desa", "Lansia"):
        assert words in html, words


def test_a_notice_page_query_count(client, village):
    """No n+1: two rows of each kind cost as much as twenty."""

    def count(rows: int) -> int:
        page = InclusionNoticePageFactory(
            village=village,
            rows={
                "contacts": [InclusionContact(role=f"Kader {n}") for n in range(rows)],
                "steps": [InclusionStep(text=f"Langkah {n}") for n in range(rows)],
            },
        )
        return query_count(client, page.url)

    few, many = count(2), count(20)
    say(f"notice: {few} queries with 2 rows of each kind, {many} with 20")
    assert few == many <= 12
