"""What somebody asks in private: stored locked, found again by the code that only the sender has.

Who asks has no session and no cookie that would tell: the code is typed each time. Whether it can be asked
depends on the page and on who reads, never on what was asked before.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from comments import modes, reading, receipts
from comments.enums import ThreadMode
from private_messages import sealing
from private_messages.enums import ConversationState
from private_messages.models import Conversation, PrivateMessage
from village_pages.enums import ANSWERING_ROLES, Role
from village_pages.rights import not_ended, private_readings

OF_MESSAGES = "private_messages.receipt"


class ConversationClosedError(Exception):
    """It was closed, or erased, while somebody was writing."""


@dataclass(frozen=True)
class Readers:
    """Who reads what is asked in a village: roles, and when the first of them ends (aware), if ever."""

    roles: tuple[str | Promise, ...] = ()
    until: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.roles)

    def __str__(self) -> str:
        """``Kader digital dan Perangkat desa``."""
        *others, last = map(str, self.roles)
        return _("%(others)s dan %(last)s") % {"others": ", ".join(others), "last": last} if others else last


NOBODY = Readers()


def readers_in(village) -> Readers:
    """Who reads what is asked in ``village`` now (one query); ``NOBODY``: then it cannot be asked."""
    if village is None or not village.is_open or not sealing.is_ready():
        return NOBODY
    held = private_readings().filter(village=village).values_list("role", "until")
    roles = {role for role, _until in held}
    ends = [until for _role, until in held if until is not None]
    return Readers(
        tuple(Role(role).label for role in ANSWERING_ROLES if role in roles), min(ends, default=None)
    )


def is_asked_in_private(page, village) -> bool:
    """Whether questions about ``page`` are for the inbox, by the kind of page or by a rule."""
    if page.comments_private:
        return True
    return modes.openness_of(page, village, reading.thread_of(page)).mode == ThreadMode.PRIVATE


def code_for(nonce: uuid.UUID) -> str:
    """The code of the conversation that began with ``nonce``. It opens no comment, nor the reverse."""
    return receipts.code_for(nonce, OF_MESSAGES)


def hash_of(code: str) -> str:
    """The form of ``code`` that is stored."""
    return receipts.hash_of(code, purpose=OF_MESSAGES)


def find(typed: str) -> Conversation | None:
    """The conversation of a typed code, or ``None``; takes the same time for every answer."""
    return receipts.find_in(Conversation.objects.select_related("village__access"), typed, OF_MESSAGES)


def sent_with(nonce: uuid.UUID) -> PrivateMessage | None:
    """What was stored from the form with ``nonce`` before."""
    return PrivateMessage.objects.select_related("conversation").filter(nonce=nonce).first()


@sensitive_variables("body")
def has_said(message: PrivateMessage, body: str) -> bool:
    """Whether ``message`` holds these very words."""
    return _body_of(message) == body


@sensitive_variables("name", "body", "page")
@transaction.atomic
def ask(*, village, name: str, body: str, page: str, nonce: uuid.UUID) -> Conversation:
    """Begin a conversation; ``page``: what the page is called that it is asked from.

    Raises ``IntegrityError`` where another request with the same form was faster.
    """
    now = timezone.now()
    conversation = Conversation.objects.create(
        village=village,
        receipt_hash=hash_of(code_for(nonce)),
        opened_at=now,
        changed_at=now,
        waits_since=now,
    )
    _store({"body": body, "name": name, "page": page}, conversation, nonce, now)
    return conversation


@sensitive_variables("body")
@transaction.atomic
def add(conversation: Conversation, *, body: str, nonce: uuid.UUID) -> None:
    """Write again; it waits for an answer anew.

    Raises ``ConversationClosedError``, and ``IntegrityError`` where the same form was sent before.
    """
    now = timezone.now()
    going_on = Conversation.objects.filter(pk=conversation.pk).exclude(state=ConversationState.CLOSED)
    changed = going_on.update(
        state=ConversationState.WAITING,
        waits_since=Coalesce(F("waits_since"), Value(now, DateTimeField())),
        changed_at=now,
        version=F("version") + 1,
    )
    if not changed:
        raise ConversationClosedError
    _store({"body": body}, conversation, nonce, now)


@transaction.atomic
def erase(conversation: Conversation) -> None:
    """Delete ``conversation`` and all its words, also those that are being added at this moment."""
    # Who adds words changes this row first: with the lock they are here to be deleted, or are not taken.
    row = Conversation.objects.filter(pk=conversation.pk)
    row.select_for_update().first()
    row.erase()


@sensitive_variables("words")
def _store(words: dict, conversation: Conversation, nonce: uuid.UUID, at: datetime) -> None:
    message = PrivateMessage(conversation=conversation, nonce=nonce, at=at)
    message.sealed = sealing.seal(words, conversation=conversation, message=message)
    message.save(force_insert=True)


@dataclass(frozen=True)
class Said:
    """One message as its sender reads it. ``body``: ``None`` where it does not open any more."""

    is_answer: bool
    at: datetime
    body: str | None
    # Of who answered: a role, never a name.
    role: str | Promise = ""


def said_in(conversation: Conversation) -> list[Said]:
    """Everything in ``conversation``, oldest first (two queries)."""
    messages = list(conversation.messages.all())
    roles = _roles_of({message.author_id for message in messages} - {None}, conversation.village_id)
    return [
        Said(
            message.is_answer,
            message.at,
            _body_of(message),
            roles.get(message.author_id or 0, _("Petugas desa")) if message.is_answer else "",
        )
        for message in messages
    ]


def _body_of(message: PrivateMessage) -> str | None:
    try:
        return sealing.unseal(message)["body"]
    except sealing.SealBrokenError:
        return None


def _roles_of(people: set, village_id: int) -> dict[int, str | Promise]:
    """What each of ``people`` is in the village now: the first of the roles that answer."""
    held = not_ended().filter(user__in=people, village=village_id, role__in=ANSWERING_ROLES)
    in_order = sorted(held.values_list("user", "role"), key=lambda one: ANSWERING_ROLES.index(one[1]))
    return {user: Role(role).label for user, role in reversed(in_order)}
