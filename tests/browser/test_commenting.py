"""A guest and a registered resident write on a small phone, also when the connection drops after sending."""

import pytest
from django.http import HttpResponse
from playwright.sync_api import expect

from comments import posting, stamps
from comments.enums import CommentKind, CommentState
from comments.models import Resident, ResidentComment
from comments.residents import sessions
from tests.comments.conftest import form_url
from tests.factories.comments import ResidentCommentFactory
from tests.factories.residents import ResidentFactory

pytestmark = pytest.mark.browser

WORDS = "Apakah gerobak sudah boleh lewat jembatan?"


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch):
    """What is sent within three seconds is held: a machine fills in a form faster than that."""
    monkeypatch.setattr(stamps, "MIN_SECONDS", 0)


@pytest.fixture
def article(regency):
    return ResidentComment.objects.published().filter(depth=0).first().thread.page.specific


@pytest.fixture
def trusted(regency, article) -> Resident:
    resident = ResidentFactory(village=regency.village, verified=True, display_name="Nurhayati binti Saleh")
    ResidentCommentFactory.create_batch(
        posting.TRUSTED_AFTER, thread__page=article, kind=CommentKind.RESIDENT, resident=resident
    )
    return resident


def sign_in(page, resident: Resident, server: str) -> None:
    carrier = HttpResponse()
    sessions.begin(carrier, resident, is_shared=True)
    value = carrier.cookies[sessions.COOKIE].value
    page.context.add_cookies([{"name": sessions.COOKIE, "value": value, "url": f"{server}/komentar/"}])


def cut_after_sending(page) -> None:
    """The form arrives, its answer does not; once."""
    lost = []

    def drop(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/komentar/tulis/**", drop)


def send(page) -> None:
    page.get_by_role("button", name="Kirim komentar").click()


def send_and_lose_the_answer(page) -> None:
    cut_after_sending(page)
    with page.expect_event("requestfailed"):
        send(page)
    page.wait_for_url("chrome-error://**")
    assert ResidentComment.objects.filter(body=WORDS).count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_a_guest_mends_an_error_sends_twice_over_a_bad_line_and_has_one_receipt(
    article, new_page, axe, javascript
):
    page = new_page(width=360, javascript=javascript)
    page.goto(form_url(article))
    page.get_by_label("Nama", exact=True).fill("Kader")
    page.get_by_label("Komentar", exact=True).fill(WORDS)
    send(page)
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("mirip jabatan")
    expect(page.get_by_label("Komentar", exact=True)).to_have_value(WORDS)
    if javascript:
        assert axe(page) == []
        assert page.evaluate("document.activeElement.contains(document.querySelector('.error-summary'))")
    page.get_by_label("Nama", exact=True).fill("Aminah")
    send_and_lose_the_answer(page)
    page.reload()
    page.wait_for_url("**/komentar/terkirim/")
    expect(page.locator(".receipt")).to_be_visible()
    if javascript:
        assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360 if javascript else True
    comment = ResidentComment.objects.get(body=WORDS)
    assert (comment.state, comment.shown_name) == (CommentState.PENDING, "Aminah")
    page.reload()
    expect(page.locator(".receipt")).to_be_visible()
    page.get_by_role("button", name="Sudah saya catat").click()
    expect(page.locator(".receipt")).to_have_count(0)
    page.reload()
    expect(page.locator(".receipt")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_trusted_resident_is_public_at_once_and_once_over_a_bad_line(
    article, trusted, new_page, axe, live_server, javascript
):
    page = new_page(width=360, javascript=javascript)
    sign_in(page, trusted, live_server.url)
    page.goto(form_url(article))
    expect(page.get_by_text("Tulisan Anda langsung tayang.")).to_be_visible()
    if javascript:
        assert axe(page) == []
    page.get_by_label("Komentar", exact=True).fill(WORDS)
    send_and_lose_the_answer(page)
    page.reload()
    page.wait_for_url("**/komentar/terkirim/")
    expect(page.get_by_text("Tulisan Anda sudah tayang.")).to_be_visible()
    page.get_by_role("link", name="Lihat tulisan Anda").click()
    expect(page.locator("main")).to_contain_text(WORDS)
    assert ResidentComment.objects.get(body=WORDS).state == CommentState.PUBLISHED
