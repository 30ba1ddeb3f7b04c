"""Readers answer each other: one level deep, only what is public, only under the same page.

Cases: comments.md 4.8.
"""

import html
import re
import uuid

import pytest

from comments import posting, states
from comments.enums import CommentState
from comments.models import ResidentComment, Thread
from tests.comments.conftest import article_in, form_url
from tests.factories.comments import AnswerFactory, ResidentCommentFactory

pytestmark = pytest.mark.django_db

UNSEEN = [state for state in CommentState.values if state != CommentState.PUBLISHED]


@pytest.fixture
def question(article) -> ResidentComment:
    return ResidentCommentFactory(thread__page=article, body="Kapan jadwal posyandu?", shown_name="Aminah")


def to(page, parent) -> str:
    public_id = parent if isinstance(parent, str) else parent.public_id
    return f"{form_url(page)}?balas={public_id}"


def answered(guest, page, parent, opened=None, **fields):
    """Send an answer to ``parent`` under ``page`` as a guest would."""
    values = {"name": "Sulaiman", "place": "", "body": "Setiap hari Rabu.", "lanjutan": "", **fields}
    return guest.client.post(to(page, parent), values | (opened or guest.form(page)))


def newest() -> ResidentComment:
    return ResidentComment.objects.latest("pk")


def posted(page, parent, **fields) -> ResidentComment:
    values = {"speaker": posting.Speaker("Sulaiman", ""), "body": "Rabu.", "held": [], **fields}
    return posting.post(page=page, village=page.village, nonce=uuid.uuid4(), parent=parent, **values)


def test_the_form_shows_what_is_answered(guest, article, question):
    page = guest.client.get(to(article, question)).content.decode()
    assert "<h1>Jawab komentar</h1>" in page
    assert "Kapan jadwal posyandu?" in page
    assert "<bdi>Aminah</bdi>" in page
    assert f'action="{to(article, question)}"' in page


def test_what_is_answered_is_quoted_as_readers_see_it_and_only_its_beginning(guest, article):
    covered = ResidentCommentFactory(
        thread__page=article, body="Telepon 0812345678 " + "panjang " * 100 + "akhirnya", masks=[[8, 18]]
    )
    page = guest.client.get(to(article, covered)).content.decode()
    assert "0812345678" not in page
    assert "[data pribadi ditutup]" in page
    assert "akhirnya" not in page


def test_an_answer_hangs_below_what_it_answers_and_waits(guest, article, question, patient):
    assert answered(guest, article, question).status_code == 303
    answer = newest()
    assert (answer.parent, answer.root, answer.depth) == (question, question, 1)
    assert answer.state == CommentState.PENDING
    assert answer.thread == question.thread


def test_case_14_a_deeper_answer_joins_the_root(guest, article, question, patient, cadre):
    official = AnswerFactory(parent=question, author=cadre)
    answered(guest, article, official)
    first = newest()
    assert (first.parent, first.root, first.depth) == (official, question, 1)
    ResidentComment.objects.filter(pk=first.pk).update(state=CommentState.PUBLISHED)
    answered(guest, article, first, name="Aminah", body="Terima kasih.")
    assert (newest().parent, newest().root, newest().depth) == (first, question, 1)


@pytest.mark.parametrize("state", UNSEEN)
def test_case_14_what_readers_do_not_see_cannot_be_answered_or_read(guest, article, question, state, patient):
    ResidentComment.objects.update(state=state)
    asked = guest.client.get(to(article, question))
    assert asked.status_code == 404
    assert "tidak tayang lagi" in asked.content.decode()
    sent = answered(guest, article, question, body="Jawaban saya yang panjang")
    for page in (asked.content.decode(), sent.content.decode()):
        assert "Kapan jadwal posyandu?" not in page
        assert "Aminah" not in page
    assert sent.status_code == 422
    assert "Jawaban saya yang panjang</textarea>" in sent.content.decode()
    assert ResidentComment.objects.count() == 1


def test_case_14_words_for_a_comment_that_went_can_be_sent_as_a_new_comment(
    guest, article, question, patient, unlimited
):
    opened = guest.form(article)
    ResidentComment.objects.update(state=CommentState.HIDDEN)
    page = answered(guest, article, question, opened).content.decode()
    action = html.unescape(re.search(r'<form method="post" action="([^"]+tulis[^"]+)"', page)[1])
    assert action == form_url(article)
    assert guest.send(article, **opened).status_code == 303
    assert newest().depth == 0


def test_case_14_a_comment_of_another_page_or_village_cannot_be_answered(
    guest, article, other_article, village, patient
):
    near = ResidentCommentFactory(thread__page=article_in(village, title="Berita lain"), body="Dari sebelah")
    far = ResidentCommentFactory(thread__page=other_article, body="Dari desa lain")
    for parent in (near, far):
        assert guest.client.get(to(article, parent)).status_code == 404
        assert parent.body not in guest.client.get(to(article, parent)).content.decode()
        assert answered(guest, article, parent).status_code == 422
        with pytest.raises(posting.ParentGoneError):
            posted(article, parent)
    assert ResidentComment.objects.count() == 2


@pytest.mark.parametrize(
    "public_id",
    [
        "-1",
        "0",
        "9" * 40,
        "abc",
        "1.5",
        "١٢",
        "%00",
        "' OR 1=1",
        "2" * 12,
        "<svg>",
        "5b47f685-fa88-4499-a243-bdc5a3aa6357",
    ],
)
def test_case_13_odd_ids_of_what_is_answered_are_refused_with_the_words_kept(
    guest, article, question, public_id, patient
):
    assert guest.client.get(to(article, public_id)).status_code == 404
    response = answered(guest, article, public_id, body="Tetap ada")
    assert response.status_code == 422
    assert "Tetap ada</textarea>" in response.content.decode()
    assert "<svg>" not in response.content.decode().replace("<svg ", "")
    assert ResidentComment.objects.count() == 1


def test_case_13_the_number_of_a_row_names_nothing(guest, article, question):
    assert guest.client.get(to(article, str(question.pk))).status_code == 404


def test_case_28_a_comment_hidden_at_the_last_moment_is_not_answered(article, question):
    """The row in hand is still public; the row under the lock is not."""
    states.change(ResidentComment.objects.all(), question, version=1, to=CommentState.HIDDEN)
    assert question.is_shown
    with pytest.raises(posting.ParentGoneError):
        posted(article, question)
    assert ResidentComment.objects.count() == 1


@pytest.mark.parametrize("change", ["unpublished", "deleted", "elsewhere"])
def test_case_28_a_page_that_went_while_the_form_was_open_keeps_the_words(
    guest, article, other_village, change, patient
):
    opened = guest.form(article)
    if change == "unpublished":
        article.unpublish()
    elif change == "deleted":
        article.delete()
    else:
        article.move(other_village, pos="last-child")
    response = guest.send(article, **opened, body="Tulisan <b>panjang</b>")
    if change == "elsewhere":  # as an administrator could; the form follows the page
        assert response.status_code == 303
        return
    assert response.status_code == 404
    assert html.escape("Tulisan <b>panjang</b>") + "</textarea>" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert not ResidentComment.objects.exists()
    assert not Thread.objects.exists()


@pytest.mark.parametrize("change", ["unpublished", "deleted", "elsewhere"])
def test_case_28_a_page_that_goes_at_the_last_moment_takes_nothing(article, village, other_village, change):
    """The page in hand is public; as it stands when the comment is stored, it is not."""
    if change == "unpublished":
        article.get_latest_revision_as_object().unpublish()
    elif change == "deleted":
        type(article).objects.get(pk=article.pk).delete()
    else:
        type(article).objects.get(pk=article.pk).move(other_village, pos="last-child")
    with pytest.raises(posting.PageGoneError):
        posting.post(
            page=article, village=village, speaker=posting.Speaker("A", ""), body="b",
            nonce=uuid.uuid4(), held=[],
        )  # fmt: skip
    assert not ResidentComment.objects.exists()


def test_case_28_the_words_survive_a_page_that_goes_between_check_and_storing(
    guest, article, patient, monkeypatch
):
    def gone(*args):
        raise posting.PageGoneError

    opened = guest.form(article)
    monkeypatch.setattr(posting, "readable", gone)
    response = guest.send(article, **opened, body="Tulisan panjang")
    assert response.status_code == 404
    assert "Tulisan panjang</textarea>" in response.content.decode()
