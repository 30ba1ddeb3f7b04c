"""The right to read private messages: who gives it to whom, who is told, and when nobody would be left."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from audit.models import Act
from notifications.models import Notification
from tests.factories.people import show_who_one_is
from tests.factories.private_messages import ConversationFactory
from tests.factories.village_pages import member
from village_pages.enums import Role
from village_pages.models import Membership
from village_pages.rights import appoint, entrust, may_entrust, pause, private_readings

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(signed_in):
    """A function: a browser of somebody who has shown a password a moment ago."""

    def opened(user):
        client = signed_in(user)
        show_who_one_is(client.session, user)
        return client

    return opened


def at(person, **where) -> str:
    return reverse("membership_entrust", args=[person.memberships.get(**where).pk])


def reads(person) -> bool:
    return private_readings().filter(user=person).exists()


def send(client, person, reason="Dipercaya warga"):
    """The form on the screen as it stands, with a reason."""
    html = BeautifulSoup(client.get(at(person)).content, "html.parser")
    act = html.select_one("input[name=act]")["value"]
    return client.post(at(person), {"act": act, "reason": reason})


def test_the_officer_gives_and_takes_it_logged_and_told(
    signed_in, village, cadre, contributor, foreign_cadre, officer
):
    official = member(Role.VILLAGE_OFFICIAL, village, display_name="Bu Sekdes")
    stranger = foreign_cadre
    client = signed_in(officer)
    page = client.get(reverse("team_member", args=[official.memberships.get().pk])).content.decode()
    assert "Beri hak membaca pesan aman" in page
    answer = send(client, official)
    assert answer.status_code == 302
    assert reads(official)
    act = Act.objects.get(verb="membership.entrusted")
    assert (act.village_code, act.actor_key, act.reason) == (village.code, officer.pk, "Dipercaya warga")
    assert "Hak membaca pesan aman diberikan" in signed_in(cadre).get(reverse("acts")).content.decode()
    told = Notification.objects.filter(kind="membership.entrusted")
    assert {one.recipient for one in told} == {cadre, official}
    assert told[0].headline == "Hak membaca pesan aman Pematang Rahim diberikan kepada Bu Sekdes"

    # The next one: also the reader who is no cadre is told.
    send(client, cadre)
    assert {one.recipient for one in told.filter(headline__contains="Siti Rahma")} == {cadre, official}
    for person in (stranger, contributor, officer):
        assert not told.filter(recipient=person).exists()

    page = client.get(reverse("team_member", args=[official.memberships.get().pk])).content.decode()
    assert "Membaca dan menjawab" in page
    assert "Cabut hak membaca pesan aman" in page
    send(client, official, "Pindah tugas")
    assert not reads(official)
    assert Act.objects.get(verb="membership.distrusted").reason == "Pindah tugas"
    assert told.filter(headline__contains="dicabut dari Bu Sekdes").exists()


def test_lists_say_who_has_it(signed_in, village, cadre, officer):
    mark = '<span class="team__mark">Pesan aman</span>'
    for person in (cadre, officer):
        assert mark not in signed_in(person).get(reverse("team")).content.decode()
    entrust(cadre.memberships.get())
    for person in (cadre, officer):
        assert signed_in(person).get(reverse("team")).content.decode().count(mark) == 1


def test_a_reason_is_asked_and_the_form_does_what_it_said(signed_in, cadre, officer):
    client = signed_in(officer)
    assert "Tulis alasannya" in send(client, cadre, "").content.decode()
    assert not reads(cadre)
    assert client.post(at(cadre), {"reason": "x"}).status_code == 200
    given = {"act": "beri", "reason": "Dipercaya"}
    for _n in range(2):  # two taps give it once, and do not take it again
        assert client.post(at(cadre), given).status_code == 302
        assert reads(cadre)
    assert Act.objects.filter(verb="membership.entrusted").count() == 1


def test_nobody_else_gives_it_and_nobody_to_himself(
    signed_in, village, cadre, contributor, foreign_cadre, officer
):
    administrator = member(Role.ADMINISTRATOR)
    ambassador = member(Role.AMBASSADOR, village)
    for person in (ambassador, contributor, cadre):
        assert signed_in(person).get(at(cadre)).status_code == 403
        assert signed_in(person).post(at(cadre), {"act": "beri", "reason": "x"}).status_code == 403
    assert signed_in(foreign_cadre).post(at(cadre), {"act": "beri", "reason": "x"}).status_code == 404
    client = signed_in(officer)
    for person, where in (
        (contributor, {"role": Role.CONTRIBUTOR}),
        (officer, {"role": Role.OFFICER}),
        (administrator, {"role": Role.ADMINISTRATOR}),
    ):
        assert client.post(at(person, **where), {"act": "beri", "reason": "x"}).status_code == 403
    appoint(user=officer, role=Role.CADRE, village=village)
    own = {"role": Role.CADRE}
    assert client.post(at(officer, **own), {"act": "beri", "reason": "x"}).status_code == 403
    # Nor one of the regency to another.
    another = member(Role.OFFICER)
    assert signed_in(another).post(at(officer, **own), {"act": "beri", "reason": "x"}).status_code == 403
    assert not Membership.objects.filter(reads_private=True).exists()
    assert signed_in(administrator).post(at(cadre), {"act": "beri", "reason": "x"}).status_code == 302
    assert reads(cadre)


def test_becoming_one_of_the_regency_suspends_it_and_it_can_be_taken(signed_in, village, cadre, officer):
    membership = cadre.memberships.get()
    entrust(membership)
    appoint(user=cadre, role=Role.OFFICER)
    assert not reads(cadre)
    client = signed_in(officer)
    page = client.get(reverse("team_member", args=[membership.pk])).content.decode()
    assert "tidak berlaku selama ia berperan di kabupaten" in page
    membership.refresh_from_db()
    assert may_entrust(officer, membership)
    assert client.post(reverse("membership_entrust", args=[membership.pk]), {"act": "cabut", "reason": "x"})
    membership.refresh_from_db()
    assert not membership.reads_private


def test_before_the_last_reader_goes_the_screens_say_so(signed_in, village, cadre, officer):
    membership = cadre.memberships.get()
    entrust(membership)
    ConversationFactory(village=village)
    client = signed_in(officer)
    ending, taking = (reverse(name, args=[membership.pk]) for name in ("team_end", "membership_entrust"))
    for address in (ending, taking):
        page = client.get(address).content.decode()
        assert "Ia yang terakhir membaca pesan aman" in page
        assert "Pesan yang menunggu jawaban: 1." in page
    # How many wait is the office's to know.
    technical = signed_in(member(Role.ADMINISTRATOR)).get(ending).content.decode()
    assert "Ia yang terakhir membaca pesan aman" in technical
    assert "menunggu jawaban" not in technical
    another = member(Role.VILLAGE_OFFICIAL, village)
    entrust(another.memberships.get())
    assert "Ia yang terakhir" not in client.get(ending).content.decode()
    pause(another.memberships.get())
    assert "Ia yang terakhir" in client.get(ending).content.decode()
