"""The receipt: shown once, kept as a hash, and the page that it opens."""

import re

import pytest
from django.urls import reverse

from comments import limits, receipts
from comments.enums import CommentState, ReasonCode
from comments.models import ResidentComment
from tests.comments.conftest import Guest
from tests.factories.comments import AnswerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(guest, article, patient) -> str:
    return code_of(guest.client.get(guest.send(article)["Location"]))


def code_of(response) -> str:
    return re.search(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}", response.content.decode())[0]


def ask(guest: Guest, code: str):
    page = guest.client.get(reverse("comments:receipt")).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    fields = {"code": code, "csrfmiddlewaretoken": token}
    return guest.client.post(reverse("comments:receipt"), fields, follow=True)


def test_the_code_is_shown_until_it_is_noted_and_stored_as_a_hash(guest, code):
    again = guest.client.get(reverse("comments:sent"))
    assert code in again.content.decode()
    del guest.client.cookies["komentar_bukti"]
    again = guest.client.get(reverse("comments:sent"))
    assert code not in again.content.decode()
    assert "no-store" in again["Cache-Control"]
    row = ResidentComment.objects.values().get()
    assert code not in str(row)
    assert code.replace("-", "") not in str(row)
    assert len(row["receipt_hash"]) == 64


def test_case_19_only_the_browser_that_sent_it_sees_the_code(client, code):
    assert code not in client.get(reverse("comments:sent")).content.decode()


def test_a_code_as_it_is_heard_opens_the_comment(guest, code):
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "l")):
        response = ask(guest, typed)
        assert response.status_code == 200
        assert "Menunggu dibaca kader" in response.content.decode()
        assert "Kapan kegiatan berikutnya?" in response.content.decode()
        assert "no-store" in response["Cache-Control"]


def test_the_author_reads_the_reason_in_plain_words(guest, code):
    ResidentComment.objects.update(
        state=CommentState.REJECTED,
        reason_code=ReasonCode.PERSONAL,
        author_note="Hapus nomor itu, lalu kirim lagi.",
    )
    page = ask(guest, code).content.decode()
    assert "Tidak ditayangkan" in page
    assert "data pribadi" in page
    assert "Hapus nomor itu, lalu kirim lagi." in page


def test_the_author_reads_the_answer(guest, code, cadre):
    ResidentComment.objects.update(state=CommentState.PUBLISHED)
    AnswerFactory(parent=ResidentComment.objects.get(), author=cadre, body="Hari Sabtu depan.")
    page = ask(guest, code).content.decode()
    assert "Hari Sabtu depan." in page
    assert "Jawaban resmi: Kader digital" in page


@pytest.mark.parametrize(
    "typed", ["0000-0000-0000-0000", "x", "", "'; DROP TABLE", "\x00", "0" * 5000, "١" * 16]
)
def test_case_19_codes_that_are_none_get_one_answer(guest, code, typed):
    response = ask(guest, typed)
    assert response.status_code == 422
    assert "Kapan kegiatan" not in response.content.decode()


def test_case_19_guessing_is_stopped_and_the_right_code_with_it(guest, code):
    for _try in range(limits.RECEIPT_DEVICE.most):
        ask(guest, "0000-0000-0000-0000")
    response = ask(guest, code)
    assert response.status_code == 429
    assert "Kapan kegiatan" not in response.content.decode()


def test_case_19_an_unknown_code_is_hashed_like_a_known_one(code, monkeypatch):
    hashed = []
    real = receipts.hash_of
    monkeypatch.setattr(receipts, "hash_of", lambda *args: hashed.append(1) or real(*args))
    for typed in (code, "0000-0000-0000-0000", "x"):
        receipts.find(typed)
    assert len(hashed) == 3


def test_a_code_outlives_a_change_of_the_secret_key(code, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-new-key-of-this-site"
    assert receipts.find(code) is not None
    settings.SECRET_KEY_FALLBACKS = []
    assert receipts.find(code) is None


def test_the_receipt_needs_no_cookie_in_an_address(guest, article, patient):
    response = guest.send(article)
    assert "?" not in response["Location"]
    cookie = response.cookies["komentar_bukti"]
    assert cookie["httponly"]
    assert cookie["path"] == reverse("comments:sent")
    assert cookie["max-age"] <= 600
