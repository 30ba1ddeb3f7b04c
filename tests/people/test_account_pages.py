"""Every address under /akun/, signed in and out: none broken, none in English, all in our layout."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import URLPattern, get_resolver, reverse

from people.models import User
from tests.factories.people import PASSWORD, UserFactory, code_of, with_second_factor

pytestmark = pytest.mark.django_db

ENGLISH = re.compile(
    r"\b(the|your|you|please|password|sign|code|account|security|settings|submit|authenticator)\b", re.I
)
# A name of an app, and what everybody calls it.
NOT_ENGLISH = re.compile(r"Google Authenticator|FreeOTP|JavaScript")


def addresses(patterns=None, before="/") -> dict[str, str]:
    """Every address below /akun/ by its name, as the URL configuration knows it."""
    found = {}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if route.startswith("/akun/") and pattern.name.startswith(("account_", "mfa_", "usersessions_")):
                found[pattern.name] = pattern
        elif route.startswith("/akun") or "/akun/".startswith(route):
            found |= addresses(pattern.url_patterns, route)
    return found


def address_of(name, user) -> str:
    if name == "account_reset_password_from_key":
        return reverse(name, kwargs={"uidb36": "1", "key": "abc-123"})
    if name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        return reverse(name, args=[Authenticator.objects.get(user=user, type="webauthn").pk])
    return reverse(name)


def words_of(html: str) -> str:
    main = html.split("<main")[1].split("</main>")[0]
    return re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", main, flags=re.S)


def full_account() -> User:
    """An account with everything set up, so that no page has nothing to show."""
    user = with_second_factor(UserFactory(username="siti"))
    for kind, data in (
        ("webauthn", {"name": "Ponsel saya", "credential": {}}),
        ("recovery_codes", {"seed": "ab" * 40, "used_mask": 0}),
    ):
        Authenticator.objects.create(user=user, type=kind, data=data)
    return user


def test_there_are_as_many_addresses_as_we_know():
    assert len(addresses()) >= 25


def test_what_allauth_has_besides_is_closed(client):
    client.force_login(UserFactory())
    for closed in (
        "confirm-email/",
        "confirm-email/abc/",
        "login/code/confirm/",
        "login/code/",
        "phone/change/",
    ):
        assert client.get(f"/akun/{closed}").status_code == 404, closed


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("name", sorted(addresses()))
def test_every_page_of_the_account_speaks_indonesian(client, monkeypatch, name, signed_in):
    user = full_account()
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    if signed_in:
        client.post("/akun/login/", {"login": "siti", "password": PASSWORD})
        _pass_the_second_step(client, user)
    for ask in (client.get, client.post):
        answer = ask(address_of(name, user), follow=True)
        if answer.status_code == 405 and ask == client.post:
            continue
        if name == "mfa_download_recovery_codes" and signed_in:
            assert "Kode pemulihan" in answer.content.decode()
            continue
        if answer.wsgi_request.path.startswith("/akun/"):
            assert answer.status_code == 200, (name, answer.status_code)
            html = answer.content.decode()
            assert html.count("<h1") == 1
            assert 'class="wrap account"' in html
            english = ENGLISH.findall(NOT_ENGLISH.sub("", words_of(html)))
            assert not english, (name, english)


def _pass_the_second_step(client, user):
    secret = Authenticator.objects.get(user=user, type="totp").data["secret"]
    client.post("/akun/keamanan/authenticate/", {"code": code_of(secret)})


def test_only_pages_with_passkeys_may_run_a_script(client):
    for address, allowed in (("/akun/login/", False), ("/akun/", False), ("/akun/keamanan/", True)):
        policy = client.get(address).headers["Content-Security-Policy"]
        client.force_login(UserFactory())
        assert ("script-src 'self'" in policy) is allowed, address
        assert "unsafe" not in policy


def test_the_mail_address_is_changed_only_after_showing_who_one_is(client, time_machine):
    time_machine.move_to("2027-01-04 08:00+07:00")
    user = UserFactory(username="siti")
    client.post("/akun/login/", {"login": "siti", "password": PASSWORD})
    client.post("/akun/email/", {"email": "bukan surel"})
    user.refresh_from_db()
    assert user.email == ""
    client.post("/akun/email/", {"email": "siti@example.test"})
    user.refresh_from_db()
    assert user.email == "siti@example.test"
    time_machine.shift(16 * 60)
    asked = client.post("/akun/email/", {"email": "lain@example.test"})
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    user.refresh_from_db()
    assert user.email == "siti@example.test"


def test_the_sign_in_page_says_what_to_do_without_mail(client):
    assert (
        "Tidak punya email? Kader desa Anda (untuk penulis) atau Dinas PMD membuat tautan kata sandi baru "
        "untuk Anda, tatap muka." in client.get("/akun/login/").content.decode()
    )
