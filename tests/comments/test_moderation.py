"""The screen "Komentar": who sees what, and what a decision does."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import moderation
from comments.enums import CommentKind, CommentState, HeldCode, ReasonCode
from comments.models import ModAction, ResidentComment
from tests.comments.conftest import article_in, staff
from tests.factories.comments import AnswerFactory, ResidentCommentFactory, thread_with
from village_pages.enums import Role
from village_pages.models import Membership
from village_pages.rights import appoint, dismiss

pytestmark = pytest.mark.django_db

QUEUE = "comment_moderation:index"


def item_url(comment) -> str:
    return reverse("comment_moderation:item", args=[comment.public_id])


@pytest.fixture
def waiting(article):
    return ResidentCommentFactory(
        thread__page=article, state=CommentState.PENDING, body="Kapan jalan diperbaiki?"
    )


@pytest.fixture
def desk(cadre):
    client = Client()
    client.force_login(cadre)
    return client


def decide(client, comment, action, **fields):
    values = {"action": action, "version": comment.version, "keadaan": "menunggu"} | fields
    return client.post(item_url(comment), values)


def test_the_queue_shows_all_that_is_needed_to_decide(desk, waiting, article):
    ResidentComment.objects.update(held_codes=[HeldCode.LINK])
    page = desk.get(reverse(QUEUE)).content.decode()
    for words in (
        waiting.body, waiting.shown_name, waiting.shown_place, article.title, article.get_url(), "yang lalu",
        "Memuat tautan", "Setujui", "Tolak", "Jawab", "Menunggu (1)",
    ):  # fmt: skip
        assert words in page, words


def test_the_queue_of_twenty_costs_what_the_queue_of_two_costs_query_count(
    desk, article, django_assert_num_queries
):
    """n+1: pages, villages, answers and the last hand come in one query each."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for n in (2, 18):
        thread_with(n, page=article, state=CommentState.PENDING)
        desk.get(reverse(QUEUE))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(reverse(QUEUE))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_waiting_comments_come_oldest_first_twenty_at_a_time(desk, article):
    thread_with(25, page=article, body=lambda i: f"Nomor {i:02d}", state=CommentState.PENDING)
    first = desk.get(reverse(QUEUE)).content.decode()
    assert first.index("Nomor 00") < first.index("Nomor 19")
    assert "Nomor 20" not in first
    second = desk.get(reverse(QUEUE), {"page": "2"}).content.decode()
    assert "Nomor 24" in second
    for odd in ("0", "x", "999", "-1", "9" * 40):
        assert desk.get(reverse(QUEUE), {"page": odd, "keadaan": odd, "desa": odd}).status_code == 200


def test_what_waits_longer_than_two_days_is_marked(desk, waiting):
    assert "lebih dari dua hari" not in desk.get(reverse(QUEUE)).content.decode()
    ResidentComment.objects.update(state_changed_at=timezone.now() - timezone.timedelta(hours=49))
    assert "lebih dari dua hari" in desk.get(reverse(QUEUE)).content.decode()


def test_approving_publishes_counts_and_logs(desk, waiting, cadre, client, article):
    response = decide(desk, waiting, "approve")
    assert response.status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == CommentState.PUBLISHED
    assert waiting.published_at is not None
    assert waiting.thread.n_published == 1
    action = ModAction.objects.get()
    assert (action.actor, action.action, action.from_state, action.to_state) == (
        cadre, "approve", "pending", "published",
    )  # fmt: skip
    assert waiting.body in client.get(article.get_url()).content.decode()


def test_case_35_hiding_and_approving_are_seen_at_once_though_pages_are_kept(
    desk, client, article, django_capture_on_commit_callbacks, settings
):
    settings.PAGE_CACHE_ENABLED = True
    comment = ResidentCommentFactory(thread__page=article, body="Kata yang akan disembunyikan")
    addresses = [article.get_url(), reverse("comments:further", args=[article.translation_key])]
    for address in addresses:
        assert comment.body in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        decide(desk, comment, "hide", reason=ReasonCode.RUDE)
    for address in addresses:
        assert comment.body not in client.get(address).content.decode()
    assert client.get(comment.get_absolute_url()).status_code == 404
    comment.refresh_from_db()
    assert comment.thread.n_published == 0
    with django_capture_on_commit_callbacks(execute=True):
        decide(desk, comment, "approve")
    assert comment.body in client.get(addresses[0]).content.decode()


def test_refusing_needs_a_reason_and_keeps_what_was_written(desk, waiting):
    response = decide(desk, waiting, "reject", note="Maaf, tidak jelas")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Pilih satu alasan" in page
    assert "Maaf, tidak jelas" in page
    assert decide(desk, waiting, "reject", reason="tidak-ada").status_code == 422
    assert decide(desk, waiting, "reject", reason=ReasonCode.OTHER).status_code == 422
    waiting.refresh_from_db()
    assert waiting.state == CommentState.PENDING
    assert not ModAction.objects.exists()


def test_a_refusal_is_stored_with_its_reason(desk, waiting):
    decide(desk, waiting, "reject", reason=ReasonCode.PERSONAL, note="Hapus nomornya.")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason_code, waiting.author_note) == (
        "rejected",
        "personal",
        "Hapus nomornya.",
    )
    assert waiting.thread.n_published == 0
    assert waiting.body in desk.get(reverse(QUEUE), {"keadaan": "ditolak"}).content.decode()


def test_spam_has_a_state_of_its_own_and_a_mistake_can_be_mended(desk, waiting):
    decide(desk, waiting, "reject", reason=ReasonCode.SPAM)
    waiting.refresh_from_db()
    assert waiting.state == CommentState.SPAM
    decide(desk, waiting, "approve")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason_code) == (CommentState.PUBLISHED, "")


def test_an_answer_publishes_the_question_and_stands_under_it(desk, waiting, cadre, client, article):
    decide(desk, waiting, "answer", body="Bulan depan, sesudah musyawarah.")
    answer = ResidentComment.objects.get(kind=CommentKind.OFFICIAL)
    assert (answer.parent, answer.root, answer.depth) == (waiting, waiting, 1)
    assert (answer.author, answer.shown_name, answer.state) == (cadre, "Siti Rahma", "published")
    answer.full_clean()
    answer.thread.refresh_from_db()
    assert answer.thread.n_published == 2
    page = client.get(article.get_url()).content.decode()
    assert "Jawaban resmi: Kader digital" in page
    assert page.index(waiting.body) < page.index(answer.body)


@pytest.mark.parametrize("body", ["", "  \n", "a" * 2001])
def test_an_answer_of_nothing_or_too_much_is_refused_with_its_words_kept(desk, waiting, body):
    response = decide(desk, waiting, "answer", body=body)
    assert response.status_code == 422
    assert body.strip() in response.content.decode()
    assert ResidentComment.objects.count() == 1
    waiting.refresh_from_db()
    assert waiting.state == CommentState.PENDING


def test_case_01_words_and_notes_are_escaped_on_the_screen(desk, article):
    attack = "<script>alert(1)</script>"
    comment = ResidentCommentFactory(
        thread__page=article, state=CommentState.PENDING, body=attack, shown_name=attack, shown_place=attack
    )
    assert attack not in desk.get(reverse(QUEUE)).content.decode()
    decide(desk, comment, "reject", reason=ReasonCode.OTHER, note=attack)
    assert attack not in desk.get(reverse(QUEUE), {"keadaan": "ditolak"}).content.decode()
    comment.refresh_from_db()
    decide(desk, comment, "approve")
    comment.refresh_from_db()
    decide(desk, comment, "answer", body=attack)
    page = desk.get(reverse(QUEUE), {"keadaan": "tayang"}).content.decode()
    assert attack not in page
    assert "&lt;script&gt;" in page


def test_case_28_of_two_cadres_the_first_wins_and_the_second_is_told(desk, waiting, second_cadre):
    late = Client()
    late.force_login(second_cadre)
    decide(desk, waiting, "approve")
    response = decide(late, waiting, "reject", reason=ReasonCode.RUDE)
    assert response.status_code == 409
    assert "sudah ditangani oleh Siti Rahma" in response.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == CommentState.PUBLISHED
    assert ModAction.objects.count() == 1


def test_case_28_two_answers_at_once_are_one_answer(desk, waiting, second_cadre):
    late = Client()
    late.force_login(second_cadre)
    decide(desk, waiting, "answer", body="Sabtu.")
    assert decide(late, waiting, "answer", body="Minggu.").status_code == 409
    assert ResidentComment.objects.filter(kind=CommentKind.OFFICIAL).count() == 1
    assert decide(desk, waiting, "answer", body="Sabtu.").status_code == 409
    assert ResidentComment.objects.filter(kind=CommentKind.OFFICIAL).count() == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "1.0", "١"])
def test_an_odd_version_is_an_old_one(desk, waiting, version):
    assert decide(desk, waiting, "approve", version=version).status_code == 409


def test_an_unknown_action_does_nothing(desk, waiting):
    for action in ("", "delete", "publish", "erase"):
        assert decide(desk, waiting, action).status_code == 422
    waiting.refresh_from_db()
    assert waiting.state == CommentState.PENDING


def test_case_16_a_cadre_of_another_village_sees_and_changes_nothing(waiting, other_cadre, other_village):
    stranger = Client()
    stranger.force_login(other_cadre)
    page = stranger.get(reverse(QUEUE)).content.decode()
    assert waiting.body not in page
    assert "Menunggu (0)" in page
    assert stranger.get(item_url(waiting)).status_code == 404
    for action in ("approve", "reject", "hide", "answer"):
        response = decide(stranger, waiting, action, reason=ReasonCode.RUDE, body="Palsu")
        assert response.status_code == 404
    waiting.refresh_from_db()
    assert (waiting.state, waiting.version) == (CommentState.PENDING, 1)
    assert not ModAction.objects.exists()


def test_case_16_the_wall_stands_below_the_views_too(waiting, other_cadre):
    with pytest.raises(moderation.AlreadyHandledError):
        moderation.approve(other_cadre, waiting, version=1)
    with pytest.raises(moderation.AlreadyHandledError):
        moderation.answer(other_cadre, waiting, version=1, body="Palsu")
    assert ResidentComment.objects.count() == 1
    waiting.refresh_from_db()
    assert waiting.state == CommentState.PENDING


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.OFFICER])
def test_case_16_who_does_not_moderate_does_not_get_in(waiting, village, role):
    user = staff(f"akun.{role}", role, village if role == Role.CONTRIBUTOR else None, "Orang Lain")
    client = Client()
    client.force_login(user)
    for response in (
        client.get(reverse(QUEUE)),
        client.get(item_url(waiting)),
        decide(client, waiting, "approve"),
    ):
        assert response.status_code in (302, 403, 404)
        assert waiting.body not in response.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == CommentState.PENDING
    assert reverse(QUEUE) not in client.get("/admin/").content.decode()


def test_case_16_a_guest_is_led_to_the_sign_in(client, waiting):
    for response in (
        client.get(reverse(QUEUE)),
        client.get(item_url(waiting)),
        decide(client, waiting, "approve"),
    ):
        assert response.status_code == 302
        assert "/akun/" in response["Location"]


def test_case_16_a_role_removed_a_second_ago_is_gone(desk, waiting, cadre):
    assert desk.get(item_url(waiting)).status_code == 200
    dismiss(Membership.objects.get(user=cadre))
    assert decide(desk, waiting, "approve").status_code in (302, 403, 404)
    waiting.refresh_from_db()
    assert waiting.state == CommentState.PENDING


def test_an_ambassador_sees_the_villages_assigned_and_can_choose_one(
    village, other_village, waiting, other_article
):
    there = ResidentCommentFactory(
        thread__page=other_article, state=CommentState.PENDING, body="Dari desa lain"
    )
    user = staff("duta", Role.AMBASSADOR, village, "Duta Satu")
    client = Client()
    client.force_login(user)
    assert there.body not in client.get(reverse(QUEUE)).content.decode()
    appoint(user=user, role=Role.AMBASSADOR, village=other_village)
    both = client.get(reverse(QUEUE)).content.decode()
    assert waiting.body in both
    assert there.body in both
    one = client.get(reverse(QUEUE), {"desa": other_village.code}).content.decode()
    assert waiting.body not in one
    assert there.body in one


def test_the_menu_tells_cadres_how_many_wait(desk, waiting):
    page = desk.get("/admin/").content.decode()
    assert "Komentar (1)" in page
    assert waiting.body in page
    assert item_url(waiting) in page
    decide(desk, waiting, "approve")
    page = desk.get("/admin/").content.decode()
    assert reverse(QUEUE) in page
    assert "Komentar (1)" not in page
    assert waiting.body not in page


def test_case_16_the_desk_of_another_village_tells_nothing(waiting, other_cadre):
    stranger = Client()
    stranger.force_login(other_cadre)
    page = stranger.get("/admin/").content.decode()
    assert "Tidak ada yang menunggu. Terima kasih." in page
    assert waiting.body not in page
    assert waiting.shown_name not in page


def test_case_24_decisions_need_a_token_and_are_never_a_get(cadre, waiting):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cadre)
    assert decide(strict, waiting, "approve").status_code == 403
    strict.get(item_url(waiting), {"action": "approve", "version": "1"})
    assert strict.post(reverse(QUEUE), {"action": "approve"}).status_code in (403, 405)
    waiting.refresh_from_db()
    assert waiting.state == CommentState.PENDING


def test_case_23_the_way_back_is_ours_whatever_is_asked(desk, waiting):
    response = decide(desk, waiting, "approve", keadaan="//evil.example", next="https://evil.example")
    assert response["Location"] == f"{reverse(QUEUE)}?keadaan=menunggu"


def test_an_official_answer_can_be_hidden_by_another_but_not_answered(desk, article, second_cadre):
    answer = AnswerFactory(parent=ResidentCommentFactory(thread__page=article), author=second_cadre)
    assert decide(desk, answer, "answer", body="Lagi").status_code == 422
    decide(desk, answer, "hide", reason=ReasonCode.OTHER, note="Keliru tanggal")
    answer.refresh_from_db()
    assert answer.state == CommentState.HIDDEN


def test_comments_of_a_deleted_page_can_still_be_looked_at(desk, waiting, article):
    article.delete()
    page = desk.get(reverse(QUEUE)).content.decode()
    assert waiting.body in page
    assert "halaman yang sudah dihapus" in page
    assert decide(desk, waiting, "approve").status_code == 302


def test_the_log_is_only_added_to_and_holds_no_words(desk, waiting):
    decide(desk, waiting, "reject", reason=ReasonCode.RUDE, note="Catatan")
    action = ModAction.objects.get()
    assert waiting.body not in str(ModAction.objects.values())
    assert "Catatan" not in str(ModAction.objects.values())
    for change in (
        action.save,
        action.delete,
        ModAction.objects.all().delete,
        lambda: ModAction.objects.update(action="x"),
    ):
        with pytest.raises(TypeError):
            change()


def test_comments_are_no_snippets():
    from wagtail.snippets.models import get_snippet_models

    assert not any(model._meta.app_label == "comments" for model in get_snippet_models())


def test_a_village_with_words_of_a_second_village_beside_it_keeps_counts_apart(desk, other_village, article):
    elsewhere = article_in(other_village, title="Lain")
    thread_with(3, page=elsewhere, state=CommentState.PENDING)
    assert "Menunggu (0)" in desk.get(reverse(QUEUE)).content.decode()
