"""Private messages when several act at the same moment. On PostgreSQL."""

import uuid
from collections import Counter

import pytest
from cryptography.fernet import Fernet
from django.test import Client
from django.urls import reverse

from comments import stamps
from private_messages import answering, asking, rekeying, sealing
from private_messages.enums import ConversationState
from private_messages.models import Conversation, PrivateMessage
from tests.comments.test_race import ATTEMPTS
from tests.editorial.test_race import at_once
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.private_messages import ConversationFactory, waiting_in
from tests.private_messages.asker import Asker, code_in

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Nobody in these tests waits three seconds before sending."""
    monkeypatch.setattr(stamps, "MIN_SECONDS", 0)


def again(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def bodies(conversation: Conversation) -> list[str]:
    return [sealing.unseal(message)["body"] for message in conversation.messages.all()]


def answering_as(by, conversation, body="Silakan datang.", nonce=None):
    sent = {"by": by, "body": body, "version": 1, "nonce": nonce or uuid.uuid4()}
    return lambda: answering.answer(again(conversation), **sent)


def test_case_28_of_two_readers_who_answer_at_once_one_is_the_answer(village, reader, second_reader):
    for _attempt in range(ATTEMPTS):
        asked = ConversationFactory(village=village, words="Bolehkah saya ikut?")
        outcomes = at_once(
            answering_as(reader, asked, "Dari pembaca pertama."),
            answering_as(second_reader, asked, "Dari pembaca kedua."),
        )
        lost = [one for one in outcomes if isinstance(one, answering.ChangedMeanwhileError)]
        assert (len(lost), outcomes.count(None)) == (1, 1), outcomes
        now = again(asked)
        assert (now.state, now.version) == (ConversationState.ANSWERED, 2)
        answer = now.messages.get(is_answer=True)
        assert answer.author == (reader, second_reader)[outcomes.index(None)]
        assert len(bodies(now)) == 2


def test_one_answer_sent_twice_at_once_is_one(village, reader):
    """A double tap: the second finds the first, or is told that it changed; never a second answer."""
    for _attempt in range(ATTEMPTS):
        asked, nonce = ConversationFactory(village=village), uuid.uuid4()
        outcomes = at_once(*[answering_as(reader, asked, nonce=nonce)] * 3)
        others = [one for one in outcomes if one is not None]
        assert all(isinstance(one, answering.ChangedMeanwhileError) for one in others), outcomes
        assert len(others) < 3
        assert asked.messages.filter(is_answer=True).count() == 1


def test_a_reader_answers_while_the_sender_erases(village, reader, signed_in):
    """Through the real screens: nobody gets an error, and nothing of it stays behind."""
    for _attempt in range(ATTEMPTS):
        asked = ConversationFactory(village=village)
        asker, client = Asker(), signed_in(reader)
        opened = asker.token()
        at = reverse("private_conversation", args=[asked.pk])
        form = {"action": "answer", "version": 1, "nonce": str(uuid.uuid4()), "body": "Silakan datang."}

        def erase(asker=asker, opened=opened, code=asked.code):
            return asker.post(reverse("private_messages:erase"), opened | {"code": code, "yakin": "ya"})

        outcomes = at_once(
            lambda client=client, at=at, form=form: client.post(at, form).status_code,
            lambda erase=erase: erase().status_code,
        )
        assert outcomes[0] in (302, 404), outcomes
        assert outcomes[1] == 200, outcomes
        assert not Conversation.objects.filter(pk=asked.pk).exists()
        assert not PrivateMessage.objects.exists()
    assert client.get(reverse("private_inbox")).status_code == 200


def test_the_sender_writes_again_while_it_is_answered_or_closed(village, reader):
    """Whoever is second knows: the reader by the version, the sender where it was closed."""
    for closes in (False, True) * ATTEMPTS:
        asked = ConversationFactory(village=village)
        outcomes = at_once(
            lambda asked=asked: asking.add(again(asked), body="Satu lagi.", nonce=uuid.uuid4()),
            lambda asked=asked, closes=closes: answering.answer(
                again(asked), by=reader, body="Ya.", version=1, nonce=uuid.uuid4(), closes=closes
            ),
        )
        failed = [one for one in outcomes if one is not None]
        assert all(
            isinstance(one, answering.ChangedMeanwhileError | asking.ConversationClosedError)
            for one in failed
        ), outcomes
        now = again(asked)
        assert now.messages.count() == 1 + outcomes.count(None)
        assert (now.state == ConversationState.WAITING) is (outcomes[0] is None)


def test_case_26_one_form_sent_many_times_at_once_is_one_conversation_with_one_code(village, reader):
    notice = InclusionNoticePageFactory(village=village)
    asker = Asker()
    opened = asker.form(notice)
    browsers = [Asker(Client(enforce_csrf_checks=True)) for _number in range(5)]
    for one in browsers:
        one.client.cookies.update(asker.client.cookies)
    responses = at_once(
        *(lambda one=one: one.ask(notice, body="Bagaimana cara ikut?", **opened) for one in browsers)
    )
    assert Counter(response.status_code for response in responses) == {200: 5}
    assert len({code_in(response) for response in responses}) == 1
    assert Conversation.objects.count() == PrivateMessage.objects.count() == 1


def test_keys_are_changed_while_one_writes_and_another_erases(village, reader, settings):
    """Both keys are known while it runs: what comes in meanwhile opens, what is erased stays erased."""
    old, new = settings.MESSAGE_KEYS[0], Fernet.generate_key().decode()
    kept = ConversationFactory(village=village, words="Yang lama.")
    gone = ConversationFactory(village=village, words="Yang dihapus.")
    waiting_in(village, 100)
    other = Conversation.objects.exclude(pk__in=[kept.pk, gone.pk]).first()
    settings.MESSAGE_KEYS = [new, old]
    outcomes = at_once(
        rekeying.rotate,
        lambda: asking.add(again(kept), body="Yang baru.", nonce=uuid.uuid4()),
        answering_as(reader, other, "Jawaban."),
        lambda: asking.erase(again(gone)),
        rekeying.rotate,
    )
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert outcomes[0].broken == outcomes[4].broken == 0
    settings.MESSAGE_KEYS = [new]
    assert set(bodies(again(kept))) == {"Yang lama.", "Yang baru."}
    said = [sealing.unseal(message)["body"] for message in PrivateMessage.objects.all()]
    assert len(said) == 1 + 1 + 100 + 1
    assert "Jawaban." in said
    assert "Yang dihapus." not in said
