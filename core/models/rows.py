"""Abstract child rows that several page types need: whom to call, and when somebody is there."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from core.enums import Weekday

validate_phone = RegexValidator(
    r"^\+?[0-9][0-9 .\-]{1,18}$",
    _("Tulis nomor telepon dengan angka saja, misalnya 0812-0000-0000."),
)


class ContactRow(Orderable):
    """One contact: the role comes first, a name is optional."""

    role = models.CharField(_("Jabatan"), max_length=80, help_text=_("Misalnya: Kasi Pelayanan."))
    name = models.CharField(_("Nama"), max_length=80, blank=True)
    phone = models.CharField(_("Telepon"), max_length=20, blank=True, validators=[validate_phone])
    whatsapp = models.CharField(_("WhatsApp"), max_length=20, blank=True, validators=[validate_phone])

    panels = [
        FieldRowPanel([FieldPanel("role"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("whatsapp")]),
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return self.role


class WeeklyHoursRow(Orderable):
    """Opening hours of one weekday, in local time (WIB), with an optional break."""

    weekday = models.PositiveSmallIntegerField(_("Hari"), choices=Weekday.choices)
    opens = models.TimeField(_("Buka"))
    closes = models.TimeField(_("Tutup"))
    break_start = models.TimeField(_("Istirahat mulai"), null=True, blank=True)
    break_end = models.TimeField(_("Istirahat selesai"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")]),
        FieldRowPanel([FieldPanel("break_start"), FieldPanel("break_end")]),
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H.%M}-{self.closes:%H.%M}"

    def in_words(self) -> str:
        """With the break: ``Senin 08.00-15.00, istirahat 12.00-13.00``."""
        if not (self.break_start and self.break_end):
            return str(self)
        pause = f"{self.break_start:%H.%M}-{self.break_end:%H.%M}"
        return _("%(hours)s, istirahat %(pause)s") % {"hours": self, "pause": pause}

    def clean(self):
        super().clean()
        if self.opens and self.closes and self.opens >= self.closes:
            raise ValidationError({"closes": _("Jam tutup harus sesudah jam buka.")})
        if bool(self.break_start) != bool(self.break_end):
            raise ValidationError({"break_end": _("Isi awal dan akhir istirahat, atau kosongkan keduanya.")})
        if self.break_start and not self.opens <= self.break_start < self.break_end <= self.closes:
            raise ValidationError({"break_end": _("Istirahat harus di dalam jam buka.")})
