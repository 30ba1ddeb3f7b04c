"""The whole line once: from a contributor's phone to a resident without JavaScript, and back."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from comments.enums import CommentState
from comments.models import ResidentComment
from news.models import NewsArticlePage
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

TITLE = "Jembatan dusun selesai diperbaiki"
SUMMARY = "Warga bergotong royong selama tiga hari."
MENDED = "Warga bergotong royong selama tiga hari. Jembatan diresmikan 2 Mei."
BODY = "Papan lama diganti dengan kayu ulin."
ALT = "Warga berdiri di atas jembatan kayu yang baru"
REASON = "Tulis tanggal peresmiannya, warga menanyakannya."
COMMENT = "Terima kasih. Apakah gerobak sudah boleh lewat?"
ANSWER = "Boleh, paling berat dua ratus kilogram."


@pytest.fixture
def photo() -> dict:
    """A file as a phone would give it."""
    content = BytesIO()
    Image.new("RGB", (900, 600), (70, 110, 90)).save(content, "JPEG")
    return {"name": "IMG_2041.JPG", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def test_an_article_goes_from_draft_to_reader_and_a_comment_gets_its_answer(
    regency, people, new_page, photo, settings
):
    # As in real life: what readers saw before must not be what they see afterwards.
    settings.PAGE_CACHE_ENABLED = True
    contributor, cadre, visitor = new_page(width=360), new_page(width=360), new_page(javascript=False)
    assert TITLE not in lists_of(visitor, regency)

    sign_in(contributor, "contributor-uji")
    write_and_submit(contributor, photo)
    assert not NewsArticlePage.objects.get(title=TITLE).live

    sign_in(cadre, "cadre-uji")
    send_back(cadre)
    assert not NewsArticlePage.objects.get(title=TITLE).live
    mend_and_resubmit(contributor)
    approve(cadre)
    assert NewsArticlePage.objects.get(title=TITLE).live

    assert TITLE in lists_of(visitor, regency)
    receipt = read_and_comment(visitor)
    assert ResidentComment.objects.get(body=COMMENT).state == CommentState.PENDING
    back_to_article(visitor)
    expect(visitor.locator("main")).not_to_contain_text(COMMENT)

    moderate_and_answer(cadre)
    see_both(visitor, receipt)


def lists_of(visitor, regency) -> str:
    """What the portal and the village's home tell a reader now."""
    words = ""
    for address in ("/", regency.village.url):
        visitor.goto(address)
        words += visitor.locator("main").inner_text()
    return words


def write_and_submit(page, photo) -> None:
    """From the desk, through Wagtail's own editor."""
    page.get_by_role("region", name="Tulis yang baru").get_by_role("link", name="Berita").click()
    page.get_by_role("textbox", name="Judul*", exact=True).fill(TITLE)
    page.get_by_role("textbox", name="Ringkasan*").fill(SUMMARY)
    page.get_by_role("button", name="Pilih gambar").first.click()
    chooser = page.get_by_role("dialog")
    chooser.get_by_role("tab", name="Unggah").click()
    chooser.locator("input[type=file]").set_input_files(photo)
    # The title follows from the file's name.
    expect(chooser.get_by_role("textbox", name="Judul")).to_have_value("IMG_2041")
    chooser.get_by_role("textbox", name="Teks alternatif").fill(ALT)
    chooser.get_by_role("button", name="Unggah").click()
    chooser.wait_for(state="hidden")
    page.get_by_role("textbox", name="Teks alternatif").fill(ALT)
    page.get_by_role("button", name="Sisipkan blok").click()
    page.get_by_role("option", name="Paragraf").click()
    write_paragraph(page)
    submit(page, "Kirim")


def write_paragraph(page) -> None:
    """Into the rich text field that has just been put in."""
    page.get_by_role("region", name="Paragraf").get_by_role("textbox").last.press_sequentially(BODY)
    # The editor hands over what was typed a quarter of a second later.
    expect(page.locator("input[name=body-0-value]")).to_have_value(re.compile(re.escape(BODY)))


def submit(page, name: str) -> None:
    """Press the editor's main button, which leads to the desk when the page was taken."""
    page.get_by_role("navigation", name="Tindakan").get_by_role("button", name=re.compile(name)).click()
    page.wait_for_url(re.compile(r"/admin/$"))


def open_from_desk(page) -> None:
    """The review screen, by the desk's own link."""
    waiting = page.get_by_role("region", name="Menunggu diperiksa")
    waiting.get_by_role("link", name=f"Periksa: {TITLE}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Periksa: {TITLE}")


def send_back(page) -> None:
    open_from_desk(page)
    form = page.get_by_role("region", name="Kembalikan kepada penulis")
    form.get_by_label("Apa sebabnya").select_option("Ada yang kurang")
    form.get_by_role("textbox", name="Alasan, dan apa yang perlu diperbaiki").fill(REASON)
    form.get_by_role("button", name="Kembalikan dengan alasan").click()
    page.wait_for_url(re.compile(r"/admin/$"))


def mend_and_resubmit(page) -> None:
    page.goto("/admin/")
    returned = page.get_by_role("region", name="Dikembalikan kepada Anda")
    expect(returned).to_contain_text(REASON)
    returned.get_by_role("link", name=re.compile(f"Perbaiki.*{TITLE}")).click()
    page.get_by_role("textbox", name="Ringkasan*").fill(MENDED)
    submit(page, "Kirim lagi")


def approve(page) -> None:
    page.goto("/admin/")
    open_from_desk(page)
    expect(page.locator("main")).to_contain_text(MENDED)
    page.get_by_role("button", name="Setujui dan terbitkan").click()
    page.wait_for_url(re.compile(r"/admin/$"))


def read_and_comment(page) -> str:
    """Without JavaScript; returns the receipt's code."""
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    words = page.locator("article").first.inner_text()
    assert MENDED in words
    assert BODY in words
    page.wait_for_load_state()  # the picture comes after the words
    picture = page.get_by_role("img", name=ALT)
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 0
    assert page.context.cookies() == []
    page.get_by_role("link", name="Tulis komentar").click()
    page.get_by_label("Nama", exact=True).fill("Bu Rahma")
    page.get_by_label(re.compile("^Desa atau dusun")).fill("Dusun Hilir")
    page.get_by_label("Komentar", exact=True).fill(COMMENT)
    page.get_by_role("button", name="Kirim komentar").click()
    expect(page.get_by_role("heading", name="Komentar terkirim")).to_be_visible()
    return page.get_by_label("Kode bukti Anda").inner_text()


def back_to_article(page) -> None:
    page.get_by_role("link", name="Kembali ke halaman").click()
    page.get_by_role("heading", level=1, name=TITLE).wait_for()


def moderate_and_answer(page) -> None:
    page.goto("/admin/komentar/")
    waiting = page.get_by_role("article", name="Komentar dari Bu Rahma")
    assert COMMENT in waiting.inner_text()
    waiting.get_by_role("button", name="Setujui", exact=True).click()
    page.get_by_text("Komentar sudah tayang.").wait_for()
    page.get_by_role("link", name=re.compile("^Tayang")).click()
    shown = page.get_by_role("article", name="Komentar dari Bu Rahma")
    shown.locator("summary", has_text="Jawab").click()
    shown.get_by_role("textbox", name="Jawaban").fill(ANSWER)
    shown.get_by_role("button", name="Tayangkan jawaban").click()
    page.get_by_text("Jawaban sudah tayang.").wait_for()


def see_both(page, receipt: str) -> None:
    """Under the article, and behind the receipt's code."""
    page.reload()
    answer = page.get_by_role("article").filter(has_text=ANSWER).last
    assert "Jawaban resmi: Kader digital" in answer.inner_text()
    comment = page.get_by_role("article").filter(has_text=COMMENT).last
    assert "Bu Rahma" in comment.inner_text()
    assert "Jawaban resmi" not in comment.inner_text()
    page.get_by_role("link", name="Punya kode bukti?").click()
    page.get_by_label("Kode bukti").fill(receipt.lower())
    page.get_by_role("button", name="Lihat komentar").click()
    expect(page.locator("main")).to_contain_text("Sudah tayang.")
    expect(page.locator("main")).to_contain_text(ANSWER)
