"""Where to call or go in need, and where "Keluar cepat" leads: one list that every page shows."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safety.enums import HelpKind

# Weather: nobody wonders why somebody reads it. Of the state, light, and there for years.
NEUTRAL_ADDRESS = "https://www.bmkg.go.id/"
# So long after it was looked at, a number may have changed.
GOOD_FOR = timedelta(days=180)


class HelpContactQuerySet(models.QuerySet):
    def sure(self):
        """Those that readers see: somebody has made sure that they are right."""
        return self.filter(is_sure=True)

    def for_village(self, village):
        """Those of the whole regency, and those of ``village`` (``None``: only the regency's)."""
        return (
            self.filter(Q(village__isnull=True) | Q(village=village))
            if village
            else self.filter(village=None)
        )

    def in_order(self):
        """By what is needed, then as the office has ordered them."""
        places = [When(kind=kind, then=Value(place)) for place, kind in enumerate(HelpKind)]
        return self.order_by(Case(*places, default=Value(len(places))), "place", "pk")


class HelpContact(models.Model):
    """A number or an office that helps. Everywhere, or (with a village) only for its people."""

    kind = models.CharField(_("Untuk apa"), max_length=20, choices=HelpKind.choices)
    name = models.CharField(_("Nama"), max_length=80, help_text=_("Misalnya SAPA 129 atau UPTD PPA."))
    village = models.ForeignKey(
        "village_pages.VillagePage",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="help_contacts",
        verbose_name=_("Hanya untuk desa"),
        help_text=_("Kosong: untuk semua desa."),
    )
    phone = models.CharField(_("Telepon"), max_length=20, blank=True)
    whatsapp = models.CharField(_("WhatsApp"), max_length=20, blank=True)
    website = models.URLField(_("Situs"), blank=True)
    address = models.CharField(
        _("Alamat kantor"),
        max_length=200,
        blank=True,
        help_text=_("Ke mana orang datang bila tidak ada sinyal."),
    )
    note = models.CharField(
        _("Keterangan"), max_length=200, blank=True, help_text=_("Misalnya: 24 jam, gratis.")
    )
    place = models.PositiveSmallIntegerField(_("Urutan"), default=0)
    is_sure = models.BooleanField(
        _("Sudah pasti benar"),
        default=False,
        help_text=_("Hanya yang sudah pasti ditampilkan kepada warga. Telepon dahulu sebelum menandai."),
    )
    checked_on = models.DateField(_("Terakhir diperiksa"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Where the number was found, for who checks it next; not shown to readers.
    source = models.CharField(_("Sumber"), max_length=200, blank=True)

    objects = HelpContactQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("kontak bantuan")
        verbose_name_plural = _("kontak bantuan")
        constraints = [
            models.CheckConstraint(name="help_known_kind", condition=Q(kind__in=HelpKind.values)),
            models.CheckConstraint(
                name="help_sure_was_checked", condition=Q(is_sure=False) | Q(checked_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_stale(self) -> bool:
        """Shown to readers, and long not looked at."""
        return (
            self.is_sure and self.checked_on is not None and timezone.localdate() - self.checked_on > GOOD_FOR
        )

    @property
    def can_be_reached(self) -> bool:
        """Is there any way to them?"""
        return bool(self.phone or self.whatsapp or self.website or self.address)

    def clean(self) -> None:
        """Refuse what is called sure and cannot be reached."""
        super().clean()
        if self.is_sure and not self.can_be_reached:
            raise ValidationError(
                {"is_sure": _("Isi telepon, WhatsApp, situs, atau alamat dahulu, baru tandai sudah pasti.")}
            )


class SafetySettings(models.Model):
    """One row for the whole site (``safety.exits.neutral_address``)."""

    exit_url = models.URLField(
        _("Tujuan Keluar cepat"),
        default=NEUTRAL_ADDRESS,
        help_text=_(
            "Halaman yang biasa dibuka siapa saja, misalnya prakiraan cuaca. Harus diawali https://."
        ),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("pengaturan keselamatan")
        constraints = [models.CheckConstraint(name="one_safety_settings", condition=Q(pk=1))]

    def __str__(self) -> str:
        return "SafetySettings"
