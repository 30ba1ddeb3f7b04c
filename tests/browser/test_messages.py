"""The bell and its screens on a narrow phone: found, read, settled, with and without script."""

import pytest

from notifications.models import Notification
from people.models import User
from tests.browser.conftest import sign_in
from tests.factories.notifications import NotificationFactory

pytestmark = pytest.mark.browser

NARROW = 320


@pytest.fixture
def told(regency, people):
    """The cadre has an address, two unread messages and an old one."""
    cadre = people["cadre"]
    User.objects.filter(pk=cadre.pk).update(email="kader@example.test")
    NotificationFactory(
        recipient=cadre,
        village=regency.village,
        headline="“Jadwal posyandu bulan Juli di empat dusun” disetujui dan tayang",
        read_at="2026-07-01T00:00Z",
    )
    NotificationFactory(
        recipient=cadre,
        village=regency.village,
        kind="review.returned",
        headline="“Gotong royong membersihkan saluran air” dikembalikan kepada Anda: Ada yang kurang",
        words="Tulis tanggalnya.\nSiapa saja yang hadir?",
    )
    NotificationFactory(
        recipient=cadre,
        village=regency.village,
        headline="“Panen raya” menunggu diperiksa",
        url="/admin/petugas/",
    )
    return cadre


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_from_the_bell_to_nothing_unread(told, new_page, javascript):
    page = new_page(width=NARROW, javascript=javascript)
    sign_in(page, "cadre-uji")
    page.get_by_role("link", name="Pesan: 2 belum dibaca").click()
    page.get_by_role("link", name="Buka: “Panen raya” menunggu diperiksa").click()
    page.wait_for_url("**/admin/petugas/")
    page.get_by_role("link", name="Pesan: 1 belum dibaca").click()
    page.get_by_role("button", name="Tandai semua sudah dibaca").click()
    page.get_by_text("1 pesan ditandai sudah dibaca.").wait_for()
    assert page.get_by_text("Belum dibaca", exact=True).count() == 0
    assert not Notification.objects.filter(read_at=None).exists()


@pytest.mark.parametrize(
    ("width", "options"),
    [
        pytest.param(NARROW, {}, id="320 px"),
        pytest.param(360, {"color_scheme": "dark"}, id="dark"),
        pytest.param(1280, {}, id="1280 px"),
    ],
)
def test_axe_finds_nothing_and_nothing_is_too_wide(told, new_page, axe, width, options):
    page = new_page(width=width, **options)
    sign_in(page, "cadre-uji")
    found = {}
    for address in ("/admin/", "/admin/pesan/", "/admin/pesan/pengaturan/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if violations := axe(page):
            found[address] = violations
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[f"{address} is too wide"] = []
        bell = page.get_by_role("link", name="Pesan: 2 belum dibaca").bounding_box()
        if bell["height"] < 44 or bell["x"] + bell["width"] > width:
            found[f"bell at {address}"] = [str(bell)]
    assert found == {}
