"""Limits: an account slows down, an office behind one address does not, and nobody is shut out for long."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.limits import ADDRESS, DEVICE_COOKIE, STRANGERS, Limit
from people.models import User
from people.sessions import end_sessions
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/akun/login/"


@pytest.fixture(autouse=True)
def _at_the_start_of_a_window(time_machine):
    time_machine.move_to("2027-01-04 08:00+07:00", tick=False)


def tried(client, name, password="salah-sekali"):
    return client.post(LOGIN, {"login": name, "password": password})


def gets_in(client, name):
    return tried(client, name, PASSWORD).status_code == 302


def slow_down(client, name):
    for _ in range(STRANGERS.most):
        assert "Tunggu" not in tried(client, name).content.decode()


def thirty_fail(client):
    """As many accounts as an address is held to, each with a wrong password."""
    siti = User.objects.get(username="siti")
    User.objects.bulk_create(
        User(username=f"coba{number}", password=siti.password) for number in range(ADDRESS.most)
    )
    for number in range(ADDRESS.most):
        tried(client, f"coba{number}")


def test_an_account_slows_down_and_says_for_how_long(client, time_machine):
    UserFactory(username="siti")
    slow_down(client, "siti")
    time_machine.shift(60)
    refused = tried(client, "siti", PASSWORD)
    assert refused.status_code == 200
    assert "Terlalu banyak percobaan. Tunggu 4 menit, lalu coba lagi." in refused.content.decode()
    time_machine.shift(241)
    assert gets_in(client, "siti")


def test_waiting_is_not_made_longer_by_trying_on(client, time_machine):
    UserFactory(username="siti")
    slow_down(client, "siti")
    for _ in range(50):
        tried(client, "siti")
        time_machine.shift(6)
    assert gets_in(client, "siti")


def test_capitals_are_no_way_around(client):
    UserFactory(username="siti")
    slow_down(client, "SITI")
    assert not gets_in(client, "siti")


def test_the_right_password_uses_nothing_up():
    UserFactory(username="siti")
    for _ in range(3 * STRANGERS.most):
        assert gets_in(Client(), "siti")


def test_neighbours_behind_the_same_address_get_in(client):
    UserFactory(username="siti")
    slow_down(client, "siti")
    for _ in range(200):
        tried(client, "siti")
    for number in range(20):
        UserFactory(username=f"kader{number}")
        assert gets_in(Client(), f"kader{number}")


def test_an_attack_that_goes_on_for_an_hour_counts_once_against_the_address(client, time_machine):
    UserFactory(username="kader")
    for _ in range(11):
        for name in ("siti", "budi"):
            slow_down(client, name)
        time_machine.shift(300)
    assert gets_in(Client(), "kader")


def test_one_password_on_many_accounts_is_stopped_by_address(client, time_machine):
    UserFactory(username="siti")
    thirty_fail(client)
    for _ in range(2 * STRANGERS.most):
        assert "Tunggu 15 menit" in tried(client, "siti", PASSWORD).content.decode()
    assert gets_in(Client(REMOTE_ADDR="10.9.9.9"), "siti"), (
        "what the address refused did not count as her try"
    )
    time_machine.shift(901)
    assert gets_in(client, "siti")


def test_names_that_nobody_has_lock_nobody_out(client):
    UserFactory(username="siti")
    for number in range(3 * ADDRESS.most):
        tried(client, f"tidak-ada{number}")
    assert gets_in(client, "siti")


def test_a_name_that_nobody_has_costs_as_many_queries_as_an_account(client):
    UserFactory(username="siti")

    def queries(name):
        with CaptureQueriesContext(connection) as caught:
            tried(client, name)
        return len(caught)

    assert queries("siti") == queries("tidak-ada") > 0


def test_nobody_is_shut_out_of_the_device_she_signed_in_on():
    UserFactory(username="siti")
    UserFactory(username="budi")
    own = Client()
    assert gets_in(own, "siti")
    own.post(reverse("account_logout"))
    for attacker in (Client(REMOTE_ADDR=f"10.0.0.{n}") for n in range(20)):
        tried(attacker, "siti")
    thirty_fail(Client())
    assert not gets_in(Client(), "siti")
    assert not gets_in(own, "budi"), "the mark is good for her alone"
    assert gets_in(own, "siti")


def test_the_mark_cannot_be_written_by_others_and_stays_under_the_account_pages():
    UserFactory(username="siti")
    own = Client()
    answer = tried(own, "siti", PASSWORD)
    cookie = answer.cookies[DEVICE_COOKIE]
    assert cookie["path"] == "/akun/"
    assert cookie["httponly"]
    assert "siti" not in cookie.value
    forger = Client()
    slow_down(forger, "siti")
    forger.cookies[DEVICE_COOKIE] = "0" * 64
    assert not gets_in(forger, "siti")


def test_the_mark_is_worth_nothing_once_all_sessions_have_ended():
    siti = UserFactory(username="siti")
    stolen = Client()
    assert gets_in(stolen, "siti")
    end_sessions(siti)
    slow_down(Client(), "siti")
    assert not gets_in(stolen, "siti")


def test_the_own_browser_keeps_its_mark_over_a_new_password():
    UserFactory(username="siti")
    own, new = Client(), "sandi-lain-yang-panjang"
    gets_in(own, "siti")
    own.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    own.post(reverse("account_logout"))
    slow_down(Client(), "siti")
    assert tried(own, "siti", new).status_code == 302


def test_the_known_device_has_an_end_too():
    UserFactory(username="siti")
    own = Client()
    gets_in(own, "siti")
    own.post(reverse("account_logout"))
    answers = [tried(own, "siti").content.decode() for _ in range(11)]
    assert ["Tunggu" in answer for answer in answers] == [False] * 10 + [True]


def test_a_name_that_nobody_has_is_answered_and_counted_alike(client):
    UserFactory(username="siti")

    def said(name):
        answers = [tried(client, name) for _ in range(STRANGERS.most + 2)]
        return [
            (answer.status_code, answer.content.decode().split("<h1>")[1].replace(name, ""))
            for answer in answers
        ]

    def without_token(pages):
        return [(status, page.split("csrfmiddlewaretoken")[0]) for status, page in pages]

    assert without_token(said("siti")) == without_token(said("tidak-ada"))


def test_a_password_is_computed_for_a_name_that_nobody_has(client, monkeypatch):
    UserFactory(username="siti")
    work = []
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, password, salt: work.append(1) or f"md5${salt}$0"
    )
    tried(client, "siti")
    known = len(work)
    tried(client, "tidak-ada")
    assert len(work) == 2 * known


def test_asking_for_a_new_password_says_the_same_for_every_address(client):
    UserFactory(username="siti", email="siti@example.test")
    answers = [
        client.post(reverse("account_reset_password"), {"email": address}, follow=True)
        for address in ("siti@example.test", "tidak-ada@example.test")
    ]
    assert [answer.redirect_chain for answer in answers] == [
        [(reverse("account_reset_password_done"), 302)]
    ] * 2
    assert len({answer.content for answer in answers}) == 1
    assert all(message.to == ["siti@example.test"] for message in mail.outbox)


def test_mail_waits_for_nobody(client, monkeypatch):
    """A slow mail server would tell that the address is known."""
    sent, may_go = Event(), Event()

    def slow(self, *args):
        may_go.wait(10)
        sent.set()

    monkeypatch.setattr(DefaultAccountAdapter, "send_password_reset_mail", slow)
    UserFactory(username="siti", email="siti@example.test")
    client.post(reverse("account_reset_password"), {"email": "siti@example.test"})
    assert not sent.is_set()
    may_go.set()
    assert sent.wait(10)


def test_passwords_cannot_be_guessed_at_the_second_question_either(client):
    UserFactory(username="siti")
    gets_in(client, "siti")
    answers = [
        client.post(f"{reverse('account_reauthenticate')}?next=/akun/", {"password": "salah-sekali"})
        for _ in range(11)
    ]
    assert "Tunggu" in answers[-1].content.decode()


def test_what_several_count_at_once_is_counted_once_each():
    limit = Limit("test", 50, 300)
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: limit.take("siti"), range(120)))
    assert sum(wait == 0 for wait in waits) == 50
    assert limit.wait("siti") == 300
    assert limit.wait("budi") == 0
