"""A contributor comes, is paused while at work, and goes on; and the screens for it on a narrow phone."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from people.models import User
from tests.browser.conftest import PASSWORD, sign_in
from tests.factories.people import code_of
from village_pages.enums import Role
from village_pages.rights import appoint

pytestmark = pytest.mark.browser

NARROW, PHONE = 320, 360
REASON = "Cuti melahirkan sampai Maret"
LEAST = 43.5  # CSS pixels of what a thumb is to meet, with room for rounding

# Buttons, fields and links that stand alone in our own part of a screen, and are too low for a thumb.
TOO_LOW = """least => [...document.querySelectorAll(
  "main :is(button, .button, summary, select, textarea, input:not([type=hidden]), .lone-link)"
)].filter(it => it.getClientRects().length && it.getBoundingClientRect().height < least)
  .map(it => it.outerHTML.slice(0, 120))"""


def test_invited_joined_paused_in_the_open_session_and_resumed(regency, people, new_page):
    cadre = new_page(width=PHONE)
    sign_in(cadre, "cadre-uji")
    link = invite(cadre, regency.village)

    contributor = new_page(width=PHONE, javascript=False)
    join(contributor, link)
    person = User.objects.get(username="siti.rahma")
    assert person.memberships.get().village == regency.village
    the_link_is_spent(contributor, link)

    write_to(cadre, "Jeda", "Jeda peran", REASON)
    contributor.goto("/admin/")
    refusal = contributor.locator("main")
    expect(refusal.get_by_role("heading", level=1)).to_have_text("Anda tidak berhak membuka halaman ini")
    expect(refusal).to_contain_text("Peran Anda sedang dijeda")
    expect(refusal).to_contain_text(f"Penulis, {regency.village.full_name}.")
    # Why is for the log, not for a page that may be read over a shoulder.
    expect(refusal).not_to_contain_text(REASON)
    refusal.get_by_role("link", name="Akun saya").click()
    expect(contributor.get_by_role("heading", level=1)).to_have_text("Akun saya")

    write_to(cadre, "Lanjutkan", "Lanjutkan peran", "")
    contributor.goto("/admin/")
    expect(contributor.get_by_role("heading", level=1)).to_have_text("Meja kerja")


def invite(page, village) -> str:
    """From the list of people to the link (its path); sent again at once it is the same, later not shown."""
    page.goto(reverse("team"))
    page.get_by_role("link", name="Undang petugas").click()
    expect(page.locator("main")).to_contain_text(f"menjadi Penulis di {village.full_name}")
    page.get_by_label("Nama yang diundang").fill("Siti Rahma")
    page.get_by_role("button", name="Buat undangan").click()
    shown = page.get_by_label("Tautan untuk disalin")
    link = urlsplit(shown.input_value()).path
    page.reload()
    assert urlsplit(shown.input_value()).path == link
    page.goto(reverse("team"))
    expect(page.get_by_role("heading", name="Undangan yang belum dipakai (1)")).to_be_visible()
    assert link not in page.content()
    return link


def join(page, link: str) -> None:
    """What was typed stays when the password is refused."""
    page.goto(link)
    page.get_by_label("Nama Anda").fill("Siti Rahma")
    page.get_by_label("Nama pengguna").fill("siti.rahma")
    page.get_by_label("Kata sandi").fill("pendek")
    page.get_by_role("button", name="Buat akun dan terima").click()
    page.get_by_role("heading", name="Ada masalah").wait_for()
    assert page.get_by_label("Nama Anda").input_value() == "Siti Rahma"
    assert page.get_by_label("Nama pengguna").input_value() == "siti.rahma"
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Buat akun dan terima").click()
    page.wait_for_url("**/admin/")
    expect(page.get_by_text("Selamat datang, Siti Rahma").first).to_be_visible()


def the_link_is_spent(page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tautan tidak dapat dipakai")


def write_to(page, act: str, button: str, reason: str) -> None:
    """Find the contributor and do ``act``, as the cadre does."""
    page.goto(reverse("team"))
    page.get_by_role("link", name="Buka: Siti Rahma").click()
    page.get_by_role("link", name=act, exact=True).click()
    page.get_by_label("Alasan").fill(reason)
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/petugas/*/")
    expect(page.locator(".messages")).to_contain_text("Peran di")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_officers_screens_and_everything_fits(regency, new_page, axe, scheme):
    officer = User.objects.create_user("dinas-uji", password=PASSWORD, display_name="Petugas " + 72 * "a")
    appoint(user=officer, role=Role.OFFICER)
    writer = User.objects.create_user("penulis-uji", password=PASSWORD, display_name="Penulis " + 72 * "b")
    one = [appoint(user=writer, role=Role.CONTRIBUTOR, village=regency.village, by=officer).pk]
    regency.article.save_revision(user=writer)
    regency.article.save_revision(user=officer)
    page = new_page(width=NARROW, color_scheme=scheme)
    arrive(page)
    article, village = [regency.article.pk], [regency.village.pk]
    addresses = [
        *(reverse("team"), reverse("team_invite"), reverse("team_appoint"), reverse("acts")),
        *(reverse(name, args=one) for name in ("team_member", "team_pause", "team_end", "team_password")),
        f"{reverse('team_appoint')}?petugas={writer.pk}",
        *(reverse("villages"), reverse("open_village"), reverse("reading")),
        *(reverse(name, args=village) for name in ("village_rename", "village_pause", "village_close")),
        *(reverse(name, args=article) for name in ("reading_page", "reading_history")),
        reverse("reading_compare", args=[*article, regency.article.latest_revision_id]),
    ]
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = axe(page) + page.evaluate(TOO_LOW, LEAST)
        if page.evaluate("document.documentElement.scrollWidth") > NARROW:
            found[address].append("too wide")
        if page.locator("h1:visible").count() != 1:
            found[address].append("not one h1")
    assert {address: lines for address, lines in found.items() if lines} == {}


def arrive(page) -> None:
    """An officer's first time: nothing opens before the second factor is set up."""
    page.goto("/akun/login/")
    page.get_by_label("Nama pengguna").fill("dinas-uji")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/akun/keamanan/totp/activate/")
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Enam angka dari aplikasi").fill(code_of(secret))
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/akun/keamanan/recovery-codes/")
