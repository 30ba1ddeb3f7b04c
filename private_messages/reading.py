"""What the screens show of conversations: in lists no word of them, in one of them what opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.periods import age_in_words
from private_messages.enums import ConversationState
from private_messages.erasing import UNANSWERED_FOR
from private_messages.models import Conversation, ConversationQuerySet, PrivateMessage
from private_messages.sealing import SealBrokenError, unseal

ANSWERED_WITHIN = timedelta(days=2)
# Before it closes by itself.
TOLD_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """A conversation in a list."""

    conversation: Conversation

    @property
    def name(self) -> str:
        return name_of(self.conversation)

    @property
    def is_late(self) -> bool:
        return is_late(self.conversation)

    @property
    def closes_soon(self) -> bool:
        """Does it close by itself before long, as nobody answers?"""
        since = self.conversation.waits_since
        return since is not None and timezone.now() - since > UNANSWERED_FOR - TOLD_BEFORE

    @property
    def words(self) -> str:
        if since := self.conversation.waits_since:
            if timezone.now() - since < timedelta(minutes=1):
                return _("baru saja masuk")
            return _("menunggu %(time)s") % {"time": age_in_words(since)}
        state, age = self.conversation.get_state_display(), age_in_words(self.conversation.changed_at)
        return f"{state} · {age}"


@dataclass(frozen=True)
class Said:
    """One message as it is read. ``words`` is ``None`` where no key opens it."""

    is_answer: bool
    at: datetime
    author: str
    words: str | None
    name: str = ""
    page: str = ""


def name_of(conversation: Conversation) -> str:
    """What a conversation is called: enough to speak of it on the telephone, and nothing of what it says."""
    return _("Pesan %(number)s") % {"number": conversation.pk.hex[:6]}


def is_late(conversation: Conversation) -> bool:
    """Does it wait longer than residents were promised?"""
    return (
        conversation.waits_since is not None and timezone.now() - conversation.waits_since > ANSWERED_WITHIN
    )


def waiting_first(conversations: ConversationQuerySet) -> ConversationQuerySet:
    """What waits, the longest first; then what is answered, then what is closed, the newest first."""
    states = [ConversationState.WAITING, ConversationState.ANSWERED, ConversationState.CLOSED]
    order = Case(*(When(state=state, then=n) for n, state in enumerate(states)))
    return conversations.select_related("village").order_by(order, "waits_since", "-changed_at", "pk")


def lines_of(conversations: Iterable[Conversation]) -> list[Line]:
    return [Line(conversation) for conversation in conversations]


def said_in(conversation: Conversation) -> list[Said]:
    """Every message, unlocked; for whoever may (one query)."""
    return [_said(message) for message in conversation.messages.select_related("author")]


def _said(message: PrivateMessage) -> Said:
    author = message.author.get_full_name() if message.author else ""
    try:
        words = unseal(message)
    except SealBrokenError:
        return Said(message.is_answer, message.at, author, None)
    name, page = words.get("name", ""), words.get("page", "")
    return Said(message.is_answer, message.at, author, words["body"], name, page)
