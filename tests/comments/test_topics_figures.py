"""The figures of villages: what is counted, the days in the middle, the table of all, the portal's line."""

import gzip
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.signal_handlers import disable_reference_index_auto_update

from comments.enums import CommentState, TopicKind, TopicState
from comments.models import ResidentComment
from comments.topics.figures import ENOUGH, LOOKED_BACK, Figures, figures_of, median, together
from comments.topics.listing import readable
from core.caching import forget
from tests.factories.topics import TopicFactory, many_topics, space_of
from tests.factories.village_pages import VillageFactory
from village_pages.models import RegencyHomePage, VillagePage
from village_pages.opening import open_village

pytestmark = pytest.mark.django_db

ALL = "/ruang-komunitas/"
START = datetime(2026, 3, 2, 2, tzinfo=UTC)


def answered_after(village, *days: float, **fields) -> None:
    for number in days:
        TopicFactory(
            village=village,
            state=TopicState.ANSWERED,
            created_at=START,
            moved_at=START + timedelta(days=number),
            **fields,
        )


def figures(village) -> Figures:
    return figures_of(readable(), VillagePage.objects.filter(pk=village.pk)).get(village.pk, Figures())


def main_of(page: str) -> str:
    found = re.search(r"<main.*</main>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(START + timedelta(days=60), tick=False)
    return time_machine


def test_open_answered_and_done_are_counted_and_what_is_not_public_is_not(village, other_village):
    TopicFactory(village=village)
    TopicFactory(village=village, state=TopicState.WORKED_ON)
    TopicFactory(village=village, kind=TopicKind.OPENED)
    answered_after(village, 1)
    TopicFactory(village=village, state=TopicState.DONE)
    TopicFactory(village=village, state=TopicState.DECLINED)
    TopicFactory(village=village, published=False)
    gone = TopicFactory(village=village)
    ResidentComment.objects.filter(pk=gone.pk).update(state=CommentState.HIDDEN)
    found = figures(village)
    # Answered are those that the office has answered or decided, whatever became of them since.
    assert (found.open, found.answered, found.done) == (3, 3, 1)
    assert figures(other_village) == Figures()


@pytest.mark.parametrize(
    ("days", "middle"),
    [
        ((5,), None),
        ((5, 1), None),
        ((1, 30, 2), 2),
        ((1, 2, 4, 50), 3),
        ((9, 1, 2, 3, 8), 3),
        ((1, 2, 3, 4, 5, 6), 3.5),
        ((2, 2, 2), 2),
    ],
)
def test_the_middle_of_the_days_until_a_first_answer(village, days, middle):
    answered_after(village, *days)
    assert figures(village).median_days == middle
    assert together(readable()).median_days == middle


def test_the_days_count_from_sending_so_that_waiting_for_review_is_not_hidden(village):
    for _number in range(ENOUGH):
        TopicFactory(
            village=village,
            state=TopicState.ANSWERED,
            created_at=START,
            published_at=START + timedelta(days=4),
            moved_at=START + timedelta(days=5),
        )
    assert figures(village).median_days == 5


def test_what_the_village_opened_and_what_is_long_ago_does_not_count(village, clock):
    answered_after(village, 1, 1, 1)
    TopicFactory(village=village, kind=TopicKind.OPENED, state=TopicState.DONE, created_at=START)
    assert figures(village).median_days == 1
    clock.move_to(START + LOOKED_BACK + timedelta(days=1), tick=False)
    assert figures(village).median_days is None


def test_each_village_has_a_middle_of_its_own_and_all_have_one_together(village, other_village):
    answered_after(village, 1, 1, 2)
    answered_after(other_village, 9, 10, 11)
    assert figures(village).median_days == 1
    assert figures(other_village).median_days == 10
    assert median(readable()) / timedelta(days=1) == 5.5


@pytest.mark.parametrize(
    ("days", "words"),
    [(None, ""), (0.2, "kurang dari sehari"), (1, "1 hari"), (2.4, "2 hari"), (2.5, "3 hari")],
)
def test_days_in_words(days, words):
    assert Figures(median_days=days).days == words


def test_the_table_names_all_villages_in_alphabetical_order(client, village, other_village):
    open_village(code="15.07.09.2003", name="Bukit Tempurung", district="Mendahara Ulu")
    answered_after(other_village, 3, 3, 3)
    many_topics(village, 7)
    response = client.get(ALL)
    page = response.content.decode()
    assert response.status_code == 200
    assert response.cache_scopes == ["portal"]
    assert not response.cookies
    rows = re.findall(r"<tbody>.*?</tbody>", page, re.DOTALL)
    told = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
    assert told == [
        "Bukit Tempurung 0 0 0 belum cukup data",
        "Pematang Rahim 7 0 0 belum cukup data",
        "Sinar Wajo 3 3 0 3 hari",
    ]
    assert f'href="{space_of(other_village).get_url()}"' in rows[2]
    assert "bukan peringkat" in page
    assert "sejak topik dikirim" in page


def test_the_table_stands_in_the_navigation_of_the_portal_and_names_no_person(client, village, cadre):
    answered_after(village, 1, by=cadre, name="Nurhayati")
    page = client.get(ALL).content.decode()
    assert "Nurhayati" not in page
    assert cadre.get_full_name() not in page
    assert f'<a href="{ALL}"' in client.get("/").content.decode()
    # Under a village the same word is its own space.
    assert f'<a href="{ALL}"' not in client.get(village.get_url()).content.decode()


def test_the_portal_tells_one_line_of_all_villages(client, village, other_village):
    assert "topik terbuka" not in client.get("/").content.decode()
    answered_after(village, 2, 2)
    TopicFactory(village=other_village, state=TopicState.DONE)
    TopicFactory(village=other_village)
    words = main_of(client.get("/").content.decode())
    assert "3 topik terbuka, 3 sudah dijawab, 1 selesai." in words
    assert "Jawaban pertama biasanya datang dalam 2 hari." in words


def test_the_space_tells_the_figures_of_its_village(client, village):
    address = space_of(village).get_url()
    answered_after(village, 4)
    words = main_of(client.get(address).content.decode())
    assert "Dari 1 topik warga: 1 terbuka, 1 sudah dijawab, 0 selesai." in words
    assert "Terbaru di atas." in words
    assert "belum cukup data" in words
    answered_after(village, 4, 4)
    assert "Jawaban pertama biasanya datang dalam 4 hari" in main_of(client.get(address).content.decode())


def test_200_villages_cost_as_many_queries_as_two_and_the_page_stays_light(client, village, other_village):
    def queries_of(address: str) -> int:
        forget()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    answered_after(village, 1, 2, 3)
    answered_after(other_village, 1, 2, 3)
    few = [queries_of(ALL), queries_of("/")]
    for _number in range(4):
        answered_after(VillageFactory(), 1, 2, 3)
    home = RegencyHomePage.objects.get()
    with disable_reference_index_auto_update():
        # As rows: opening them all properly would take a minute.
        for number in range(194):
            page = VillagePage(title=f"Desa Jauh {number}", code=f"15.07.90.{number:04d}", district="Jauh")
            home.add_child(instance=page)
    assert [queries_of(ALL), queries_of("/")] == few
    response = client.get(ALL)
    assert response.content.decode().count("<tbody>") == 200
    assert len(gzip.compress(response.content, 9)) <= 13 * 1024
