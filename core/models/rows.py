"""Abstract rows that several models need: whom to call."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

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
