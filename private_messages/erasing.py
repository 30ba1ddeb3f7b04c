"""What ends by itself: who fell silent is closed, and what was closed long ago is erased, row and all.

The times are promised to residents in docs/privacy.md.
"""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from private_messages.enums import ConversationState
from private_messages.models import Conversation
from village_pages.enums import VillageState

SILENT_FOR = timedelta(days=60)
UNANSWERED_FOR = timedelta(days=180)
KEPT_AFTER_CLOSING = timedelta(days=180)
BATCH = 200


def close_silent() -> int:
    """Close what was answered ``SILENT_FOR`` ago, as of that moment; returns how many."""
    silent = Conversation.objects.filter(
        state=ConversationState.ANSWERED, changed_at__lte=timezone.now() - SILENT_FOR
    )
    return silent.update(
        state=ConversationState.CLOSED, closed_at=F("changed_at") + SILENT_FOR, version=F("version") + 1
    )


def close_unanswered() -> int:
    """Close what nobody answered for ``UNANSWERED_FOR``, as of now: its sender may still read that."""
    waiting = Conversation.objects.filter(
        state=ConversationState.WAITING, waits_since__lte=timezone.now() - UNANSWERED_FOR
    )
    return _close(waiting)


def close_where_nobody_is_left() -> int:
    """Close what is open in villages that were closed, whose people all left; returns how many."""
    left = Conversation.objects.exclude(state=ConversationState.CLOSED).filter(
        village__access__state=VillageState.CLOSED
    )
    return _close(left)


def _close(conversations) -> int:
    return conversations.update(
        state=ConversationState.CLOSED,
        waits_since=None,
        closed_at=timezone.now(),
        version=F("version") + 1,
    )


def erase_old() -> int:
    """Delete what was closed ``KEPT_AFTER_CLOSING`` ago, with its words; returns how many.

    In batches, each in a transaction of its own: cut off, the next run goes on.
    """
    old = Conversation.objects.filter(
        state=ConversationState.CLOSED, closed_at__lte=timezone.now() - KEPT_AFTER_CLOSING
    )
    erased = 0
    while keys := list(old.order_by("closed_at").values_list("pk", flat=True)[:BATCH]):
        Conversation.objects.filter(pk__in=keys).erase()
        erased += len(keys)
    return erased
