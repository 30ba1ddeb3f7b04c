from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from village_pages.enums import ANSWERING_ROLES, REGENCY_ROLES, Role


class Membership(models.Model):
    """Who is what where, since when, until when, appointed by whom. The only truth about rights.

    Change it by ``rights.appoint``, ``pause``, ``resume`` and ``dismiss``. Saving and deleting a row (by a
    cascade too) derives the person's groups anew in the same transaction (``receivers``); ``update`` and
    ``bulk_create`` do not, and are mended by the next ``run_due``.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("petugas"),
    )
    village = models.ForeignKey(
        "village_pages.VillagePage",
        on_delete=models.CASCADE,
        related_name="memberships",
        null=True,
        blank=True,
        verbose_name=_("desa"),
    )
    role = models.CharField(_("peran"), max_length=20, choices=Role.choices)
    since = models.DateTimeField(_("sejak"), default=timezone.now)
    until = models.DateTimeField(_("sampai"), null=True, blank=True)
    # Set: the role is held, but gives no right until it is resumed.
    paused_since = models.DateTimeField(_("dijeda sejak"), null=True, blank=True)
    # The separate right to read what residents ask in private (``rights.entrust``): never by role alone.
    reads_private = models.BooleanField(_("membaca pesan aman"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("diangkat oleh"),
    )

    class Meta:
        verbose_name = _("keanggotaan")
        verbose_name_plural = _("keanggotaan")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=REGENCY_ROLES, village__isnull=True)
                | (~models.Q(role__in=REGENCY_ROLES) & models.Q(village__isnull=False)),
                name="membership_village_fits_role",
                violation_error_message=_("Peran ini dan desa tidak cocok."),
            ),
            models.CheckConstraint(
                condition=models.Q(reads_private=False) | models.Q(role__in=ANSWERING_ROLES),
                name="membership_private_for_who_answers",
                violation_error_message=_("Hak membaca pesan aman tidak cocok dengan peran ini."),
            ),
            models.UniqueConstraint(
                fields=["user", "village", "role"],
                condition=models.Q(until__isnull=True, village__isnull=False),
                name="membership_open_once_in_village",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(until__isnull=True, village__isnull=True),
                name="membership_open_once_in_regency",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}" + (f", {self.village}" if self.village else "")

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Save, with the groups that follow (``receivers``), or nothing at all."""
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.role in REGENCY_ROLES and self.village_id:
            raise ValidationError({"village": _("Peran ini berlaku untuk seluruh kabupaten, tanpa desa.")})
        if self.role not in REGENCY_ROLES and not self.village_id:
            raise ValidationError({"village": _("Pilih desa untuk peran ini.")})
