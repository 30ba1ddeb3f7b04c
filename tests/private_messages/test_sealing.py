"""Locked words: what opens them, what does not, and what their length tells."""

import pytest
from cryptography.fernet import Fernet

from private_messages.models import PrivateMessage
from private_messages.sealing import BLOCK, SealBrokenError, is_ready, resealed, seal, unseal
from tests.factories.private_messages import ConversationFactory, MessageFactory

pytestmark = pytest.mark.django_db

WORDS = {"body": "Apakah bisa ikut tanpa suami tahu? 🙏", "name": "Melati", "page": "Kelas menjahit"}


def first_of(conversation) -> PrivateMessage:
    return conversation.messages.get()


def test_what_was_locked_opens_and_none_of_it_can_be_read_in_the_row():
    message = first_of(ConversationFactory(words=WORDS))

    assert unseal(message) == WORDS
    assert not any(word.encode() in bytes(message.sealed) for word in WORDS.values())


def test_words_of_any_length_within_a_block_are_as_long_as_each_other():
    message = first_of(ConversationFactory())
    lengths = {
        n: len(seal({"body": "a" * n}, conversation=message.conversation, message=message))
        for n in (1, 200, 400, BLOCK, 2 * BLOCK)
    }

    assert lengths[1] == lengths[200] == lengths[400]
    assert lengths[400] < lengths[BLOCK] < lengths[2 * BLOCK]


def test_locked_words_moved_to_another_row_do_not_open():
    here, there = ConversationFactory(), ConversationFactory()
    answer = MessageFactory(conversation=here, words="Silakan datang.", is_answer=True)

    for other in (first_of(there), here.messages.get(is_answer=False)):
        other.sealed = answer.sealed
        with pytest.raises(SealBrokenError):
            unseal(other)
    moved = first_of(there)
    moved.conversation = here
    with pytest.raises(SealBrokenError):
        unseal(moved)


@pytest.mark.parametrize("spoil", [lambda sealed: b"", lambda sealed: sealed[:-9], lambda sealed: b"x" * 700])
def test_an_altered_row_does_not_open_and_says_nothing_of_what_it_held(spoil):
    message = first_of(ConversationFactory(words=WORDS))
    message.sealed = spoil(bytes(message.sealed))

    with pytest.raises(SealBrokenError) as raised:
        unseal(message)
    assert not raised.value.args
    assert raised.value.__cause__ is None


def test_a_lost_key_opens_nothing_any_more(settings):
    message = first_of(ConversationFactory(words=WORDS))
    settings.MESSAGE_KEYS = [Fernet.generate_key().decode()]

    for act in (unseal, resealed):
        with pytest.raises(SealBrokenError):
            act(message)


def test_the_first_key_locks_and_every_key_opens(settings):
    old, new = settings.MESSAGE_KEYS[0], Fernet.generate_key().decode()
    message = first_of(ConversationFactory(words=WORDS))

    settings.MESSAGE_KEYS = [new, old]
    assert unseal(message) == WORDS
    message.sealed = resealed(message)
    settings.MESSAGE_KEYS = [new]
    assert unseal(message) == WORDS
    settings.MESSAGE_KEYS = [old]
    with pytest.raises(SealBrokenError):
        unseal(message)


@pytest.mark.parametrize(
    "keys", [[], [""], ["pendek"], ["dW5pdC10ZXN0cy1vbmx5LXVuaXQtdGVzdHMtb25seS0=", "ü"]]
)
def test_without_a_key_or_with_one_that_is_none_nothing_is_locked(keys, settings):
    message = first_of(ConversationFactory())
    assert is_ready()
    settings.MESSAGE_KEYS = keys

    assert not is_ready()
    with pytest.raises(ValueError):
        seal(WORDS, conversation=message.conversation, message=message)
    with pytest.raises(SealBrokenError):
        unseal(message)
