"""Slips as a printer gets them: pages counted in the PDF, the QR read from it, and followed."""

import io
from dataclasses import dataclass
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from PIL.Image import Image

from services.models import ServicePage, ServiceRequirement, ServiceStep
from tests.factories.offices import contact, fill_office, weekly
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import VillageFactory
from tests.pages import say

pytestmark = pytest.mark.browser

DOTS = 200 / 25.4  # dots a millimetre, as of a receipt printer
ROLL = {"width": "58mm", "height": "900mm"}
WIDE_ROLL = {"width": "80mm", "height": "900mm"}
LONG = "Keterangan yang memuat persyaratan penyelenggaraan administrasi kependudukan bagi masyarakat "


@dataclass
class Printed:
    pages: int
    width: float  # millimetres
    height: float
    picture: Image
    words: str

    @property
    def codes(self) -> list[str]:
        # Lines and boxes can pass for a bar code of another kind.
        found = zxingcpp.read_barcodes(self.picture, formats=zxingcpp.BarcodeFormat.QRCode)
        return [code.text for code in found]


def printed(page, address: str, **paper) -> Printed:
    """What the browser's printing makes of ``address``; without a size it is the one the page asks for."""
    page.goto(address)
    pdf = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=not paper, **paper)))
    width, height = (points / 72 * 25.4 for points in pdf[0].get_size())
    picture = pdf[0].render(scale=DOTS * 25.4 / 72).to_pil()
    return Printed(len(pdf), width, height, picture, pdf[0].get_textpage().get_text_range())


@pytest.fixture
def village(transactional_db):
    return VillageFactory(
        title="Pematang Rahim",
        office_address="Jalan Poros RT 02",
        office_hours=weekly(),
        contacts=[contact()],
    )


@pytest.fixture
def service(village) -> ServicePage:
    return ServicePageFactory(
        village=village,
        fee_kind="free",
        duration="1 hari kerja",
        is_example=True,
        rows={
            "requirements": [
                ServiceRequirement(text="Kartu Keluarga", paper="copy", condition="bila diminta")
            ],
            "steps": [
                ServiceStep(text="Minta surat pengantar"),
                ServiceStep(text="Serahkan berkas di loket"),
            ],
        },
    )


@pytest.fixture
def services(regency) -> list[ServicePage]:
    found = list(ServicePage.objects.child_of(regency.services).order_by("pk"))
    assert len(found) == 16
    return found


def test_every_example_prints_on_one_page_and_on_a_roll_with_a_code_that_leads_back(
    services, page, live_server
):
    for service in services:
        slip = printed(page, f"{service.url}lembar/")
        assert slip.pages == 1, service.title
        assert (round(slip.width), round(slip.height)) == (210, 297)
        assert "Selengkapnya di halaman" not in slip.words, service.title
        [address] = slip.codes
        assert address.startswith(f"{live_server.url}{service.url}?lembar=A"), service.title
        receipt = printed(page, f"{service.url}struk/", **ROLL)
        assert receipt.pages == 1, service.title
        assert receipt.codes == [address], service.title
        # Rolls of 58 mm are printed 48 mm wide: nothing stands outside.
        left, top, right, bottom = (dots / DOTS for dots in _ink(receipt.picture))
        assert left >= 4.5, service.title
        assert right <= 53.5, service.title
        say(f"{service.title}: {bottom - top:.0f} mm of a roll")
        assert bottom - top < 320, service.title


def test_a_roll_of_80_mm_is_used(service, page):
    left, _top, right, _bottom = _ink(printed(page, f"{service.url}struk/", **WIDE_ROLL).picture)
    assert right - left > 60 * DOTS


def _ink(picture: Image) -> tuple[int, int, int, int]:
    """Where anything is printed at all."""
    return picture.convert("L").point(lambda grey: 255 if grey < 200 else 0).getbbox()


def test_paper_is_black_on_white_also_where_the_telephone_is_dark(service, new_page):
    page = new_page(color_scheme="dark")
    for name in ("lembar", "struk"):
        page.goto(f"{service.url}{name}/")
        colours = page.evaluate(
            "() => ['color', 'backgroundColor'].map(name => getComputedStyle(document.body)[name])"
        )
        assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
        page.emulate_media(media="print")
        small = page.evaluate(
            "() => [...document.querySelectorAll('main *')].filter(it => it.innerText"
            " && parseFloat(getComputedStyle(it).fontSize) < 13.3).map(it => it.outerHTML)"
        )
        assert small == []  # 10 pt


def full_to_the_brim(village, title: str) -> ServicePage:
    """Every field as long as it may be, with more rows than anybody writes."""

    def long(letters: int) -> str:
        return (LONG * 9)[:letters].strip()

    office = village.offices.get()
    office.hours.all().delete()
    fill_office(
        office,
        address=long(300),
        hours=[
            *weekly(1, 2, 3, opens="08:00", break_start="12:00", break_end="13:00"),
            *weekly(4, opens="09:00", break_start="11:30", break_end="13:30"),
            *weekly(5, 6, opens="07:00", week=2),
        ],
        contacts=[contact(long(80), whatsapp="0812-0000-0000", name=long(80)) for _n in range(4)],
    )
    return ServicePageFactory(
        village=village,
        title=title,
        for_whom=long(300),
        may_act_for=long(300),
        fee_kind="amount",
        fee_amount=2_000_000_000,
        fee_taken_by=long(120),
        fee_note=long(200),
        duration=long(120),
        special_help=long(400),
        rows={
            "requirements": [
                ServiceRequirement(text=f"{n + 1}. {long(190)}", paper="both", copies=12, condition=long(160))
                for n in range(20)
            ],
            "steps": [ServiceStep(text=long(300), where="outside", place=long(120)) for n in range(12)],
        },
    )


@pytest.mark.parametrize("title", [(LONG * 2)[:120], "SURAT KETERANGAN TIDAK MAMPU WARGA MISKIN " * 2])
def test_what_has_no_room_on_the_page_is_named(village, page, title):
    service = full_to_the_brim(village, title.strip())
    slip = printed(page, f"{service.url}lembar/")
    assert slip.pages == 1
    assert len(slip.codes) == 1
    words = " ".join(slip.words.split())
    assert "1. Keterangan yang memuat" in words
    assert "syarat lagi: baca di halaman" in words
    assert "Selengkapnya di halaman: 12 langkah lagi." in words
    assert "Bantuan khusus" in words


def test_the_code_leads_to_what_has_changed_since(service, page):
    [address] = printed(page, f"{service.url}lembar/").codes
    there = address.removeprefix(f"http://{urlsplit(address).netloc}")
    page.goto(there)
    assert "Isi lembar Anda masih sama" in page.get_by_role("status").inner_text()

    service.fee_kind, service.fee_amount, service.fee_taken_by = "amount", 15_000, "Kas desa"
    service.save_revision().publish()
    page.goto(there)
    told = page.get_by_role("status").inner_text()
    assert "Sejak itu berubah" in told
    assert "Biaya, sekarang: Rp15.000, Kas desa" in told
    assert "Waktu selesai" not in told
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    assert page.locator("link[rel=canonical]").get_attribute("href").endswith(service.url)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_axe_finds_nothing_on_slips_and_none_is_wider_than_the_screen(service, new_page, axe, width):
    page, found = new_page(width=width), {}
    for address in ("lembar/", "struk/", "?lembar=x"):
        page.goto(f"{service.url}{address}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if problems := axe(page) + ([f"{wide} px wide"] if wide > width else []):
            found[address] = problems
    assert found == {}


def test_a_slip_works_without_a_script_and_with_the_keyboard(service, new_page):
    page = new_page(javascript=False)
    page.goto(service.url)
    page.get_by_role("link", name="Cetak lembar").click()
    assert page.get_by_role("heading", level=1).inner_text() == service.title
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{service.url}")
