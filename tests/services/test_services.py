"""Services: what is not known is said, what is known is complete."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from core.enums import Weekday
from services.models import (
    ServiceContact,
    ServiceForm,
    ServiceHours,
    ServicePage,
    ServicePlace,
    ServiceRequirement,
    ServiceStep,
)
from tests.factories.core import CustomDocumentFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import VillageFactory
from tests.pages import outline_of, query_count, say
from village_pages.models import OfficeHours, VillageContact

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return VillageFactory(
        code="15.07.09.2002",
        title="Pematang Rahim",
        office_hours=[
            OfficeHours(weekday=Weekday.MONDAY, opens=time(8), closes=time(15)),
            OfficeHours(weekday=Weekday.FRIDAY, opens=time(8), closes=time(11, 30)),
        ],
        contacts=[VillageContact(role="Kasi Pelayanan", phone="0812-0000-0000")],
    )


def page_text(client, page) -> str:
    return client.get(page.url).content.decode()


def full_service(village, rows: int = 2, **fields) -> ServicePage:
    places = []
    for n in range(rows):
        place = ServicePlace(name=f"Loket {n}", address="Jalan Poros 1", access="Jalur landai ada")
        place.hours = [
            ServiceHours(weekday=day, opens=time(9), closes=time(12)) for day in range(1, rows + 1)
        ]
        places.append(place)
    values = {
        "fee_kind": "amount",
        "fee_amount": 15_000,
        "fee_taken_by": "Dinas Dukcapil",
        "duration": "Paling lama 1 hari kerja",
        "rows": {
            "requirements": [
                ServiceRequirement(text=f"Kartu keluarga {n}", paper="copy", copies=2) for n in range(rows)
            ],
            "steps": [
                ServiceStep(text=f"Datang ke loket {n}", where="outside", place="Muara Sabak")
                for n in range(rows)
            ],
            "places": places,
            "contacts": [ServiceContact(role=f"Petugas {n}", phone="0813-0000-0000") for n in range(rows)],
            "forms": [
                ServiceForm(label=f"Formulir {n}", document=CustomDocumentFactory(village=village))
                for n in range(rows)
            ],
        },
    }
    return ServicePageFactory(village=village, **(values | fields))


def test_what_is_not_known_is_said_to_be_unknown(client, village):
    html = page_text(client, ServicePageFactory(village=village))
    # Who, what to bring, fee, time, result, online, steps.
    assert html.count("Belum diketahui") >= 7
    assert "Gratis" not in html


def test_free_is_free_and_a_fee_says_how_much_and_to_whom(client, village):
    assert "Gratis" in page_text(client, ServicePageFactory(village=village, fee_kind="free"))
    html = page_text(client, full_service(village))
    assert "Rp15.000" in html
    assert "Dibayar kepada Dinas Dukcapil" in html


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


def test_the_offices_hours_and_contacts_serve_where_the_service_names_none(client, village):
    html = page_text(client, ServicePageFactory(village=village))
    for words in ("Senin", "Jumat", "08.00", "Kasi Pelayanan"):
        assert words in html, words
    own = page_text(client, full_service(village))
    assert "Loket 0" in own
    assert "Petugas 0" in own
    assert "Kasi Pelayanan" not in own
    assert "Jumat" not in own


def test_what_the_village_does_not_say_either_is_unknown(client):
    html = page_text(client, ServicePageFactory())
    assert "belum diketahui" in html


def test_steps_outside_the_village_are_marked(client, village):
    html = page_text(client, full_service(village))
    assert "Di luar desa" in html
    assert "Muara Sabak" in html


def test_the_place_of_a_step_and_online_or_not_are_facts(village):
    facts = dict(full_service(village, rows=1, online="partly").facts())
    assert facts["Langkah"] == "Datang ke loket 0 (Di luar desa, Muara Sabak)"
    assert facts["Bisa daring"] == "Sebagian"


def test_everything_that_is_known_stands_on_the_page(client, village):
    html = page_text(client, full_service(village))
    for words in (
        "Kartu keluarga 0",
        "fotokopi",
        "2 lembar",
        "Datang ke loket 1",
        "Paling lama 1 hari kerja",
        "Jalur landai ada",
        "Formulir 0",
        "PDF",
    ):
        assert words in html, words


def test_the_list_shows_fee_and_time_before_opening(client, village):
    full_service(village, title="Surat pindah", fee_kind="free", fee_amount=None, fee_taken_by="")
    ServicePageFactory(village=village, title="Surat lain")
    html = client.get(f"{village.url}layanan/").content.decode()
    for words in (
        "Biaya: Gratis",
        "Waktu: Paling lama 1 hari kerja",
        "Biaya: Belum diketahui",
        "Waktu: belum diketahui",
    ):
        assert words in html, words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ktp", {"KTP-el"}),
        ("KTP rekam", {"KTP-el"}),
        ("surat", {"Surat pindah"}),
        ("surat ktp", set()),
        ("", {"KTP-el", "Surat pindah"}),
        ("   ", {"KTP-el", "Surat pindah"}),
        ("%25", {"KTP-el", "Surat pindah"}),
        ("%00", {"KTP-el", "Surat pindah"}),
        ("'%22;--", {"KTP-el", "Surat pindah"}),
        ("a+" * 3000, {"KTP-el", "Surat pindah"}),
        ("x" * 10_000, set()),
        ("%F0%9F%98%80", {"KTP-el", "Surat pindah"}),
    ],
)
def test_a_service_is_found_by_its_words(client, village, query, expected):
    """What holds no word asks for nothing, and gets the whole list."""
    ServicePageFactory(village=village, title="KTP-el", summary="Rekam data penduduk.")
    ServicePageFactory(village=village, title="Surat pindah", summary="Pindah alamat.")
    ServicePageFactory(title="KTP-el desa lain", summary="Rekam data.")
    outline = outline_of(client, f"{village.url}layanan/?q={query}")
    found = {text for tag, text in outline.headings if tag == "h2"} & {
        "KTP-el",
        "Surat pindah",
        "KTP-el desa lain",
    }
    assert found == expected
    assert "KTP-el desa lain" not in found


def test_a_preview_of_a_new_service_shows_its_village(client, village):
    """A page that is not stored yet has a place already: the preview must not fail on it."""
    from django.urls import reverse
    from wagtail.test.utils.form_data import inline_formset, nested_form_data

    from services.models import ServiceIndexPage
    from tests.factories.village_pages import member

    client.force_login(member("cadre", village))
    index = ServiceIndexPage.objects.child_of(village).get()
    address = reverse("wagtailadmin_pages:preview_on_add", args=["services", "servicepage", index.pk])
    empty = inline_formset([])
    data = nested_form_data(
        {
            "title": "Surat pindah",
            "slug": "surat-pindah",
            "summary": "Pindah alamat.",
            "fee_kind": "unknown",
            "online": "unknown",
            **dict.fromkeys(("requirements", "steps", "places", "contacts", "forms"), empty),
        }
    )
    assert client.post(address, data).json()["is_valid"] is True
    html = client.get(address).content.decode()
    assert "Surat pindah" in html
    assert "Kasi Pelayanan" in html


def test_a_service_page_query_count(client, village):
    """No n+1: two rows of each kind cost as much as twenty."""
    few = query_count(client, full_service(village, rows=2).url)
    many = query_count(client, full_service(village, rows=7).url)
    say(f"service: {few} queries with 2 rows of each kind, {many} with 7")
    assert few == many <= 16
