"""Who reads what is asked in private, answers and closes it; for everybody else there is nothing."""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Act
from notifications.models import Notification
from people.models import User
from private_messages import answering
from private_messages.enums import ConversationState
from private_messages.models import Conversation
from private_messages.reading import name_of
from private_messages.sealing import unseal
from tests.factories.private_messages import ConversationFactory, MessageFactory, waiting_in
from tests.factories.village_pages import VillageFactory, member
from tests.private_messages.conftest import entrusted
from village_pages import life
from village_pages.enums import Role
from village_pages.rights import appoint, dismiss, distrust, entrust, pause, resume

pytestmark = pytest.mark.django_db

WORDS = "Saya takut bertanya di depan orang"


@pytest.fixture
def asked(village):
    return ConversationFactory(
        village=village, words={"body": WORDS, "name": "Bunga", "page": "Bantuan alat bantu dengar"}
    )


def at(conversation, name: str = "private_conversation") -> str:
    return reverse(name, args=[conversation.pk])


def shown(client, conversation) -> BeautifulSoup:
    response = client.get(at(conversation))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def answer(client, conversation, body: str = "Datang hari Senin.", **fields):
    """What the form on the screen sends, with ``body`` in it."""
    html = shown(client, conversation)
    form = next(form for form in html.select("form[method=post]") if form.select("textarea"))
    sent = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}
    return client.post(at(conversation), sent | {"action": "answer", "body": body} | fields)


def test_a_reader_finds_it_on_the_desk_reads_it_and_answers(reader, asked, signed_in):
    asked.waits_since = asked.opened_at = timezone.now() - timedelta(days=3)
    asked.save()
    client = signed_in(reader)
    desk = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Pesan aman menunggu" in desk
    assert "Lebih dari dua hari" in desk
    listed = client.get(reverse("private_inbox")).content.decode()
    assert "menunggu 3 hari" in listed
    for page in (desk, listed):
        assert name_of(asked) in page
        assert WORDS not in page
        assert "Bunga" not in page
        assert "alat bantu dengar" not in page

    words = shown(client, asked).text
    for part in (WORDS, "Bunga", "Bantuan alat bantu dengar"):
        assert part in words
    assert answer(client, asked).headers["Location"] == reverse("private_inbox")
    asked.refresh_from_db()
    assert (asked.state, asked.waits_since, asked.version) == (ConversationState.ANSWERED, None, 2)
    said = asked.messages.get(is_answer=True)
    assert unseal(said) == {"body": "Datang hari Senin."}
    assert said.author == reader
    assert "Pesan aman menunggu" not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Datang hari Senin." in shown(client, asked).text


def test_nothing_of_it_is_told_written_down_or_kept(reader, asked, signed_in):
    acts, told = Act.objects.count(), Notification.objects.count()
    client = signed_in(reader)
    for address in (reverse("private_inbox"), at(asked)):
        response = client.get(address)
        assert "no-store" in response.headers["Cache-Control"]
        assert "private" in response.headers["Cache-Control"]
    answer(client, asked)
    assert "no-store" in client.post(at(asked), {"body": ""}).headers["Cache-Control"]
    assert (Act.objects.count(), Notification.objects.count()) == (acts, told)


def test_the_menu_counts_for_who_reads_and_is_silent_for_all_others(
    reader, cadre, officer, asked, signed_in, village
):
    ConversationFactory(village=village)
    assert "Pesan aman (2)" in signed_in(reader).get(reverse("menu")).content.decode()
    assert "Pesan aman" not in signed_in(cadre).get(reverse("menu")).content.decode()
    office = signed_in(officer).get(reverse("menu")).content.decode()
    assert "Pesan aman: jumlah" in office
    assert "Pesan aman (" not in office
    for person in (cadre, officer, member(Role.ADMINISTRATOR)):
        assert (
            "Pesan aman menunggu" not in signed_in(person).get(reverse("wagtailadmin_home")).content.decode()
        )


def test_only_who_was_given_the_right_reads(
    reader, cadre, contributor, foreign_cadre, neighbour, officer, asked, signed_in, village
):
    """Every role that does not, at every address that shows or changes, by every method: nothing there."""
    superuser = User.objects.create_superuser("akar", password="x")
    another = entrusted(member(Role.AMBASSADOR, neighbour))
    by_hand = member(Role.OFFICER)
    by_hand.memberships.create(user=by_hand, village=village, role=Role.CADRE, reads_private=True)
    strangers = {
        "cadre without the right": cadre,
        "village official without the right": member(Role.VILLAGE_OFFICIAL, village),
        "ambassador without the right": member(Role.AMBASSADOR, village),
        "contributor": contributor,
        "cadre of another village": foreign_cadre,
        "reader of another village": another,
        "officer": officer,
        "officer with the mark of a reader": by_hand,
        "administrator": member(Role.ADMINISTRATOR),
    }
    valid = {"action": "answer", "body": "Baik.", "version": 1, "nonce": uuid.uuid4()}
    for name, person in strangers.items():
        client = signed_in(person)
        for response in (
            client.get(at(asked)),
            client.head(at(asked)),
            client.post(at(asked), valid),
            client.post(at(asked), {"action": "close", "version": 1}),
            client.put(at(asked)),
        ):
            assert response.status_code in (404, 405), name
            assert WORDS not in response.content.decode()
        inbox = client.get(reverse("private_inbox"))
        assert inbox.status_code == (200 if person == another else 404), name
        assert name_of(asked) not in inbox.content.decode(), name
        if person not in (officer, by_hand):
            assert client.get(reverse("private_counts")).status_code == 404, name
            assert client.get(reverse("private_village_counts", args=[village.pk])).status_code == 404, name
            assert client.get(at(asked, "private_emergency")).status_code == 404, name
            assert client.post(at(asked, "private_emergency"), {}).status_code == 404, name
    # One made by hand has to set up a second factor first, and finds nothing then either.
    assert signed_in(superuser).get(at(asked)).status_code == 302
    assert not answering.read_by(superuser).exists()
    asked.refresh_from_db()
    assert (asked.version, asked.messages.count()) == (1, 1)
    # And the reader herself neither counts nor opens in an emergency.
    client = signed_in(reader)
    assert client.get(at(asked)).status_code == 200
    for address in (
        reverse("private_counts"),
        reverse("private_village_counts", args=[village.pk]),
        at(asked, "private_emergency"),
    ):
        assert client.get(address).status_code == 404
    assert client.get(reverse("private_conversation", args=[uuid.uuid4()])).status_code == 404


def test_the_right_is_gone_at_the_next_request(reader, asked, signed_in, village):
    """In an admin session that is open, whatever took it."""
    client = signed_in(reader)

    def reads() -> bool:
        status = {client.get(at(asked)).status_code, client.get(reverse("private_inbox")).status_code}
        assert len(status) == 1
        return status == {200}

    membership = reader.memberships.get()
    assert reads()
    pause(membership)
    assert not reads()
    resume(membership)
    assert reads()
    distrust(membership)
    assert not reads()
    entrust(membership)
    assert reads()
    appoint(user=reader, role=Role.OFFICER)
    assert not answering.read_by(User.objects.get(pk=reader.pk)).exists()
    dismiss(reader.memberships.get(role=Role.OFFICER))
    assert reads()
    appoint(user=reader, role=Role.ADMINISTRATOR)
    assert not answering.read_by(User.objects.get(pk=reader.pk)).exists()
    dismiss(reader.memberships.get(role=Role.ADMINISTRATOR))
    assert reads()
    dismiss(membership)
    assert client.get(at(asked)).status_code in (403, 404)
    # Coming back, she is not entrusted.
    appoint(user=reader, role=Role.CADRE, village=village)
    assert not reads()


def test_of_two_who_answer_at_once_one_wins_and_the_other_keeps_the_words(
    reader, second_reader, asked, signed_in
):
    first, second = signed_in(reader), signed_in(second_reader)
    late = {"action": "answer", "body": "Jawaban kedua.", "version": 1, "nonce": uuid.uuid4()}
    answer(first, asked, "Jawaban pertama.")
    told = second.post(at(asked), late)
    assert told.status_code == 409
    html = BeautifulSoup(told.content, "html.parser")
    assert "baru saja berubah" in html.select_one("[role=alert]").text
    assert "Jawaban pertama." in html.text
    assert html.select_one("textarea").text.strip() == "Jawaban kedua."
    assert asked.messages.filter(is_answer=True).count() == 1
    # Having read it, she may send hers after all.
    fields = {one["name"]: one.get("value", "") for one in html.select("form input[type=hidden]")}
    assert second.post(at(asked), late | {"version": fields["version"]}).status_code == 302
    assert asked.messages.filter(is_answer=True).count() == 2


def test_words_are_kept_when_another_has_closed_it(reader, second_reader, asked, signed_in):
    answering.close(asked, by=second_reader, version=1)
    sent = {"action": "answer", "body": "Belum sempat.", "version": 1, "nonce": uuid.uuid4()}
    told = signed_in(reader).post(at(asked), sent)
    assert told.status_code == 409
    assert "Belum sempat." in told.content.decode()


def test_what_the_sender_wrote_meanwhile_is_read_before_it_is_answered(reader, asked, signed_in):
    client = signed_in(reader)
    sent = {"action": "close", "version": asked.version}
    MessageFactory(conversation=asked, words="Masih ada satu hal.")
    Conversation.objects.filter(pk=asked.pk).update(version=2)
    told = client.post(at(asked), sent)
    assert told.status_code == 409
    assert "Masih ada satu hal." in told.content.decode()
    asked.refresh_from_db()
    assert asked.state == ConversationState.WAITING


def test_a_form_sent_twice_answers_once(reader, asked, signed_in):
    client = signed_in(reader)
    sent = {"action": "answer", "body": "Datang.", "version": 1, "nonce": uuid.uuid4()}
    for _n in range(2):
        assert client.post(at(asked), sent).status_code == 302
    assert asked.messages.filter(is_answer=True).count() == 1


def test_it_is_closed_with_an_answer_or_without(reader, village, signed_in):
    client = signed_in(reader)
    with_answer, without = ConversationFactory(village=village), ConversationFactory(village=village)
    answer(client, with_answer, closes="on")
    client.post(at(without), {"action": "close", "version": without.version})
    for conversation, answers in ((with_answer, 1), (without, 0)):
        conversation.refresh_from_db()
        assert conversation.state == ConversationState.CLOSED
        assert conversation.closed_at is not None
        assert conversation.messages.filter(is_answer=True).count() == answers
        assert not shown(client, conversation).select("textarea")
    sent = {"action": "answer", "body": "Lagi.", "version": with_answer.version, "nonce": uuid.uuid4()}
    assert client.post(at(with_answer), sent).status_code == 409


@pytest.mark.parametrize(
    ("body", "words"), [("", "Tulis jawaban Anda."), (" .\u200b ", "Tulis jawaban"), ("a" * 2001, "panjang")]
)
def test_an_answer_says_something_in_two_thousand_letters(reader, asked, signed_in, body, words):
    response = answer(signed_in(reader), asked, body)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not asked.messages.filter(is_answer=True).exists()


def test_whoever_asked_is_answered_while_the_village_is_in_pause(reader, asked, officer, village, signed_in):
    client = signed_in(reader)
    life.pause(village, by=officer, reason="Banjir", notice="Banjir")
    assert answer(client, asked).status_code == 302
    assert asked.messages.filter(is_answer=True).count() == 1
    life.close(village, by=officer, reason="Bergabung", notice="Bergabung")
    assert client.get(at(asked)).status_code == 403  # her role has ended, and the admin with it


def test_markup_stays_text(reader, village, signed_in):
    asked = ConversationFactory(village=village, words="<script>alert(1)</script>\n\nBaris dua")
    html = shown(signed_in(reader), asked)
    assert "<script>alert(1)</script>" in html.text
    assert not any("alert(1)" in script.text for script in html.select("script"))


def test_an_ambassador_sees_the_villages_entrusted_to_her_and_no_other(village, neighbour, signed_in):
    here, there = ConversationFactory(village=village), ConversationFactory(village=neighbour)
    ambassador = member(Role.AMBASSADOR, village)
    appoint(user=ambassador, role=Role.AMBASSADOR, village=neighbour)
    entrust(ambassador.memberships.get(village=village))
    client = signed_in(ambassador)
    listed = client.get(reverse("private_inbox")).content.decode()
    assert name_of(here) in listed
    assert name_of(there) not in listed
    assert client.get(at(there)).status_code == 404


def test_the_longest_waiting_comes_first_and_what_is_done_last(reader, village, signed_in):
    now = timezone.now()
    closed = ConversationFactory(village=village, state="closed", opened_at=now - timedelta(days=9))
    answered = ConversationFactory(village=village, state="answered", opened_at=now - timedelta(days=8))
    young = ConversationFactory(village=village, opened_at=now - timedelta(hours=1))
    old = ConversationFactory(village=village, opened_at=now - timedelta(days=2))
    listed = signed_in(reader).get(reverse("private_inbox")).content.decode()
    places = [listed.index(name_of(one)) for one in (old, young, answered, closed)]
    assert places == sorted(places)


def test_the_screens_ask_as_much_of_a_thousand_as_of_ten(reader, officer, village, signed_in):
    mine, office = signed_in(reader), signed_in(officer)
    screens = [
        (mine, reverse("private_inbox")),
        (mine, reverse("wagtailadmin_home")),
        (mine, reverse("menu")),
        (office, reverse("private_counts")),
        (office, reverse("private_village_counts", args=[village.pk])),
    ]

    def queries() -> list[int]:
        numbers = []
        for client, address in screens:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            numbers.append(len(asked))
        return numbers

    another = VillageFactory()
    waiting_in(village, 10)
    queries()  # what is kept in memory is kept by now
    few = queries()
    waiting_in(village, 990)
    waiting_in(another, 100)
    assert queries() == few
    assert "Halaman 1 dari 50" in mine.get(reverse("private_inbox")).content.decode()


def test_a_conversation_asks_as_much_with_many_messages_as_with_one(reader, asked, signed_in):
    client = signed_in(reader)
    shown(client, asked)
    with CaptureQueriesContext(connection) as few:
        shown(client, asked)
    for n in range(20):
        MessageFactory(conversation=asked, is_answer=bool(n % 2), author=reader if n % 2 else None)
    with CaptureQueriesContext(connection) as many:
        shown(client, asked)
    assert len(many) == len(few)
