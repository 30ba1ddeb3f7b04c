"""New keys for old: locked anew, in batches, cut off and repeated; what no key opens is said plainly."""

from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.urls import reverse

from private_messages import rekeying
from private_messages.checks import check_message_keys
from private_messages.models import PrivateMessage
from private_messages.sealing import unseal
from tests.factories.private_messages import ConversationFactory, MessageFactory, waiting_in

pytestmark = pytest.mark.django_db

WORDS = "Rahasia saya"


def run(name: str) -> str:
    out = StringIO()
    call_command(name, stdout=out)
    return out.getvalue()


def key() -> str:
    return run("new_message_key").strip()


def read_all() -> set[str]:
    return {unseal(message)["body"] for message in PrivateMessage.objects.all()}


def test_after_rotating_the_old_key_may_go(village, settings):
    old, new = settings.MESSAGE_KEYS[0], key()
    ConversationFactory(village=village, words=WORDS, state="answered")
    settings.MESSAGE_KEYS = [new, old]
    assert WORDS in read_all()
    assert "Dikunci ulang: 2. Sudah dengan kunci pertama: 0." in run("rotate_message_keys")
    settings.MESSAGE_KEYS = [new]
    assert WORDS in read_all()
    again = run("rotate_message_keys")
    assert "Dikunci ulang: 0. Sudah dengan kunci pertama: 2." in again
    assert "Kunci lama boleh dibuang" in again


def test_every_batch_is_taken_and_what_was_cut_goes_on(village, settings, monkeypatch):
    monkeypatch.setattr(rekeying, "BATCH", 3)
    waiting_in(village, 10)
    settings.MESSAGE_KEYS = [key(), *settings.MESSAGE_KEYS]
    real, calls = rekeying.sealing.resealed, []

    def cut(message):
        calls.append(message)
        if len(calls) > 4:
            raise KeyboardInterrupt
        return real(message)

    with monkeypatch.context() as patched:
        patched.setattr(rekeying.sealing, "resealed", cut)
        with pytest.raises(KeyboardInterrupt):
            run("rotate_message_keys")
    done = rekeying.rotate()
    assert (done.resealed, done.current, done.broken) == (6, 4, 0)
    settings.MESSAGE_KEYS = settings.MESSAGE_KEYS[:1]
    assert len(read_all()) == 1


def test_a_lost_key_is_said_plainly_and_nothing_breaks(village, reader, signed_in, settings):
    lost = ConversationFactory(village=village, words=WORDS)
    settings.MESSAGE_KEYS = [key()]
    MessageFactory(conversation=lost, words="Yang ini terbaca.")
    client = signed_in(reader)
    address = reverse("private_conversation", args=[lost.pk])
    page = client.get(address)
    assert page.status_code == 200
    assert "tidak dapat dibuka" in page.content.decode()
    assert "Yang ini terbaca." in page.content.decode()
    assert client.get(reverse("private_inbox")).status_code == 200
    with pytest.raises(CommandError, match="jangan buang kunci lama"):
        run("rotate_message_keys")
    settings.MESSAGE_KEYS = []
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("keys", [[], ["bukan-kunci"]])
def test_without_a_usable_key_the_answer_is_kept_and_said_why(village, reader, signed_in, settings, keys):
    asked = ConversationFactory(village=village)
    settings.MESSAGE_KEYS = keys
    sent = {"action": "answer", "body": "Jangan hilang.", "version": 1}
    sent["nonce"] = "2f6c8f9e-8c1d-4b6a-9d0e-000000000001"
    page = signed_in(reader).post(reverse("private_conversation", args=[asked.pk]), sent).content.decode()
    assert "kunci pesan aman belum dipasang" in page
    assert "Jangan hilang." in page
    asked.refresh_from_db()
    assert (asked.state, asked.version) == ("waiting", 1)
    with pytest.raises(CommandError) as error:
        run("rotate_message_keys")
    assert "bukan-kunci" not in str(error.value)


def test_a_deployment_without_keys_is_warned_and_no_key_is_told(settings):
    assert check_message_keys() == []
    settings.MESSAGE_KEYS = []
    assert [warning.id for warning in check_message_keys()] == ["private_messages.W001"]
    settings.MESSAGE_KEYS = [Fernet.generate_key().decode(), "rahasia-tapi-salah"]
    (warning,) = check_message_keys()
    assert warning.id == "private_messages.W002"
    assert "number 2" in warning.msg
    assert "rahasia" not in warning.msg + warning.hint
