"""The slips as pages: what stands on them, and how long a kept one is right."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.caching import forget
from core.inline_sources import source_hash
from core.stylesheet import stylesheet
from offices.models import SpecialHours
from services.models import ServiceOffice, ServicePage, ServiceRequirement, ServiceStep
from services.slips.paper import PAPERS
from tests.factories.offices import OfficeFactory, contact, weekly
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import VillageFactory
from tests.pages import outline_of, query_count
from village_pages.models import VillageAccess

pytestmark = pytest.mark.django_db

NAMES = ("lembar", "struk")


@pytest.fixture
def village():
    return VillageFactory(
        title="Pematang Rahim",
        district="Geragai",
        office_address="Jalan Poros RT 02",
        office_hours=weekly(),
        contacts=[contact()],
    )


def service(village, **fields) -> ServicePage:
    rows = {
        "requirements": [
            ServiceRequirement(text="Kartu Keluarga", paper="copy", copies=2, condition="Bila diminta")
        ],
        "steps": [
            ServiceStep(text="Minta surat pengantar."),
            ServiceStep(text="Rekam sidik jari.", where="outside", place="Disdukcapil"),
        ],
    }
    values = {
        "title": "KTP elektronik",
        "slug": "ktp",
        "fee_kind": "free",
        "duration": "Paling lama 1 hari kerja",
        "for_whom": "Warga berusia 17 tahun",
        "rows": rows,
    }
    return ServicePageFactory(village=village, **values | fields)


def given_at(page, office) -> None:
    ServiceOffice.objects.create(page=page, office=office)


def text(client, page, name: str = "lembar") -> str:
    return " ".join(client.get(f"{page.url}{name}/").content.decode().split())


@pytest.mark.parametrize("name", NAMES)
def test_a_slip_says_what_a_villager_needs_on_the_way(client, village, name):
    page = service(village, is_example=True)
    slip = text(client, page, name)
    for words in (
        "<strong>Desa Pematang Rahim</strong>, Kecamatan Geragai",
        "Konten contoh: bukan keterangan resmi desa.",
        "Kartu Keluarga <span>(fotokopi, 2 lembar, hanya bila diminta)</span>",
        "Gratis",
        "Paling lama 1 hari kerja",
        "Kantor desa, Jalan Poros RT 02",
        "Senin-Jumat 08.00-15.30",
        'Kasi Pelayanan <span class="number">0812-0000-0000</span>',
        "Terakhir diperiksa",
        f"http://testserver{page.url}",
    ):
        assert words in slip, words
    assert outline_of(client, f"{page.url}{name}/").headings[0] == ("h1", "KTP elektronik")


def test_a_sheet_tells_the_whole_way_and_a_roll_names_what_it_leaves_to_the_page(client, village):
    page = service(village)
    sheet, roll = text(client, page), text(client, page, "struk")
    for words in (
        "Warga berusia 17 tahun",
        "<li>Minta surat pengantar.</li>",
        "<li>Rekam sidik jari (Disdukcapil)</li>",
    ):
        assert words in sheet
        assert words not in roll
    assert "Selengkapnya di halaman" not in sheet
    for words in ("Selengkapnya di halaman", "langkah lagi.", "Siapa yang bisa mengurus"):
        assert words in roll


@pytest.mark.parametrize("name", NAMES)
def test_days_ahead_with_other_hours_stand_beside_the_weekly_ones(client, village, name):
    page = service(village)
    assert "Jam khusus" not in text(client, page, name)
    tomorrow = timezone.localdate() + timedelta(days=1)
    SpecialHours.objects.create(
        village=village, first_day=tomorrow, last_day=tomorrow, reason="Rapat di kecamatan"
    )
    forget()
    assert "tutup (Rapat di kecamatan)" in text(client, page, name)


def test_what_nobody_knows_is_said_and_not_implied(client):
    page = ServicePageFactory()
    slip = text(client, page)
    assert "Belum diketahui, tanyakan dahulu." in slip  # to bring
    assert slip.count("<dd>belum diketahui, tanyakan dahulu</dd>") == 3  # fee, time, hours
    assert "contoh" not in slip


def test_a_paused_village_says_so_on_paper(client, village):
    page = service(village)
    assert "sedang tidak diperbarui" not in text(client, page)
    VillageAccess.objects.filter(village=village).update(state="paused")
    forget()
    assert "Halaman desa ini sedang tidak diperbarui." in text(client, page)


def test_further_places_stand_on_the_slip_while_there_is_room(client, village):
    page = service(village)
    for number in range(40):
        given_at(page, OfficeFactory(village=village, name=f"Posyandu {number}", hours=weekly(2, week=2)))
    slip = text(client, page)
    shown = slip.count("<dt>Tempat</dt>")
    assert 3 < shown < 40
    assert f"{40 - shown} tempat lagi." in slip


def test_the_style_of_a_slip_is_allowed_by_its_hash_and_there_alone(client, village):
    page = service(village)
    for name in NAMES:
        style = stylesheet(PAPERS[name].files)
        answer = client.get(f"{page.url}{name}/")
        assert f"<style>{style}</style>" in answer.content.decode()
        assert source_hash(style) in answer["Content-Security-Policy"]
        assert source_hash(style) not in client.get(page.url)["Content-Security-Policy"]


def test_slips_are_for_people_and_not_for_search_engines(client, village):
    page = service(village)
    for address in ("lembar/", "struk/", "?lembar=x"):
        answer = client.get(f"{page.url}{address}").content.decode()
        assert '<meta name="robots" content="noindex">' in answer
        assert f'<link rel="canonical" href="http://testserver{page.url}">' in answer
    assert "noindex" not in client.get(page.url).content.decode()


def test_a_draft_and_other_pages_have_no_slip(client, village):
    page = service(village)
    assert client.get(f"{page.get_parent().url}lembar/").status_code == 404
    assert client.get(f"{page.url}kwitansi/").status_code == 404
    page.unpublish()
    assert client.get(f"{page.url}lembar/").status_code == 404


def test_a_kept_slip_is_old_when_the_village_changes_and_at_midnight(
    client, village, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_ENABLED = True
    page = service(village)
    evening = datetime.fromisoformat("2026-07-03T23:55+07:00")
    with time_machine.travel(evening, tick=False) as clock:
        assert "Lembar ini dibuat 3 Juli 2026." in text(client, page)
        ServicePage.objects.update(duration="2 hari")
        assert "2 hari" not in text(client, page)  # kept: nobody was told of the change
        page.refresh_from_db()
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        assert "2 hari" in text(client, page)
        clock.move_to(evening + timedelta(minutes=6))
        assert "Lembar ini dibuat 4 Juli 2026." in text(client, page)


def test_what_an_old_slip_opens_is_never_kept(village, settings):
    settings.PAGE_CACHE_ENABLED = True
    page = service(village)
    for days in (2, 3):
        ServicePage.objects.update(duration=f"{days} hari")
        assert f"{days} hari" in Client().get(f"{page.url}?lembar=x").content.decode()


def test_a_slip_takes_as_many_queries_for_many_rows(client, village):
    few = service(village)
    many = service(
        village,
        title="Banyak",
        slug="banyak",
        rows={
            "requirements": [ServiceRequirement(text=f"Surat {n}") for n in range(20)],
            "steps": [ServiceStep(text=f"Langkah {n}") for n in range(20)],
        },
    )
    for number in range(12):
        place = OfficeFactory(
            village=village, name=f"Posyandu {number}", hours=weekly(), contacts=[contact()]
        )
        given_at(many, place)
    given_at(few, village.offices.get(is_main=True))
    counts = [query_count(client, f"{page.url}lembar/?x=1") for page in (few, many)]
    assert counts[0] == counts[1]


def test_the_page_offers_paper_and_message_and_no_second_way_to_share(client, village):
    page = service(village)
    html = client.get(page.url).content.decode()
    assert f'href="{page.url}lembar/"' in html
    assert f'href="{page.url}struk/"' in html
    assert html.count("https://wa.me/?text=") == 1
    assert "https://wa.me/?text=%2AKTP%20elektronik%2A%0ADesa%20Pematang%20Rahim" in html
    assert "*KTP elektronik*<br>Desa Pematang Rahim" in html


def test_a_slip_that_is_not_ours_is_answered_politely(client, village):
    page = service(village)
    for stamp in ("", "x", "%00", "A" * 5000, "%3Cscript%3E"):
        html = client.get(f"{page.url}?lembar={stamp}").content.decode()
        assert "Lembar Anda tidak dikenali" in html
        assert "<script>" not in html
    assert "Lembar Anda" not in client.get(page.url).content.decode()
