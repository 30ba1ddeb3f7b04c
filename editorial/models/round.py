"""One round of review: from sending in to the decision, with its clock."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState

from editorial.enums import SendBackReason, Stage
from village_pages.models import VillagePage


class ReviewRoundQuerySet(models.QuerySet):
    def undecided(self) -> "ReviewRoundQuerySet":
        """Rounds that nobody has decided yet."""
        return self.filter(task_state__status=TaskState.STATUS_IN_PROGRESS)


class ReviewRound(models.Model):
    """What Wagtail's ``TaskState`` does not keep. Made when the task starts; the state says how it ended."""

    task_state = models.OneToOneField(TaskState, on_delete=models.CASCADE, related_name="review_round")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="review_rounds")
    # Empty: a page of the regency.
    village = models.ForeignKey(
        VillagePage, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    sent_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_in_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(_("batas waktu"))
    stage = models.CharField(_("tahap"), max_length=12, choices=Stage.choices, default=Stage.FRESH)
    stage_since = models.DateTimeField(null=True, blank=True)
    # Why it was sent back; the words stand in the state's comment.
    reason = models.CharField(_("alasan"), max_length=12, choices=SendBackReason.choices, blank=True)

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("putaran pemeriksaan")
        verbose_name_plural = _("putaran pemeriksaan")
        indexes = [models.Index(fields=["village", "due_at"], name="round_of_village_by_due")]

    def __str__(self):
        return f"{self.page_id}: {self.get_stage_display()}"
