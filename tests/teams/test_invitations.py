"""Invited and joined; used twice, by two at once, revoked, over, of somebody dismissed."""

import logging
import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Act
from people.models import User
from teams import invitations
from teams.log_filter import HideTokens
from teams.models import Invitation, OneUseLinkQuerySet, PasswordLink, hash_of
from teams.refusals import RefusedError
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.teams import invitation, password_link, state_of
from tests.factories.village_pages import VillageFactory, member
from village_pages import life
from village_pages.enums import Role, VillageState
from village_pages.models import Membership
from village_pages.rights import active_roles, appoint, dismiss, pause

pytestmark = pytest.mark.django_db

ACCOUNT = {
    "display_name": "Nurhayati",
    "username": "nurhayati",
    "password": "sawah-hijau-tepi-sungai",
}


def door(token: str) -> str:
    return reverse("accept_invitation", args=[token])


def invited(client, **fields) -> str:
    """Make an invitation on the screen; returns the link that is shown."""
    answer = client.post(reverse("team_invite"), fields, follow=True)
    found = re.search(r"<textarea[^>]*>([^<]+)</textarea>", answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def verbs() -> list[str]:
    """What the people did, not what the factories did."""
    done = Act.objects.filter(actor_key__isnull=False)
    return list(done.order_by("pk").values_list("verb", flat=True))


def test_invited_by_the_cadre_joined_and_on_the_desk(client, signed_in, village, cadre):
    link = invited(signed_in(cadre), role="contributor", village=village.pk, name="Bu Nur")
    assert link.startswith("http://testserver/akun/undangan/")

    shown = client.get(link)
    page = shown.content.decode()
    assert "Siti Rahma mengundang Anda menjadi <strong>Penulis</strong>" in page
    assert "Desa Pematang Rahim" in page

    joined = client.post(link, ACCOUNT)
    assert joined.status_code == 302
    assert joined["Location"] == "/admin/"
    desk = client.get("/admin/").content.decode()
    assert "Selamat datang, Nurhayati. Peran Anda: Penulis, Desa Pematang Rahim." in desk
    person = User.objects.get(username="nurhayati")
    assert active_roles(person, village) == {Role.CONTRIBUTOR}
    assert person.memberships.get().by == cadre
    assert person.check_password(ACCOUNT["password"])
    row = Invitation.objects.get()
    assert row.used_by == person
    assert row.used_at is not None
    assert verbs() == ["invitation.made", "membership.given", "invitation.accepted"]
    assert set(Act.objects.values_list("village_code", flat=True)) == {village.code}


def form_of(client) -> dict:
    """What the form for an invitation carries unseen."""
    screen = client.get(reverse("team_invite")).content.decode()
    return {"kunci": re.search(r'name="kunci" value="([^"]+)"', screen)[1]}


def test_the_link_is_shown_once_and_stands_in_no_table(signed_in, village, cadre):
    client = signed_in(cadre)
    fields = {"role": "contributor", "village": village.pk, "name": ""} | form_of(client)
    screen = client.post(reverse("team_invite"), fields)
    assert "no-store" in screen["Cache-Control"]
    page = screen.content.decode()
    token = re.search(r"/akun/undangan/([\w-]+)/", page)[1]
    assert Invitation.objects.get().token_hash == hash_of(token)
    assert "<svg" in page
    assert "https://wa.me/?text=Anda%20diundang" in page
    assert token not in str([session.get_decoded() for session in Session.objects.all()])
    # Looking again does not show it, and the same form makes no other.
    for method in (client.head, client.get):
        assert token not in method(reverse("team_invite")).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        late = client.post(reverse("team_invite"), fields).content.decode()
    assert "/akun/undangan/" not in late
    assert "hanya ditampilkan satu kali" in late
    assert fields["kunci"] not in late
    assert Invitation.objects.count() == 1


def test_two_taps_make_one_invitation_and_both_show_it(signed_in, village, cadre):
    client = signed_in(cadre)
    fields = {"role": "contributor", "village": village.pk, "email": "nur@example.test"} | form_of(client)
    first, second = (invited(client, **fields) for _tap in range(2))
    assert first == second
    assert Invitation.objects.count() == len(mail.outbox) == 1
    assert invited(client, **fields | form_of(client)) != first


def test_of_two_taps_at_the_same_moment_the_later_shows_the_link_too(signed_in, village, cadre, monkeypatch):
    client = signed_in(cadre)
    fields = {"role": "contributor", "village": village.pk} | form_of(client)
    first = invited(client, **fields)
    # It looked before the other had written.
    monkeypatch.setattr(OneUseLinkQuerySet, "exists", lambda rows: False)
    assert invited(client, **fields) == first
    assert Invitation.objects.count() == 1


def test_nobody_makes_the_link_of_another_by_his_form(signed_in, village, cadre):
    colleague = member(Role.CADRE, village)
    browser = signed_in(cadre)
    fields = {"role": "contributor", "village": village.pk} | form_of(browser)
    assert invited(browser, **fields) != invited(signed_in(colleague), **fields)


@pytest.mark.parametrize("strict", [False, True])
def test_no_token_gets_into_the_log(village, cadre, caplog, strict):
    caplog.handler.addFilter(HideTokens())
    row, token = invitation(village=village, by=cadre)
    _row, other = password_link(user=member(Role.CONTRIBUTOR, village), by=cadre)
    browser = Client(enforce_csrf_checks=strict)
    Invitation.objects.filter(pk=row.pk).revoke()
    PasswordLink.objects.all().revoke()
    for address in (door(token), reverse("mend_password", args=[other])):
        assert browser.post(address).status_code == (403 if strict else 410)
    assert caplog.text.count("…") == 2
    assert token not in caplog.text
    assert other not in caplog.text
    logging.getLogger("django.request").warning("Gone: %s", "/akun/password/reset/key/1-abc123/")
    assert "abc123" not in caplog.text
    # A line that its writer got wrong is not ours to fail at.
    wrong = logging.LogRecord("x", logging.INFO, "", 0, "%d", ("x",), None)
    assert HideTokens().filter(wrong)
    # Where the settings send what is logged; pytest's own handlers are of other types.
    ours = [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler]
    assert [HideTokens in map(type, handler.filters) for handler in ours] == [True]


def test_a_preview_of_the_messenger_uses_nothing_up(client, village, cadre):
    row, token = invitation(village=village, by=cadre)
    for _ in range(3):
        assert client.get(door(token)).status_code == 200
        assert client.head(door(token)).status_code == 200
    assert state_of(row).is_open


def test_the_page_of_a_link_is_kept_by_nobody_and_tells_no_other_site(client, village, cadre):
    _row, token = invitation(village=village, by=cadre)
    for address in (door(token), door("tidak-ada")):
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex"
        assert "<script" not in answer.content.decode()


def test_used_twice_the_second_gets_nothing(client, village, cadre):
    _row, token = invitation(village=village, by=cadre)
    client.post(door(token), ACCOUNT)
    client.logout()
    again = client.post(door(token), ACCOUNT | {"username": "lain"})
    assert again.status_code == 410
    assert not User.objects.filter(username="lain").exists()


def test_the_database_lets_one_of_two_through_who_both_looked(village, cadre):
    row, _token = invitation(village=village, by=cadre)
    other, _token = invitation(village=village, by=cadre)
    invitations.revoke(other, by=cadre)
    assert [Invitation.objects.claim(key) for key in (row.pk, row.pk, other.pk)] == [True, False, False]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_joins():
    _row, token = invitation()
    outcomes = []
    start = threading.Barrier(4)

    def join(number: int) -> None:
        try:
            start.wait()
            account = invitations.NewAccount(f"tamu{number}", f"Tamu {number}", PASSWORD)
            invitations.accept(token, account=account)
            outcomes.append("joined")
        except RefusedError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    workers = [threading.Thread(target=join, args=[number]) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(outcomes) == ["joined", "refused", "refused", "refused"]
    assert User.objects.filter(username__startswith="tamu").count() == 1
    assert Membership.objects.filter(role=Role.CONTRIBUTOR).count() == 1


def test_revoked_it_is_void(client, signed_in, village, cadre):
    row, token = invitation(village=village, by=cadre, name="Bu Nur")
    browser = signed_in(cadre)
    address = reverse("team_invitation_revoke", args=[row.pk])
    assert "Batalkan undangan" in browser.get(address).content.decode()
    assert state_of(row).is_open
    assert browser.post(address).status_code == 302
    assert client.get(door(token)).status_code == 410
    assert client.post(door(token), ACCOUNT).status_code == 410
    assert verbs() == ["invitation.revoked"]


def test_after_seven_days_it_is_void(client, village, cadre):
    made = timezone.now() + timedelta(minutes=1)
    with time_machine.travel(made, tick=False):
        _row, token = invitation(village=village, by=cadre)
    with time_machine.travel(made + timedelta(days=7, seconds=-1), tick=False):
        assert client.get(door(token)).status_code == 200
    with time_machine.travel(made + timedelta(days=7), tick=False):
        assert client.get(door(token)).status_code == 410
        assert client.post(door(token), ACCOUNT).status_code == 410


def test_never_was_and_over_are_told_in_the_same_words(client, village, cadre):
    row, token = invitation(village=village, by=cadre)
    Invitation.objects.filter(pk=row.pk).update(expires=timezone.now())
    words = [client.get(door(one)).content.decode().split("<main")[1] for one in (token, "tidak-pernah-ada")]
    assert words[0] == words[1]
    assert "Minta undangan baru kepada kader desa Anda" in words[0]
    assert client.get(door("tidak-pernah-ada")).status_code == 404


@pytest.mark.parametrize("change", [dismiss, pause])
def test_the_invitations_of_a_cadre_die_with_the_role(client, village, cadre, change):
    _row, token = invitation(village=village, by=cadre)
    assert client.get(door(token)).status_code == 200
    change(cadre.memberships.get())
    assert client.get(door(token)).status_code == 410
    assert client.post(door(token), ACCOUNT).status_code == 410
    assert not User.objects.filter(username="nurhayati").exists()


@pytest.mark.parametrize("state", [VillageState.PAUSED, VillageState.CLOSED])
def test_nobody_joins_or_invites_where_nobody_may_write(client, signed_in, village, cadre, officer, state):
    row, token = invitation(village=village, by=officer)
    village.access.state = state
    village.access.save()
    answer = client.post(door(token), ACCOUNT)
    assert answer.status_code == 410
    assert "sedang tidak menerima petugas baru" in answer.content.decode()
    assert state_of(row).is_open
    assert "tidak dapat mengundang" in signed_in(cadre).get(reverse("team_invite")).content.decode()
    signed_in(officer).post(reverse("team_invite"), {"role": "cadre", "village": village.pk})
    assert Invitation.objects.count() == 1


def test_with_an_account_one_signs_in_comes_back_and_takes_it(client, neighbour, village, cadre):
    person = member(Role.CADRE, neighbour, username="rina", display_name="Rina Wati")
    row, token = invitation(village=village, by=cadre)
    # The link itself stands in no other address: the browser keeps it for the way back.
    way = "/akun/login/?next=/akun/undangan/"
    assert f'href="{way}"' in client.get(door(token)).content.decode()
    back = client.post(way, {"login": "rina", "password": PASSWORD, "next": "/akun/undangan/"})
    assert back["Location"] == "/akun/undangan/"
    assert client.cookies["undangan"]["httponly"]
    assert client.get("/akun/undangan/")["Location"] == door(token)
    for nothing_of_ours in ("", "a/b"):
        stranger = Client()
        stranger.cookies["undangan"] = nothing_of_ours
        assert stranger.get("/akun/undangan/").status_code == 404
    page = client.get(door(token)).content.decode()
    assert "Anda masuk sebagai <strong>Rina Wati</strong> (rina)" in page
    # A form of another tab, shown to nobody or to somebody else, takes nothing.
    for fields in (ACCOUNT, {"sebagai": str(cadre.pk)}):
        assert client.post(door(token), fields).status_code == 200
        assert state_of(row).is_open
    assert client.post(door(token), {"sebagai": str(person.pk)})["Location"] == "/admin/"
    assert not client.cookies["undangan"].value
    person = User.objects.get(pk=person.pk)
    assert active_roles(person, village) == {Role.CONTRIBUTOR}
    assert active_roles(person, neighbour) == {Role.CADRE}


def test_whoever_holds_the_role_or_made_the_invitation_leaves_it_for_others(
    signed_in, village, cadre, contributor
):
    row, token = invitation(village=village, by=cadre)
    for person, words in ((contributor, "sudah memegang peran ini"), (cadre, "Anda sendiri yang membuat")):
        answer = signed_in(person).post(door(token), {"sebagai": str(person.pk)})
        assert answer.status_code == 410
        assert words in answer.content.decode()
    pause(contributor.memberships.get())
    assert signed_in(contributor).get(door(token)).status_code == 410
    assert state_of(row).is_open


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("username", "SITI", "sudah dipakai"),
        ("username", "ab", "3 sampai 30"),
        ("username", "siti rahma", "3 sampai 30"),
        ("username", "<b>siti</b>", "3 sampai 30"),
        ("display_name", "", "wajib"),
        ("display_name", "Siti\u202egnp.exe", "tanda khusus"),
        ("password", "1234567890123", "angka"),
        ("password", "pendek", "10"),
        ("password", "nurhayati1", "mirip"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_used_up(client, village, cadre, field, value, words):
    row, token = invitation(village=village, by=cadre)
    answer = client.post(door(token), ACCOUNT | {field: value})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert state_of(row).is_open
    assert User.objects.count() == 1


def test_the_name_taken_at_the_same_moment_is_said_too(client, village, cadre, monkeypatch):
    row, token = invitation(village=village, by=cadre)
    UserFactory(username="nurhayati")
    monkeypatch.setattr(
        "teams.forms.NewAccountForm.clean_username", lambda form: form.cleaned_data["username"]
    )
    answer = client.post(door(token), ACCOUNT)
    assert "sudah dipakai" in answer.content.decode()
    assert state_of(row).is_open
    assert Membership.objects.filter(role=Role.CONTRIBUTOR).count() == 0


def test_without_a_valid_link_nobody_learns_which_names_exist(client, cadre):
    answer = client.post(door("tebakan"), ACCOUNT | {"username": "siti"})
    assert answer.status_code == 404
    assert "dipakai. Tambahkan" not in answer.content.decode()


# --- Who may invite whom ----------------------------------------------------------------------------------


def test_an_ambassador_of_five_villages_invites_to_any_of_hers_and_to_no_sixth(signed_in):
    ambassador = member(Role.AMBASSADOR, VillageFactory())
    hers = [*VillageFactory.create_batch(4)]
    for one in hers:
        Membership.objects.create(user=ambassador, village=one, role=Role.AMBASSADOR)
    sixth = VillageFactory()
    client = signed_in(ambassador)
    page = client.get(reverse("team_invite")).content.decode()
    assert all(one.title in page for one in hers)
    assert sixth.title not in page
    for one in hers:
        invited(client, role="contributor", village=one.pk)
    refused = client.post(reverse("team_invite"), {"role": "contributor", "village": sixth.pk})
    assert "Pilih desa dari daftar" in refused.content.decode()
    assert Invitation.objects.count() == 4


@pytest.mark.parametrize("role", [Role.CADRE, Role.AMBASSADOR, Role.OFFICER, Role.ADMINISTRATOR])
def test_a_cadre_invites_contributors_only(signed_in, village, cadre, role):
    signed_in(cadre).post(reverse("team_invite"), {"role": role, "village": village.pk})
    assert not Invitation.objects.exists()


def test_the_officer_invites_cadres_everywhere_and_no_officer(signed_in, village, neighbour, officer):
    client = signed_in(officer)
    for one in (village, neighbour):
        invited(client, role="cadre", village=one.pk)
    client.post(reverse("team_invite"), {"role": "officer", "village": ""})
    assert Invitation.objects.filter(role=Role.CADRE).count() == Invitation.objects.count() == 2


def test_the_administrator_invites_an_officer_who_then_needs_a_second_factor(client, signed_in, village):
    administrator = member(Role.ADMINISTRATOR)
    browser = signed_in(administrator)
    wrong = browser.post(reverse("team_invite"), {"role": "officer", "village": village.pk})
    assert "Kosongkan desanya" in wrong.content.decode()
    wrong = browser.post(reverse("team_invite"), {"role": "cadre", "village": ""})
    assert "Pilih desa untuk peran ini" in wrong.content.decode()
    link = invited(browser, role="officer", village="")
    assert "seluruh kabupaten" in client.get(link).content.decode()
    assert client.post(link, ACCOUNT).status_code == 302
    assert client.get("/admin/")["Location"] == reverse("mfa_activate_totp")


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, None])
def test_contributors_and_strangers_invite_nobody(signed_in, village, role):
    person = member(role, village) if role else UserFactory()
    answer = signed_in(person).post(reverse("team_invite"), {"role": "contributor", "village": village.pk})
    assert answer.status_code == 403
    assert not Invitation.objects.exists()


def test_twenty_open_invitations_are_enough(signed_in, village, cadre):
    for _ in range(Invitation.MOST_OPEN):
        row, _token = invitation(village=village, by=cadre)
    client = signed_in(cadre)
    fields = {"role": "contributor", "village": village.pk}
    refused = client.post(reverse("team_invite"), fields)
    assert "Sudah ada 20 undangan" in refused.content.decode()
    assert Invitation.objects.count() == 20
    invitations.revoke(row, by=cadre)
    invited(client, **fields)


@pytest.mark.parametrize("how", ["ended by the clock", "switched off"])
def test_void_ones_are_neither_counted_nor_listed(signed_in, village, cadre, officer, how):
    for _ in range(Invitation.MOST_OPEN):
        invitation(village=village, by=cadre)
    # Nobody ended the role, so nothing was revoked.
    if how == "switched off":
        User.objects.filter(pk=cadre.pk).update(is_active=False)
    else:
        Membership.objects.filter(user=cadre).update(until=timezone.now())
    desk = signed_in(officer)
    assert "Undangan yang belum dipakai (0)" in desk.get(reverse("team")).content.decode()
    invited(desk, role="contributor", village=village.pk)


def test_who_leaves_leaves_no_open_invitation_behind(village, neighbour, officer):
    person = member(Role.AMBASSADOR, village)
    elsewhere = appoint(user=person, role=Role.AMBASSADOR, village=neighbour)
    here, _token = invitation(village=village, by=person)
    there, _token = invitation(village=neighbour, by=person)
    others, _token = invitation(village=village, by=officer)
    pause(elsewhere)
    dismiss(person.memberships.get(village=village), by=officer)
    assert [state_of(row).is_open for row in (here, there, others)] == [False, True, True]
    act = Act.objects.get(verb="invitation.revoked")
    assert (act.village_code, act.actor_name, act.reason) == (
        village.code,
        "Pak Dinas",
        "Peran pembuatnya berakhir.",
    )
    # An officer's lie in all villages, and go with the role.
    dismiss(officer.memberships.get())
    assert not state_of(others).is_open


def test_with_the_village_its_open_links_end(village, neighbour, officer):
    person = member(Role.CONTRIBUTOR, village)
    row, _token = invitation(village=village, by=officer)
    other, _token = invitation(village=neighbour, by=officer)
    way_in, _token = password_link(user=person, by=officer, village=village)
    life.close(village, notice="Digabung.", reason="Digabung", by=officer)
    assert [state_of(link).is_open for link in (row, other, way_in)] == [False, True, False]
    assert set(verbs()) >= {"invitation.revoked", "password.revoked"}


def test_no_more_than_twenty_mails_a_day(signed_in, village, cadre):
    client = signed_in(cadre)
    fields = {"role": "contributor", "village": village.pk, "email": "nur@example.test"}
    for _ in range(20):
        invited(client, **fields)
        Invitation.objects.all().revoke()
    answer = client.post(reverse("team_invite"), fields).content.decode()
    assert "Email tidak dikirim: paling banyak 20 sehari" in answer
    assert "/akun/undangan/" in answer
    assert len(mail.outbox) == 20
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        invited(signed_in(cadre), **fields)
    assert len(mail.outbox) == 21


def test_by_mail_where_there_is_any(signed_in, village, cadre, settings):
    client = signed_in(cadre)
    link = invited(client, role="contributor", village=village.pk, email="nur@example.test")
    assert [message.to for message in mail.outbox] == [["nur@example.test"]]
    assert link in mail.outbox[0].body
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert 'name="email"' not in client.get(reverse("team_invite")).content.decode()


def test_a_mail_server_that_does_not_answer_loses_no_invitation(signed_in, village, cadre, monkeypatch):
    def breaks(*args, **kwargs):
        raise TimeoutError

    monkeypatch.setattr("teams.links.send_mail", breaks)
    fields = {"role": "contributor", "village": village.pk, "email": "nur@example.test"}
    answer = signed_in(cadre).post(reverse("team_invite"), fields, follow=True)
    assert "Email tidak terkirim" in answer.content.decode()
    assert "/akun/undangan/" in answer.content.decode()


def test_the_link_names_the_public_address(signed_in, village, cadre, settings):
    settings.PUBLIC_BASE_URL = "https://desa.example.test"
    link = invited(signed_in(cadre), role="contributor", village=village.pk)
    assert link.startswith("https://desa.example.test/akun/undangan/")
    settings.PUBLIC_BASE_URL = ""
    link = invited(signed_in(cadre), role="contributor", village=village.pk)
    assert link.startswith("http://testserver/akun/undangan/")


def test_a_foreign_invitation_is_not_there(signed_in, village, cadre, foreign_cadre):
    row, _token = invitation(village=village, by=cadre)
    address = reverse("team_invitation_revoke", args=[row.pk])
    for method in ("get", "post"):
        assert getattr(signed_in(foreign_cadre), method)(address).status_code == 404
    assert state_of(row).is_open


def test_a_cadre_does_not_revoke_what_she_may_not_give(signed_in, village, cadre, officer):
    row, _token = invitation(village=village, by=officer, role=Role.CADRE)
    assert signed_in(cadre).post(reverse("team_invitation_revoke", args=[row.pk])).status_code == 403
    assert state_of(row).is_open


def test_links_over_for_a_month_are_forgotten(village, cadre):
    now = timezone.now()
    with time_machine.travel(now - timedelta(days=40), tick=False):
        old, _token = invitation(village=village, by=cadre)
    with time_machine.travel(now - timedelta(days=36), tick=False):
        young, _token = invitation(village=village, by=cadre)
    call_command("run_due")
    call_command("run_due")
    assert list(Invitation.objects.all()) == [young]
    assert old.pk != young.pk
