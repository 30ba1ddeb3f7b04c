"""Asked, read and erased in a real browser, which says `Origin: null` where a page sends no referrer."""

import re

import pytest

from comments import stamps
from private_messages.models import Conversation
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role
from village_pages.rights import entrust

pytestmark = pytest.mark.browser

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


@pytest.fixture
def notice(transactional_db, live_server, monkeypatch):
    monkeypatch.setattr(stamps, "MIN_SECONDS", 0)
    village = VillageFactory()
    entrust(member(Role.CADRE, village).memberships.get())
    return InclusionNoticePageFactory(village=village, title="Kelas menjahit")


@pytest.mark.parametrize(("width", "javascript"), [(320, True), (360, False)])
def test_somebody_on_a_shared_phone_asks_reads_and_erases(new_page, axe, notice, width, javascript):
    page = new_page(width=width, javascript=javascript)
    told = []
    page.on("request", lambda request: told.append((request.url, request.headers.get("referer", ""))))

    def is_fine() -> None:
        assert page.title() in ("Pesan", "Ada masalah: Pesan")
        if javascript:
            assert axe(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    page.goto(notice.get_url())
    page.get_by_role("link", name="Tulis pesan").click()
    is_fine()
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Keluar cepat"
    page.get_by_role("button", name="Kirim").click()
    page.get_by_text("Ada masalah", exact=True).wait_for()
    is_fine()
    page.get_by_label("Pesan", exact=True).fill("Apakah boleh membawa anak?")
    page.get_by_role("button", name="Kirim").click()
    page.get_by_text("sudah terkirim").wait_for()
    is_fine()
    code = CODE.search(page.content())[0]

    page.get_by_role("link", name="Baca jawaban dengan kode").click()
    page.get_by_label("Kode").fill(code)
    page.get_by_role("button", name="Buka").click()
    page.get_by_text("Apakah boleh membawa anak?").wait_for()
    is_fine()
    page.get_by_role("button", name="Hapus sekarang").click()
    page.get_by_role("button", name="Ya, hapus").click()
    page.get_by_text("sudah dihapus").wait_for()
    is_fine()
    assert not Conversation.objects.exists()
    assert {cookie["name"] for cookie in page.context.cookies()} == {"csrftoken"}
    assert not [referrer for _url, referrer in told if "/pesan/" in referrer]
