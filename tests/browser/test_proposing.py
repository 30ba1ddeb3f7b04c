"""Somebody who wants the bridge mended reports it on a small phone, with a photo, and follows it by code."""

import pytest
from playwright.sync_api import expect

from comments import stamps
from comments.models import CommunitySpacePage, ResidentComment
from tests.comments.topic_forms import photo, propose_url

pytestmark = pytest.mark.browser

TITLE = "Jembatan kecil di RT 03 rusak"
WORDS = "Papannya patah sejak banjir bulan lalu."
ALT = "Papan jembatan yang patah"


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch):
    """What is sent within three seconds is held: a machine fills in a form faster than that."""
    monkeypatch.setattr(stamps, "MIN_SECONDS", 0)


@pytest.fixture
def space(regency):
    return CommunitySpacePage.objects.child_of(regency.village).get()


def send(page) -> None:
    page.get_by_role("button", name="Kirim", exact=True).click()


def fits(page, width: int) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("javascript", [True, False])
def test_a_report_with_a_photo_survives_an_error_and_is_followed_by_code(space, new_page, axe, javascript):
    page = new_page(width=360, javascript=javascript)
    page.goto(f"{propose_url(space)}?jenis=lapor")
    expect(page.get_by_label("Lapor: ada yang rusak")).to_be_checked()
    if javascript:
        assert axe(page) == []
        assert fits(page, 360)
    page.get_by_label("Ceritakan").fill(WORDS)
    page.get_by_label("Jalan, jembatan, angkutan, internet").check()
    page.get_by_label("Nama", exact=True).fill("Nurhayati")
    page.get_by_label("Foto", exact=False).first.set_input_files(
        {"name": "IMG_0231.jpg", "mimeType": "image/jpeg", "buffer": photo().read()}
    )
    send(page)

    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("Tulis judul singkat")
    expect(summary).to_contain_text("Tulis apa yang terlihat di foto")
    expect(page.get_by_text("Foto sudah tersimpan")).to_be_visible()
    expect(page.get_by_label("Ceritakan")).to_have_value(WORDS)
    if javascript:
        assert axe(page) == []
        assert fits(page, 360)
    page.get_by_label("Judul", exact=True).fill(TITLE)
    page.get_by_label("Apa yang terlihat di foto").fill(ALT)
    send(page)

    page.wait_for_url("**/komentar/terkirim/")
    code = page.locator(".receipt").inner_text()
    page.goto("/komentar/bukti/")
    page.get_by_label("Kode bukti").fill(code)
    page.get_by_role("button", name="Lihat").click()
    expect(page.get_by_text(TITLE).last).to_be_visible()
    expect(page.get_by_role("img", name=ALT)).to_be_visible()
    if javascript:
        assert axe(page) == []
        assert fits(page, 360)
    assert ResidentComment.objects.get(body=WORDS).picture.alt == ALT
