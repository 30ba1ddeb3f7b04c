"""The second factor: required of whoever reaches every village, offered to the others, mended when lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import deepcopy

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from people.models import User
from people.second_factor import (
    FACTORS,
    SecondFactorMiddleware,
    has_second_factor,
    may_remove,
    remove_second_factor,
)
from people.signals import second_factor_removed
from tests.factories.people import PASSWORD, UserFactory, code_of
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role
from village_pages.opening import ensure_home
from village_pages.rights import appoint, standing_of

pytestmark = pytest.mark.django_db

LOGIN = "/akun/login/"
SET_UP = "/akun/keamanan/totp/activate/"
INDEX = "/akun/keamanan/"
SECOND_STEP = "/akun/keamanan/authenticate/"


@pytest.fixture(autouse=True)
def home():
    """Brings the officers' group."""
    ensure_home()


@pytest.fixture
def officer():
    """Just appointed: has a password and nothing else."""
    user = UserFactory(username="dinas")
    appoint(user=user, role=Role.OFFICER)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def cadre():
    return member(Role.CADRE, VillageFactory(), username="siti")


def sign_in(client, name, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": name, "password": password, **more})


def set_up(client):
    """Scan and type the code, as the person does; returns the secret and the page that follows."""
    page = client.get(SET_UP)
    secret = page.context["form"].secret
    return secret, client.post(SET_UP, {"code": code_of(secret)}, follow=True)


def secret_of(user):
    return Authenticator.objects.get(user=user, type="totp").data["secret"]


# --- Required ---------------------------------------------------------------------------------------------


def test_an_officer_is_led_to_set_it_up_and_then_works(client, officer):
    first = sign_in(client, "dinas")
    assert first.headers["Location"] == "/admin/"
    led = client.get("/admin/", follow=True)
    assert led.redirect_chain == [(SET_UP, 302)]
    html = led.content.decode()
    assert "Wajib untuk peran Anda" in html
    assert "data:image/svg+xml" in html
    assert led.context["form"].secret_in_groups() in html
    assert "<script" not in html

    _secret, codes = set_up(client)
    assert codes.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    assert len(codes.context["unused_codes"]) == 10
    for code in codes.context["unused_codes"]:
        assert f"{code[:4]} {code[4:]}" in codes.content.decode()
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/pages/", "/admin/account/", "/admin/api/main/pages/", "/admin/images/"]
)
def test_nothing_of_the_admin_is_seen_before(client, officer, address):
    client.force_login(officer)
    for ask in (client.get, client.post, client.head):
        assert ask(address).headers["Location"] == SET_UP
    by_script = client.get(address, headers={"x-requested-with": "XMLHttpRequest"})
    assert by_script.status_code == 403
    assert client.get(address, headers={"accept": "application/json"}).status_code == 403


def test_a_superuser_made_on_the_command_line_needs_it_too(client):
    client.force_login(User.objects.create_superuser("akar", password=PASSWORD))
    assert client.get("/admin/").headers["Location"] == SET_UP


def test_a_role_given_in_an_open_session_closes_the_admin_until_it_is_set_up(client, cadre):
    client.force_login(cadre)
    assert client.get("/admin/").status_code == 200
    appoint(user=cadre, role=Role.OFFICER)
    assert client.get("/admin/").headers["Location"] == SET_UP


def test_recovery_codes_alone_are_no_second_factor(client, officer):
    RecoveryCodes.activate(officer)
    client.force_login(officer)
    assert client.get("/admin/").headers["Location"] == SET_UP
    assert not has_second_factor(officer)


def test_it_costs_officers_one_query_and_others_none(client, cadre, officer, django_assert_num_queries):
    middleware = SecondFactorMiddleware(None)
    for user, queries in ((cadre, 0), (officer, 1)):
        request = client.get("/healthz").wsgi_request
        request.path_info, request.user = "/admin/", User.objects.get(pk=user.pk)
        standing_of(request.user)  # every screen of the admin asks for it anyway
        with django_assert_num_queries(queries):
            middleware.process_view(request, None, (), {})


# --- Signing in with it -----------------------------------------------------------------------------------


def test_the_password_alone_does_not_open_the_account(client):
    officer = member(Role.OFFICER, username="dinas")
    assert sign_in(client, "dinas").headers["Location"] == SECOND_STEP
    assert client.get("/admin/").headers["Location"].startswith(LOGIN)
    wrong = client.post(SECOND_STEP, {"code": "000000"})
    assert "Kode ini salah" in wrong.content.decode()
    assert client.post(SECOND_STEP, {"code": code_of(secret_of(officer))}).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_way_asked_for_is_kept_over_the_second_step(client):
    officer = member(Role.OFFICER, username="dinas")
    sign_in(client, "dinas", next="/admin/account/")
    answer = client.post(SECOND_STEP, {"code": code_of(secret_of(officer))})
    assert answer.headers["Location"] == "/admin/account/"


def test_a_code_opens_once_however_long_it_is_accepted(client, time_machine):
    time_machine.move_to("2027-01-04 08:00+07:00", tick=False)
    officer = member(Role.OFFICER, username="dinas")
    code = code_of(secret_of(officer))
    for opened in (True, False):
        someone = Client()
        sign_in(someone, "dinas")
        someone.post(SECOND_STEP, {"code": code})
        assert (someone.get("/admin/").status_code == 200) is opened
        time_machine.shift(45)


def test_a_recovery_code_stands_for_the_lost_telephone_once(client, officer):
    sign_in(client, "dinas")
    _secret, page = set_up(client)
    code = page.context["unused_codes"][3]
    for opened in (True, False):
        someone = Client()
        sign_in(someone, "dinas")
        someone.post(SECOND_STEP, {"code": f"{code[:4]} {code[4:]}"})
        assert (someone.get("/admin/").status_code == 200) is opened


def test_codes_are_not_guessed(client):
    officer = member(Role.OFFICER, username="dinas")
    for _ in range(5):
        someone = Client(REMOTE_ADDR=f"10.0.0.{_}")
        sign_in(someone, "dinas")
        someone.post(SECOND_STEP, {"code": "000000"})
    sign_in(client, "dinas")
    refused = client.post(SECOND_STEP, {"code": code_of(secret_of(officer))})
    assert "Tunggu 15 menit" in refused.content.decode()
    assert client.get("/admin/").status_code == 302


# --- Taking it off ----------------------------------------------------------------------------------------


def test_a_cadre_is_offered_it_and_may_take_it_off_again(client, cadre):
    sign_in(client, "siti")
    assert client.get("/admin/").status_code == 200
    assert "Pasang aplikasi kode" in client.get(INDEX).content.decode()
    set_up(client)
    assert has_second_factor(cadre)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=cadre).exists()


def test_whoever_must_have_one_cannot_take_the_last_one_off(client, officer):
    sign_in(client, "dinas")
    set_up(client)
    refused = client.get(reverse("mfa_deactivate_totp"))
    assert "wajib memakai pengaman kedua" in refused.content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert has_second_factor(officer)


def passkey_of(user):
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": "Ponsel", "credential": {}})


def test_with_a_passkey_left_the_app_may_go_and_the_passkey_then_stays(client, officer):
    sign_in(client, "dinas")
    set_up(client)
    passkey = passkey_of(officer)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=officer, type="totp").exists()

    remove = reverse("mfa_remove_webauthn", args=[passkey.pk])
    assert "wajib memakai pengaman kedua" in client.get(remove).content.decode()
    client.post(remove)
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_a_cadre_removes_a_passkey_and_nobody_elses(client, cadre, officer):
    sign_in(client, "siti")
    own, others = passkey_of(cadre), passkey_of(officer)
    assert client.post(reverse("mfa_remove_webauthn", args=[others.pk])).status_code == 404
    client.post(reverse("mfa_remove_webauthn", args=[own.pk]))
    assert list(Authenticator.objects.filter(type="webauthn")) == [others]


def test_a_new_telephone_takes_the_place_of_the_old_one(client, officer):
    sign_in(client, "dinas")
    old, _page = set_up(client)
    page = client.get(reverse("mfa_replace_totp"))
    new = page.context["form"].secret
    assert secret_of(officer) == old, "looking changes nothing"
    client.post(reverse("mfa_replace_totp"), {"code": "000000"})
    assert secret_of(officer) == old
    client.post(reverse("mfa_replace_totp"), {"code": code_of(new)})
    assert secret_of(officer) == new != old
    assert Authenticator.objects.filter(user=officer, type="recovery_codes").exists()


def test_important_things_ask_for_the_password_again_later(client, officer, time_machine):
    time_machine.move_to("2027-01-04 08:00+07:00")
    sign_in(client, "dinas")
    set_up(client)
    time_machine.shift(16 * 60)
    for name in ("mfa_view_recovery_codes", "mfa_replace_totp", "mfa_deactivate_totp", "account_email"):
        asked = client.get(reverse(name))
        assert asked.headers["Location"].startswith(reverse("account_reauthenticate")), name
    client.post(asked.headers["Location"], {"password": PASSWORD})
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_removals_at_once_leave_one_factor(client, officer, monkeypatch):
    sign_in(client, "dinas")
    set_up(client)
    removals = reverse("mfa_deactivate_totp"), reverse("mfa_remove_webauthn", args=[passkey_of(officer).pk])
    both_have_asked = threading.Barrier(2)

    def asked(authenticator):
        may = may_remove(authenticator)
        with suppress(threading.BrokenBarrierError):
            both_have_asked.wait(1)
        return may

    monkeypatch.setattr("people.adapters.may_remove", asked)

    def remove(address):
        browser = Client()
        browser.cookies = deepcopy(client.cookies)
        try:
            browser.post(address)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(remove, removals))
    assert Authenticator.objects.filter(user=officer, type__in=FACTORS).count() == 1


# --- A session that never showed it -----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_session_from_before_does_not_slip_through_once_it_is_set_up(client, officer):
    """Somebody who knew the password was signed in, and waited."""
    thief = Client()
    sign_in(thief, "dinas")
    sign_in(client, "dinas")
    set_up(client)
    assert client.get("/admin/").status_code == 200
    assert thief.get("/admin/").headers["Location"].startswith(LOGIN)


# --- Lost -------------------------------------------------------------------------------------------------


def test_the_last_administrators_telephone_is_mended_on_the_command_line(client, capsys):
    administrator = member(Role.ADMINISTRATOR, username="akar")
    client.force_login(administrator)
    assert client.get("/admin/").status_code == 200
    told = []

    def hear(**kwargs):
        told.append((kwargs["user"], kwargs["by"]))

    second_factor_removed.connect(hear)
    call_command("remove_second_factor", "akar")
    assert told == [(administrator, None)]
    assert client.get("/admin/").headers["Location"].startswith(LOGIN), "sessions have ended"
    sign_in(client, "akar")
    assert client.get("/admin/").headers["Location"] == SET_UP


def test_the_command_says_what_is_wrong(cadre):
    with pytest.raises(CommandError, match="Tidak ada akun"):
        call_command("remove_second_factor", "siapa")
    with pytest.raises(CommandError, match="tidak punya pengaman kedua"):
        call_command("remove_second_factor", "siti")


def test_removing_takes_the_recovery_codes_along():
    officer = member(Role.OFFICER)
    RecoveryCodes.activate(officer)
    assert remove_second_factor(officer, by=None)
    assert not Authenticator.objects.filter(user=officer).exists()
    assert not remove_second_factor(officer, by=None)
