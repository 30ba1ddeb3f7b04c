"""The fullest page of a service, and the form behind it: axe, width, weight, without script."""

import gzip

import pytest
from django.urls import reverse

from services.models import ServiceStandard
from tests.browser.conftest import sign_in
from tests.browser.test_weight import LIMIT
from tests.factories.services import ServicePageFactory, StandardFactory
from tests.services.full_service import full_service

NARROW, PHONE, DESK = 320, 360, 1280


@pytest.fixture
def standard() -> ServiceStandard:
    return StandardFactory(
        title="Surat keterangan yang penuh",
        slug="surat-yang-penuh",
        summary="Surat untuk keringanan biaya sekolah atau berobat.",
        fee_kind="free",
        duration="Paling lama 1 hari kerja",
        legal_basis="UU 25/2009",
    )


@pytest.fixture
def full(regency, standard):
    """Everything is said, and everything otherwise than by the regency."""
    return full_service(regency.village, rows=4, standard=standard, title=standard.title, slug="penuh")


def test_the_fullest_service_weighs_at_most_13_kb(client, full):
    html = client.get(full.url).content
    assert html.count(b"Berbeda di desa ini:") == 13
    assert len(gzip.compress(html, 9)) <= LIMIT


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "options"),
    [
        pytest.param(NARROW, {}, id="320 px"),
        pytest.param(PHONE, {"javascript": False}, id="360 px, no script"),
        pytest.param(PHONE, {"color_scheme": "dark"}, id="dark"),
        pytest.param(DESK, {}, id="1280 px"),
    ],
)
def test_axe_finds_nothing_on_the_fullest_service(full, new_page, axe, width, options):
    page = new_page(width=width, **options)
    page.goto(full.url)
    if options.get("javascript", True):
        for summary in page.locator("main summary").all():
            summary.click()
        assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_a_villager_reads_the_answers_before_the_first_heading(full, new_page):
    """Open now, papers, fee and time stand above the steps, whatever else the page holds."""
    page = new_page(width=PHONE, javascript=False)
    page.goto(full.url)
    steps = page.locator("#langkah").bounding_box()["y"]
    for words in ("Buka sekarang?", "Yang dibawa", "Biaya", "Waktu selesai", "Boleh diwakili?"):
        assert page.locator("dt", has_text=words).first.bounding_box()["y"] < steps, words


@pytest.mark.browser
def test_axe_finds_nothing_of_ours_where_a_cadre_keeps_services(regency, people, standard, page, axe):
    follows = ServicePageFactory(village=regency.village, standard=standard, summary="")
    StandardFactory.create_batch(3)
    sign_in(page, "cadre-uji")
    found = {}
    for name, address in (
        ("form", reverse("wagtailadmin_pages:edit", args=[follows.pk])),
        ("taking services", reverse("adopt_services", args=[regency.village.pk])),
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        problems = axe(page)
        if problems:
            found[name] = problems
    assert found == {}


@pytest.mark.browser
def test_a_cadre_takes_services_without_script_on_a_phone(regency, people, standard, new_page):
    page = new_page(width=PHONE, javascript=False)
    sign_in(page, "cadre-uji")
    page.goto(reverse("adopt_services", args=[regency.village.pk]))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.get_by_label(standard.title).check()
    page.get_by_role("button", name="Tambahkan sebagai draf").click()
    page.get_by_text("1 layanan ditambahkan sebagai draf").wait_for()
    assert standard.pages.get().village == regency.village
