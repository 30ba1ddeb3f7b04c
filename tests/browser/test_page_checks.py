"""Pages to look at again and the calendar on a narrow phone, with and without script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from editorial.models import PageCare
from services.models import ServicePage
from tests.browser.conftest import sign_in
from tests.factories.services import ServicePageFactory

pytestmark = pytest.mark.browser

NARROW = 320


@pytest.fixture
def due(regency, people):
    """Two services whose date has come, and nothing else that is due."""
    PageCare.objects.update(check_due_at=timezone.now() + timedelta(days=90))
    titles = ("Surat keterangan tidak mampu untuk beasiswa", "Surat pindah")
    pages = [ServicePageFactory(village=regency.village, title=title) for title in titles]
    PageCare.objects.filter(page__in=pages).update(
        check_due_at=timezone.now() - timedelta(days=3), checked_at=timezone.now() - timedelta(days=183)
    )
    return pages


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_from_the_desk_to_nothing_to_check(due, new_page, javascript):
    page = new_page(width=NARROW, javascript=javascript)
    sign_in(page, "cadre-uji")
    page.get_by_role("link", name="Periksa ulang").first.click()
    page.get_by_role("button", name="Masih benar: Surat pindah").click()
    page.get_by_text("1 halaman dicatat masih benar.").wait_for()
    page.get_by_role("checkbox", name="Surat keterangan tidak mampu").check()
    page.get_by_role("button", name="Semua yang ditandai masih benar").click()
    page.get_by_text("Tidak ada halaman yang perlu diperiksa ulang").wait_for()
    checked = PageCare.objects.filter(page__in=due, checked_by__username="cadre-uji")
    assert checked.count() == ServicePage.objects.filter(pk__in=[one.pk for one in due]).count() == 2


@pytest.mark.parametrize(
    ("width", "options"),
    [
        pytest.param(NARROW, {}, id="320 px"),
        pytest.param(360, {"color_scheme": "dark"}, id="dark"),
        pytest.param(1280, {}, id="1280 px"),
    ],
)
def test_axe_finds_nothing_and_nothing_is_too_wide(due, new_page, axe, width, options):
    page = new_page(width=width, **options)
    sign_in(page, "cadre-uji")
    found = {}
    for address in ("/admin/periksa-ulang/", "/admin/kalender/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if violations := axe(page):
            found[address] = violations
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert not found
