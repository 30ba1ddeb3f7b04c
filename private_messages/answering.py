"""What who reads does with a conversation: answers it, closes it. Two at once: one of them."""

import uuid

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from private_messages import sealing
from private_messages.enums import ConversationState
from private_messages.models import Conversation, ConversationQuerySet, PrivateMessage
from village_pages.rights import villages_read_privately_by


class ChangedMeanwhileError(Exception):
    """Another reader was faster, the sender wrote again, or it was closed."""


def read_by(user) -> ConversationQuerySet:
    """Conversations that ``user`` reads and answers now; of nobody else is anything found here.

    Of a village in pause too: whoever asked before waits for an answer all the same.
    """
    return Conversation.objects.in_villages(villages_read_privately_by(user))


@sensitive_variables("body")
@transaction.atomic
def answer(
    conversation: Conversation, *, by, body: str, version: int, nonce: uuid.UUID, closes: bool = False
) -> None:
    """Lock the answer of ``by`` into ``conversation``, and close it where ``closes``.

    ``version``: what ``by`` saw; ``nonce``: of the form, which makes one answer however often it is sent.
    Raises ``ChangedMeanwhileError``, and ``ValueError`` where there is no usable key.
    """
    if PrivateMessage.objects.filter(nonce=nonce, conversation=conversation, author=by).exists():
        return
    state = ConversationState.CLOSED if closes else ConversationState.ANSWERED
    _change(conversation, by, version, state)
    message = PrivateMessage(conversation=conversation, is_answer=True, author=by, nonce=nonce)
    message.sealed = sealing.seal({"body": body}, conversation=conversation, message=message)
    message.save(force_insert=True)


def close(conversation: Conversation, *, by, version: int) -> None:
    """End ``conversation``. Raises ``ChangedMeanwhileError`` where it is not what ``by`` saw."""
    _change(conversation, by, version, ConversationState.CLOSED)


def _change(conversation: Conversation, by, version: int, state: ConversationState) -> None:
    """One conditional update: of two at once the database lets one through. It asks for the right too."""
    now = timezone.now()
    rows = read_by(by).filter(pk=conversation.pk, version=version).exclude(state=ConversationState.CLOSED)
    changed = rows.update(
        state=state,
        waits_since=None,
        changed_at=now,
        closed_at=now if state == ConversationState.CLOSED else None,
        version=F("version") + 1,
    )
    if not changed:
        raise ChangedMeanwhileError
