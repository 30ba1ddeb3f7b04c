"""What was done in a village, by whom: rows that outlive the pages, people and villages they tell of."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnlyModel


class Act(AppendOnlyModel):
    """One act. It names things in words and keys, not by relations: what is deleted takes none along."""

    at = models.DateTimeField(_("waktu"), default=timezone.now)
    # Kemendagri's code; empty for an act of the regency.
    village_code = models.CharField(_("kode desa"), max_length=13, blank=True)
    village_name = models.CharField(_("desa"), max_length=100, blank=True)
    # Primary key of the person, ``None``: a command or the clock.
    actor_key = models.BigIntegerField(_("kunci petugas"), null=True)
    actor_name = models.CharField(_("siapa"), max_length=150, blank=True)
    # Such as ``page.publish``, ``membership.ended``; ``audit.words`` says it in Indonesian.
    verb = models.CharField(_("tindakan"), max_length=60)
    # What it was done to: ``app_label.model`` and primary key, and what that was called then.
    object_type = models.CharField(_("jenis"), max_length=100, blank=True)
    object_key = models.CharField(_("kunci"), max_length=40, blank=True)
    object_name = models.CharField(_("apa"), max_length=255, blank=True)
    before = models.CharField(_("keadaan sebelumnya"), max_length=100, blank=True)
    after = models.CharField(_("keadaan sesudahnya"), max_length=100, blank=True)
    reason = models.TextField(_("alasan"), blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tindakan")
        verbose_name_plural = _("tindakan")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["village_code", "-at", "-id"], name="act_of_village"),
            models.Index(fields=["object_type", "object_key", "-id"], name="act_on_object"),
            # The officer's list, of all villages.
            models.Index(fields=["-at", "-id"], name="act_by_time"),
        ]

    def __str__(self):
        return f"{self.verb}: {self.object_name}"
