"""What is known of a page beside its text: when it was last checked, corrected, archived, what is wrong."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from core.formats import long_date


@dataclass(frozen=True)
class Correction:
    """What was wrong on a page and put right, as readers see it."""

    on: date
    words: str

    def __str__(self):
        return gettext("Diralat %(day)s: %(words)s") % {"day": long_date(self.on), "words": self.words}


def kept_with_its_page(collector, field, sub_objs, using):
    """Tidying up old versions leaves what an archived page comes back to; with its page it may go.

    Not ``PROTECT``, which would refuse the page, too. Wagtail's ``purge_revisions`` passes over it.
    """
    if getattr(collector.origin, "model", type(collector.origin)) is Revision:
        raise models.ProtectedError("An archived page comes back to this version.", set(sub_objs))
    models.SET_NULL(collector, field, sub_objs, using)


class PageCare(models.Model):
    """One row a page, made when it is first needed.

    Not fields of the page: those live in its revisions, and publishing an old one must not bring back an
    old date of checking or lose a correction.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="care")
    # Somebody said "masih benar", or published the page.
    checked_at = models.DateTimeField(_("terakhir diperiksa"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    check_due_at = models.DateTimeField(_("diperiksa lagi paling lambat"), null=True, blank=True)
    # When people were told that it is due; a new due date is told of anew.
    check_told_at = models.DateTimeField(null=True, blank=True)
    # Shown to readers, oldest first: ``{"on": "2026-07-03", "words": "..."}``.
    corrections = models.JSONField(_("ralat"), default=list, blank=True)
    archived_at = models.DateTimeField(_("diarsipkan"), null=True, blank=True)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    archive_reason = models.CharField(_("alasan"), max_length=300, blank=True)
    live_when_archived = models.BooleanField(default=False)
    # What readers saw then, which comes back as it was: it had been approved.
    shown_revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=kept_with_its_page, related_name="+"
    )
    # Of the published page, as the checks last saw it (``Problem.as_data`` each).
    problems = models.JSONField(_("masalah"), default=list, blank=True)
    problems_at = models.DateTimeField(null=True, blank=True)
    # Since when there has been a problem; empty: there is none.
    problems_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("perawatan halaman")
        verbose_name_plural = _("perawatan halaman")
        indexes = [
            models.Index(fields=["check_due_at"], name="care_by_check_due"),
            models.Index(fields=["archived_at"], name="care_by_archived"),
            models.Index(fields=["problems_since"], name="care_by_problems_since"),
        ]

    def __str__(self):
        return str(self.page_id)

    @property
    def correction_lines(self) -> list[Correction]:
        """The oldest first."""
        return [Correction(date.fromisoformat(line["on"]), line["words"]) for line in self.corrections]


def care_of(page: Page) -> PageCare:
    """The row of ``page``, made where there is none yet."""
    return PageCare.objects.get_or_create(page_id=page.pk)[0]


def comes_back(page: Page, revision: Revision | None) -> bool:
    """Is this very version being restored from the archive? Then it was approved before (one query)."""
    return (
        revision is not None
        and PageCare.objects.filter(page_id=page.pk, archived_at=None, shown_revision=revision).exists()
    )


class CheckOverride(models.Model):
    """A reviewer's word that one found problem is none, for this page: kept with the reason."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="check_overrides")
    code = models.CharField(_("masalah"), max_length=40)
    # What it was found in, so that the word does not hold for the next one.
    found_in = models.CharField(max_length=64)
    reason = models.CharField(_("alasan"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("pengecualian pemeriksaan isi")
        verbose_name_plural = _("pengecualian pemeriksaan isi")
        constraints = [
            models.UniqueConstraint(fields=["page", "code", "found_in"], name="one_override_a_finding")
        ]

    def __str__(self):
        return f"{self.page_id}: {self.code}"
