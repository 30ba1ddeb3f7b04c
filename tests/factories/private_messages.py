"""Private conversations, with words that are really locked."""

import uuid
from datetime import timedelta

import factory
from django.utils import timezone

from private_messages import asking, sealing
from private_messages.enums import ConversationState
from private_messages.models import Conversation, PrivateMessage
from tests.factories.village_pages import VillageFactory


class MessageFactory(factory.django.DjangoModelFactory):
    """``MessageFactory(conversation=…, words="…", is_answer=True, author=reader)``: one message, locked.

    ``words``: a text, or the dict that is locked.
    """

    class Meta:
        model = PrivateMessage

    words = "Bagaimana cara mengurusnya?"
    nonce = factory.LazyFunction(uuid.uuid4)

    @classmethod
    def _create(cls, model_class, *args, words, **fields):
        message = model_class(**fields)
        words = words if isinstance(words, dict) else {"body": words}
        message.sealed = sealing.seal(words, conversation=message.conversation, message=message)
        message.save()
        return message


class ConversationFactory(factory.django.DjangoModelFactory):
    """``ConversationFactory(village=…, words="…", state="answered")``: a question, answered if it says so.

    ``words``: a text, or a dict with ``body``, ``name`` and ``page``. ``opened_at``: when it was asked, and
    all else that happened. Carries as ``code`` what its sender has written down.
    """

    class Meta:
        model = Conversation

    village = factory.SubFactory(VillageFactory)
    words = "Bagaimana cara mengurusnya?"
    state = ConversationState.WAITING
    opened_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, words, state, opened_at, **fields):
        nonce = uuid.uuid4()
        times = {
            ConversationState.WAITING: {"waits_since": opened_at},
            ConversationState.ANSWERED: {},
            ConversationState.CLOSED: {"closed_at": opened_at},
        }[state]
        fields = {"changed_at": opened_at, "receipt_hash": asking.hash_of(asking.code_for(nonce))} | fields
        conversation = model_class.objects.create(state=state, opened_at=opened_at, **times | fields)
        words = words if isinstance(words, dict) else {"body": words, "name": "", "page": ""}
        MessageFactory(conversation=conversation, words=words, nonce=nonce, at=opened_at)
        if state != ConversationState.WAITING:
            at = opened_at + timedelta(microseconds=1)
            MessageFactory(conversation=conversation, words="Silakan datang.", is_answer=True, at=at)
        conversation.code = asking.code_for(nonce)
        return conversation


def waiting_in(village, n: int) -> list[Conversation]:
    """``n`` unanswered conversations at once, a minute between each two, without a code that opens them."""
    start = timezone.now() - timedelta(minutes=n)
    conversations = [
        Conversation(
            village=village,
            receipt_hash=uuid.uuid4().hex,
            opened_at=start + timedelta(minutes=i),
            waits_since=start + timedelta(minutes=i),
            changed_at=start + timedelta(minutes=i),
        )
        for i in range(n)
    ]
    messages = [
        PrivateMessage(conversation=one, at=one.opened_at, nonce=uuid.uuid4()) for one in conversations
    ]
    for message in messages:
        words = {"body": "Bagaimana cara mengurusnya?", "name": "", "page": ""}
        message.sealed = sealing.seal(words, conversation=message.conversation, message=message)
    Conversation.objects.bulk_create(conversations)
    PrivateMessage.objects.bulk_create(messages)
    return conversations
