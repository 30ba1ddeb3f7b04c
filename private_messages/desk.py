"""The group "Pesan aman menunggu" on the desk of who reads: how long each waits, and no word of it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from editorial.desk import MOST_ENTRIES, DeskEntry, DeskGroup, register
from private_messages.answering import read_by
from private_messages.reading import is_late, name_of
from village_pages.rights import reads_private_somewhere


def waiting_messages(request: HttpRequest) -> DeskGroup | None:
    """The longest waiting first, as it is at this moment (two queries)."""
    if not reads_private_somewhere(request.user):
        return None
    waiting = read_by(request.user).waiting()
    return DeskGroup(
        title=_("Pesan aman menunggu"),
        entries=[_entry(conversation) for conversation in waiting.select_related("village")[:MOST_ENTRIES]],
        count=waiting.count(),
        all_url=reverse("private_inbox"),
    )


def _entry(conversation) -> DeskEntry:
    return DeskEntry(
        title=name_of(conversation),
        url=reverse("private_conversation", args=[conversation.pk]),
        action=_("Baca dan jawab"),
        since=conversation.waits_since,
        detail=conversation.village.title,
        mark=_("Lebih dari dua hari") if is_late(conversation) else "",
    )


register("private_messages", 25, waiting_messages)
