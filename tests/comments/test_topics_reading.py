"""What readers see of topics: the list of a village, one topic and what became of it, homes, feeds."""

import gzip
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments.enums import CommentKind, CommentState, ThreadMode, TopicKind, TopicState
from comments.models import CommentRules, ResidentComment, TopicPicture
from comments.topics.progress import take_step
from core.caching import forget
from core.enums import Pillar
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.residents import ResidentFactory
from tests.factories.topics import TopicFactory, many_topics, space_of

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 2, 2, tzinfo=UTC)
LIMIT = 13 * 1024
MOST_QUERIES = 10


@pytest.fixture
def space(village):
    return space_of(village)


@pytest.fixture
def clock(time_machine):
    """Stands at ``START``. Named first by a test, so that its people have their roles since then."""
    time_machine.move_to(START, tick=False)
    return time_machine


def address_of(topic) -> str:
    return f"{space_of(topic.village).get_url()}{topic.comment.public_id}/"


def words_at(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def main_of(page: str) -> str:
    """The text of the page itself, without tags."""
    found = re.search(r"<main.*</main>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def queries_of(client, address: str) -> int:
    forget()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_space_offers_three_ways_in_without_cookie_or_script(client, space):
    response = client.get(space.get_url())
    page = response.content.decode()
    propose = reverse("comments:propose", args=[space.translation_key])
    for kind in ("tanya", "usul", "lapor"):
        assert f'href="{propose}?jenis={kind}"' in page
    assert "<script" not in page
    assert not response.cookies
    assert response.cache_scopes == [f"village:{space.village.pk}"]


def test_a_closed_space_says_so_and_offers_no_way_in(client, space, village):
    CommentRules.objects.create(village=village, mode=ThreadMode.CLOSED)
    topic = TopicFactory(village=village, title="Lampu jalan padam")
    page = words_at(client, space.get_url())
    assert "Desa ini tidak menerima komentar." in page
    assert reverse("comments:propose", args=[space.translation_key]) not in page
    assert topic.title in page


def test_a_row_tells_kind_pillar_state_with_its_date_wait_supports_and_answers(
    clock, client, space, village, cadre
):
    clock.move_to(START + timedelta(days=10), tick=False)
    TopicFactory(
        village=village,
        title="Jembatan papan patah",
        kind=TopicKind.REPORT,
        pillar=Pillar.MOBILITY,
        state=TopicState.ANSWERED,
        by=cadre,
        created_at=START,
        moved_at=START + timedelta(days=3),
        n_supports=4,
    )
    TopicFactory(village=village, title="Kapan posyandu", created_at=START + timedelta(days=5))
    page = main_of(words_at(client, space.get_url()))
    assert page.index("Kapan posyandu") < page.index("Jembatan papan patah")  # the newest first
    about = "Jalan, jembatan, angkutan, internet"
    assert f"Lapor {about} Dijawab 5 Maret 2026 , setelah 3 hari 4 dukungan 1 tanggapan" in page
    assert "Diterima 7 Maret 2026 , menunggu jawaban 5 hari" in page


def test_a_topic_that_the_village_opened_stands_out(client, space, village, cadre):
    TopicFactory(village=village, kind=TopicKind.OPENED, by=cadre, title="Rencana APB Desa tahun depan")
    page = words_at(client, space.get_url())
    assert page.count('class="card comment--official"') == 1
    assert "Dibuka desa" in page
    assert ", menunggu jawaban" not in page


def test_the_list_filters_by_state_and_pillar(client, space, village, cadre):
    TopicFactory(village=village, title="Jalan berlubang", state=TopicState.DONE, pillar=Pillar.MOBILITY)
    TopicFactory(village=village, title="Sampah di parit", pillar=Pillar.ENVIRONMENT)
    TopicFactory(village=village, title="Parit dangkal", state=TopicState.DONE, pillar=Pillar.ENVIRONMENT)

    def titles(query: str) -> list[str]:
        page = words_at(client, space.get_url() + query)
        return re.findall(r"<bdi>([^<]+)</bdi></a>", page)

    assert titles("") == ["Parit dangkal", "Sampah di parit", "Jalan berlubang"]
    assert titles("?keadaan=selesai") == ["Parit dangkal", "Jalan berlubang"]
    assert titles("?bidang=lingkungan") == ["Parit dangkal", "Sampah di parit"]
    assert titles("?keadaan=selesai&bidang=lingkungan") == ["Parit dangkal"]
    assert titles("?keadaan=diterima&bidang=mobilitas") == []
    # The links of the page lead there, each filter carried on.
    page = words_at(client, space.get_url() + "?bidang=lingkungan")
    assert f'href="{space.get_url()}?keadaan=selesai&amp;bidang=lingkungan"' in page


@pytest.mark.parametrize(
    ("asked", "clean"),
    [
        ("?keadaan=done", ""),
        ("?keadaan=selesai&bidang=x", "?keadaan=selesai"),
        ("?keadaan=selesai&keadaan=dijawab", "?keadaan=dijawab"),
        ("?page=1", ""),
        ("?page=02", ""),
        ("?page=x&bidang=ekonomi", "?bidang=ekonomi"),
        ("?apa=saja", ""),
        ("?sesudah=abc", ""),
        ("?keadaan=", ""),
        ("?page=%00", ""),
    ],
)
def test_an_unknown_value_leads_to_the_clean_address(client, space, asked, clean):
    response = client.get(space.get_url() + asked)
    assert response.status_code == 302
    assert response["Location"] == space.get_url() + clean
    assert client.get(response["Location"]).status_code == 200


def test_the_list_goes_on_by_pages_and_keeps_the_filter(client, space, village):
    many_topics(village, 25, pillar=Pillar.ECONOMY)
    many_topics(village, 3, pillar=Pillar.LIVING)
    first = words_at(client, space.get_url() + "?bidang=ekonomi")
    assert first.count('<article class="card') == 20
    assert 'href="?bidang=ekonomi&amp;page=2"' in first
    second = words_at(client, space.get_url() + "?bidang=ekonomi&page=2")
    assert second.count('<article class="card') == 5
    assert client.get(space.get_url() + "?page=900")["Location"] == space.get_url() + "?page=2"


def test_the_list_shows_only_what_is_public_in_this_village(client, space, village, other_village):
    waiting = TopicFactory(village=village, title="Belum dibaca", published=False)
    there = TopicFactory(village=other_village, title="Dari desa sebelah")
    gone = TopicFactory(village=village, title="Disembunyikan")
    ResidentComment.objects.filter(pk=gone.pk).update(state=CommentState.HIDDEN)
    page = words_at(client, space.get_url())
    for topic in (waiting, there, gone):
        assert topic.title not in page
    for topic in (waiting, gone):
        assert client.get(address_of(topic)).status_code == 404
    assert client.get(f"{space.get_url()}{there.comment.public_id}/").status_code == 404
    assert client.get(f"{space.get_url()}222222222222/").status_code == 404


def test_the_list_costs_as_many_queries_and_bytes_for_5000_topics(client, space, village, cadre):
    TopicFactory(village=village, state=TopicState.ANSWERED, by=cadre)
    many_topics(village, 9)
    few = queries_of(client, space.get_url())
    many_topics(village, 5000, state=TopicState.DONE)
    assert queries_of(client, space.get_url()) == few <= MOST_QUERIES
    response = client.get(space.get_url())
    assert response.content.decode().count('<article class="card') == 20
    assert len(gzip.compress(response.content, 9)) <= LIMIT


def test_a_topic_tells_every_state_with_its_date_and_the_days_waited(clock, client, village, cadre):
    topic = TopicFactory(
        village=village,
        kind=TopicKind.REPORT,
        title="Jembatan papan patah",
        name="Nurhayati",
        body="Dua papan lepas.",
        created_at=START - timedelta(days=1),
        published_at=START,
    )
    clock.move_to(START + timedelta(days=2), tick=False)
    take_step(cadre, topic, version=1, to=TopicState.WORKED_ON, note="Kami tinjau besok pagi.")
    topic.refresh_from_db()
    clock.move_to(START + timedelta(days=9), tick=False)
    take_step(cadre, topic, version=2, to=TopicState.DECLINED, note="Jembatan ini milik kabupaten.")

    page = words_at(client, address_of(topic))
    words = main_of(page)
    assert page.count("<h1") == 1
    for told in (
        *("Jembatan papan patah", "Lapor", "Jalan, jembatan", "Nurhayati", "Dua papan lepas."),
        "Diajukan 1 Maret 2026",
        "Diterima 2 Maret 2026 , setelah 1 hari",
        "Dikerjakan 4 Maret 2026 , setelah 2 hari, oleh Kader digital Kami tinjau besok pagi.",
        "Tidak dilanjutkan 11 Maret 2026 , setelah 7 hari, oleh Kader digital Jembatan ini milik kabupaten.",
    ):
        assert told in words, words
    assert cadre.get_full_name() not in words


def test_a_topic_offers_support_and_answers_until_it_is_closed_by_the_clock(clock, client, village, cadre):
    topic = TopicFactory(village=village)
    support = reverse("comments:support", args=[topic.comment.public_id])
    answer = f"{reverse('comments:write', args=[space_of(village).translation_key])}?balas="
    page = words_at(client, address_of(topic))
    assert support in page
    assert answer in page

    take_step(cadre, topic, version=1, to=TopicState.DONE, note="Sudah selesai dikerjakan.")
    response = client.get(address_of(topic))
    page = response.content.decode()
    assert support not in page
    assert f"{answer}{topic.comment.public_id}" in page
    assert "Tanggapan diterima sampai" in page
    # The kept page ends at the very second at which answers do.
    topic.comment.refresh_from_db()
    assert response.wsgi_request.cache_until == topic.comment.answers_close_at

    clock.move_to(START + timedelta(days=14), tick=False)
    page = words_at(client, address_of(topic))
    assert answer not in page
    assert "Topik ini sudah ditutup" in page


def test_a_topic_waits_in_public_until_it_is_answered(clock, client, village, cadre):
    topic = TopicFactory(village=village)
    clock.move_to(START + timedelta(days=6), tick=False)
    assert "Menunggu jawaban pertama: 6 hari." in words_at(client, address_of(topic))
    answered = TopicFactory(village=village, state=TopicState.ANSWERED, by=cadre)
    assert "Menunggu jawaban pertama" not in words_at(client, address_of(answered))


def test_what_people_say_stands_below_20_at_a_time_with_official_answers_marked(client, village, cadre):
    topic = TopicFactory(village=village)
    AnswerFactory(parent=topic.comment, author=cadre, body="Kami datang hari Senin.")
    for number in range(24):
        AnswerFactory(
            parent=topic.comment, kind=CommentKind.GUEST, shown_name="Warga", body=f"Kata ke-{number}."
        )
    page = words_at(client, address_of(topic))
    assert "Jawaban resmi: Kader digital" in page
    assert page.count('class="comment__text"') == 1 + 20
    following = re.search(r'rel="next" href="([^"]+)"', page)[1]
    assert following.startswith(address_of(topic))
    further = words_at(client, following)
    assert further.count('class="comment__text"') == 1 + 5
    assert "Kata ke-23." in further
    assert "noindex" in further
    # Anything else in the address leads back.
    assert client.get(f"{address_of(topic)}?urut=baru")["Location"] == address_of(topic)


def test_a_topic_costs_as_many_queries_whatever_is_said_below_it(client, village, cadre):
    topic = TopicFactory(village=village, state=TopicState.ANSWERED, by=cadre)
    few = queries_of(client, address_of(topic))
    for _number in range(15):
        AnswerFactory(parent=topic.comment, author=cadre)
    many_topics(village, 200)
    assert queries_of(client, address_of(topic)) == few <= MOST_QUERIES


def test_the_photo_is_loaded_late_in_its_own_size(client, village):
    topic = TopicFactory(village=village)
    TopicPicture.objects.create(
        comment=topic.comment,
        nonce=topic.comment.submit_nonce,
        file="x.jpg",
        width=800,
        height=600,
        alt="Papan",
    )
    page = words_at(client, address_of(topic))
    picture = re.search(r"<img[^>]*>", page)[0]
    assert f'src="{reverse("comments:picture", args=[topic.comment.public_id])}"' in picture
    for part in ('alt="Papan"', 'width="800"', 'height="600"', 'loading="lazy"'):
        assert part in picture


def test_covered_words_and_markup_stay_out_and_the_badge_shows(client, village):
    resident = ResidentFactory(village=village, verified=True, display_name="Bu Aminah")
    topic = TopicFactory(
        village=village,
        resident=resident,
        body="Telepon 081234567890 <script>x</script>",
        title="<b>Judul</b>",
    )
    ResidentComment.objects.filter(pk=topic.pk).update(masks=[[8, 20]])
    response = client.get(address_of(topic))
    page = response.content.decode()
    assert "081234567890" not in page
    assert "<script>x" not in page
    assert "<b>Judul</b>" not in page
    assert "&lt;b&gt;Judul&lt;/b&gt;" in page
    assert f"Warga terverifikasi · {village.full_name}" in page
    assert response.wsgi_request.cache_until == resident.verified_until


def test_words_that_are_passed_on_stand_alone(client, village):
    topic = TopicFactory(village=village, title="Lampu jalan padam", kind=TopicKind.REPORT)
    page = words_at(client, address_of(topic))
    shared = re.search(r"https://wa\.me/\?text=([^\"]+)", page)[1]
    assert shared.startswith(
        "Lampu%20jalan%20padam%20%28Lapor%2C%20Ruang%20Komunitas%20Desa%20Pematang%20Rahim"
    )
    assert topic.comment.public_id in shared


def test_the_address_of_the_comment_leads_to_the_topic(client, space, village, cadre):
    topic = TopicFactory(village=village, state=TopicState.ANSWERED, by=cadre)
    answer = topic.comment.answers.get()
    assert client.get(topic.comment.get_absolute_url())["Location"] == address_of(topic)
    after = f"?sesudah={answer.public_id}"
    assert client.get(topic.comment.get_absolute_url() + after)["Location"] == address_of(topic) + after
    # What was said below it keeps an address of its own, and further comments of a space are its topics.
    page = words_at(client, answer.get_absolute_url())
    assert topic.comment.get_absolute_url() in page
    further = reverse("comments:further", args=[space.translation_key])
    assert client.get(further)["Location"] == space.get_url()


def test_an_answer_below_a_closed_topic_takes_no_more(client, village, cadre):
    topic = TopicFactory(village=village, state=TopicState.ANSWERED, by=cadre)
    answer = topic.comment.answers.get()
    write = reverse("comments:write", args=[space_of(village).translation_key])
    assert write in words_at(client, answer.get_absolute_url())
    ResidentComment.objects.filter(pk=topic.pk).update(answers_close_at=timezone.now())
    assert write not in words_at(client, answer.get_absolute_url())


@pytest.mark.parametrize("state", [CommentState.HIDDEN, CommentState.WITHDRAWN, CommentState.ERASED])
def test_of_a_topic_that_is_gone_a_stub_stays_while_answers_hang_on_it(client, village, cadre, state):
    topic = TopicFactory(
        village=village, state=TopicState.ANSWERED, by=cadre, title="Judul rahasia", body="Kata rahasia"
    )
    ResidentComment.objects.filter(pk=topic.pk).update(state=state)
    topic.comment.refresh_from_db()
    page = words_at(client, address_of(topic))
    assert topic.comment.stub in page
    assert topic.comment.answers.get().body in page
    assert "noindex" in page
    for gone in ("Judul rahasia", "Kata rahasia", topic.comment.shown_name, "wa.me", "dukung"):
        assert gone not in page
    topic.comment.answers.update(state=CommentState.HIDDEN)
    assert client.get(address_of(topic)).status_code == 404


def test_where_all_words_are_private_no_topic_shows_anywhere(client, space, village, cadre):
    topic = TopicFactory(village=village, title="Judul pribadi", state=TopicState.ANSWERED, by=cadre)
    CommentRules.objects.create(village=village, mode=ThreadMode.PRIVATE)
    for address in (space.get_url(), village.get_url(), "/", "/ruang-komunitas/", f"{space.get_url()}feed/"):
        assert "Judul pribadi" not in words_at(client, address)
    assert client.get(address_of(topic)).status_code == 404
    assert client.get(topic.comment.get_absolute_url()).status_code == 404
    assert client.get(reverse("comments:support", args=[topic.comment.public_id])).status_code == 404


def test_the_home_of_a_village_shows_three_open_topics_and_two_fresh_answers(client, village, article, cadre):
    for number in range(4):
        TopicFactory(village=village, title=f"Topik {number}")
    TopicFactory(village=village, title="Topik selesai", state=TopicState.DONE)
    answered = TopicFactory(village=village, title="Topik dijawab", state=TopicState.ANSWERED, by=cadre)
    AnswerFactory(parent=ResidentCommentFactory(thread__page=article), author=cadre, body="Hari Senin pagi.")
    hidden = TopicFactory(village=village, state=TopicState.ANSWERED, by=cadre, title="Topik tersembunyi")
    ResidentComment.objects.filter(pk=hidden.pk).update(state=CommentState.HIDDEN)
    page = words_at(client, village.get_url())
    part = re.search(r'<section class="section" aria-labelledby="comments">.*?</section>', page, re.DOTALL)[0]
    titles = re.findall(r'<a href="([^"]+)">([^<]+)</a>', part)
    assert [title for _url, title in titles] == [
        *("Topik 3", "Topik 2", "Topik 1", article.title, "Topik dijawab"),
    ]
    assert titles[4][0].startswith("/komentar/")
    assert answered.title not in [title for _url, title in titles[:3]]
    assert "Hari Senin pagi." in part


def test_homes_cost_as_many_queries_whatever_was_asked(client, village, cadre):
    TopicFactory(village=village, state=TopicState.ANSWERED, by=cadre)
    few = [queries_of(client, address) for address in (village.get_url(), "/")]
    many_topics(village, 200)
    for _number in range(5):
        TopicFactory(village=village, state=TopicState.ANSWERED, by=cadre)
    assert [queries_of(client, address) for address in (village.get_url(), "/")] == few


def test_the_feed_names_a_topic_by_its_title(client, space, village, cadre):
    topic = TopicFactory(village=village, title="Lampu jalan padam", name="Nurhayati")
    AnswerFactory(parent=topic.comment, author=cadre)
    feed = words_at(client, f"{space.get_url()}feed/")
    assert "Nurhayati: Lampu jalan padam" in feed
    assert feed.count("Lampu jalan padam</title>") == 2
    before = queries_of(client, f"{space.get_url()}feed/")
    AnswerFactory(parent=TopicFactory(village=village).comment, author=cadre)
    assert queries_of(client, f"{space.get_url()}feed/") == before
    ResidentComment.objects.filter(pk=topic.pk).update(state=CommentState.HIDDEN)
    assert "Lampu jalan padam" not in words_at(client, f"{space.get_url()}feed/")


def test_a_draft_of_the_space_can_be_previewed(rf, space):
    assert space.make_preview_request().status_code == 200
