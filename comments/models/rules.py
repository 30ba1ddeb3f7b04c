"""What a village sets for comments under its pages."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.enums import ThreadMode

CLOSE_AFTER_DAYS = 60
MAX_WORD = 60  # letters, also as they are compared


class CommentRules(models.Model):
    """One row per village that has set something; without a row the defaults hold (``comments.modes``)."""

    village = models.OneToOneField(
        "village_pages.VillagePage", on_delete=models.CASCADE, related_name="comment_rules"
    )
    # The most open that any page of the village may be.
    mode = models.CharField(
        _("Cara menerima komentar"), max_length=10, choices=ThreadMode.choices, default=ThreadMode.POST
    )
    close_after_days = models.PositiveSmallIntegerField(
        _("Komentar berita ditutup setelah (hari)"),
        default=CLOSE_AFTER_DAYS,
        validators=[MinValueValidator(7), MaxValueValidator(365)],
        help_text=_("Antara 7 dan 365 hari sejak berita tayang. Layanan tetap terbuka untuk pertanyaan."),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("aturan komentar")
        verbose_name_plural = _("aturan komentar")
        constraints = [
            models.CheckConstraint(name="comment_rules_known_mode", condition=Q(mode__in=ThreadMode.values)),
            models.CheckConstraint(
                name="comment_rules_days", condition=Q(close_after_days__gte=7, close_after_days__lte=365)
            ),
        ]

    def __str__(self) -> str:
        return f"CommentRules {self.village_id}"


class WatchedWord(models.Model):
    """A word or phrase for which a comment is held. Of one village, or (without one) of all."""

    village = models.ForeignKey(
        "village_pages.VillagePage",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="watched_words",
    )
    word = models.CharField(_("Kata atau ungkapan"), max_length=MAX_WORD)
    # As it is compared: see ``comments.watched_words``.
    folded = models.CharField(max_length=MAX_WORD, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("kata yang diperhatikan")
        verbose_name_plural = _("kata yang diperhatikan")
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(fields=["village", "folded"], name="one_watched_word_per_village"),
            models.UniqueConstraint(
                fields=["folded"], condition=Q(village__isnull=True), name="one_watched_word_for_all"
            ),
        ]

    def __str__(self) -> str:
        return self.word
