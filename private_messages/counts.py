"""What the office sees of private messages: how many, since when, and whether anybody reads them."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Min, Q

from editorial.periods import age_in_words
from private_messages.enums import ConversationState
from private_messages.models import Conversation
from village_pages.enums import ANSWERING_ROLES
from village_pages.models import VillagePage
from village_pages.rights import private_readings


@dataclass
class VillageFigures:
    """Of one village. ``readers``: role in words to how many hold the right there with it."""

    village: VillagePage
    readers: dict[str, int] = field(default_factory=dict)
    waiting: int = 0
    oldest: datetime | None = None
    answered: int = 0
    closed: int = 0

    @property
    def is_unread(self) -> bool:
        """Does nobody there have the right?"""
        return not self.readers

    @property
    def waits(self) -> str:
        """How long the oldest waits, in words; empty where none does."""
        return age_in_words(self.oldest) if self.oldest else ""


def figures() -> list[VillageFigures]:
    """Of all villages, those where somebody waits first, then by name (three queries)."""
    of = {village.pk: VillageFigures(village) for village in VillagePage.objects.order_by("title", "pk")}
    for village, role, readers in (
        private_readings().values_list("village", "role").annotate(n=Count("user", distinct=True))
    ):
        of[village].readers[role] = readers
    for one in of.values():
        one.readers = {str(role.label): one.readers[role] for role in ANSWERING_ROLES if role in one.readers}
    numbers = {f"n_{state}": Count("pk", filter=Q(state=state)) for state in ConversationState}
    counted = Conversation.objects.values("village").annotate(oldest=Min("waits_since"), **numbers)
    columns = "village", "oldest", "n_waiting", "n_answered", "n_closed"
    for village, oldest, waiting, answered, closed in counted.values_list(*columns):
        one = of[village]
        one.oldest, one.waiting, one.answered, one.closed = oldest, waiting, answered, closed
    return sorted(of.values(), key=lambda one: not one.waiting)


def together(villages: list[VillageFigures]) -> dict[str, int]:
    """What ``villages`` come to."""
    return {name: sum(getattr(one, name) for one in villages) for name in ("waiting", "answered", "closed")}
