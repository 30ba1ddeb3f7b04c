"""What falls silent is closed, and what was closed long ago is gone, by the clock; what waits, waits."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from private_messages import erasing
from private_messages.emergency import open_in_emergency
from private_messages.enums import EmergencyReason
from private_messages.models import Conversation, EmergencyOpening, PrivateMessage
from tests.factories.private_messages import ConversationFactory
from tests.factories.village_pages import VillageFactory
from village_pages import life

pytestmark = pytest.mark.django_db

START = datetime(2027, 1, 4, 1, tzinfo=UTC)


def state_of(conversation) -> str:
    return Conversation.objects.get(pk=conversation.pk).state


def test_an_answered_one_is_closed_after_sixty_days_and_erased_180_days_later(village, time_machine):
    time_machine.move_to(START, tick=False)
    answered = ConversationFactory(village=village, state="answered")
    waiting = ConversationFactory(village=village)
    time_machine.move_to(START + timedelta(days=59, hours=23), tick=False)
    call_command("run_due")
    assert state_of(answered) == "answered"
    # However late the clock looks, it counts from the sixtieth day.
    time_machine.move_to(START + timedelta(days=63), tick=False)
    call_command("run_due")
    assert state_of(answered) == "closed"
    assert Conversation.objects.get(pk=answered.pk).closed_at == START + timedelta(days=60)
    time_machine.move_to(START + timedelta(days=239, hours=23), tick=False)
    call_command("run_due")
    assert Conversation.objects.filter(pk=answered.pk).exists()
    time_machine.move_to(START + timedelta(days=240), tick=False)
    for _n in range(2):
        call_command("run_due")
    assert not Conversation.objects.filter(pk=answered.pk).exists()
    assert set(PrivateMessage.objects.values_list("conversation", flat=True)) == {waiting.pk}
    # Nobody answered for 180 days: it waits no longer.
    assert state_of(waiting) == "closed"


def test_an_opening_outlives_what_it_opened_and_keeps_no_word_of_it(village, officer, time_machine):
    time_machine.move_to(START, tick=False)
    closed = ConversationFactory(village=village, state="closed", words="Rahasia saya")
    opening = open_in_emergency(
        closed, by=officer, reason_code=EmergencyReason.COURT, reason="Surat permintaan Polres nomor 12."
    )
    time_machine.move_to(START + timedelta(days=181), tick=False)
    call_command("run_due")
    opening = EmergencyOpening.objects.get(pk=opening.pk)
    assert opening.conversation is None
    assert "Rahasia" not in str(opening.__dict__)


def test_when_a_village_closes_nobody_waits_there_in_vain_for_ever(village, neighbour, officer):
    here, there = ConversationFactory(village=village), ConversationFactory(village=neighbour)
    life.pause(village, by=officer, reason="Banjir", notice="Banjir")
    call_command("run_due")
    assert state_of(here) == "waiting"
    life.close(village, by=officer, reason="Bergabung", notice="Bergabung")
    for _n in range(2):
        call_command("run_due")
    assert (state_of(here), state_of(there)) == ("closed", "waiting")


def test_many_are_erased_in_batches(village, monkeypatch):
    monkeypatch.setattr(erasing, "BATCH", 2)
    old = timezone.now() - timedelta(days=181)
    for _n in range(5):
        ConversationFactory(village=village, state="closed", opened_at=old)
    kept = ConversationFactory(village=VillageFactory(), state="closed")
    assert erasing.erase_old() == 5
    assert list(Conversation.objects.all()) == [kept]
