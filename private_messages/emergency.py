"""The office opens one conversation that is not its own to read: for an hour, with a reason, and seen.

It stands in the log of the regency, where no village is named, and readers of the village and the other
officers are told (``messages``). The officer's own words stay in the row; the log has the reason's code.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.log import record
from private_messages.enums import EmergencyReason
from private_messages.messages import tell_of_opening
from private_messages.models import Conversation, EmergencyOpening
from village_pages.rights import may_open_in_emergency, private_readings, villages_read_privately_by

OPEN_FOR = timedelta(hours=1)
# Where somebody reads, the office waits that long for an answer.
READERS_HAVE = timedelta(days=2)


@transaction.atomic
def open_in_emergency(conversation: Conversation, *, by, reason_code: str, reason: str) -> EmergencyOpening:
    """Let ``by`` read ``conversation`` for an hour, write it down and tell of it.

    An opening of the same person that still holds is returned as it is. Raises ``PermissionDenied``, also
    for a reason that is not true (``is_true_of``).
    """
    if not may_open_in_emergency(by) or not is_true_of(conversation, reason_code):
        raise PermissionDenied
    # Kept from others until the end: a form that was sent twice opens once.
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    if standing := opening_of(by, conversation):
        return standing
    now = timezone.now()
    opening = EmergencyOpening.objects.create(
        conversation=conversation,
        village=conversation.village,
        officer=by,
        reason_code=reason_code,
        reason=reason,
        at=now,
        until=now + OPEN_FOR,
    )
    _write_down("private.opened", opening, reason=EmergencyReason(reason_code).label)
    tell_of_opening(opening)
    return opening


def is_true_of(conversation: Conversation, reason_code: str) -> bool:
    """Whether the reason can be given: that no reader is to be reached only where none answers."""
    if reason_code != EmergencyReason.NO_READER:
        return True
    waits = conversation.waits_since
    if waits is not None and timezone.now() - waits > READERS_HAVE:
        return True
    return not private_readings().filter(village=conversation.village_id).exists()


def opening_of(user, conversation: Conversation) -> EmergencyOpening | None:
    """By what ``user`` may read ``conversation`` at this moment, if anything."""
    if not may_open_in_emergency(user):
        return None
    openings = EmergencyOpening.objects.filter(conversation=conversation, officer=user)
    return openings.filter(until__gt=timezone.now()).first()


def note_look(opening: EmergencyOpening) -> None:
    """Write down that the words were shown once more."""
    _write_down("private.read", opening)


def openings_seen_by(user) -> QuerySet:
    """Records of openings that concern ``user``: officers all, readers those of their villages."""
    openings = EmergencyOpening.objects.select_related("officer", "village")
    if may_open_in_emergency(user):
        return openings
    return openings.filter(village__in=villages_read_privately_by(user))


def _write_down(verb: str, opening: EmergencyOpening, reason="") -> None:
    name = _("Pembukaan darurat %(number)s") % {"number": opening.pk}
    record(verb, by=opening.officer, about=opening, name=name, reason=reason)
