"""A public service of a village, as data: what to bring, what it costs, when and where, who helps.

Fields follow the service standard of UU 25/2009 and Permenpan RB 15/2014. An empty field means
"unknown" and the page says so; nothing is implied.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from core.models import ContactRow, WeeklyHoursRow
from editorial.enums import SecondReader
from editorial.kinds import Kind
from editorial.models import VillageContentPage
from services.enums import FeeKind, OnlineKind, PaperForm, StepPlace
from services.querysets import ServiceQuerySet


class ServicePage(VillageContentPage):
    parent_page_types = ["services.ServiceIndexPage"]
    subpage_types = []
    review_kind = Kind(
        "service", _("Layanan"), SecondReader.FACTS, least=SecondReader.FACTS, check_after_days=180
    )

    comments = True
    comments_always_reviewed = True
    facts_related = ("requirements", "steps", "places__hours")

    summary = models.TextField(
        _("Ringkasan"), max_length=300, help_text=_("Satu kalimat: apa yang didapat warga dan untuk apa.")
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
        _("Dasar hukum"), max_length=500, blank=True, help_text=_("Nomor, tahun, dan judul.")
    )
    special_help = models.TextField(
        _("Bantuan khusus"),
        max_length=400,
        blank=True,
        help_text=_("Misalnya kunjungan rumah, pendamping, juru bahasa isyarat, antrean khusus."),
    )
    complaints = models.TextField(_("Pengaduan"), max_length=300, blank=True)
    notes = models.TextField(_("Catatan"), max_length=600, blank=True)

    objects = PageManager.from_queryset(ServiceQuerySet)()

    content_panels = [
        *VillageContentPage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("for_whom"), FieldPanel("may_act_for")], heading=_("Untuk siapa")),
        InlinePanel("requirements", heading=_("Syarat"), label=_("Syarat")),
        InlinePanel("steps", heading=_("Langkah"), label=_("Langkah")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("fee_kind"), FieldPanel("fee_amount")]),
                FieldPanel("fee_taken_by"),
                FieldPanel("fee_note"),
                FieldPanel("duration"),
                FieldRowPanel([FieldPanel("result"), FieldPanel("validity")]),
            ],
            heading=_("Biaya, waktu, dan hasil"),
        ),
        InlinePanel("places", heading=_("Tempat dan jam"), label=_("Tempat")),
        InlinePanel("contacts", heading=_("Kontak"), label=_("Kontak")),
        InlinePanel("forms", heading=_("Formulir"), label=_("Formulir")),
        MultiFieldPanel(
            [
                FieldPanel("online"),
                FieldPanel("special_help"),
                FieldPanel("complaints"),
                FieldPanel("legal_basis"),
                FieldPanel("notes"),
                VillageContentPage.slug_panel,
            ],
            heading=_("Keterangan lain"),
            classname="collapsed",
        ),
    ]
    search_fields = [
        *VillageContentPage.search_fields,
        index.SearchField("summary"),
        index.SearchField("for_whom"),
        index.SearchField("notes"),
        index.RelatedFields("requirements", [index.SearchField("text")]),
    ]

    class Meta:
        verbose_name = _("layanan")
        verbose_name_plural = _("layanan")

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

    def facts(self) -> list[tuple[str, str]]:
        """What sends a villager away in vain when wrong: fee, papers, steps, places, hours, online or not."""
        fee = [
            self.get_fee_kind_display(),
            str(self.fee_amount or ""),
            self.fee_taken_by,
            self.fee_note,
        ]
        return [
            (gettext("Biaya"), ", ".join(filter(None, fee))),
            (gettext("Syarat"), "; ".join(row.in_words() for row in self.requirements.all())),
            (gettext("Langkah"), "; ".join(step.in_words() for step in self.steps.all())),
            (gettext("Tempat dan jam"), "; ".join(place.in_words() for place in self.places.all())),
            (gettext("Bisa daring"), self.get_online_display()),
        ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        steps = list(self.steps.all())
        context["requirements"] = list(self.requirements.all())
        context["steps"] = steps
        context["has_outside_steps"] = any(step.where == StepPlace.OUTSIDE for step in steps)
        context["places"] = list(self.places.prefetch_related("hours"))
        context["contacts"] = list(self.contacts.all())
        context["forms"] = list(self.forms.select_related("document"))
        # Hours and contacts exist once per village: its own serve where the service names none.
        context["office_hours"] = [] if context["places"] else list(self.village.office_hours.all())
        if not context["contacts"]:
            context["contacts"] = list(self.village.contacts.all())
        return context


class ServiceRequirement(Orderable):
    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="requirements")
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
        verbose_name = _("syarat")

    def __str__(self):
        return self.text

    def in_words(self) -> str:
        """``KTP (Asli, 1 lembar, bila ...)``: everything that counts, in one line."""
        details = [self.get_paper_display(), gettext("%(n)d lembar") % {"n": self.copies}, self.condition]
        return f"{self.text} ({', '.join(filter(None, details))})"


class ServiceStep(Orderable):
    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="steps")
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
        verbose_name = _("langkah")

    def __str__(self):
        return self.text

    def in_words(self) -> str:
        """``Minta surat pengantar (Ketua RT, Di desa, rumah ketua RT)``."""
        return f"{self.text} ({', '.join(filter(None, [self.actor, self.get_where_display(), self.place]))})"


class ServicePlace(ClusterableModel, Orderable):
    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(_("Tempat"), max_length=120)
    address = models.CharField(_("Alamat"), max_length=200, blank=True)
    access = models.CharField(
        _("Akses"),
        max_length=200,
        blank=True,
        help_text=_("Misalnya: jalur landai ada, dermaga di depan kantor."),
    )

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("address"), FieldPanel("access")]),
        InlinePanel("hours", heading=_("Jam layanan"), label=_("Hari")),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("tempat layanan")

    def __str__(self):
        return self.name

    def in_words(self) -> str:
        """``Kantor desa, Jalan Poros: Senin 08.00-15.00, ...``."""
        place = ", ".join(filter(None, [self.name, self.address]))
        hours = ", ".join(hour.in_words() for hour in self.hours.all())
        return f"{place}: {hours}" if hours else place


class ServiceHours(WeeklyHoursRow):
    place = ParentalKey(ServicePlace, on_delete=models.CASCADE, related_name="hours")

    class Meta(WeeklyHoursRow.Meta):
        verbose_name = _("jam layanan")


class ServiceContact(ContactRow):
    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="contacts")

    class Meta(ContactRow.Meta):
        verbose_name = _("kontak layanan")


class ServiceForm(Orderable):
    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="forms")
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
        verbose_name = _("formulir")

    def __str__(self):
        return self.label
