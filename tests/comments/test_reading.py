"""What readers see: the section under an article, further parts, and a comment's own address."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import moderation
from comments.enums import CommentState, ThreadMode
from comments.models import ModAction, Resident, ResidentComment, Thread
from comments.models.comment import is_public_id, new_public_id
from comments.models.resident import VERIFIED_FOR
from comments.reading import PER_PAGE
from news.models import NewsArticlePage
from tests.factories.comments import AnswerFactory, ResidentCommentFactory, ThreadFactory, thread_with
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.residents import ResidentFactory
from village_pages.models import Membership
from village_pages.rights import dismiss

pytestmark = pytest.mark.django_db

SECTION = Template("{% load comment_tags %}{% comments_section page %}")


def section(page) -> str:
    return SECTION.render(Context({"page": page}))


def bodies(text: str) -> list[str]:
    return re.findall(r'class="comment__text" dir="auto">([^<]*)<', text)


@pytest.mark.parametrize("n", [0, 20, 5000])
def test_the_section_costs_at_most_three_queries_however_many_comments_query_count(
    article, cadre, n, django_assert_max_num_queries
):
    """n+1: answers and the roles of their authors come in one query for all comments."""
    if n:
        thread = thread_with(n, page=article)
        for root in thread.resident_comments.all()[:20]:
            AnswerFactory(parent=root, author=cadre)
    # Known to the page that shows the section: its village, and where addresses begin.
    assert article.village is not None
    assert article.get_url()
    with django_assert_max_num_queries(3) as queries:  # thread, comments, answers
        html = section(article)
    assert html.count("<article") == min(n, 20) * 2
    assert len(queries) == (2 if n == 0 else 3)


def test_a_page_without_comments_costs_no_query(village, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert section(village).strip() == ""


def test_the_section_shows_name_place_time_and_words_oldest_first(article):
    for day in (2, 1):
        ResidentCommentFactory(thread__page=article, body=f"Hari ke-{3 - day}")
    first = ResidentComment.objects.first()
    ResidentComment.objects.filter(pk=first.pk).update(
        created_at=datetime(2024, 6, 27, 14, 27, 4, tzinfo=UTC),
        shown_name="Nugroho - Brumbun",
        shown_place="",
    )
    html = section(article)
    assert bodies(html) == ["Hari ke-1", "Hari ke-2"]
    assert "<bdi>Nugroho - Brumbun</bdi>" in html
    assert "27 Juni 2024 21:27 WIB" in html
    assert "Komentar (2)" in html


@pytest.mark.parametrize("state", [state for state in CommentState if state != CommentState.PUBLISHED])
def test_case_17_words_that_are_not_published_are_nowhere(client, article, state):
    secret = "Kata rahasia yang belum terbit"
    shown = ResidentCommentFactory(thread__page=article)
    hidden = ResidentCommentFactory(thread__page=article, body=secret, shown_name="Nama Rahasia", state=state)
    answer = AnswerFactory(parent=shown, body=secret, state=state)
    for address in (
        article.get_url(),
        article.get_parent().get_url(),
        article.village.get_url(),
        f"{article.village.get_url()}ruang-komunitas/",
        reverse("comments:further", args=[article.translation_key]),
        reverse("comments:write", args=[article.translation_key]),
        shown.get_absolute_url(),
        "/cari/?q=rahasia",
        "/sitemap.xml",
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        assert secret not in response.content.decode()
        assert "Nama Rahasia" not in response.content.decode()
        assert hidden.public_id not in response.content.decode()
    for one in (hidden, answer):
        assert client.get(one.get_absolute_url()).status_code == 404


def test_a_hidden_comment_leaves_a_stub_and_its_answers(article, cadre):
    root = ResidentCommentFactory(thread__page=article, body="Kata kasar", state=CommentState.HIDDEN)
    AnswerFactory(parent=root, author=cadre, body="Mohon santun.")
    ResidentComment.objects.filter(pk=root.pk).update(state_changed_at=datetime(2026, 11, 3, 3, tzinfo=UTC))
    html = section(article)
    assert "Komentar ini disembunyikan pada 3 November 2026." in html
    assert bodies(html) == ["Mohon santun."]
    assert root.shown_name not in html


def test_a_long_comment_shows_its_beginning_and_the_way_to_the_rest(client, article):
    comment = ResidentCommentFactory(thread__page=article, body="kata " * 100)
    html = section(article)
    assert len(bodies(html)[0]) <= 410
    assert comment.get_absolute_url() in html
    assert comment.body.strip() in client.get(comment.get_absolute_url()).content.decode()


def test_further_parts_come_twenty_at_a_time_and_every_comment_once(client, article):
    thread_with(45, page=article, body=lambda i: f"Komentar ke-{i}")
    seen = bodies(client.get(article.get_url()).content.decode())
    html = client.get(article.get_url()).content.decode()
    while match := re.search(r'rel="next" href="([^"]+)"', html):
        html = client.get(match[1].replace("&amp;", "&")).content.decode()
        seen += bodies(html)
        assert len(bodies(html)) <= PER_PAGE
    assert seen == [f"Komentar ke-{i}" for i in range(45)]


def test_case_15_made_up_cursors_and_keys_are_answered_sanely(client, article, other_article):
    thread_with(25, page=article)
    foreign = ResidentCommentFactory(thread__page=other_article)
    address = reverse("comments:further", args=[article.translation_key])
    for cursor in ("x", "%", "_' OR 1=1", "<svg>", "9" * 5000, foreign.public_id):
        response = client.get(address, {"sesudah": cursor})
        assert response.status_code == 404
        assert "<svg>" not in response.content.decode()
    response = client.get(f"{address}?per_page=9999&sesudah=<svg>&x=1")
    assert (response.status_code, response["Location"]) == (302, address)


def test_case_36_the_article_with_comments_is_the_same_for_everybody(article, cadre):
    ResidentCommentFactory(thread__page=article)
    reader = Client()
    for address in (
        article.get_url(),
        reverse("comments:further", args=[article.translation_key]),
        ResidentComment.objects.get().get_absolute_url(),
    ):
        response = reader.get(address)
        assert response.status_code == 200
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert "csrfmiddlewaretoken" not in response.content.decode()
        assert response.has_header("ETag")


def test_the_badge_comes_from_membership_and_never_from_the_name(article, cadre, village):
    root = ResidentCommentFactory(thread__page=article, shown_name="Kader digital", body="Saya kader")
    AnswerFactory(parent=root, author=cadre)
    html = section(article)
    assert html.count("badge--official") == 1
    assert "Jawaban resmi: Kader digital" in html
    dismiss(Membership.objects.get(user=cadre))
    html = section(article)
    assert "Jawaban resmi: Kader digital" not in html
    assert html.count("badge--official") == 1


def test_case_25_membership_of_another_village_gives_no_role_on_the_badge(article, other_cadre):
    root = ResidentCommentFactory(thread__page=article)
    AnswerFactory(parent=root, author=other_cadre)
    assert "Kader digital" not in section(article)


def test_case_25_a_membership_that_ended_or_has_not_begun_gives_no_role(article, cadre):
    root = ResidentCommentFactory(thread__page=article)
    AnswerFactory(parent=root, author=cadre)
    later = timezone.now() + timezone.timedelta(days=1)
    Membership.objects.filter(user=cadre).update(since=later)
    assert "Kader digital" not in section(article)


def test_case_25_a_closed_account_gives_no_role(article, cadre):
    AnswerFactory(parent=ResidentCommentFactory(thread__page=article), author=cadre)
    cadre.is_active = False
    cadre.save()
    assert "Kader digital" not in section(article)


def test_case_25_the_badge_goes_from_kept_pages_with_the_role(
    article, cadre, client, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_ENABLED = True
    AnswerFactory(parent=ResidentCommentFactory(thread__page=article), author=cadre)
    assert "Jawaban resmi: Kader digital" in client.get(article.get_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        dismiss(Membership.objects.get(user=cadre))
    assert "Jawaban resmi: Kader digital" not in client.get(article.get_url()).content.decode()


def test_closed_comments_are_said_to_be_closed(article):
    article.comments_open = False
    html = section(article)
    assert "Komentar untuk halaman ini ditutup." in html
    assert "Tulis komentar" not in html


def test_comments_outlive_a_move_of_their_page_and_its_end(article):
    comment = ResidentCommentFactory(thread__page=article)
    article.delete()
    comment.refresh_from_db()
    assert comment.thread.page is None
    assert Client().get(comment.get_absolute_url()).status_code == 404


def test_a_village_that_goes_takes_its_comments_along_and_leaves_the_log(article, cadre):
    comment = ResidentCommentFactory(thread__page=article, state=CommentState.PENDING)
    moderation.answer(cadre, comment, version=1, body="Sudah.")
    article.village.delete()
    assert not ResidentComment.objects.exists()
    assert ModAction.objects.get().comment_public_id == comment.public_id


def test_an_old_draft_brings_no_comment_back_and_loses_none(article):
    revision = article.save_revision()
    comment = ResidentCommentFactory(thread__page=article)
    revision.publish()
    assert ResidentComment.objects.get() == comment
    assert "resident" not in str(revision.content)


@pytest.mark.parametrize(
    "cursor", ["%00", "a%00bcdefghjkm", "abcdefghijkl", "ABCDEFGHJKMN", "%ED%A0%80", "a" * 13, "%0A"]
)
def test_a_cursor_that_can_be_no_id_never_reaches_the_database(client, article, cursor):
    ResidentCommentFactory(thread__page=article)
    address = reverse("comments:further", args=[article.translation_key])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{address}?sesudah={cursor}").status_code == 404
    assert not any('"public_id" =' in query["sql"] for query in queries)
    assert client.get(f"{address}?sesudah={cursor}&x=1")["Location"] == address


def test_every_new_id_is_an_id(article):
    assert all(is_public_id(new_public_id()) for _i in range(200))
    assert not any(map(is_public_id, ["", "abc", "abcdefghjkm\n", "abcdefghjkmn\n", "lllllllllllo"]))


# --- previews ---


def preview(page) -> str:
    request = RequestFactory().get("/")
    request.is_preview = True
    return SECTION.render(Context({"page": page, "request": request}))


@pytest.mark.parametrize("is_open", [True, False])
def test_the_preview_of_a_draft_shows_what_readers_will_see(article, is_open):
    article.unpublish()
    article.comments_open = is_open
    assert ("Tulis komentar" in preview(article)) is is_open
    assert ("halaman ini ditutup" in preview(article)) is not is_open
    assert "halaman ini ditutup" in section(article)  # and outside of previews a draft stays closed


def test_the_preview_of_a_closed_thread_says_so(article):
    ThreadFactory(page=article, mode=ThreadMode.CLOSED)
    assert "halaman ini ditutup" in preview(article)


def test_the_preview_of_a_new_page_shows_nothing_of_pages_that_are_gone(article):
    ResidentCommentFactory(thread__page=article, body="Dari halaman yang sudah dihapus")
    article.delete()
    assert Thread.objects.filter(page=None).exists()
    html = preview(NewsArticlePage(title="Baru"))
    assert "sudah dihapus" not in html
    assert "Tulis komentar" in html


# --- answers, order, badges, closing ---


def test_five_answers_are_shown_the_offices_among_them_and_the_rest_at_its_own_address(
    client, article, cadre
):
    root = ResidentCommentFactory(thread__page=article)
    for i in range(24):
        AnswerFactory(parent=root, kind="guest", shown_name="Tetangga", body=f"Jawaban ke-{i}")
    AnswerFactory(parent=root, author=cadre, body="Dari kantor")
    html = section(article)
    assert bodies(html)[1:] == [*(f"Jawaban ke-{i}" for i in range(4)), "Dari kantor"]
    assert f"{root.get_absolute_url()}#jawaban" in html
    html = client.get(root.get_absolute_url()).content.decode()
    assert len(bodies(html)) == 21
    following = re.search(r'rel="next" href="([^"]+)"', html)[1]
    assert bodies(client.get(following).content.decode())[1:] == [
        *(f"Jawaban ke-{i}" for i in range(20, 24)),
        "Dari kantor",
    ]


def test_the_newest_first_reads_every_comment_once(client, article):
    thread_with(45, page=article, body=lambda i: f"Komentar ke-{i}")
    address, seen = f"{reverse('comments:further', args=[article.translation_key])}?urut=baru", []
    while address:
        html = client.get(address).content.decode()
        seen += bodies(html)
        found = re.search(r'rel="next" href="([^"]+)"', html)
        address = found and found[1].replace("&amp;", "&")
    assert seen == [f"Komentar ke-{i}" for i in reversed(range(45))]


def test_a_verified_resident_has_a_badge_with_the_village_as_long_as_it_holds(article):
    resident = ResidentFactory(village=article.village, verified=True)
    ResidentCommentFactory(thread__page=article, kind="resident", resident=resident)
    assert "Warga terverifikasi · Desa Pematang Rahim" in section(article)
    with time_machine.travel(timezone.now() + timezone.timedelta(days=366)):
        assert "Warga terverifikasi" not in section(article)


def with_residents(article, n: int) -> None:
    """``n`` comments more, of a verified resident each second one, every one with an answer of another."""
    for i in range(n):
        root = ResidentCommentFactory(thread__page=article, **(said_by_resident(article) if i % 2 else {}))
        AnswerFactory(parent=root, **said_by_resident(article))


def said_by_resident(article) -> dict:
    resident = ResidentFactory(village=article.village, verified=True)
    return {"kind": "resident", "resident": resident, "shown_name": resident.display_name}


def test_residents_among_guests_cost_no_query_more(client, article, settings):
    """n+1: the residents and their villages come with the comments."""
    settings.PAGE_CACHE_ENABLED = False
    addresses = [article.get_url(), reverse("comments:further", args=[article.translation_key])]
    counts = []
    for more in (2, 18):
        with_residents(article, more)
        for address in addresses:
            client.get(address)  # what is looked up once
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                html = client.get(address).content.decode()
            counts.append(len(queries))
        assert html.count("Warga terverifikasi · ") == (2 + 1 if more == 2 else 20 + 10)
    assert counts[:2] == counts[2:]


def test_of_thousands_of_answers_only_the_first_are_fetched(article, monkeypatch):
    root = ResidentCommentFactory(thread__page=article)
    section(article)  # what is looked up once
    fetched = []
    build = ResidentComment.from_db.__func__
    monkeypatch.setattr(
        ResidentComment, "from_db", classmethod(lambda cls, *row: fetched.append(1) or build(cls, *row))
    )
    counts, answers = [], {"root": root, "parent": root, "depth": 1, "state": CommentState.PUBLISHED}
    for more in (10, 4990):
        ResidentComment.objects.bulk_create(
            (
                ResidentComment(
                    thread=root.thread,
                    village_id=root.village_id,
                    shown_name="Tetangga",
                    body=f"Jawaban ke-{i}",
                    published_at=timezone.now(),
                    **answers,
                )
                for i in range(more)
            ),
            batch_size=500,
        )
        fetched.clear()
        with CaptureQueriesContext(connection) as queries:
            html = section(article)
        counts.append(len(queries))
        assert bodies(html)[1:] == [f"Jawaban ke-{i}" for i in range(5)]
        assert len(fetched) == 1 + 5 + 1  # the comment, its answers, and one that tells that there are more
    assert counts[0] == counts[1]


def test_a_kept_page_shows_no_badge_that_has_ended(client, article, settings):
    """The soonest badge counts, also of an answer; the page's own address, its parts, and the space."""
    settings.PAGE_CACHE_ENABLED = True
    root = ResidentCommentFactory(thread__page=article, **said_by_resident(article))
    answer = AnswerFactory(parent=root, **said_by_resident(article))
    AnswerFactory(parent=root)
    ends = timezone.now().replace(microsecond=0) + timezone.timedelta(seconds=60)
    Resident.objects.filter(pk=answer.resident_id).update(verified_at=ends - VERIFIED_FOR)
    addresses = (
        article.get_url(),
        reverse("comments:further", args=[article.translation_key]),
        root.get_absolute_url(),
        f"{article.village.get_url()}ruang-komunitas/",
    )
    for address in addresses:
        with time_machine.travel(ends - timezone.timedelta(seconds=2), tick=False):
            assert client.get(address).content.decode().count("Warga terverifikasi ·") == 2, address
        with time_machine.travel(ends, tick=False):
            assert client.get(address).content.decode().count("Warga terverifikasi ·") == 1, address


def test_a_hidden_comment_with_answers_is_a_stub_at_its_own_address_too(client, article, cadre):
    root = ResidentCommentFactory(thread__page=article, body="Kata kasar", state=CommentState.HIDDEN)
    AnswerFactory(parent=root, author=cadre, body="Mohon santun.")
    html = client.get(root.get_absolute_url()).content.decode()
    assert "disembunyikan pada" in html
    assert "Kata kasar" not in html
    assert bodies(html) == ["Mohon santun."]


def whole(client, address) -> tuple:
    """Status, headers and bytes of an answer, without what is of one request only."""
    answer = client.get(address)
    of_one_request = ("X-Request-ID", "Server-Timing")
    return answer.status_code, {k: v for k, v in answer.items() if k not in of_one_request}, answer.content


def test_case_34_a_private_page_is_the_same_whatever_was_written(client, village):
    """case 34"""
    notice = InclusionNoticePageFactory(village=village, title="Hak Anda", slug="hak-anda")
    private = [
        reverse(name, args=[notice.translation_key]) for name in ("comments:further", "comments:page_feed")
    ]
    before, nothing = whole(client, notice.get_url()), [whole(client, address) for address in private]
    thread_with(50, page=notice)
    assert whole(client, notice.get_url()) == before
    assert [whole(client, address) for address in private] == nothing
    assert "tidak ditampilkan kepada umum" in before[2].decode()
    assert [status for status, _headers, _body in nothing] == [404, 404]
    village_feed = client.get(f"{village.get_url()}ruang-komunitas/feed/").content.decode()
    assert "<entry>" not in village_feed
    hidden = notice.resident_thread.resident_comments.first()
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_a_kept_page_closes_at_the_second(client, article, settings):
    settings.PAGE_CACHE_ENABLED = True
    ends = timezone.now().replace(microsecond=0) + timezone.timedelta(seconds=60)
    ThreadFactory(page=article, closes_at=ends)
    with time_machine.travel(ends - timezone.timedelta(seconds=2), tick=False):
        assert "Tulis komentar" in client.get(article.get_url()).content.decode()
    with time_machine.travel(ends, tick=False):
        html = client.get(article.get_url()).content.decode()
    assert "Tulis komentar" not in html
    assert "sudah lewat" in html
