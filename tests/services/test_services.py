"""Services: what is not known is said, what is known is complete."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from offices.models import SpecialHours
from services.models import ServiceIndexPage, ServiceOffice, ServicePage
from tests.factories.offices import contact, weekly
from tests.factories.services import ServicePageFactory, StandardFactory
from tests.factories.village_pages import VillageFactory, member
from tests.pages import outline_of, query_count, say
from tests.services.forms import RELATIONS
from tests.services.full_service import full_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return VillageFactory(
        code="15.07.09.2002",
        title="Pematang Rahim",
        office_address="Jalan Poros 1",
        office_hours=weekly(),
        contacts=[contact()],
    )


def page_text(client, page) -> str:
    return " ".join(client.get(page.url).content.decode().split())


def test_what_is_not_known_is_said_to_be_unknown(client, village):
    html = page_text(client, ServicePageFactory(village=village))
    # Who, what to bring, fee, time, result, online, steps.
    assert html.count("Belum diketahui") >= 7
    assert "Gratis" not in html


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"fee_kind": "amount"}, "fee_amount"),
        ({"fee_kind": "amount", "fee_amount": 0, "fee_taken_by": "Desa"}, "fee_amount"),
        ({"fee_kind": "amount", "fee_amount": 5000}, "fee_taken_by"),
        ({"fee_kind": "free", "fee_amount": 5000}, "fee_kind"),
        ({"fee_kind": "unknown", "fee_amount": 5000}, "fee_kind"),
    ],
)
def test_a_fee_that_contradicts_itself_is_refused(fields, error):
    page = ServicePage(title="Surat", summary="Surat.", slug="surat", **fields)
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert error in refused.value.error_dict


def test_a_version_opens_after_its_place_and_standard_were_removed(client, village):
    page = ServicePageFactory(village=village)
    place, standard = full_service(village, rows=1).offices.get().office, StandardFactory()
    draft = ServicePage.objects.get(pk=page.pk)
    draft.standard = standard
    draft.offices.add(ServiceOffice(office=place))
    revision = draft.save_revision()
    ServiceOffice.objects.filter(office=place).delete()
    place.delete()
    standard.delete()
    version = revision.as_object()
    assert (version.standard, list(version.offices.all())) == (None, [])
    client.force_login(member("cadre", village))
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    revision.publish()
    assert "Kantor desa" in page_text(client, page)


def test_what_the_village_does_not_say_either_is_unknown(client):
    html = page_text(client, ServicePageFactory())
    assert "belum diketahui" in html


def test_free_is_free_and_a_fee_says_how_much_and_to_whom(client, village):
    assert "<strong>Gratis</strong>" in page_text(
        client, ServicePageFactory(village=village, fee_kind="free")
    )
    html = page_text(client, full_service(village))
    assert "Rp15.000" in html
    assert "Dibayar kepada Dinas Dukcapil" in html


def test_the_villages_office_serves_where_the_service_names_no_place(client, village):
    html = page_text(client, ServicePageFactory(village=village))
    for words in ("Kantor desa", "Jalan Poros 1", "08.00", "Kasi Pelayanan"):
        assert words in html, words
    own = page_text(client, full_service(village))
    assert "Posyandu 0" in own
    assert "Bidan 1" in own
    assert "Kasi Pelayanan" not in own
    assert "Jalan Poros 1" not in own


def test_each_place_says_first_whether_it_is_open_today(client, village):
    page = full_service(village)
    posyandu = page.offices.first().office
    today = timezone.localdate()
    SpecialHours.objects.create(
        office=posyandu, first_day=today, last_day=today + timedelta(days=1), reason="rapat di kecamatan"
    )
    html = page_text(client, page)
    answer = html[html.index("Buka sekarang?") : html.index("Yang dibawa")]
    assert "rapat di kecamatan" in answer
    assert answer.count("#tempat-") == 2
    for office in page.offices.all():
        assert f'id="tempat-{office.office_id}"' in html


def test_the_answers_come_in_the_order_in_which_they_are_asked(client, village):
    html = page_text(client, full_service(village))
    html = html[html.index("</h1>") :]
    order = [
        "Buka sekarang?",
        "Yang dibawa",
        ">Biaya<",
        "Waktu selesai",
        "Boleh diwakili?",
        'id="langkah"',
        ">Hasil<",
        ">Formulir<",
        "Bantuan khusus",
        "Tanya jawab",
        'id="tempat"',
        "Pengaduan",
        "Dasar hukum",
        "terakhir diperiksa",
    ]
    places = [html.index(words) for words in order]
    assert places == sorted(places)


def test_steps_in_the_village_and_outside_stand_apart_and_are_counted_through(client, village):
    page = full_service(village)
    outline = outline_of(client, page.url)
    headings = [text for tag, text in outline.headings if tag == "h3"]
    assert headings.index("Di desa") < headings.index("Di luar desa")
    html = page_text(client, page)
    assert '<ol class="steps" start="1">' in html
    assert '<ol class="steps" start="2">' in html
    assert "Di Muara Sabak" in html
    assert "Oleh Pemohon" in html


def test_everything_that_is_known_stands_on_the_page(client, village):
    html = page_text(client, full_service(village))
    for words in (
        "Kartu keluarga 0",
        "(fotokopi, 2 lembar)",
        "Hanya bila hilang",
        "Datang ke loket 1",
        "Paling lama 1 hari kerja",
        "Warga berumur 17 tahun",
        "Keluarga dengan surat kuasa",
        "3 bulan",
        "Sebagian",
        "Jalur landai ada",
        "Formulir 0",
        "PDF",
        "Surat pernyataan: ambil di kantor desa",
        "Petugas datang ke rumah lansia",
        "Boleh diwakili 1?",
        "Boleh, dengan surat kuasa.",
        "Sekretaris desa, lalu lapor.go.id",
        "<li>Permendagri 2/2017</li>",
        "Bukan pengganti KTP.",
        "tel:+6281300000000",
    ):
        assert words in html, words
    assert "Belum diketahui" not in html


def test_what_a_search_engine_shows_are_the_answers(client, village):
    page = full_service(village, title="Surat pindah", summary="Surat untuk pindah rumah.")
    html = client.get(page.url).content.decode()
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]
    assert title.strip().startswith("Surat pindah: syarat, biaya, jam - Pematang Rahim")
    description = re.search(r'<meta name="description" content="(.*?)"', html)[1]
    assert description.startswith("Surat untuk pindah rumah. Biaya: Rp15.000 (Dinas Dukcapil). Waktu: Paling")


def test_fee_papers_steps_online_and_places_are_facts(village):
    facts = dict(full_service(village, rows=1).facts())
    assert facts["Langkah"] == (
        "Isi surat (Pemohon, Di desa, loket); Datang ke loket 0 (Di luar desa, Muara Sabak)"
    )
    assert facts["Bisa daring?"] == "Sebagian"
    assert facts["Tempat"] == "Posyandu 0"
    assert facts["Biaya"] == "Rp15.000, Dinas Dukcapil"


def test_a_service_is_searched_by_what_the_regency_says_and_calls_it(village):
    standard = StandardFactory(title="SKTM", summary="Surat untuk berobat.", also_called="surat miskin")
    page = ServicePageFactory(village=village, standard=standard, summary="")
    for word in ("berobat", "miskin", "SKTM"):
        assert [one.pk for one in ServicePage.objects.search(word)] == [page.pk], word


def test_a_preview_of_a_new_service_shows_its_village(client, village):
    """A page that is not stored yet has a place already: the preview must not fail on it."""
    client.force_login(member("cadre", village))
    index = ServiceIndexPage.objects.child_of(village).get()
    address = reverse("wagtailadmin_pages:preview_on_add", args=["services", "servicepage", index.pk])
    data = nested_form_data(
        {
            "title": "Surat pindah",
            "slug": "surat-pindah",
            "summary": "Pindah alamat.",
            "fee_kind": "unknown",
            "online": "unknown",
            **dict.fromkeys(RELATIONS, inline_formset([])),
        }
    )
    assert client.post(address, data).json()["is_valid"] is True
    html = client.get(address).content.decode()
    assert "Surat pindah" in html
    assert "Kasi Pelayanan" in html


@pytest.mark.parametrize("differs", [False, True])
def test_a_service_page_asks_as_much_of_many_rows_villages_and_standards(client, village, differs):
    """No n+1: two rows of each kind cost as much as seven, in a regency that grew meanwhile."""
    described = [{"standard": StandardFactory()} if differs else {} for _n in range(2)]
    few = query_count(client, full_service(village, rows=2, **described[0]).url)
    StandardFactory.create_batch(10)
    for _n in range(3):
        ServicePageFactory()
    many = query_count(client, full_service(village, rows=7, **described[1]).url)
    say(f"service: {few} queries with 2 rows of each kind, {many} with 7")
    assert few == many <= (20 if differs else 17)
