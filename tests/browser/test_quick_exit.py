"""Out of a page that somebody else must not see: at once, by thumb or keyboard, with and without script."""

import pytest
from playwright.sync_api import Error, expect

from comments import stamps
from safety.models import NEUTRAL_ADDRESS
from tests.factories.private_messages import ConversationFactory
from tests.factories.village_pages import member
from village_pages.enums import Role
from village_pages.rights import entrust

pytestmark = pytest.mark.browser

WEATHER = "<!doctype html><title>Cuaca</title><h1>Prakiraan cuaca</h1>"


@pytest.fixture
def open_notice(regency, new_page):
    """Open a notice of the village, after its home; what the way out asks for is kept in ``asked``."""
    notice = regency.pages()["notice"]

    def opened(**options):
        page = new_page(width=360, **options)
        page.asked = []

        def weather(route):
            page.asked.append(route.request.headers)
            route.fulfill(body=WEATHER, content_type="text/html")

        page.context.route(f"{NEUTRAL_ADDRESS}**", weather)
        page.goto(regency.village.url)
        page.goto(notice.url)
        return page

    return opened


def test_it_is_the_first_stop_and_stays_in_sight(open_notice):
    page = open_notice()
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Keluar cepat")
    expect(link).to_be_focused()
    page.mouse.wheel(0, 4000)
    expect(link).to_be_in_viewport()
    assert link.bounding_box()["height"] >= 44


@pytest.mark.parametrize("javascript", [True, False])
def test_a_tap_leads_away(open_notice, javascript):
    page = open_notice(javascript=javascript)
    page.get_by_role("link", name="Keluar cepat").click()
    expect(page.get_by_role("heading", name="Prakiraan cuaca")).to_be_visible()
    assert [headers.get("referer") for headers in page.asked] == [None]


def test_with_script_the_way_back_does_not_lead_to_it(open_notice, regency):
    page = open_notice()
    page.get_by_role("link", name="Keluar cepat").click()
    expect(page.get_by_role("heading", name="Prakiraan cuaca")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name=regency.village.full_name)).to_be_visible()


def test_shift_three_times_leads_away_and_says_so_before(open_notice):
    page = open_notice()
    told = page.get_by_role("status")
    page.keyboard.press("Shift")
    expect(told).to_have_text("Tekan Shift dua kali lagi untuk keluar cepat.")
    page.keyboard.press("Shift")
    expect(told).to_have_text("Tekan Shift sekali lagi untuk keluar cepat.")
    page.keyboard.press("Shift")
    expect(page.get_by_role("heading", name="Prakiraan cuaca")).to_be_visible()
    assert page.asked[0].get("referer") is None


def test_capital_letters_lead_nowhere(open_notice):
    page = open_notice()
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    expect(page.get_by_role("status")).to_have_text("Tekan Shift dua kali lagi untuk keluar cepat.")
    assert page.asked == []


def test_it_says_that_the_history_stays(open_notice):
    page = open_notice(javascript=False)
    page.get_by_text("Riwayat tidak ikut terhapus").click()
    expect(page.get_by_text("Chrome: ketuk tiga titik")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("last", ["Buka", "Kirim", "Hapus sekarang"])
def test_who_goes_back_after_leaving_sees_no_word(open_notice, regency, monkeypatch, javascript, last):
    monkeypatch.setattr(stamps, "MIN_SECONDS", 0)
    entrust(member(Role.CADRE, regency.village).memberships.get())
    asked = ConversationFactory(village=regency.village, words="RAHASIA SAYA", state="answered")
    page = open_notice(javascript=javascript)
    page.goto("/pesan/buka/")
    page.get_by_label("Kode").fill(asked.code)
    page.get_by_role("button", name="Buka").click()
    expect(page.get_by_text("RAHASIA SAYA")).to_be_visible()
    if last == "Kirim":
        page.get_by_label("Pesan", exact=True).fill("KATA KEDUA")
    if last != "Buka":
        page.get_by_role("button", name=last).click()
    page.get_by_role("link", name="Keluar cepat").click()
    expect(page.get_by_role("heading", name="Prakiraan cuaca")).to_be_visible()
    for _step in range(4):
        try:
            page.go_back(timeout=5000)
        except Error:  # the browser asks whether to send a form again
            continue
        if "pesan" in page.url:
            page.reload()
        for words in ("RAHASIA SAYA", "KATA KEDUA", asked.code):
            assert words not in page.content()
