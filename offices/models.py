"""Where people are served, when, and by whom: once for each village, once for the regency.

Rows of their own, not fields of a page: "tutup hari ini" must be true for readers within the minute, and an
old version of a page that is published again must not bring back old hours.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.enums import Weekday
from core.models import ContactRow
from offices.enums import Week

# So long after somebody looked at them, hours and numbers may have changed.
GOOD_FOR = timedelta(days=180)


class OfficeQuerySet(models.QuerySet):
    def of_village(self, village) -> "OfficeQuerySet":
        """Those of ``village`` (``None``: of the regency), its own office first."""
        return self.filter(village=village).order_by("-is_main", "place", "name", "pk")

    def with_details(self) -> "OfficeQuerySet":
        """With hours and contacts: two queries more, however many offices."""
        return self.prefetch_related("hours", "contacts")


class Office(models.Model):
    """A place where people are served: a village's office, posyandu or room; or a body of the regency."""

    village = models.ForeignKey(
        "village_pages.VillagePage",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("Desa"),
    )
    name = models.CharField(_("Nama tempat"), max_length=120, help_text=_("Misalnya: Posyandu Dusun Mawar."))
    # The village's own office: services that name no place are given there.
    is_main = models.BooleanField(_("Kantor desa"), default=False, editable=False)
    district = models.CharField(
        _("Kecamatan"),
        max_length=80,
        blank=True,
        help_text=_("Untuk kantor di luar desa: di kecamatan mana. Kosong: melayani seluruh kabupaten."),
    )
    address = models.TextField(
        _("Alamat"), max_length=300, blank=True, help_text=_("Jalan, RT, dan patokan yang dikenal warga.")
    )
    access = models.CharField(
        _("Akses"),
        max_length=200,
        blank=True,
        help_text=_("Misalnya: jalur landai ada, dermaga di depan kantor."),
    )
    latitude = models.DecimalField(
        _("Lintang"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Dari peta di ponsel, misalnya -1.12345. Dipakai untuk mengurutkan dari yang terdekat."),
    )
    longitude = models.DecimalField(
        _("Bujur"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Misalnya 103.98765."),
    )
    place = models.PositiveSmallIntegerField(_("Urutan"), default=0)
    checked_at = models.DateTimeField(_("Terakhir diperiksa"), null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    # Days ahead on which the week does not hold, the strongest first: set by ``reading.with_hours``.
    special_days: list["SpecialHours"]

    objects = OfficeQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tempat layanan")
        verbose_name_plural = _("tempat layanan")
        constraints = [
            models.UniqueConstraint(
                fields=["village"], condition=Q(is_main=True), name="one_main_office_a_village"
            ),
            models.CheckConstraint(
                name="main_office_is_a_villages", condition=Q(is_main=False) | Q(village__isnull=False)
            ),
            models.CheckConstraint(
                name="office_position_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_stale(self) -> bool:
        """Nobody has said for long that hours and numbers are right."""
        return self.checked_at is None or timezone.now() - self.checked_at > GOOD_FOR

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Isi lintang dan bujur, atau kosongkan keduanya.")})


class OfficeHours(models.Model):
    """Opening hours of one weekday, in local time (WIB), with an optional break."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("Hari"), choices=Weekday.choices)
    week = models.PositiveSmallIntegerField(_("Minggu"), choices=Week.choices, default=Week.EVERY)
    opens = models.TimeField(_("Buka"))
    closes = models.TimeField(_("Tutup"))
    break_start = models.TimeField(_("Istirahat mulai"), null=True, blank=True)
    break_end = models.TimeField(_("Istirahat selesai"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["weekday", "week", "opens", "pk"]
        verbose_name = _("jam layanan")
        constraints = [
            models.CheckConstraint(name="hours_open_before_they_close", condition=Q(opens__lt=F("closes")))
        ]

    def __str__(self) -> str:
        return f"{self.day_in_words()} {self.opens:%H.%M}-{self.closes:%H.%M}"

    def day_in_words(self) -> str:
        """``Senin``, ``Rabu, minggu ke-2``."""
        day = str(self.get_weekday_display())
        return f"{day}, {str(self.get_week_display()).lower()}" if self.week != Week.EVERY else day

    def in_words(self) -> str:
        """With the break: ``Senin 08.00-15.00, istirahat 12.00-13.00``."""
        if not (self.break_start and self.break_end):
            return str(self)
        pause = f"{self.break_start:%H.%M}-{self.break_end:%H.%M}"
        return _("%(hours)s, istirahat %(pause)s") % {"hours": self, "pause": pause}

    def clean(self) -> None:
        super().clean()
        if self.opens and self.closes and self.opens >= self.closes:
            raise ValidationError({"closes": _("Jam tutup harus sesudah jam buka.")})
        if bool(self.break_start) != bool(self.break_end):
            raise ValidationError({"break_end": _("Isi awal dan akhir istirahat, atau kosongkan keduanya.")})
        if (
            self.break_start
            and self.break_end
            and self.opens
            and self.closes
            and not self.opens <= self.break_start < self.break_end <= self.closes
        ):
            raise ValidationError({"break_end": _("Istirahat harus di dalam jam buka.")})


class OfficeContact(ContactRow):
    """Whom to ask at an office: the role comes first."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="contacts")

    wagtail_reference_index_ignore = True

    class Meta(ContactRow.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("kontak")


class SpecialHours(models.Model):
    """Days on which other hours hold than those of the week: a holiday, "tutup hari ini karena ...".

    Of the whole regency (no village), of all offices of a village, or of one office; the narrower one holds.
    Without hours the office is closed.
    """

    village = models.ForeignKey(
        "village_pages.VillagePage",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="special_hours",
    )
    office = models.ForeignKey(
        Office,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="special_hours",
        verbose_name=_("Tempat"),
    )
    first_day = models.DateField(_("Mulai tanggal"))
    last_day = models.DateField(_("Sampai tanggal"))
    opens = models.TimeField(_("Buka"), null=True, blank=True)
    closes = models.TimeField(_("Tutup"), null=True, blank=True)
    reason = models.CharField(
        _("Alasan"), max_length=120, help_text=_("Misalnya: Hari Raya Idulfitri; rapat di kecamatan.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("jam khusus")
        verbose_name_plural = _("jam khusus")
        indexes = [models.Index(fields=["last_day"], name="special_hours_by_last_day")]
        constraints = [
            models.CheckConstraint(name="special_days_in_order", condition=Q(first_day__lte=F("last_day"))),
            models.CheckConstraint(
                name="special_hours_are_whole",
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(opens__lt=F("closes")),
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def is_closed(self) -> bool:
        return self.opens is None

    def clean(self) -> None:
        super().clean()
        if self.first_day and self.last_day and self.first_day > self.last_day:
            raise ValidationError({"last_day": _("Tanggal akhir tidak boleh sebelum tanggal mulai.")})
        if bool(self.opens) != bool(self.closes):
            raise ValidationError({"closes": _("Isi jam buka dan tutup, atau kosongkan keduanya: tutup.")})
        if self.opens and self.closes and self.opens >= self.closes:
            raise ValidationError({"closes": _("Jam tutup harus sesudah jam buka.")})
