"""The office counts, and opens one conversation in an emergency: with a reason, for an hour, and seen."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Act
from notifications.models import Notification
from people.models import User
from private_messages.emergency import open_in_emergency
from private_messages.enums import EmergencyReason
from private_messages.models import EmergencyOpening
from private_messages.reading import name_of
from tests.factories.people import show_who_one_is
from tests.factories.private_messages import ConversationFactory
from tests.factories.village_pages import member
from village_pages.enums import Role
from village_pages.rights import appoint, pause

pytestmark = pytest.mark.django_db

WORDS = "Tidak ada yang boleh tahu ini"
REASON = "Tetangga melapor ia tidak keluar rumah sejak kemarin."
SENT = {"reason_code": EmergencyReason.LIFE, "reason": REASON}


@pytest.fixture
def asked(village):
    return ConversationFactory(village=village, words={"body": WORDS, "name": "Bunga", "page": "Bantuan"})


def at(conversation) -> str:
    return reverse("private_emergency", args=[conversation.pk])


@pytest.fixture
def just_signed_in(signed_in):
    """A function: a browser of somebody who has shown a password a moment ago."""

    def opened(user) -> Client:
        client = signed_in(user)
        show_who_one_is(client.session, user)
        return client

    return opened


def test_the_office_counts_and_reads_no_word(
    reader, second_reader, asked, neighbour, village, officer, signed_in, time_machine
):
    ConversationFactory(village=village, state="answered")
    ConversationFactory(village=village, state="closed")
    asked.waits_since = timezone.now() - timedelta(days=4, hours=1)
    asked.save()
    client = signed_in(officer)
    response = client.get(reverse("private_counts"))
    assert "no-store" in response.headers["Cache-Control"]
    rows = {
        row.h2.text: " ".join(row.text.split())
        for row in BeautifulSoup(response.content, "html.parser").select("li.desk__entry")
    }
    assert list(rows) == ["Pematang Rahim", "Sungai Beras"]
    assert "Semua desa: 1 menunggu · 1 dijawab · 1 ditutup" in " ".join(response.content.decode().split())
    here = rows["Pematang Rahim"].replace("\xa0", " ")
    assert "Kader digital (1), Perangkat desa (1)" in here
    assert "1 menunggu, terlama 4 hari" in here
    assert "1 dijawab · 1 ditutup" in here
    assert "Tanpa pembaca" not in here
    assert "Tanpa pembaca" in rows["Sungai Beras"]
    page = (
        response.content.decode()
        + client.get(reverse("private_village_counts", args=[village.pk])).content.decode()
    )
    assert name_of(asked) in page
    for word in (WORDS, "Bunga", "Nurhayati", "Sekdes Amir"):
        assert word not in page
    pause(reader.memberships.get())
    assert "Kader digital" not in client.get(reverse("private_counts")).content.decode()


def test_an_opening_is_for_an_hour_for_that_officer_and_shown_to_all_concerned(
    reader, cadre, asked, officer, signed_in, just_signed_in, time_machine, village
):
    time_machine.move_to("2027-01-04 08:00+07:00", tick=False)
    colleague = member(Role.OFFICER, display_name="Bu Dinas")
    client = just_signed_in(officer)
    asking = client.get(at(asked)).content.decode()
    assert WORDS not in asking
    assert "satu jam" in asking

    assert client.post(at(asked), SENT).headers["Location"] == at(asked)
    shown = client.get(at(asked))
    assert WORDS in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert not BeautifulSoup(shown.content, "html.parser").select("textarea")
    opening = EmergencyOpening.objects.get()
    assert (opening.officer, opening.village, opening.reason) == (officer, village, REASON)
    assert opening.until == opening.at + timedelta(hours=1)

    # For that officer only; the other has to say why, too.
    assert WORDS not in just_signed_in(colleague).get(at(asked)).content.decode()

    # The log of the regency: no village, no words, the reason's code; and every look.
    client.get(at(asked))
    acts = Act.objects.filter(verb__startswith="private.").order_by("pk")
    assert [act.verb for act in acts] == ["private.opened", "private.read", "private.read"]
    assert all((act.village_code, act.village_name, act.actor_key) == ("", "", officer.pk) for act in acts)
    kept = "".join(str(act.__dict__) for act in acts)
    for word in (WORDS, REASON, village.title, "Bunga", asked.pk.hex):
        assert word not in kept
    assert acts[0].reason == str(EmergencyReason.LIFE.label)
    log = client.get(reverse("acts")).content.decode()
    assert "Pesan aman dibuka darurat" in log
    assert reverse("private_opening", args=[opening.pk]) in log
    assert "dibuka darurat" not in signed_in(cadre).get(reverse("acts")).content.decode()

    # Told: who reads there and the other officers, by a link.
    told = Notification.objects.filter(kind="private.opened")
    assert {one.recipient for one in told} == {reader, colleague}
    for one in told:
        assert one.url == reverse("private_opening", args=[opening.pk])
        assert (one.village, one.words) == (None, "")
        for word in (WORDS, village.title, "Bunga"):
            assert word not in one.headline
    for person in (reader, colleague):
        record = signed_in(person).get(reverse("private_opening", args=[opening.pk])).content.decode()
        assert REASON in record
        assert "Pak Dinas" in record
        assert WORDS not in record
    conversation = signed_in(reader).get(reverse("private_conversation", args=[asked.pk])).content.decode()
    assert "Dibuka darurat oleh Dinas PMD" in conversation
    assert str(EmergencyReason.LIFE.label) in conversation

    # Over after the hour, also in that browser.
    time_machine.shift(61 * 60)
    assert WORDS not in just_signed_in(officer).get(at(asked)).content.decode()


def test_nobody_else_reads_the_record(reader, cadre, foreign_cadre, contributor, asked, officer, signed_in):
    opening = open_in_emergency(asked, by=officer, reason_code=EmergencyReason.COURT, reason=REASON)
    for person in (cadre, foreign_cadre, contributor, member(Role.ADMINISTRATOR)):
        answer = signed_in(person).get(reverse("private_opening", args=[opening.pk]))
        assert answer.status_code == 404
    assert signed_in(officer).post(reverse("private_opening", args=[opening.pk])).status_code == 405


def test_opening_never_lets_the_officer_answer_or_into_the_inbox(reader, asked, officer, just_signed_in):
    open_in_emergency(asked, by=officer, reason_code=EmergencyReason.LIFE, reason=REASON)
    client = just_signed_in(officer)
    conversation = reverse("private_conversation", args=[asked.pk])
    sent = {
        "action": "answer",
        "body": "Baik.",
        "version": 1,
        "nonce": "2f6c8f9e-8c1d-4b6a-9d0e-000000000001",
    }
    assert client.get(conversation).status_code == 404
    assert client.post(conversation, sent).status_code == 404
    assert client.get(reverse("private_inbox")).status_code == 404
    assert asked.messages.count() == 1


def test_whoever_is_asking_is_asked_who_it_is_once_more(asked, officer, signed_in, just_signed_in):
    for answer in (signed_in(officer).get(at(asked)), signed_in(officer).post(at(asked), SENT)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not EmergencyOpening.objects.exists()
    open_in_emergency(asked, by=officer, reason_code=EmergencyReason.LIFE, reason=REASON)
    again = signed_in(officer).get(at(asked))
    assert again.headers["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "darurat"},
        {"reason": ". " * 30},
        {"reason_code": ""},
        {"reason_code": "ingin"},
        {"reason": ""},
    ],
)
def test_without_a_reason_nothing_is_opened(asked, officer, just_signed_in, wrong):
    client = just_signed_in(officer)
    answer = client.post(at(asked), SENT | wrong)
    assert answer.status_code == 200
    assert BeautifulSoup(answer.content, "html.parser").select(".error-message")
    assert not EmergencyOpening.objects.exists()
    assert WORDS not in client.get(at(asked)).content.decode()


def test_a_form_sent_twice_opens_once(asked, reader, officer, just_signed_in):
    client = just_signed_in(officer)
    for _n in range(2):
        client.post(at(asked), SENT)
    assert EmergencyOpening.objects.count() == 1
    assert Act.objects.filter(verb="private.opened").count() == 1
    assert Notification.objects.filter(kind="private.opened").count() == 1


def test_only_an_officer_opens_whatever_else_one_is(asked, reader, cadre, village, just_signed_in):
    administrator = member(Role.ADMINISTRATOR)
    superuser = User.objects.get(pk=get_user_model().objects.create_superuser("akar").pk)
    for person in (reader, cadre, administrator, superuser):
        with pytest.raises(PermissionDenied):
            open_in_emergency(asked, by=person, reason_code=EmergencyReason.LIFE, reason=REASON)
    assert just_signed_in(administrator).post(at(asked), SENT).status_code == 404
    assert not EmergencyOpening.objects.exists()
    assert not Act.objects.filter(verb__startswith="private.").exists()


def test_an_officer_no_more_reads_no_more_within_the_hour(asked, village, just_signed_in):
    person = member(Role.OFFICER)
    appoint(user=person, role=Role.CADRE, village=village)
    client = just_signed_in(person)
    client.post(at(asked), SENT)
    assert WORDS in client.get(at(asked)).content.decode()
    pause(person.memberships.get(role=Role.OFFICER))
    assert client.get(at(asked)).status_code == 404
