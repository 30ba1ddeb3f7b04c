"""The mail address of an account: the one that stands there now opens it, and no other."""

import threading

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from people.models import User
from people.second_factor import has_second_factor
from tests.factories.people import PASSWORD, UserFactory, code_of
from village_pages.enums import Role
from village_pages.opening import ensure_home
from village_pages.rights import appoint

pytestmark = pytest.mark.django_db

LOGIN = "/akun/login/"
NEW = "sandi-lain-yang-panjang"


@pytest.fixture
def officer():
    """Just appointed: no second factor yet."""
    ensure_home()
    user = UserFactory(username="dinas", email="dinas@example.test")
    appoint(user=user, role=Role.OFFICER)
    return user


def mailed_to(address) -> list:
    """Ask for a new password with ``address``; returns what was sent, which goes out beside the answer."""
    before = len(mail.outbox)
    Client().post(reverse("account_reset_password"), {"email": address})
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(5)
    return mail.outbox[before:]


def choose_new_password(client, message, password=NEW):
    link = message.body.split("http://testserver")[1].split()[0]
    form = client.get(link, follow=True)
    if form.redirect_chain:
        client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})


def write_address(client, address):
    client.post(reverse("account_email"), {"email": address})


def test_after_a_password_by_mail_an_officer_can_set_up_the_second_factor(client, officer):
    choose_new_password(client, mailed_to("dinas@example.test")[0])
    assert not EmailAddress.objects.exists(), "allauth keeps no address beside the account's"
    client.post(LOGIN, {"login": "dinas", "password": NEW})
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain == [(reverse("mfa_activate_totp"), 302)]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(page.context["form"].secret)})
    assert has_second_factor(officer)
    assert client.get("/admin/").status_code == 200


def test_an_address_that_something_wrote_beside_stops_no_second_factor(client, officer):
    EmailAddress.objects.create(user=officer, email="dinas@example.test")
    client.post(LOGIN, {"login": "dinas", "password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_changed_address_opens_the_account_no_more_and_an_empty_one_none(client):
    UserFactory(username="siti")
    client.post(LOGIN, {"login": "siti", "password": PASSWORD})
    write_address(client, "lama@example.test")
    assert [message.to for message in mailed_to("lama@example.test")] == [["lama@example.test"]]
    write_address(client, "baru@example.test")
    assert mailed_to("lama@example.test") == []
    assert [message.to for message in mailed_to("baru@example.test")] == [["baru@example.test"]]
    write_address(client, "")
    assert mailed_to("baru@example.test") == []


def test_a_link_mailed_to_the_old_address_is_void(client):
    user = UserFactory(username="siti", email="lama@example.test")
    message = mailed_to("lama@example.test")[0]
    client.post(LOGIN, {"login": "siti", "password": PASSWORD})
    write_address(client, "baru@example.test")
    choose_new_password(Client(), message)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_addresses_kept_beside_the_account_from_before_open_nothing():
    user = UserFactory(username="siti", email="siti@example.test")
    EmailAddress.objects.create(user=user, email="lama@example.test", verified=True)
    assert mailed_to("lama@example.test") == []


def test_capitals_in_an_address_make_no_difference():
    UserFactory(username="siti", email="Siti@Example.test")
    assert len(mailed_to("siti@example.TEST")) == 1


def test_a_password_by_mail_lets_in_at_once_after_too_many_tries(client):
    UserFactory(username="siti", email="siti@example.test")
    for _ in range(6):
        client.post(LOGIN, {"login": "siti", "password": "salah-sekali"})
    choose_new_password(client, mailed_to("siti@example.test")[0])
    assert client.post(LOGIN, {"login": "siti", "password": NEW}).status_code == 302
