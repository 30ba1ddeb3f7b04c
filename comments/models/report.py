"""What readers say against a comment."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.enums import ReportOutcome, ReportReason

MAX_REPORT = 280


class ReportQuerySet(models.QuerySet):
    def open(self):
        """Reports that nobody has decided about yet."""
        return self.filter(handled_at__isnull=True)


class Report(models.Model):
    """One reader's report against one comment. The comment's author never learns who it was."""

    comment = models.ForeignKey("comments.ResidentComment", on_delete=models.CASCADE, related_name="reports")
    # Only a resident who was signed in; a guest is a keyed hash of his browser.
    reporter = models.ForeignKey(
        "comments.Resident", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    reporter_key_hash = models.CharField(max_length=64, editable=False)
    reason = models.CharField(_("Alasan"), max_length=20, choices=ReportReason.choices)
    text = models.CharField(_("Keterangan"), max_length=MAX_REPORT, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=ReportOutcome.choices, blank=True)

    objects = ReportQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("laporan")
        verbose_name_plural = _("laporan")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "reporter_key_hash"], name="one_report_per_reader"),
            models.CheckConstraint(
                name="report_handled_with_outcome",
                condition=Q(handled_at__isnull=True, outcome="")
                | (Q(handled_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [models.Index(fields=["handled_at", "comment"], name="report_open")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.pk}"
