"""A new contributor's first article, on a phone, from signing in to "sent in": what it costs is counted."""

import re

import pytest
from playwright.sync_api import expect

from news.models import NewsArticlePage
from tests.browser.conftest import PASSWORD
from tests.browser.hands import Hand
from tests.pages import say

pytestmark = pytest.mark.browser

MOST_REQUIRED = 3
MOST_TAPS = 12
TITLE = "Posyandu pindah ke balai dusun"
BODY = "Mulai bulan ini posyandu buka di balai dusun."


def test_the_first_article_is_sent_in(regency, people, new_page, record_property):
    page = new_page(width=360)
    hand = Hand(page)
    page.goto("/akun/login/")
    hand.write(page.get_by_label("Nama pengguna"), "contributor-uji")
    hand.write(page.get_by_label("Kata sandi", exact=True), PASSWORD)
    hand.tap(page.get_by_role("button", name="Masuk", exact=True))
    hand.tap(page.get_by_role("region", name="Tulis yang baru").get_by_role("link", name="Berita"))

    title = page.get_by_role("textbox", name="Judul*", exact=True)
    expect(title).to_be_visible()
    # Marks of what the editor's script hides are seen until it has run.
    page.wait_for_load_state("networkidle")
    required = [mark for mark in page.locator(".w-required-mark").all() if mark.is_visible()]
    hand.write(title, TITLE)
    hand.write(page.get_by_role("textbox", name="Ringkasan*"), "Ibu hamil dan balita datang ke balai dusun.")
    hand.tap(page.get_by_role("button", name="Sisipkan blok"))
    hand.tap(page.get_by_role("option", name="Paragraf"))
    hand.write(page.get_by_role("region", name="Paragraf").get_by_role("textbox").last, BODY)
    # The editor hands over what was typed a quarter of a second later.
    expect(page.locator("input[name=body-0-value]")).to_have_value(re.compile(re.escape(BODY)))
    hand.tap(page.get_by_role("navigation", name="Tindakan").get_by_role("button", name=re.compile("Kirim")))
    page.wait_for_url(re.compile(r"/admin/$"))
    expect(page.locator(".messages")).to_contain_text(TITLE)

    sent = NewsArticlePage.objects.get(title=TITLE)
    assert sent.workflow_in_progress
    record_property("first article", f"{hand.taps} taps, {len(required)} required fields")
    say(f"first article: {hand.taps} taps, {len(required)} required fields")
    assert 0 < len(required) <= MOST_REQUIRED
    assert hand.taps <= MOST_TAPS
