"""Inclusion notices: one right, programme or event for one group, findable by that group."""

from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from core.blocks import BodyStreamBlock
from core.fields import MultipleChoiceField, labels_of
from core.formats import moment as moment_in_words
from core.models import ContactRow
from core.query import page_of
from editorial.enums import SecondReader
from editorial.kinds import Kind
from editorial.models import SectionIndexPage, VillageContentPage
from inclusion.enums import AccessAnswer, Audience
from inclusion.querysets import InclusionNoticeQuerySet
from village_pages.sections import cards_of, registered

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def access_field(label: "str | StrPromise") -> models.CharField:
    return models.CharField(label, max_length=10, choices=AccessAnswer.choices, default=AccessAnswer.UNKNOWN)


class InclusionIndexPage(SectionIndexPage):
    """What is valid now, not an archive."""

    subpage_types = ["inclusion.InclusionNoticePage"]

    class Meta:
        verbose_name = _("daftar informasi inklusi")
        verbose_name_plural = _("daftar informasi inklusi")

    def cache_until(self, request):
        return InclusionNoticePage.objects.published(self.village).next_change()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        section = registered("inclusion")
        listed = page_of(section.pages(self.village), request.GET.get("page"))
        context["paginator_page"] = listed
        context["cards"] = cards_of(section, listed, request, named=False)
        return context


class PlaceAccess(models.Model):
    """Can one get in, and is one helped there? Ten questions, each yes, no or unknown."""

    step_free = access_field(_("Jalur landai atau tanpa tangga"))
    wide_door = access_field(_("Pintu cukup lebar untuk kursi roda"))
    toilet = access_field(_("Toilet yang bisa dipakai kursi roda"))
    jetty = access_field(_("Dermaga atau tempat turun perahu yang aman"))
    light = access_field(_("Penerangan cukup"))
    quiet_room = access_field(_("Ruang tenang"))
    interpreter = access_field(_("Juru bahasa isyarat"))
    companion = access_field(_("Boleh membawa pendamping"))
    child_care = access_field(_("Penjagaan anak"))
    female_officer = access_field(_("Petugas perempuan"))
    access_note = models.CharField(_("Catatan akses"), max_length=300, blank=True)

    ACCESS_QUESTIONS = (
        "step_free",
        "wide_door",
        "toilet",
        "jetty",
        "light",
        "quiet_room",
        "interpreter",
        "companion",
        "child_care",
        "female_officer",
    )

    class Meta:
        abstract = True

    def access_answers(self) -> list[tuple[str, str, str]]:
        """Each question with its answer: (question, value, words)."""
        questions = {field.name: str(field.verbose_name) for field in self._meta.fields}
        return [
            (
                questions[name],
                getattr(self, name),
                str(AccessAnswer(getattr(self, name)).label),
            )
            for name in self.ACCESS_QUESTIONS
        ]


# Wagtail's Orderable, above both kinds of row, has no stubs; ``save`` of its pages differs from Django's.
class InclusionNoticePage(PlaceAccess, VillageContentPage):  # type: ignore[django-manager-missing, misc]
    parent_page_types = ["inclusion.InclusionIndexPage"]
    subpage_types = []
    review_kind = Kind("notice", _("Informasi inklusi"), SecondReader.ALWAYS, least=SecondReader.ALWAYS)
    comments = True
    comments_private = True
    summary_field = "plain_summary"
    expiry_field = "valid_until"

    audiences = MultipleChoiceField(_("Untuk siapa"), choices_enum=Audience, blank=False)
    plain_summary = models.TextField(
        _("Ringkasan bahasa mudah"),
        max_length=500,
        help_text=_(
            "Paling banyak lima kalimat pendek, satu hal tiap baris: "
            "apa, untuk siapa, kapan, di mana, gratis atau tidak."
        ),
    )
    right = models.TextField(_("Apa hak Anda"), max_length=300, blank=True)
    legal_basis = models.CharField(_("Dasar hukum"), max_length=200, blank=True)
    body = StreamField(BodyStreamBlock(), verbose_name=_("Keterangan lengkap"), blank=True)
    starts_at = models.DateTimeField(_("Mulai acara"), null=True, blank=True)
    ends_at = models.DateTimeField(_("Selesai acara"), null=True, blank=True)
    place = models.CharField(_("Tempat"), max_length=200, blank=True)
    valid_from = models.DateTimeField(_("Berlaku mulai"), null=True, blank=True)
    valid_until = models.DateTimeField(
        _("Berlaku sampai"), null=True, blank=True, help_text=_("Kosong: berlaku terus.")
    )
    confidentiality = models.TextField(
        _("Kerahasiaan"),
        max_length=300,
        blank=True,
        help_text=_("Apa yang dicatat, siapa yang melihat, berapa lama. Bolehkah tanpa nama?"),
    )

    objects: ClassVar[PageManager] = PageManager.from_queryset(InclusionNoticeQuerySet)()

    content_panels = [
        *VillageContentPage.content_panels,
        FieldPanel("audiences"),
        FieldPanel("plain_summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
            ],
            heading=_("Kapan dan di mana"),
        ),
        InlinePanel("steps", heading=_("Cara ikut atau minta bantuan"), label=_("Langkah")),
        MultiFieldPanel(
            [*(FieldPanel(name) for name in PlaceAccess.ACCESS_QUESTIONS), FieldPanel("access_note")],
            heading=_("Akses tempat"),
        ),
        InlinePanel("contacts", heading=_("Narahubung"), label=_("Narahubung")),
        MultiFieldPanel(
            [
                FieldPanel("right"),
                FieldPanel("legal_basis"),
                FieldPanel("confidentiality"),
                FieldPanel("body"),
                VillageContentPage.slug_panel,
            ],
            heading=_("Keterangan lain"),
            classname="collapsed",
        ),
    ]
    search_fields = [
        *VillageContentPage.search_fields,
        index.SearchField("plain_summary"),
        index.SearchField("right"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("informasi inklusi")
        verbose_name_plural = _("informasi inklusi")

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("Acara tidak bisa selesai sebelum mulai.")})
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValidationError({"valid_until": _("Akhir masa berlaku harus sesudah awalnya.")})

    def facts(self) -> list[tuple[str, str]]:
        moments = [self.starts_at, self.ends_at]
        return [
            (gettext("Untuk siapa"), ", ".join(self.audience_labels)),
            (gettext("Waktu"), " - ".join(moment_in_words(moment) for moment in moments if moment)),
            (gettext("Tempat"), self.place),
            (gettext("Berlaku sampai"), moment_in_words(self.valid_until) if self.valid_until else ""),
        ]

    @property
    def audience_labels(self) -> list[str]:
        return labels_of(Audience, self.audiences)

    @property
    def is_over(self) -> bool:
        return self.valid_until is not None and self.valid_until <= timezone.now()

    @property
    def is_upcoming(self) -> bool:
        return self.valid_from is not None and self.valid_from > timezone.now()

    def cache_until(self, request):
        now = timezone.now()
        return min((t for t in (self.valid_from, self.valid_until) if t and t > now), default=None)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["steps"] = list(self.steps.all())
        context["contacts"] = list(self.contacts.all())
        return context


class InclusionStep(Orderable):
    page = ParentalKey(InclusionNoticePage, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(_("Langkah"), max_length=300)

    panels = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("langkah")

    def __str__(self):
        return self.text


class InclusionContact(ContactRow):
    page = ParentalKey(InclusionNoticePage, on_delete=models.CASCADE, related_name="contacts")
    outside_village = models.BooleanField(
        _("Di luar kantor desa"),
        default=False,
        help_text=_("Satu kontak di luar desa menolong bila kantor desa sendiri masalahnya."),
    )

    panels = [*ContactRow.panels, FieldPanel("outside_village")]

    class Meta(ContactRow.Meta):
        verbose_name = _("narahubung")
