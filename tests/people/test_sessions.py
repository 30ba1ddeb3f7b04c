"""Where one is signed in: seen in plain words, ended one by one or all at once."""

import threading
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import due
from people.devices import device_name
from people.sessions import end_sessions, forget_ended_sessions
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role

pytestmark = pytest.mark.django_db

LIST = "/akun/perangkat/"
TELEPHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile "
    "Safari/537.36"
)
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0"


@pytest.fixture
def cadre():
    return member(Role.CADRE, VillageFactory(), username="siti", email="siti@example.test")


def signed_in(user_agent, name="siti"):
    client = Client(HTTP_USER_AGENT=user_agent)
    client.post("/akun/login/", {"login": name, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_one_sees_where_one_is_signed_in_and_ends_one_of_them(cadre):
    here, there = signed_in(TELEPHONE), signed_in(OFFICE)
    html = here.get(LIST).content.decode()
    assert "Chrome di Android" in html
    assert "Firefox di Windows" in html
    assert html.count("Perangkat ini") == 1
    other = UserSession.objects.get(user_agent=OFFICE)
    here.post(LIST, {"session": other.pk})
    assert is_in(here)
    assert not is_in(there)
    assert "Firefox di Windows" not in here.get(LIST).content.decode()


def test_all_others_are_ended_at_once(cadre):
    here, there, third = signed_in(TELEPHONE), signed_in(OFFICE), signed_in(OFFICE)
    here.post(LIST)
    assert [is_in(client) for client in (here, there, third)] == [True, False, False]


@pytest.mark.parametrize("key", ["0", "x", "9999999999999999999"])
def test_what_is_not_there_is_not_found(cadre, key):
    assert signed_in(TELEPHONE).post(LIST, {"session": key}).status_code == 404


def test_nobody_ends_or_sees_the_sessions_of_another(cadre):
    member(Role.CADRE, VillageFactory(), username="budi")
    siti, budi = signed_in(TELEPHONE), signed_in(OFFICE, "budi")
    assert "Firefox" not in siti.get(LIST).content.decode()
    assert siti.post(LIST, {"session": UserSession.objects.get(user__username="budi").pk}).status_code == 404
    assert is_in(budi)


def test_a_session_that_is_over_is_not_listed(cadre):
    here, there = signed_in(TELEPHONE), signed_in(OFFICE)
    there.post(reverse("account_logout"))
    assert "Firefox" not in here.get(LIST).content.decode()


def test_a_new_password_ends_the_other_sessions(cadre):
    here, there = signed_in(TELEPHONE), signed_in(OFFICE)
    new = "sandi-lain-yang-panjang"
    here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert is_in(here)
    assert not is_in(there)
    assert UserSession.objects.filter(user=cadre).count() == 1


def test_a_password_made_by_mail_ends_all_sessions(cadre, client):
    here = signed_in(TELEPHONE)
    client.post(reverse("account_reset_password"), {"email": "siti@example.test"})
    link = _last_mail().split("http://testserver")[1].split()[0]
    form = client.get(link, follow=True)
    assert "email" not in form.content.decode().lower()
    new = "sandi-lain-yang-panjang"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert not is_in(here)
    assert not UserSession.objects.filter(user=cadre).exists()


def _last_mail() -> str:
    """The mail goes out beside the answer."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(5)
    assert "kata sandi baru" in mail.outbox[-1].subject.lower()
    return mail.outbox[-1].body


def test_all_sessions_of_a_person_end_at_once_listed_or_not(cadre, client):
    listed = signed_in(TELEPHONE)
    client.force_login(cadre)  # leaves no entry in the list
    assert is_in(client)
    assert end_sessions(cadre) == 1
    assert not is_in(listed)
    assert not is_in(client)
    assert end_sessions(cadre) == 0


def test_ending_leaves_other_people_alone(cadre):
    other = signed_in(OFFICE, member(Role.CADRE, VillageFactory(), username="budi").username)
    end_sessions(cadre)
    assert is_in(other)


def test_being_seen_is_written_once_in_ten_minutes(cadre, time_machine):
    time_machine.move_to("2027-01-04 08:00+07:00")
    client = signed_in(TELEPHONE)
    first = UserSession.objects.get().last_seen_at
    time_machine.shift(300)
    is_in(client)
    assert UserSession.objects.get().last_seen_at == first
    time_machine.shift(301)
    is_in(client)
    seen = UserSession.objects.get().last_seen_at
    assert 600 < (seen - first).total_seconds() < 700
    is_in(client)
    assert UserSession.objects.get().last_seen_at == seen


def test_the_list_costs_the_same_for_two_and_for_two_hundred(cadre):
    client = signed_in(TELEPHONE)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            client.get(LIST)
        return len(caught)

    def more(count):
        Session.objects.bulk_create(
            Session(session_key=f"k{count}-{n}", session_data="", expire_date="2099-01-01T00:00Z")
            for n in range(count)
        )
        UserSession.objects.bulk_create(
            UserSession(user=cadre, ip="10.0.0.1", session_key=f"k{count}-{n}", user_agent=OFFICE)
            for n in range(count)
        )

    more(2)
    few = queries()
    more(200)
    assert queries() == few
    assert client.get(LIST).content.decode().count("Firefox di Windows</strong>") == 19


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (TELEPHONE, "Chrome di Android"),
        (OFFICE, "Firefox di Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari di iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 "
            "Edg/126.0",
            "Edge di Windows",
        ),
        ("curl/8.5", "Perangkat yang tidak dikenal"),
        ("", "Perangkat yang tidak dikenal"),
    ],
)
def test_devices_have_names_that_people_know(user_agent, words):
    assert device_name(user_agent) == words


def test_wagtails_account_page_leads_there_and_changes_neither_password_nor_mail(cadre, client):
    client.force_login(cadre)
    html = client.get("/admin/account/").content.decode()
    for name in ("usersessions_list", "mfa_index", "account_change_password", "account_email"):
        assert reverse(name) in html, name
    assert 'type="password"' not in html
    assert 'type="email"' not in html
    names = {"name_email-email": "lain@example.test", "name_email-display_name": "Siti"}
    client.post("/admin/account/", names)
    cadre.refresh_from_db()
    assert cadre.email == "siti@example.test"


def test_what_is_over_is_forgotten_once_a_day(cadre, time_machine, django_assert_max_num_queries):
    time_machine.move_to("2027-01-04 08:00+07:00", tick=False)
    cache.clear()
    member(Role.CADRE, VillageFactory(), username="budi")
    signed_in(OFFICE, "budi")
    time_machine.shift(timedelta(days=15))
    here = signed_in(TELEPHONE)
    time_machine.shift(timedelta(hours=2))
    is_in(here)
    with django_assert_max_num_queries(8):
        assert forget_ended_sessions() == 1
    assert UserSession.objects.get().user_agent == TELEPHONE
    assert Session.objects.count() == 1
    UserSession.objects.create(user=cadre, ip="10.0.0.1", session_key="sudah-tidak-ada", user_agent=OFFICE)
    time_machine.shift(timedelta(hours=2))
    with CaptureQueriesContext(connection) as caught:
        assert forget_ended_sessions() == 0
    assert len(caught) == 0, "once a day is enough"
    time_machine.shift(timedelta(days=1))
    is_in(here)
    assert forget_ended_sessions() == 1
    assert is_in(here)


def test_the_clock_forgets_them(cadre):
    assert "ended sessions" in due._work


def test_a_person_without_any_role_has_no_sessions_but_his_own(client):
    UserFactory(username="tamu")
    client.post("/akun/login/", {"login": "tamu", "password": PASSWORD})
    assert client.get(LIST).status_code == 200
