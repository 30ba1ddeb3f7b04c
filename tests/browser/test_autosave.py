"""Two at one page see each other, and a browser that dies takes at most ten seconds of text with it."""

import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.factories.news import NewsArticlePageFactory
from tests.pages import say

pytestmark = pytest.mark.browser

MOST_SECONDS = 10
TITLE, WORDS = "Panen jagung di dusun hilir", "Tujuh keluarga memanen jagung hari ini."


@pytest.fixture
def draft(regency, people):
    return NewsArticlePageFactory(village=regency.village, owner=people["contributor"], live=False)


def by_hand(field, words: str) -> None:
    """As fast as people type. Wagtail takes what the form holds two seconds after loading for unchanged."""
    field.click()
    field.clear()
    field.press_sequentially(words, delay=100)


def killed_when_kept(page, record_property, what: str) -> None:
    """Wait until the server has what was typed, and end the browser as a dead battery does."""
    began = time.monotonic()
    with page.expect_response(is_kept, timeout=MOST_SECONDS * 1000) as answer:
        pass
    seconds = time.monotonic() - began
    assert answer.value.ok
    assert seconds < MOST_SECONDS
    record_property(what, f"{seconds:.1f} s")
    say(f"autosave, {what}: {seconds:.1f} s after the last letter")
    page.context.close()


def is_kept(response) -> bool:
    """Did the server answer to what stands in the form?"""
    request = response.request
    return request.method == "POST" and bool(re.search(r"/admin/pages/(add/|\d+/edit/)", request.url))


def test_a_draft_keeps_what_was_typed(regency, people, draft, new_page, record_property):
    at = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    page = new_page(width=360)
    sign_in(page, "contributor-uji")
    page.goto(at)
    by_hand(page.get_by_role("textbox", name="Ringkasan*"), WORDS)
    killed_when_kept(page, record_property, "draft")

    again = new_page(width=360)
    sign_in(again, "contributor-uji")
    again.goto(at)
    expect(again.get_by_role("textbox", name="Ringkasan*")).to_have_value(WORDS)


def test_a_new_article_is_kept_as_soon_as_it_has_a_title(regency, people, new_page, record_property):
    page = new_page(width=360)
    sign_in(page, "contributor-uji")
    page.get_by_role("region", name="Tulis yang baru").get_by_role("link", name="Berita").click()
    by_hand(page.get_by_role("textbox", name="Judul*", exact=True), TITLE)
    killed_when_kept(page, record_property, "new article")

    again = new_page(width=360)
    sign_in(again, "contributor-uji")
    again.get_by_role("link", name=re.compile(f"Lanjutkan.*{TITLE}")).click()
    expect(again.get_by_role("textbox", name="Judul*", exact=True)).to_have_value(TITLE)


def test_two_at_one_page_see_each_other(regency, people, draft, new_page):
    at = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    first, second = new_page(width=360), new_page(width=360)
    sign_in(first, "contributor-uji")
    first.goto(at)
    expect(first.get_by_role("textbox", name="Ringkasan*")).to_be_visible()
    sign_in(second, "cadre-uji")
    second.goto(at)
    present = second.locator(".w-editing-sessions")
    other = present.get_by_role("button", name=re.compile("^Penulis Uji"))
    expect(other).to_be_visible()
    expect(other).to_have_accessible_name(re.compile("Sedang melihat|punya perubahan|menyimpan versi"))
