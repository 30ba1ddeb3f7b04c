"""Lifting answered questions on a narrow phone, with and without script."""

import pytest

from services.models import ServicePage
from tests.browser.conftest import sign_in
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.services import ServicePageFactory

pytestmark = pytest.mark.browser

NARROW = 320
LONG = "Saya mau tanya soal surat pindah untuk anak saya. " * 4 + "Apakah boleh diwakilkan?"


@pytest.fixture
def service(regency, people):
    """A service with two answered questions, one of them long, and one that is lifted already."""
    page = ServicePageFactory(village=regency.village, title="Surat pindah")
    keys = []
    for question in (LONG, "Berapa lama?", "Ada biaya?"):
        comment = ResidentCommentFactory(thread__page=page, body=question)
        AnswerFactory(parent=comment, author=people["cadre"], body="Boleh. Bawa KK dan KTP.")
        keys.append(comment.public_id)
    page.questions.create(question="Ada biaya?", answer="Tidak ada.", source=keys[-1])
    page.save()
    return page


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_from_the_comment_to_the_page(service, new_page, javascript):
    page = new_page(width=NARROW, javascript=javascript)
    sign_in(page, "cadre-uji")
    page.goto("/admin/komentar/?keadaan=tayang&cari=Berapa")
    page.get_by_role("link", name="Angkat ke tanya jawab halaman").first.click()
    group = page.get_by_role("group", name="Pertanyaan 1,")
    group.get_by_label("Angkat pertanyaan ini").check()
    group.get_by_label("Jawaban").fill("Hubungi 0813-5555-1234")
    page.get_by_role("button", name="Tayangkan yang dicentang").click()
    page.get_by_text("Ada nomor HP").wait_for()
    assert group.get_by_label("Angkat pertanyaan ini").is_checked()
    group.get_by_label("Jawaban").fill("Paling lama satu hari.")
    page.get_by_role("button", name="Tayangkan yang dicentang").click()
    page.get_by_text("1 tanya jawab sudah tayang di halaman.").wait_for()
    page.goto(service.url)
    page.get_by_text("Paling lama satu hari.").wait_for()
    assert ServicePage.objects.get(pk=service.pk).questions.count() == 2


@pytest.mark.parametrize(
    ("width", "options"),
    [
        pytest.param(NARROW, {}, id="320 px"),
        pytest.param(360, {"color_scheme": "dark"}, id="dark"),
        pytest.param(1280, {}, id="1280 px"),
    ],
)
def test_axe_finds_nothing_and_nothing_is_too_wide(service, new_page, axe, width, options):
    page = new_page(width=width, **options)
    sign_in(page, "cadre-uji")
    page.goto(f"/admin/layanan/{service.pk}/tanya-jawab/")
    page.wait_for_load_state("networkidle")
    page.get_by_text("Sudah dipendekkan").click()
    assert axe(page) == []
    page.get_by_label("Angkat pertanyaan ini").first.check()
    page.get_by_label("Jawaban").first.fill("Hubungi 0813-5555-1234")
    page.get_by_role("button", name="Tayangkan yang dicentang").click()
    page.get_by_text("Ada nomor HP").wait_for()
    page.wait_for_load_state("networkidle")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
