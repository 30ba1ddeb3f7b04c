"""Signing in: one door at /akun/, which every door of Wagtail leads to."""

import pytest
from django.urls import resolve, reverse

from people.models import User
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role

pytestmark = pytest.mark.django_db

LOGIN = "/akun/login/"


@pytest.fixture
def cadre():
    return member(Role.CADRE, VillageFactory(), username="siti", display_name="Siti Rahma")


def test_wagtails_own_doors_lead_to_ours(client, cadre):
    for address, target in (
        ("/admin/login/", LOGIN),
        ("/admin/login/?next=/admin/pages/", f"{LOGIN}?next=/admin/pages/"),
        ("/admin/password_reset/", reverse("account_reset_password")),
        ("/admin/password_reset/confirm/MQ/abc-123/", reverse("account_reset_password")),
        ("/admin/password_reset/done/", reverse("account_reset_password")),
        ("/admin/password_reset/complete/", reverse("account_reset_password")),
    ):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"] == target
    # A form sent to the old door keeps its method, and is then asked for its token at the new one.
    assert client.post("/admin/login/", {"username": "siti"}).status_code == 307


def test_wagtails_names_are_still_known(client):
    """Wagtail reverses these names in its own screens and mails."""
    assert reverse("wagtailadmin_login") == "/admin/login/"
    assert reverse("wagtailadmin_logout") == "/admin/logout/"
    assert reverse("wagtailadmin_password_reset") == "/admin/password_reset/"
    assert resolve("/admin/login/").url_name is None


def test_whoever_is_not_signed_in_is_led_to_the_door_and_back(client, cadre):
    asked = client.get("/admin/pages/")
    assert asked.headers["Location"] == f"{LOGIN}?next=/admin/pages/"
    answer = client.post(asked.headers["Location"], {"login": "siti", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/admin/pages/"
    assert client.get("/admin/").status_code == 200


def test_signing_in_leads_to_the_desk_and_out_to_the_portal(client, cadre):
    answer = client.post(LOGIN, {"login": "siti", "password": PASSWORD})
    assert answer.headers["Location"] == "/admin/"
    out = client.post("/admin/logout/", follow=True)
    assert out.redirect_chain[0][0] == reverse("account_logout")
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("login", "password"), [("siti", "salah-sekali"), ("tidak-ada", PASSWORD), ("siti", "x" * 5000)]
)
def test_a_wrong_password_is_told_in_indonesian_and_tells_nothing_else(client, cadre, login, password):
    answer = client.post(LOGIN, {"login": login, "password": password})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert '<html lang="id"' in html
    assert "nama pengguna atau kata sandi salah" in html.lower()
    assert not answer.wsgi_request.user.is_authenticated
    assert "tidak ada akun" not in html.lower()


def test_a_switched_off_account_does_not_get_in(client, cadre):
    cadre.is_active = False
    cadre.save()
    client.post(LOGIN, {"login": "siti", "password": PASSWORD}, follow=True)
    assert client.get("/admin/").status_code == 302


def test_nobody_signs_up(client):
    answer = client.get(reverse("account_signup"))
    assert answer.status_code == 200
    assert "<form" not in answer.content.decode().split("<main")[1].split("</main>")[0]
    client.post(
        reverse("account_signup"),
        {"username": "baru", "password1": "sandi-yang-panjang", "password2": "sandi-yang-panjang"},
    )
    assert not User.objects.filter(username="baru").exists()


@pytest.mark.parametrize("address", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(client, cadre, address):
    answer = client.post(f"{LOGIN}?next={address}", {"login": "siti", "password": PASSWORD, "next": address})
    assert answer.status_code == 302
    assert "jahat" not in answer.headers["Location"]
    assert "javascript" not in answer.headers["Location"]


def test_five_wrong_passwords_close_one_account_and_not_the_office(client, cadre):
    """A village's office has one address: the limit is per account."""
    UserFactory(username="budi")
    for _ in range(5):
        client.post(LOGIN, {"login": "siti", "password": "salah-sekali"})
    refused = client.post(LOGIN, {"login": "siti", "password": PASSWORD})
    assert not refused.wsgi_request.user.is_authenticated
    assert client.post(LOGIN, {"login": "budi", "password": PASSWORD}).status_code == 302


def test_djangos_own_admin_is_not_there(client, cadre):
    from django.apps import apps

    assert not apps.is_installed("django.contrib.admin")
    for address in ("/django-admin/", "/admin/auth/user/", "/admin/people/user/"):
        client.force_login(cadre)
        assert client.get(address).status_code == 404, address


def test_the_sign_in_page_is_kept_by_no_cache(client):
    answer = client.get(LOGIN)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"] or "private" in answer.headers["Cache-Control"]


def test_people_are_called_by_the_name_they_show(db):
    assert str(UserFactory(display_name="Siti Rahma")) == "Siti Rahma"
    assert str(UserFactory(display_name="", first_name="Siti", last_name="R.")) == "Siti R."
    assert str(UserFactory(display_name="", username="siti")) == "siti"
