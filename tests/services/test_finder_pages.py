"""The finder on the portal and in a village: three facts, one's own village, who has what it lacks."""

import pytest
import time_machine
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from services.models import (
    ServiceDifference,
    ServiceIndexPage,
    ServicePage,
    StandardOffice,
    StandardRequirement,
)
from tests.factories.offices import OfficeFactory, weekly
from tests.factories.services import ServicePageFactory, StandardFactory
from tests.factories.village_pages import VillageFactory, villages_as_rows
from tests.pages import outline_of, query_count, say
from village_pages.models import RegencyHomePage, VillagePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim", office_hours=weekly())


@pytest.fixture
def card():
    """The standard of the identity card."""
    return StandardFactory(
        title="KTP elektronik",
        slug="ktp-elektronik",
        fee_kind="free",
        duration="Tergantung Disdukcapil",
        life_events=["hilang"],
        audiences=["anak-muda"],
        rows={
            "requirements": [
                StandardRequirement(text=words) for words in ("KK", "Surat polisi", "Foto", "Map")
            ]
        },
    )


def offered(standard, village, **fields):
    return ServicePageFactory(
        village=village, standard=standard, title=standard.title, slug=standard.slug, summary="", **fields
    )


def words_of(client, address: str) -> str:
    html = client.get(address).content.decode()
    return " ".join(html[html.index("<main") : html.index("</main>")].split())


def place(village: VillagePage, latitude: str, longitude: str) -> None:
    village.offices.filter(is_main=True).update(latitude=latitude, longitude=longitude)


def links(client, address: str) -> list[str]:
    return [link.get("href") or "" for link in outline_of(client, address).links]


def test_the_portal_shows_each_standard_once_with_three_facts(client, village, card):
    offered(card, village)
    offered(card, VillageFactory())
    ServicePageFactory(village=village, title="Sewa tenda")
    html = words_of(client, "/layanan/")
    assert html.count(">KTP elektronik<") == 1
    for words in ("KK; Surat polisi; dan 2 lagi", "Gratis", "Tergantung Disdukcapil", "Ada di 2 desa"):
        assert words in html, words
    assert "Hanya di Pematang Rahim" in html
    assert "/layanan/ktp-elektronik/" in links(client, "/layanan/")


@pytest.mark.parametrize("query", ["q=kehilangan+ktp", "peristiwa=hilang", "untuk=anak-muda", "q=elektronk"])
def test_a_service_is_found_by_words_event_and_audience(client, village, card, query):
    offered(card, village)
    StandardFactory(title="Surat domisili")
    for address in ("/layanan/", f"{village.url}layanan/"):
        headings = [text for _tag, text in outline_of(client, f"{address}?{query}").headings]
        assert "KTP elektronik" in headings, address
        assert "Surat domisili" not in headings, address


def test_who_came_from_a_village_is_led_to_its_own_page_and_facts(client, village, card):
    page = offered(card, village, duration="3 hari", rows={"differences": [
        ServiceDifference(aspect="duration", reason="Jauh dari kota")
    ]})  # fmt: skip
    assert page.url in links(client, f"/layanan/?desa={village.slug}")
    assert "3 hari" in words_of(client, f"/layanan/?desa={village.slug}")
    other = VillageFactory()
    assert f"/layanan/ktp-elektronik/?desa={other.slug}" in links(client, f"/layanan/?desa={other.slug}")
    assert "Ada di Desa Pematang Rahim" in words_of(client, f"/layanan/ktp-elektronik/?desa={village.slug}")


def test_the_nearest_come_first_same_district_before_distance(client, village, card):
    place(village, "-1.00000", "104.00000")
    near, far = VillageFactory(title="Dekat", district="Sadu"), VillageFactory(title="Jauh", district="Sadu")
    neighbour = VillageFactory(title="Sekecamatan", district=village.district)
    unknown = VillageFactory(title="Entah", district="Berbak")
    place(near, "-1.10000", "104.00000")
    place(far, "-1.90000", "104.00000")
    for one in (far, unknown, near, neighbour):
        offered(card, one)
    expected = [f"{one.url}ktp-elektronik/" for one in (neighbour, near, far, unknown)]
    expected = [address.replace("/ktp", "/layanan/ktp") for address in expected]
    shown = links(client, f"/layanan/ktp-elektronik/?desa={village.slug}")
    assert [address for address in shown if address in expected][:4] == expected
    html = words_of(client, f"{village.url}layanan/?q=ktp")
    assert "Belum ada di desa ini" in html
    assert "sekitar 11 km" in html
    shown = links(client, f"{village.url}layanan/?q=ktp")
    assert [address for address in shown if address in expected] == expected


def test_at_most_five_are_named_and_the_rest_counted(client, village, card):
    for _n in range(7):
        offered(card, VillageFactory())
    html = words_of(client, f"{village.url}layanan/?q=ktp")
    assert html.count('/layanan/ktp-elektronik/">Desa') == 5
    assert "2 tempat lain" in html
    assert f"/layanan/ktp-elektronik/?desa={village.slug}" in html


def test_villages_without_it_closed_ones_and_drafts_are_not_named(client, village, card):
    offered(card, village)
    offered(card, VillageFactory(title="Konsep"), live=False)
    gone = VillageFactory(title="Tutup")
    offered(card, gone)
    gone.access.state = "closed"
    gone.access.save()
    VillageFactory(title="Tanpa")
    html = words_of(client, "/layanan/ktp-elektronik/")
    assert "Pematang Rahim" in html
    for name in ("Konsep", "Tutup", "Tanpa"):
        assert name not in html, name
    assert client.get("/layanan/tidak-ada/").status_code == 404
    assert "Untuk warga" not in words_of(client, f"/layanan/?desa={gone.slug}")


def test_offices_outside_the_villages_say_whether_they_are_open(client, village, card):
    office = OfficeFactory(name="Disdukcapil", hours=weekly())
    StandardOffice.objects.create(standard=card, office=office)
    html = words_of(client, "/layanan/ktp-elektronik/")
    assert "Kantor lain yang melayani" in html
    assert "Disdukcapil" in html
    # Where no village has it, the office is the nearest that does.
    nearest = words_of(client, f"/layanan/ktp-elektronik/?desa={village.slug}")
    assert "Belum ada desa atau kantor" not in nearest
    assert nearest.index("Yang melayani") < nearest.index("Disdukcapil") < nearest.index("Yang dibawa")
    assert "Disdukcapil" in words_of(client, f"{village.url}layanan/?q=ktp")


def test_a_village_tells_first_whether_its_office_is_open(client, village):
    address = f"{village.url}layanan/"
    # A Wednesday in Jambi, before and after the office opens.
    for clock, words in (("07:59", "Tutup. Buka hari ini pukul 08.00 WIB"), ("08:00", "Buka sekarang")):
        with time_machine.travel(f"2026-11-25T{clock}:00+07:00", tick=False):
            html = words_of(client, address)
        assert words in html
        assert html.index("Kantor desa:") < html.index(words) < html.index("Apa yang Anda butuhkan?")


def test_where_nothing_answers_there_are_words_to_try_and_somebody_to_ask(client, village, card):
    offered(card, village)
    html = words_of(client, f"{village.url}layanan/?q=elektroniqaa")
    assert "Mungkin maksud Anda" in html
    assert "?q=elektronik" in html
    html = words_of(client, f"{village.url}layanan/?q=qwxyzvb")
    assert "Belum ada layanan yang cocok" in html
    for address in (f"{village.url}ruang-komunitas/", f"{village.url}#kantor", "?peristiwa=hilang"):
        assert address in html, address


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%F0%9F%98%80", "q=" + "a+" * 3000, "peristiwa=x", "untuk=%00", "desa=%00"]
)
def test_whatever_is_typed_is_answered(client, village, card, query):
    for address in ("/layanan/", f"{village.url}layanan/", "/layanan/ktp-elektronik/"):
        outline_of(client, f"{address}?{query}")


def test_pages_of_words_are_not_for_search_engines(client, village, card):
    for address in ("/layanan/", f"{village.url}layanan/"):
        answer = client.get(f"{address}?q=ktp")
        assert answer["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in answer.content.decode()
        assert "X-Robots-Tag" not in client.get(address)
    html = client.get(f"/layanan/ktp-elektronik/?desa={village.slug}").content.decode()
    assert '<link rel="canonical" href="http://testserver/layanan/ktp-elektronik/">' in html


def test_the_search_of_the_site_answers_with_the_finder_first(client, village, card):
    page = offered(card, village)
    html = words_of(client, "/cari/?q=ktp+hilang")
    assert "Layanan yang cocok" in html
    assert "/layanan/ktp-elektronik/" in html
    assert links(client, f"/cari/?q=ktp&desa={village.slug}").count(page.url) == 1


def test_the_portal_offers_life_events_at_once(client, village):
    assert "/layanan/?peristiwa=hilang" in links(client, "/")


def has_services(village, *standards) -> None:
    """Live pages of ``standards`` and one of its own, as rows."""
    shared = {"live": True, "first_published_at": timezone.now(), "last_published_at": timezone.now()}
    with disable_reference_index_auto_update():
        index = village.add_child(instance=ServiceIndexPage(title="Layanan", slug="layanan", **shared))
        for standard in standards:
            page = ServicePage(title=standard.title, slug=standard.slug, standard=standard, **shared)
            index.add_child(instance=page)
        own = ServicePage(title="Akta sendiri", slug="sendiri", summary="Untuk warga.", **shared)
        index.add_child(instance=own)


def test_as_many_queries_for_two_twenty_and_two_hundred_villages(client, village, card):
    lacked = StandardFactory(title="Akta kelahiran", slug="akta-kelahiran", life_events=["lahir"])
    offered(card, village)
    addresses = [
        "/layanan/",
        "/layanan/?q=ktp",
        f"/layanan/?desa={village.slug}",
        "/layanan/ktp-elektronik/",
        f"/layanan/akta-kelahiran/?desa={village.slug}",
        village.url,
        f"{village.url}layanan/",
        f"{village.url}layanan/?q=akta",
        f"{village.url}layanan/ktp-elektronik/",
        "/cari/?q=akta",
    ]

    def grow(to: int) -> dict[str, int]:
        home = RegencyHomePage.objects.get()
        for far in villages_as_rows(home, range(VillagePage.objects.count(), to)):
            has_services(far, card, lacked)
        return {address: query_count(client, address) for address in addresses}

    few, more, many = grow(2), grow(20), grow(200)
    say(str(many))
    assert few == more == many
    assert max(many.values()) <= 22
    assert VillagePage.objects.live().count() == 200
