"""What moderators did."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.enums import CommentState, ModerationVerb, ReasonCode
from core.models import AppendOnlyModel


class ModAction(AppendOnlyModel):
    """One decision of a moderator: who, when, what, from which state to which. Never the words themselves."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    village = models.ForeignKey(
        "village_pages.VillagePage", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    comment = models.ForeignKey(
        "comments.ResidentComment", on_delete=models.SET_NULL, null=True, related_name="actions"
    )
    # Stays when the row is gone.
    comment_public_id = models.CharField(max_length=12)
    action = models.CharField(max_length=10, choices=ModerationVerb.choices)
    from_state = models.CharField(max_length=10, choices=CommentState.choices)
    to_state = models.CharField(max_length=10, choices=CommentState.choices)
    reason_code = models.CharField(max_length=20, choices=ReasonCode.choices, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tindakan moderasi")
        verbose_name_plural = _("tindakan moderasi")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.action} {self.comment_public_id}"
