"""A lost password or telephone, mended face to face without mail."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Act
from people.models import User
from people.second_factor import has_second_factor
from teams.models import PasswordLink
from tests.factories.people import PASSWORD, UserFactory, with_second_factor
from tests.factories.teams import password_link, state_of
from tests.factories.village_pages import member
from village_pages.enums import Role
from village_pages.rights import appoint, dismiss

pytestmark = pytest.mark.django_db

NEW = "sawah-hijau-tepi-sungai"
LOGIN = "/akun/login/"


def door(token: str) -> str:
    return reverse("mend_password", args=[token])


def act(name: str, person, **where) -> str:
    return reverse(name, args=[person.memberships.get(**where).pk])


def mended(browser, person) -> str:
    """Make a link on the screen; returns the link that is shown."""
    answer = browser.post(act("team_password", person), follow=True)
    return re.search(r"<textarea[^>]*>([^<]+)</textarea>", answer.content.decode())[1]


def test_the_cadre_mends_a_contributors_password_face_to_face(client, signed_in, village, cadre, contributor):
    open_elsewhere = Client()
    open_elsewhere.post(LOGIN, {"login": "dewi", "password": PASSWORD})
    assert open_elsewhere.get("/admin/").status_code == 200
    assert UserSession.objects.filter(user=contributor).count() == 1
    link = mended(signed_in(cadre), contributor)
    assert client.get(link).status_code == 200
    assert "dewi" in client.get(link).content.decode()
    answer = client.post(link, {"password": NEW}, follow=True)
    assert "Kata sandi baru tersimpan" in answer.content.decode()
    assert open_elsewhere.get("/admin/").status_code == 302  # that session has ended
    assert not UserSession.objects.filter(user=contributor).exists()
    assert client.post(LOGIN, {"login": "dewi", "password": NEW})["Location"] == "/admin/"
    assert (
        not Client().post(LOGIN, {"login": "dewi", "password": PASSWORD}).wsgi_request.user.is_authenticated
    )
    done = Act.objects.filter(actor_key__isnull=False).order_by("pk")
    acts = list(done.values_list("verb", "actor_name", "object_name", "village_code"))
    assert acts == [
        ("password.link", "Siti Rahma", "Dewi Lestari", village.code),
        ("password.mended", "Dewi Lestari", "Dewi Lestari", village.code),
    ]


def test_a_new_password_leaves_no_mail_address_behind(client, cadre, contributor):
    """Whoever used a link in the person's place may have written an own address, to come back later."""
    _row, token = password_link(user=contributor, by=cadre)
    client.post(door(token), {"password": "sandi-pilihan-kader"})
    client.post(LOGIN, {"login": "dewi", "password": "sandi-pilihan-kader"})
    client.post(reverse("account_email"), {"email": "kader@example.test"})
    _row, token = password_link(user=contributor, by=cadre)
    owner = Client()
    page = owner.post(door(token), {"password": NEW}, follow=True).content.decode()
    assert "Kata sandi baru tersimpan" in page
    assert "Alamat email akun ini dihapus" in page
    assert User.objects.get(pk=contributor.pk).email == ""
    assert Act.objects.filter(verb="account.mail", object_name="Dewi Lestari").count() == 2


def test_without_a_mail_address_nothing_is_said_of_it(client, cadre, contributor):
    _row, token = password_link(user=contributor, by=cadre)
    page = client.post(door(token), {"password": NEW}, follow=True).content.decode()
    assert "Alamat email akun ini" not in page


def test_the_new_password_opens_at_once_after_too_many_tries(client, cadre, contributor):
    for _ in range(6):
        client.post(LOGIN, {"login": "Dewi", "password": "salah-sekali"})
    assert "Tunggu" in client.post(LOGIN, {"login": "dewi", "password": PASSWORD}).content.decode()
    _row, token = password_link(user=contributor, by=cadre)
    client.post(door(token), {"password": NEW})
    assert client.post(LOGIN, {"login": "dewi", "password": NEW})["Location"] == "/admin/"


def test_one_use_and_only_the_newest_link(client, cadre, contributor):
    _first, old = password_link(user=contributor, by=cadre)
    browser = Client()
    browser.force_login(cadre)
    link = mended(browser, contributor)
    assert client.post(door(old), {"password": NEW}).status_code == 410
    assert client.post(link, {"password": NEW}).status_code == 302
    assert client.post(link, {"password": NEW + "x"}).status_code == 410
    assert User.objects.get(pk=contributor.pk).check_password(NEW)


def test_a_link_is_shown_once_and_good_for_a_day(client, signed_in, cadre, contributor):
    browser = signed_in(cadre)
    made = timezone.now() + timedelta(minutes=1)
    with time_machine.travel(made, tick=False):
        _row, token = password_link(user=contributor, by=cadre)
    with time_machine.travel(made + timedelta(hours=24, seconds=-1), tick=False):
        assert client.get(door(token)).status_code == 200
    with time_machine.travel(made + timedelta(hours=24), tick=False):
        assert client.get(door(token)).status_code == 410
    screen = browser.get(act("team_password", contributor)).content.decode()
    form = {"kunci": re.search(r'name="kunci" value="([^"]+)"', screen)[1]}
    first, again = (browser.post(act("team_password", contributor), form) for _tap in range(2))
    link = re.search(r"/akun/sandi-baru/([\w-]+)/", first.content.decode())[1]
    assert link in again.content.decode()
    # It is given face to face: nothing passes it on.
    assert "wa.me" not in first.content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        late = browser.post(act("team_password", contributor), form).content.decode()
    assert "/akun/sandi-baru/" not in late
    assert "hanya ditampilkan satu kali" in late
    assert client.get(door(link)).status_code == 200
    assert Act.objects.filter(verb="password.link").count() == 1


def test_a_weak_password_is_told_and_uses_nothing_up(client, cadre, contributor):
    row, token = password_link(user=contributor, by=cadre)
    answer = client.post(door(token), {"password": "123"})
    assert answer.status_code == 200
    assert "Ada masalah" in answer.content.decode()
    assert state_of(row).is_open


def test_the_second_factor_stays_and_is_asked(client, cadre, contributor):
    with_second_factor(contributor)
    _row, token = password_link(user=contributor, by=cadre)
    client.post(door(token), {"password": NEW})
    answer = client.post(LOGIN, {"login": "dewi", "password": NEW})
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not answer.wsgi_request.user.is_authenticated


def test_the_own_open_session_ends_without_an_error(signed_in, cadre, contributor):
    _row, token = password_link(user=contributor, by=cadre)
    browser = signed_in(contributor)
    answer = browser.post(door(token), {"password": NEW}, follow=True)
    assert answer.status_code == 200
    assert not answer.wsgi_request.user.is_authenticated


def test_whoever_works_elsewhere_too_is_mended_by_the_officer(
    signed_in, village, neighbour, cadre, officer, contributor
):
    appoint(user=contributor, role=Role.CONTRIBUTOR, village=neighbour)
    address = act("team_password", contributor, village=village)
    browser = signed_in(cadre)
    assert browser.post(address).status_code == 403
    assert address not in browser.get(act("team_member", contributor, village=village)).content.decode()
    assert not PasswordLink.objects.exists()
    assert signed_in(officer).post(address).status_code == 200
    assert PasswordLink.objects.get().by == officer


def test_nobody_mends_cadres_but_the_officer_and_nobody_himself(signed_in, village, cadre, officer):
    other = member(Role.CADRE, village)
    for person, whom in ((cadre, other), (cadre, cadre), (officer, officer)):
        for name in ("team_password", "team_second_factor", "team_sessions"):
            assert signed_in(person).post(act(name, whom), {"reason": "Hilang"}).status_code == 403, name
    assert signed_in(officer).post(act("team_password", cadre)).status_code == 200


def test_the_right_is_asked_again_when_the_link_is_used(client, village, neighbour, cadre, contributor):
    row, token = password_link(user=contributor, by=cadre)
    elsewhere = appoint(user=contributor, role=Role.CADRE, village=neighbour)
    assert client.post(door(token), {"password": NEW}).status_code == 410
    dismiss(elsewhere)
    assert client.get(door(token)).status_code == 200
    dismiss(cadre.memberships.get())
    assert client.post(door(token), {"password": NEW}).status_code == 410
    assert state_of(row).is_open
    assert User.objects.get(pk=contributor.pk).check_password(PASSWORD)


def test_a_foreign_person_is_not_there(signed_in, contributor, foreign_cadre):
    browser = signed_in(foreign_cadre)
    for name in (
        "team_member",
        "team_password",
        "team_second_factor",
        "team_sessions",
        "team_pause",
        "team_resume",
        "team_end",
    ):
        assert browser.get(act(name, contributor)).status_code == 404, name
        assert browser.post(act(name, contributor), {"reason": "x"}).status_code in (404, 405), name
    assert not PasswordLink.objects.exists()


def test_a_lost_telephone_is_mended_by_the_officer_with_a_line_in_the_log(
    client, signed_in, village, cadre, officer
):
    with_second_factor(cadre)
    writer = with_second_factor(member(Role.CONTRIBUTOR, village))
    # With both the password and the second factor in her hands a cadre could be the writer.
    assert signed_in(cadre).post(act("team_second_factor", writer), {"reason": "x"}).status_code == 403
    assert has_second_factor(writer)
    open_elsewhere = signed_in(cadre)
    address = act("team_second_factor", cadre)
    browser = signed_in(officer)
    assert address in browser.get(act("team_member", cadre)).content.decode()
    assert "Tulis alasannya" in browser.post(address, {"reason": ""}).content.decode()
    assert has_second_factor(cadre)
    assert browser.post(address, {"reason": "Ponsel jatuh ke sungai"}).status_code == 302
    assert not has_second_factor(cadre)
    assert open_elsewhere.get("/admin/").status_code == 302
    assert client.post(LOGIN, {"login": "siti", "password": PASSWORD})["Location"] == "/admin/"
    act_ = Act.objects.get(verb="second_factor.removed")
    assert (act_.village_code, act_.reason) == (village.code, "Ponsel jatuh ke sungai")
    assert address not in browser.get(act("team_member", cadre)).content.decode()


def test_a_lost_device_is_signed_out(signed_in, village, cadre, contributor):
    open_elsewhere = signed_in(contributor)
    signed_in(cadre).post(act("team_sessions", contributor), {"reason": ""})
    assert open_elsewhere.get("/admin/").status_code == 302
    assert Act.objects.get(verb="sessions.ended").village_code == village.code


def test_a_switched_off_account_gets_no_way_in(client, cadre, contributor):
    _row, token = password_link(user=contributor, by=cadre)
    User.objects.filter(pk=contributor.pk).update(is_active=False)
    assert client.post(door(token), {"password": NEW}).status_code == 410


def test_never_was_and_over_are_told_in_the_same_words(client, cadre):
    _row, token = password_link(user=UserFactory(), by=cadre)  # whom she may not mend
    pages = [client.get(door(one)) for one in (token, "tidak-pernah-ada")]
    assert [page.status_code for page in pages] == [410, 404]
    assert len({page.content.decode().split("<main")[1] for page in pages}) == 1
    assert pages[0]["Referrer-Policy"] == "same-origin"
    assert "no-store" in pages[0]["Cache-Control"]
