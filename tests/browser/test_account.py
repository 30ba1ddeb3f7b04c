"""An officer's first day, in a browser: set up, signed out, in again by code, recovery code and passkey."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from people.models import User
from tests.browser.conftest import PASSWORD
from tests.factories.people import code_of
from village_pages.enums import Role
from village_pages.opening import ensure_home
from village_pages.rights import appoint

pytestmark = pytest.mark.browser


@pytest.fixture
def officer(transactional_db) -> User:
    ensure_home()
    user = User.objects.create_user("dinas-uji", password=PASSWORD, display_name="Petugas Dinas")
    appoint(user=user, role=Role.OFFICER)
    return user


def enter(page) -> None:
    page.goto("/akun/login/")
    page.get_by_label("Nama pengguna").fill("dinas-uji")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()


def leave(page) -> None:
    page.goto("/akun/logout/")
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url(lambda address: "/logout/" not in address)


def set_up(page) -> list[str]:
    """Scan and type, as it is asked; returns the recovery codes."""
    page.wait_for_url("**/akun/keamanan/totp/activate/")
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Enam angka dari aplikasi").fill(code_of(secret))
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/akun/keamanan/recovery-codes/")
    return page.locator("ol code").all_inner_texts()


def test_the_whole_way_needs_no_script(officer, new_page):
    page = new_page(javascript=False)
    enter(page)
    codes = set_up(page)
    assert len(codes) == 10
    page.get_by_role("link", name="Sudah saya simpan").click()
    page.wait_for_url("**/admin/")
    leave(page)
    enter(page)
    page.get_by_label("Kode").fill(codes[0])
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/admin/")


def test_a_passkey_opens_the_account_and_is_then_the_one_that_stays(officer, page):
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    enter(page)
    set_up(page)
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Nama kunci sandi").fill("Ponsel saya")
    page.get_by_role("button", name="Buat kunci sandi").click()
    page.wait_for_url("**/akun/keamanan/")
    expect(page.get_by_text("Ponsel saya")).to_be_visible()
    page.goto(reverse("mfa_deactivate_totp"))
    page.get_by_role("button", name="Lepas aplikasi kode").click()
    leave(page)
    enter(page)
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url("**/admin/")
    page.goto(reverse("mfa_list_webauthn"))
    page.get_by_role("link", name="Hapus").click()
    expect(page.get_by_text("Peran Anda wajib memakai pengaman kedua")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_the_account_and_nothing_is_too_wide(
    officer, new_page, axe, scheme
):
    page = new_page(width=320, color_scheme=scheme)
    found = {}

    def look(name):
        page.wait_for_load_state()
        found[name] = axe(page)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            found[name].append("too wide")

    enter(page)
    page.wait_for_url("**/akun/keamanan/totp/activate/")
    look("set-up")
    set_up(page)
    look("recovery codes")
    for name in (
        *("account_home", "account_email", "account_change_password", "account_reauthenticate"),
        *("usersessions_list", "mfa_index", "mfa_replace_totp", "mfa_deactivate_totp"),
        *("mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate"),
    ):
        page.goto(reverse(name))
        look(name)
    leave(page)
    enter(page)
    look("second step")
    assert not any(found.values()), found
