"""One decision about many: what can be done is done, and the rest is accounted for."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Act
from comments import moderation
from comments.enums import CommentState, ReasonCode
from comments.models import ModAction, ResidentComment, Thread
from people.models import User
from tests.comments.conftest import article_in
from tests.factories.comments import AnswerFactory, ResidentCommentFactory, thread_with
from village_pages.models import Membership
from village_pages.rights import dismiss

pytestmark = pytest.mark.django_db

BULK = "comment_moderation:bulk"


@pytest.fixture
def desk(cadre):
    client = Client()
    client.force_login(cadre)
    return client


def ticks(comments) -> list[str]:
    return [f"{comment.public_id}-{comment.version}" for comment in comments]


def send(desk, comments, action="approve", follow=True, **fields):
    data = {"pilih": ticks(comments), "action": action, "keadaan": "menunggu"} | fields
    return desk.post(reverse(BULK), data, follow=follow)


def waiting(article, n: int) -> list[ResidentComment]:
    return list(thread_with(n, page=article, state=CommentState.PENDING).resident_comments.order_by("pk"))


def test_case_18_one_of_another_village_among_99_is_refused_and_the_rest_done(
    desk, article, other_village, second_cadre
):
    """case 18: the account is clear, and does not tell whether the foreign one exists."""
    mine = waiting(article, 99)
    foreign = waiting(article_in(other_village, title="Lain"), 1)
    for comment in mine[:2]:
        moderation.approve(second_cadre, comment, version=1)
    page = send(desk, mine + foreign).content.decode()
    assert "97 disetujui; 2 sudah ditangani Budi Hartono; 1 tidak ditemukan." in page
    assert ResidentComment.objects.published().count() == 99
    assert ResidentComment.objects.get(pk=foreign[0].pk).state == CommentState.PENDING
    assert Thread.objects.get(page=article).n_published == 99
    assert ModAction.objects.count() == Act.objects.filter(verb="comment.approve").count() == 99
    nowhere = {"pilih": ["2222222222ab-1"], "action": "approve"}
    assert (
        "0 disetujui; 1 tidak ditemukan." in desk.post(reverse(BULK), nowhere, follow=True).content.decode()
    )


def test_one_reason_refuses_many(desk, article):
    mine = waiting(article, 3)
    page = send(desk, mine, "reject", reason=ReasonCode.OFF_TOPIC, note="Tulis di halaman lain.")
    assert "3 ditolak." in page.content.decode()
    rows = set(ResidentComment.objects.values_list("state", "reason_code", "author_note"))
    assert rows == {("rejected", "off_topic", "Tulis di halaman lain.")}


def test_spam_and_hiding(desk, article):
    spam, shown = waiting(article, 2)
    send(desk, [spam], "spam")
    moderation.approve(User.objects.get(), shown, version=1)
    shown.refresh_from_db()
    send(desk, [shown], "hide", reason=ReasonCode.RUDE, keadaan="tayang")
    states = ResidentComment.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [CommentState.SPAM, CommentState.HIDDEN]


def test_without_a_reason_the_ticks_stay(desk, article):
    mine = waiting(article, 2)
    response = send(desk, mine, "reject")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Pilih satu alasan" in page
    for tick in ticks(mine):
        assert f'value="{tick}" form="borongan" checked' in page
    assert ResidentComment.objects.waiting().count() == 2


@pytest.mark.parametrize("action", ["", "erase", "unmask", "answer"])
def test_nothing_else_is_done_in_bulk(desk, article, action):
    assert send(desk, waiting(article, 1), action).status_code == 422
    assert ResidentComment.objects.waiting().count() == 1


def test_none_and_too_many_are_refused_with_words(desk, article):
    assert "Tandai dulu" in send(desk, []).content.decode()
    mine = waiting(article, 101)
    assert "Paling banyak 100" in send(desk, mine).content.decode()
    assert ResidentComment.objects.waiting().count() == 101


@pytest.mark.parametrize("tick", ["x", "-1", "1", "%", "\x00", "٣" * 12 + "-1", "2222222222ab", "a" * 5000])
def test_case_13_odd_ticks_are_not_found(desk, article, tick):
    response = desk.post(reverse(BULK), {"pilih": [tick], "action": "approve"}, follow=True)
    assert "0 disetujui; 1 tidak ditemukan." in response.content.decode()


def test_what_one_may_not_decide_oneself_is_told(desk, article, cadre):
    question = ResidentCommentFactory(thread__page=article)
    answer = AnswerFactory(parent=question, author=cadre)
    page = send(desk, [question, answer], "hide", reason=ReasonCode.RUDE).content.decode()
    assert "1 disembunyikan; 1 diputuskan orang lain." in page
    answer.refresh_from_db()
    assert answer.state == CommentState.PUBLISHED


def test_case_16_24_a_role_removed_a_second_ago_a_missing_token_and_a_get(desk, cadre, article):
    """case 16, 24"""
    mine = waiting(article, 2)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cadre)
    assert send(strict, mine, follow=False).status_code == 403
    assert desk.get(reverse(BULK), {"pilih": ticks(mine), "action": "approve"}).status_code == 405
    dismiss(Membership.objects.get(user=cadre))
    assert send(desk, mine, follow=False).status_code in (302, 403)
    assert moderation.in_bulk(cadre, "approve", {one.public_id: 1 for one in mine}).missing == 2
    assert ResidentComment.objects.waiting().count() == 2


def test_all_of_it_or_nothing_is_written(desk, article, monkeypatch):
    mine = waiting(article, 3)
    real, calls = moderation._write_down, []

    def breaks(*args):
        calls.append(args)
        if len(calls) == 3:
            raise RuntimeError
        return real(*args)

    monkeypatch.setattr(moderation, "_write_down", breaks)
    with pytest.raises(RuntimeError):
        send(desk, mine)
    assert ResidentComment.objects.waiting().count() == 3
    assert not ModAction.objects.exists()
