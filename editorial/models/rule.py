"""Rules of review as data: the regency's for each kind of page, and what a village asks beyond them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.enums import Approvers, SecondReader
from village_pages.models import VillagePage

DUE_DAYS = 3
ESCALATE_DAYS = 2


def days_field(label, default: int | None, most: int, **options) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(1), MaxValueValidator(most)], **options
    )


class ReviewRule(models.Model):
    """``village`` empty: the regency's rule for that kind. ``editorial.rules`` adds defaults."""

    kind = models.CharField(_("jenis halaman"), max_length=20)
    village = models.ForeignKey(
        VillagePage, null=True, blank=True, on_delete=models.CASCADE, related_name="review_rules"
    )
    second_reader = models.CharField(_("pembaca kedua"), max_length=20, choices=SecondReader.choices)
    # The regency's only: how far a village may go below ``second_reader``; empty: not at all.
    loosest = models.CharField(
        _("paling longgar untuk desa"), max_length=20, choices=SecondReader.choices, blank=True
    )
    approvers = models.CharField(
        _("yang menyetujui"), max_length=12, choices=Approvers.choices, default=Approvers.REVIEWERS
    )
    due_days = days_field(_("batas periksa (hari)"), DUE_DAYS, 30)
    escalate_days = days_field(_("lalu diteruskan setelah (hari)"), ESCALATE_DAYS, 30)
    # Empty: what the kind itself says.
    check_after_days = days_field(_("diperiksa ulang setelah (hari)"), None, 1000, null=True, blank=True)

    class Meta:
        verbose_name = _("aturan pemeriksaan")
        verbose_name_plural = _("aturan pemeriksaan")
        constraints = [
            models.UniqueConstraint(fields=["kind", "village"], name="one_rule_a_village_and_kind"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(village__isnull=True), name="one_rule_of_the_regency_a_kind"
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.get_second_reader_display()}"
