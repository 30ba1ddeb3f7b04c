"""Messages of the site to a person of the staff: a bell with a list, and a digest by mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from village_pages.models import VillagePage

LONGEST_HEADLINE = 255


class Notification(models.Model):
    """One message. It names the page, and never holds text of unpublished content."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    # Such as ``review.returned``; ``notifications.kinds`` knows each.
    kind = models.CharField(max_length=40)
    # Whose matter it is; read only by people who still have a role there. Empty: the regency's.
    village = models.ForeignKey(
        VillagePage, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    headline = models.CharField(max_length=LONGEST_HEADLINE)
    # What a colleague wrote to this person: a reason, a remark. Read on the site only, never mailed.
    words = models.TextField(blank=True)
    url = models.CharField(max_length=255, blank=True)
    # The same message is not sent twice.
    key = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Opened, or settled by somebody else (``notifications.sending.settle``).
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pesan")
        verbose_name_plural = _("pesan")
        ordering = ["-created_at", "-pk"]
        constraints = [
            # The key first: what is settled is found by it.
            models.UniqueConstraint(
                fields=["key", "recipient"], condition=~Q(key=""), name="one_notification_a_key"
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notifications_of_person"),
            # The bell counts these on every screen.
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notifications_unread"),
        ]

    def __str__(self):
        return self.headline


class Muted(models.Model):
    """A kind of message that this person does not want, or (``kinds.DIGEST``) the digest by mail."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="muted_kinds")
    kind = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("pesan yang dimatikan")
        verbose_name_plural = _("pesan yang dimatikan")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="muted_once")]

    def __str__(self):
        return self.kind
