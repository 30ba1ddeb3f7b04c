"""On a phone without script: put a page away, bring it back, write a correction; axe finds nothing."""

import re

import pytest
from playwright.sync_api import expect

from editorial.enums import SecondReader
from editorial.models import ReviewRule
from news.models import NewsArticlePage
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def one_reader_is_enough(regency):
    """Else a line of correction comes only with an approval."""
    ReviewRule.objects.create(kind=NewsArticlePage.review_kind.key, second_reader=SecondReader.NEVER)


def test_a_cadre_archives_restores_and_corrects(regency, people, new_page):
    article = NewsArticlePage.objects.live().descendant_of(regency.village).first()
    page, reader = new_page(javascript=False), new_page(javascript=False)
    sign_in(page, "cadre-uji")

    page.goto(f"/admin/arsip/{article.pk}/simpan/")
    page.get_by_label("Alasan (boleh kosong)").fill("Acaranya batal.")
    page.get_by_role("button", name="Arsipkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Arsip")
    expect(page.get_by_text("Acaranya batal.")).to_be_visible()
    assert reader.goto(article.url).status == 404

    page.get_by_role("button", name=f"Pulihkan: {article.title}").click()
    page.wait_for_url(re.compile(r"/edit/$"))
    assert reader.goto(article.url).status == 200

    page.goto(f"/admin/ralat/{article.pk}/")
    page.get_by_label("Apa yang keliru, dan apa yang benar").fill("Acaranya hari Selasa.")
    page.get_by_role("button", name="Tampilkan ralat").click()
    expect(page.get_by_role("button", name=re.compile("^Cabut: Diralat"))).to_be_visible()
    reader.reload()
    expect(reader.get_by_text(re.compile("^Diralat .*: Acaranya hari Selasa."))).to_be_visible()


def test_the_screens_are_accessible_and_fit_a_phone(regency, people, new_page, axe):
    shown, gone = NewsArticlePage.objects.live().descendant_of(regency.village)[:2]
    page = new_page(width=360)
    sign_in(page, "cadre-uji")
    page.goto(f"/admin/arsip/{gone.pk}/simpan/")
    found = axe(page)
    page.get_by_role("button", name="Arsipkan").click()
    expect(page.get_by_role("button", name=f"Pulihkan: {gone.title}")).to_be_visible()
    found += axe(page)
    page.goto(f"/admin/ralat/{shown.pk}/")
    page.get_by_role("button", name="Tampilkan ralat").click()
    expect(page.get_by_text("Tulis apa yang keliru dan apa yang benar.")).to_be_visible()
    found += axe(page)
    assert found == []
    for at in ("/admin/arsip/", f"/admin/arsip/{shown.pk}/simpan/", f"/admin/ralat/{shown.pk}/"):
        page.goto(at)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, at
