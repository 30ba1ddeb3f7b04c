"""Both paths from end to end on a small phone, with and without script: a guest, and a resident with a link.

A line that is cut after sending has its own tests in ``test_commenting.py``; here it is one step.
"""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from comments import moderation, posting, stamps
from comments.enums import CommentKind, CommentState
from comments.models import ResidentComment
from tests.browser.test_commenting import WORDS, send, send_and_lose_the_answer
from tests.factories.comments import ResidentCommentFactory
from tests.factories.residents import ResidentFactory, resident_link

pytestmark = pytest.mark.browser

ANSWER = "Boleh, paling berat dua ratus kilogram."


@pytest.fixture
def article(regency):
    return regency.article


def sticks_out(page) -> bool:
    """Whether the page is wider than the phone (asked where script may run)."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("javascript", [True, False])
def test_case_40_a_guest_from_the_article_to_the_withdrawal(article, people, new_page, javascript):
    """case 40: error, mending, a cut line, receipt, answer, withdrawal; one comment all the way."""
    page = new_page(javascript=javascript)
    page.goto(article.url)
    page.get_by_role("link", name="Tulis komentar").click()
    page.wait_for_url("**/komentar/tulis/**")
    page.get_by_label("Komentar", exact=True).fill(WORDS)
    send(page)
    expect(page.locator(".error-summary")).to_contain_text("Tulis nama")
    page.get_by_label("Nama", exact=True).fill("Aminah")
    send_and_lose_the_answer(page)
    page.reload()
    page.wait_for_url("**/komentar/terkirim/")
    code = page.locator(".receipt").inner_text()
    comment = ResidentComment.objects.get(body=WORDS)

    moderation.answer(people["cadre"], comment, version=comment.version, body=ANSWER)
    page.get_by_role("link", name="Lihat dengan kode bukti").click()
    page.wait_for_url("**/komentar/bukti/")
    page.get_by_label("Kode bukti").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Lihat komentar").click()
    page.wait_for_url("**/komentar/milik/**")
    expect(page.locator("main")).to_contain_text("Sudah tayang.")
    expect(page.locator("main")).to_contain_text(ANSWER)
    assert not sticks_out(page)

    page.get_by_role("link", name="Tarik komentar").click()
    page.wait_for_url("**/tarik/")
    page.get_by_role("button", name="Tarik sekarang").click()
    page.wait_for_url(re.compile(r"/komentar/milik/\w+/$"))
    expect(page.locator("main")).to_contain_text("Sudah Anda tarik.")
    comment.refresh_from_db()
    assert comment.state == CommentState.WITHDRAWN
    page.goto(comment.get_absolute_url())
    expect(page.locator("body")).not_to_contain_text(WORDS)
    assert ResidentComment.objects.filter(body=WORDS).count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_case_40_a_trusted_resident_from_the_link_to_the_own_list(
    regency, article, people, new_page, monkeypatch, javascript
):
    """case 40, case 20: the button uses the link up, looking does not; the words are public at once."""
    monkeypatch.setattr(stamps, "MIN_SECONDS", 0)  # a machine writes fast
    resident = ResidentFactory(village=regency.village, verified=True, display_name="Nurhayati binti Saleh")
    ResidentCommentFactory.create_batch(
        posting.TRUSTED_AFTER, thread__page=article, kind=CommentKind.RESIDENT, resident=resident
    )
    link, token = resident_link(resident, by=people["cadre"])
    page = new_page(javascript=javascript)
    address = reverse("comments:open_link", args=[token])
    for _look in range(2):
        page.goto(address)
    link.refresh_from_db()
    assert link.used_at is None
    page.get_by_label("Saya sudah membaca dan setuju").check()
    page.get_by_label("Saya berumur 18 tahun ke atas").check()
    page.get_by_role("button", name="Setuju dan masuk").click()
    page.wait_for_url("**/komentar/saya/pin/")
    link.refresh_from_db()
    assert link.used_at is not None
    page.get_by_role("link", name="Nanti saja").click()
    page.wait_for_url("**/komentar/saya/")

    page.goto(article.url)
    page.get_by_role("link", name="Tulis komentar").click()
    page.wait_for_url("**/komentar/tulis/**")
    expect(page.get_by_label("Nama", exact=True)).to_have_count(0)
    page.get_by_label("Komentar", exact=True).fill(WORDS)
    send_and_lose_the_answer(page)
    page.reload()
    page.wait_for_url("**/komentar/terkirim/")
    assert ResidentComment.objects.get(body=WORDS).state == CommentState.PUBLISHED
    reader = new_page(javascript=javascript)
    reader.goto(ResidentComment.objects.get(body=WORDS).get_absolute_url())
    expect(reader.locator("main")).to_contain_text(WORDS)
    expect(reader.locator("main")).to_contain_text("Warga terverifikasi")
    page.goto(reverse("comments:mine"))
    expect(page.locator("main")).to_contain_text(WORDS)
    assert not sticks_out(page)
