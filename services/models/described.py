"""What a service is, as data, whoever describes it: the regency for all villages, or one village.

Fields follow the service standard of UU 25/2009 and Permenpan RB 15/2014. An empty field means
"unknown" and the page says so; nothing is implied.
"""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from core.fields import MultipleChoiceField
from services.enums import Audience, FeeKind, LifeEvent, OnlineKind, PaperForm, StepPlace


class DescribedService(models.Model):
    """Abstract: the fields that a village's page and the regency's standard have in common."""

    summary = models.TextField(
        _("Ringkasan"),
        max_length=300,
        blank=True,
        help_text=_("Satu kalimat: apa yang didapat warga dan untuk apa."),
    )
    for_whom = models.TextField(_("Siapa yang bisa mengurus"), max_length=300, blank=True)
    may_act_for = models.TextField(
        _("Siapa yang boleh mewakili"),
        max_length=300,
        blank=True,
        help_text=_("Misalnya keluarga dengan surat kuasa."),
    )
    fee_kind = models.CharField(_("Biaya"), max_length=10, choices=FeeKind.choices, default=FeeKind.UNKNOWN)
    fee_amount = models.PositiveIntegerField(_("Jumlah (rupiah)"), null=True, blank=True)
    fee_taken_by = models.CharField(_("Siapa yang menerima biaya"), max_length=120, blank=True)
    fee_note = models.CharField(_("Catatan biaya"), max_length=200, blank=True)
    duration = models.CharField(
        _("Waktu selesai"),
        max_length=120,
        blank=True,
        help_text=_("Dihitung sejak berkas lengkap. Misalnya: paling lama 1 hari kerja."),
    )
    result = models.CharField(_("Hasil"), max_length=200, blank=True)
    validity = models.CharField(_("Masa berlaku"), max_length=120, blank=True)
    online = models.CharField(
        _("Bisa daring?"), max_length=10, choices=OnlineKind.choices, default=OnlineKind.UNKNOWN
    )
    legal_basis = models.TextField(
        _("Dasar hukum"),
        max_length=500,
        blank=True,
        help_text=_("Nomor, tahun, dan judul; satu aturan satu baris."),
    )
    special_help = models.TextField(
        _("Bantuan khusus"),
        max_length=400,
        blank=True,
        help_text=_("Misalnya kunjungan rumah, pendamping, juru bahasa isyarat, antrean khusus."),
    )
    complaints = models.TextField(_("Pengaduan"), max_length=300, blank=True)
    notes = models.TextField(_("Catatan"), max_length=600, blank=True)
    also_called = models.TextField(
        _("Sebutan lain"),
        max_length=400,
        blank=True,
        help_text=_(
            "Kata yang dipakai warga saat mencari, dipisah koma. Misalnya: surat miskin, keringanan biaya."
        ),
    )
    life_events = MultipleChoiceField(_("Dicari ketika"), choices_enum=LifeEvent)
    audiences = MultipleChoiceField(_("Terutama untuk"), choices_enum=Audience)

    class Meta:
        abstract = True

    who_panel = MultiFieldPanel([FieldPanel("for_whom"), FieldPanel("may_act_for")], heading=_("Untuk siapa"))
    row_panels = [
        InlinePanel("requirements", heading=_("Syarat"), label=_("Syarat")),
        InlinePanel("steps", heading=_("Langkah"), label=_("Langkah")),
    ]
    outcome_panel = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("fee_kind"), FieldPanel("fee_amount")]),
            FieldPanel("fee_taken_by"),
            FieldPanel("fee_note"),
            FieldPanel("duration"),
            FieldRowPanel([FieldPanel("result"), FieldPanel("validity")]),
        ],
        heading=_("Biaya, waktu, dan hasil"),
    )
    more_fields = [
        FieldPanel("online"),
        FieldPanel("special_help"),
        FieldPanel("complaints"),
        FieldPanel("legal_basis"),
        FieldPanel("notes"),
    ]
    finding_panel = MultiFieldPanel(
        [FieldPanel("also_called"), FieldPanel("life_events"), FieldPanel("audiences")],
        heading=_("Supaya mudah ditemukan"),
    )

    def clean(self):
        super().clean()
        if self.fee_kind == FeeKind.AMOUNT and not self.fee_amount:
            raise ValidationError({"fee_amount": _("Tulis jumlah biaya dalam rupiah, atau pilih Gratis.")})
        if self.fee_kind == FeeKind.AMOUNT and not self.fee_taken_by:
            raise ValidationError({"fee_taken_by": _("Tulis siapa yang menerima biaya.")})
        if self.fee_kind != FeeKind.AMOUNT and self.fee_amount:
            raise ValidationError(
                {"fee_kind": _("Pilih “Ada biaya” bila ada jumlah, atau kosongkan jumlah.")}
            )


class RequirementRow(Orderable):
    """One paper to bring, or one thing to fulfil."""

    text = models.CharField(_("Yang dibawa atau dipenuhi"), max_length=200)
    paper = models.CharField(_("Bentuk"), max_length=10, choices=PaperForm.choices, default=PaperForm.ANY)
    copies = models.PositiveSmallIntegerField(_("Jumlah lembar"), default=1)
    condition = models.CharField(
        _("Hanya bila"), max_length=160, blank=True, help_text=_("Misalnya: bila KTP hilang.")
    )

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("paper"), FieldPanel("copies")]),
        FieldPanel("condition"),
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return self.text

    @property
    def condition_in_words(self) -> str:
        """``Hanya bila KTP hilang``, however it was typed; empty without a condition."""
        words = re.sub(r"^(hanya\s+)?bila\s+", "", self.condition.strip(), flags=re.IGNORECASE)
        return gettext("Hanya bila %(condition)s") % {"condition": words} if words else ""

    def in_words(self) -> str:
        """``KTP (Asli, 1 lembar, bila ...)``: everything that counts, in one line."""
        details = [self.get_paper_display(), gettext("%(n)d lembar") % {"n": self.copies}, self.condition]
        return f"{self.text} ({', '.join(filter(None, details))})"


class StepRow(Orderable):
    """One step: what is done, by whom, and where; the village's part and the part outside apart."""

    text = models.CharField(_("Apa yang dilakukan"), max_length=300)
    actor = models.CharField(_("Siapa"), max_length=80, blank=True)
    where = models.CharField(
        _("Di mana"), max_length=10, choices=StepPlace.choices, default=StepPlace.VILLAGE
    )
    place = models.CharField(_("Nama tempat"), max_length=120, blank=True)

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("actor"), FieldPanel("where"), FieldPanel("place")]),
    ]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return self.text

    def in_words(self) -> str:
        """``Minta surat pengantar (Ketua RT, Di desa, rumah ketua RT)``."""
        return f"{self.text} ({', '.join(filter(None, [self.actor, self.get_where_display(), self.place]))})"


class FormRow(Orderable):
    """One form to fill in: a file, or (empty) to be had at the village's office."""

    label = models.CharField(_("Nama formulir"), max_length=120)
    document = models.ForeignKey(
        "core.CustomDocument",
        verbose_name=_("Berkas"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Kosong: formulir diambil di kantor desa."),
    )

    panels = [FieldPanel("label"), FieldPanel("document")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return self.label
