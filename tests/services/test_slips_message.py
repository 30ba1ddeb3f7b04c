"""A service as one message: short whatever its page says, and enough by itself."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.content import grow
from core.enums import Weekday
from editorial.models import care_of
from offices.models import Office, OfficeContact, OfficeHours
from services.facts import facts_of
from services.models import ServicePage, ServiceRequirement
from services.service_page import offices_of
from services.slips.message import LIMIT, whatsapp_text
from tests.factories.offices import OfficeFactory, contact, weekly
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import VillageFactory
from tests.pages import say
from village_pages.models import VillageAccess

pytestmark = pytest.mark.django_db

URL = "https://desa.example/pematang-rahim/layanan/sktm/"


def message(page, url: str = URL) -> str:
    return whatsapp_text(page, facts_of(page), offices_of(page), url)


@pytest.fixture
def village():
    return VillageFactory(
        title="Pematang Rahim",
        district="Geragai",
        office_address="Jalan Poros RT 02",
        office_hours=[*weekly(1, 2, 3, 4), *weekly(5, closes="11:30")],
        contacts=[contact(whatsapp="0812-0000-0001")],
    )


def test_it_says_what_people_ask_for(village):
    page = ServicePageFactory(
        village=village,
        title="Surat Keterangan Tidak Mampu (SKTM)",
        fee_kind="free",
        duration="Paling lama 1 hari kerja",
        is_example=True,
        rows={
            "requirements": [
                ServiceRequirement(text="Surat pengantar RT", paper="original"),
                ServiceRequirement(text="Kartu Keluarga", paper="copy", copies=2),
                ServiceRequirement(text="Surat sekolah", paper="any", condition="Bila diminta"),
                ServiceRequirement(text="Alamat usaha", paper="not_paper"),
            ]
        },
    )
    care = care_of(page)
    care.checked_at = timezone.datetime(2026, 7, 3, 1, tzinfo=timezone.get_default_timezone())
    care.save()
    page.care = care
    assert message(page) == (
        "*Surat Keterangan Tidak Mampu (SKTM)*\n"
        "Desa Pematang Rahim, Kec. Geragai\n"
        "(Contoh, bukan keterangan resmi desa)\n"
        "\n"
        "*Yang dibawa:*\n"
        "- Surat pengantar RT (asli)\n"
        "- Kartu Keluarga (fotokopi, 2 lembar)\n"
        "- Surat sekolah (asli atau fotokopi, hanya bila diminta)\n"
        "- Alamat usaha\n"
        "Biaya: Gratis\n"
        "Waktu: Paling lama 1 hari kerja\n"
        "Tempat: Kantor desa, Jalan Poros RT 02\n"
        "Jam: Sen-Kam 08.00-15.30; Jum 08.00-11.30\n"
        "Tanya: Kasi Pelayanan 0812-0000-0001\n"
        "Terakhir diperiksa 3 Juli 2026\n"
        f"{URL}"
    )


def test_what_nobody_knows_is_said_and_not_implied():
    page = ServicePageFactory()
    page.village.offices.all().delete()
    text = message(page)
    for line in ("*Yang dibawa:*", "Biaya:", "Waktu:", "Tempat:"):
        assert f"{line} belum diketahui, tanyakan dahulu" in text


def test_an_office_without_hours_and_number_says_so():
    page = ServicePageFactory()
    text = message(page)
    assert "Jam: belum diketahui, tanyakan dahulu" in text
    assert "Nomor belum diketahui, datang langsung" in text


def test_further_places_are_counted(village):
    page = ServicePageFactory(village=village)
    for name in ("Posyandu Mawar", "Posyandu Melati", "Posyandu Kenanga"):
        page.offices.create(office=OfficeFactory(village=village, name=name))
    assert "Tempat: Posyandu Mawar dan 2 tempat lagi" in message(page)


def test_what_is_too_long_is_shortened_in_a_fixed_order_and_counted(village):
    rows = [ServiceRequirement(text=f"{n}. " + "surat keterangan " * 6, paper="both") for n in range(30)]
    page = ServicePageFactory(village=village, fee_kind="free", rows={"requirements": rows})
    text = message(page)
    assert len(text) < LIMIT
    assert "0. surat keterangan" in text
    assert "lagi\n" in text
    kept = text.count("\n- ") - 1
    assert f"- dan {30 - kept} lagi" in text
    assert "Jalan Poros" not in text
    assert "Jam: Sen-Kam 08.00-15.30; Jum 08.00-11.30" in text
    assert "Kasi Pelayanan 0812-0000-0001" in text
    assert text.endswith(URL)


def test_hours_are_told_whole_or_counted(village):
    office = village.offices.get()
    office.hours.all().delete()
    for day in Weekday.values:
        OfficeHours.objects.create(
            office=office,
            weekday=day,
            opens=f"0{day}:00",
            closes=f"1{day}:00",
            break_start="09:30",
            break_end="10:30",
        )
    rows = [ServiceRequirement(text=f"{n} " + "surat keterangan " * 6, paper="both") for n in range(30)]
    page = ServicePageFactory(village=village, rows={"requirements": rows})
    hours = next(line for line in message(page).splitlines() if line.startswith("Jam: "))
    assert hours.startswith("Jam: Sen 01.00-11.00, istirahat 09.30-10.30; ")
    assert "…" not in hours
    assert hours.endswith(" lagi")


def test_asterisks_of_a_text_make_nothing_bold(village):
    page = ServicePageFactory(village=village, title="Surat *penting*", duration="1 * 24 jam")
    assert "*Surat penting*" in message(page)
    assert message(page).count("*") == 4


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300) | st.sampled_from(
    ["W" * 300, "surat keterangan " * 18, "*" * 300, "🙂" * 300]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(data=st.data())
def test_it_is_shorter_than_700_whatever_the_page_says(village, data):
    def text(most: int) -> str:
        return data.draw(TEXT)[:most]

    page = ServicePage(
        title=text(255) or "x",
        fee_kind=data.draw(st.sampled_from(["unknown", "free", "amount"])),
        fee_amount=data.draw(st.none() | st.integers(0, 2_147_483_647)),
        fee_taken_by=text(120),
        fee_note=text(200),
        duration=text(120),
        is_example=data.draw(st.booleans()),
    )
    page.requirements = [
        ServiceRequirement(text=text(200), paper="both", copies=32_000, condition=text(160))
        for _n in range(data.draw(st.integers(0, 30)))
    ]
    page.village = village
    village.title, village.district = text(255), text(80)
    offices = []
    for _n in range(data.draw(st.integers(0, 3))):
        office = Office(pk=1, name=text(120), address=text(300))
        hours = data.draw(st.lists(st.sampled_from(weekly(1, 3, 5, week=2) + weekly(2, 4, 6)), max_size=9))
        contacts = [
            OfficeContact(role=text(80), phone="0" * 20) for _m in range(data.draw(st.integers(0, 2)))
        ]
        office._prefetched_objects_cache = {"hours": hours, "contacts": contacts}
        offices.append(office)
    url = "https://desa.example/" + "a" * data.draw(st.integers(0, 2_000))
    written = whatsapp_text(page, facts_of(page), offices, url)
    assert len(written) < LIMIT
    # An address is told whole or not at all, and told wherever it can be.
    assert written.endswith(url) or (url not in written and len(url) > 200)


def test_every_example_fits():
    regency = grow(villages=1, articles=1)
    pages = ServicePage.objects.child_of(regency.services)
    assert pages.count() == 16
    for page in pages:
        text = message(page, f"https://desa-cerdas.tanjabtimkab.go.id{page.url}")
        assert len(text) < LIMIT, page.title
        kept, rows = text.count("\n- "), len(facts_of(page).requirements)
        assert kept == rows or f"- dan {rows - kept + 1} lagi" in text, page.title
        assert kept >= min(rows, 6), page.title
        say(f"{page.title}: {len(text)} letters")


def test_a_paused_village_says_so_in_the_message_too(village):
    page = ServicePageFactory(village=village)
    assert "sedang tidak diperbarui" not in message(page)
    VillageAccess.objects.filter(village=village).update(state="paused")
    assert "sedang tidak diperbarui" in message(ServicePage.objects.get(pk=page.pk))
