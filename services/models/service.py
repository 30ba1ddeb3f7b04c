"""A public service of a village: the regency's standard, or its own words, and what is particular here."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from editorial.enums import SecondReader
from editorial.kinds import Kind
from editorial.models import VillageContentPage
from offices.models import Office
from services.aspects import Aspect
from services.enums import StepPlace
from services.models.described import DescribedService, FormRow, RequirementRow, StepRow
from services.querysets import ServiceQuerySet


class ServicePage(DescribedService, VillageContentPage):
    parent_page_types = ["services.ServiceIndexPage"]
    subpage_types = []
    review_kind = Kind(
        "service", _("Layanan"), SecondReader.FACTS, least=SecondReader.FACTS, check_after_days=180
    )

    comments = True
    comments_always_reviewed = True
    route_related = (*VillageContentPage.route_related, "standard")

    # What the village does not say differently (``differences``) is said by the standard.
    standard = models.ForeignKey(
        "services.ServiceStandard",
        verbose_name=_("Layanan kabupaten"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pages",
        help_text=_(
            "Syarat, biaya, dan lainnya diambil dari sini. Kosong: layanan ini hanya ada di desa ini."
        ),
    )

    facts_related = (
        "differences", "requirements", "steps", "forms", "offices__office",
        "standard__requirements", "standard__steps", "standard__forms",
    )  # fmt: skip

    objects = PageManager.from_queryset(ServiceQuerySet)()

    content_panels = [
        *VillageContentPage.content_panels,
        FieldPanel("standard"),
        InlinePanel("differences", heading=_("Yang berbeda di desa ini"), label=_("Perbedaan")),
        InlinePanel("offices", heading=_("Tempat dan jam"), label=_("Tempat")),
        InlinePanel("questions", heading=_("Tanya jawab"), label=_("Pertanyaan")),
        FieldPanel("summary"),
        DescribedService.who_panel,
        *DescribedService.row_panels,
        DescribedService.outcome_panel,
        InlinePanel("forms", heading=_("Formulir"), label=_("Formulir")),
        MultiFieldPanel(
            [*DescribedService.more_fields, VillageContentPage.slug_panel],
            heading=_("Keterangan lain"),
            classname="collapsed",
        ),
        DescribedService.finding_panel,
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

    def get_context(self, request, *args, **kwargs):
        from services.facts import facts_of  # it reads these models

        context = super().get_context(request, *args, **kwargs)
        sheet = facts_of(self)
        offices = [row.office for row in self.offices.select_related("office")] or list(
            Office.objects.of_village(self.village).filter(is_main=True)
        )
        prefetch_related_objects(offices, "hours", "contacts")
        return context | {
            "sheet": sheet,
            "offices": offices,
            "has_outside_steps": any(step.where == StepPlace.OUTSIDE for step in sheet.steps),
        }

    def facts(self) -> list[tuple[str, str]]:
        """What sends a villager away in vain when wrong: fee, papers, steps, online or not, places."""
        from services.facts import facts_of  # it reads these models

        sheet = facts_of(self)
        shown = (Aspect.FEE, Aspect.REQUIREMENTS, Aspect.STEPS, Aspect.ONLINE)
        places = "; ".join(str(row.office) for row in self.offices.all())
        return [(str(one.label), sheet.in_words(one)) for one in shown] + [(gettext("Tempat"), places)]

    def clean(self):
        super().clean()
        if self.standard_id is None and not self.summary:
            raise ValidationError({"summary": _("Tulis satu kalimat: apa yang didapat warga dan untuk apa.")})


class ServiceRequirement(RequirementRow):
    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="requirements")

    class Meta(RequirementRow.Meta):
        verbose_name = _("syarat")


class ServiceStep(StepRow):
    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="steps")

    class Meta(StepRow.Meta):
        verbose_name = _("langkah")


class ServiceForm(FormRow):
    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="forms")

    class Meta(FormRow.Meta):
        verbose_name = _("formulir")


class ServiceOffice(Orderable):
    """Where the service is given, when that is not the village's own office alone."""

    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="offices")
    office = models.ForeignKey(
        "offices.Office", on_delete=models.PROTECT, related_name="services", verbose_name=_("Tempat")
    )

    panels = [FieldPanel("office")]

    class Meta(Orderable.Meta):
        verbose_name = _("tempat layanan")

    def __str__(self):
        return str(self.office)


class ServiceDifference(Orderable):
    """What the village says itself instead of the standard, and why: readers see both."""

    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="differences")
    aspect = models.CharField(_("Yang berbeda"), max_length=20, choices=Aspect.choices)
    reason = models.CharField(
        _("Alasan"),
        max_length=200,
        help_text=_("Dibaca warga. Misalnya: menurut Perdes 3 Tahun 2026."),
    )

    panels = [FieldPanel("aspect"), FieldPanel("reason")]

    class Meta(Orderable.Meta):
        verbose_name = _("perbedaan")

    def __str__(self):
        return f"{self.get_aspect_display()}: {self.reason}"


class ServiceQuestion(Orderable):
    """What residents asked about the service, with the answer: written by hand or lifted from a comment."""

    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="questions")
    question = models.CharField(_("Pertanyaan"), max_length=200)
    answer = models.TextField(_("Jawaban"), max_length=600)
    # The comment it was lifted from (``public_id``): what is lifted once is not offered again.
    source = models.CharField(max_length=40, blank=True, editable=False)

    panels = [FieldPanel("question"), FieldPanel("answer")]

    class Meta(Orderable.Meta):
        verbose_name = _("tanya jawab")

    def __str__(self):
        return self.question
