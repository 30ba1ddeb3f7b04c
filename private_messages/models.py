"""What residents ask in private. Words, names and the page that it was asked from are locked (``sealing``).

A row tells no more than: somebody of this village asked something, at some minute, and whether it waits.
"""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from private_messages.enums import ConversationState, EmergencyReason


class ConversationQuerySet(models.QuerySet):
    def in_villages(self, villages):
        """Conversations of ``villages`` (a queryset of village pages); the wall between villages."""
        return self.filter(village__in=villages.values("pk"))

    def waiting(self):
        """Those to which the sender has no answer yet, longest waiting first."""
        return self.filter(state=ConversationState.WAITING).order_by("waits_since", "pk")

    @transaction.atomic
    def erase(self) -> None:
        """Delete these with all words. Of an emergency opening stay who, when and the reason's code."""
        EmergencyOpening.objects.filter(conversation__in=self.values("pk")).update(reason="")
        self.delete()


class Conversation(models.Model):
    """One question and what follows. Erased, row and all, some time after it was closed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    village = models.ForeignKey(
        "village_pages.VillagePage", on_delete=models.CASCADE, related_name="conversations"
    )
    # Of the code that the sender keeps (``comments.receipts.hash_of``).
    receipt_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(
        _("Keadaan"), max_length=10, choices=ConversationState.choices, default=ConversationState.WAITING
    )
    opened_at = models.DateTimeField(default=timezone.now)
    # When the sender wrote what has no answer yet.
    waits_since = models.DateTimeField(null=True, blank=True)
    # When anything last happened; what falls silent is closed.
    changed_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ConversationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("pesan aman")
        verbose_name_plural = _("pesan aman")
        constraints = [
            models.CheckConstraint(
                name="conversation_closed_has_time",
                condition=Q(state=ConversationState.CLOSED, closed_at__isnull=False)
                | (~Q(state=ConversationState.CLOSED) & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="conversation_waits_since_some_time",
                condition=Q(state=ConversationState.WAITING, waits_since__isnull=False)
                | (~Q(state=ConversationState.WAITING) & Q(waits_since__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["village", "state", "waits_since"], name="conversation_waiting"),
            models.Index(fields=["state", "closed_at"], name="conversation_to_erase"),
        ]

    def __str__(self) -> str:
        return f"Conversation {self.pk}"


class PrivateMessage(models.Model):
    """What one side said, locked. ``sealed`` opens only with the key, and only in this very place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    is_answer = models.BooleanField(default=False)
    # Who answered; readers of the village see it, the sender only the role.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sealed = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)
    # One form, one message.
    nonce = models.UUIDField(unique=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("isi pesan aman")
        verbose_name_plural = _("isi pesan aman")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="private_message_author_answers", condition=Q(author__isnull=True) | Q(is_answer=True)
            ),
        ]
        indexes = [models.Index(fields=["conversation", "at"], name="private_message_in_order")]

    def __str__(self) -> str:
        return f"PrivateMessage {self.pk}"


class EmergencyOpening(models.Model):
    """The office opened a conversation that is not its own to read. Outlives what it opened."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.SET_NULL, null=True, related_name="openings"
    )
    village = models.ForeignKey(
        "village_pages.VillagePage", on_delete=models.CASCADE, related_name="emergency_openings"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason_code = models.CharField(_("Alasan"), max_length=20, choices=EmergencyReason.choices)
    # Emptied with the erasing of what was opened.
    reason = models.CharField(_("Keterangan"), max_length=300)
    at = models.DateTimeField(default=timezone.now)
    # Until then the officer may look again; afterwards it takes a new opening.
    until = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("pembukaan darurat")
        verbose_name_plural = _("pembukaan darurat")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="emergency_known_reason", condition=Q(reason_code__in=EmergencyReason.values)
            ),
        ]

    def __str__(self) -> str:
        return f"EmergencyOpening {self.pk}"
