"""A public service of a village: the regency's standard, or its own words, and what is particular here."""

from django.db import models
from django.forms import Select
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
from services.forms import ServicePageForm
from services.models.described import DescribedService, FormRow, RequirementRow, StepRow
from services.models.standard import ServiceStandard
from services.panels import AspectPanel, AspectRowsPanel, VillageOfficesPanel
from services.querysets import ServiceQuerySet
from services.question_rows import QuestionsPanel


class ServicePage(DescribedService, VillageContentPage):  # type: ignore[misc]
    parent_page_types = ["services.ServiceIndexPage"]
    subpage_types = []
    review_kind = Kind(
        "service", _("Layanan"), SecondReader.FACTS, least=SecondReader.FACTS, check_after_days=180
    )

    # The regency's words may stand for it: ``services.content_checks`` asks for one of both.
    summary_field = ""
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
    base_form_class = ServicePageForm

    content_panels = [
        *VillageContentPage.content_panels,
        FieldPanel("standard", widget=Select),
        InlinePanel(
            "differences",
            heading=_("Yang berbeda di desa ini"),
            label=_("Perbedaan"),
            help_text=_(
                "Hanya bila layanan ini dari kabupaten. Pilih apa yang berbeda dan tulis alasannya, lalu isi "
                "bagiannya di bawah. Yang tidak disebut di sini mengikuti kabupaten."
            ),
        ),
        VillageOfficesPanel(
            "offices",
            heading=_("Tempat dan jam"),
            label=_("Tempat"),
            help_text=_(
                "Kosong: dilayani di kantor desa. Jam dan nomor diisi sekali di menu Kantor dan jam."
            ),
        ),
        AspectPanel([Aspect.SUMMARY], [FieldPanel("summary")], heading=_("Ringkasan")),
        AspectPanel(
            [Aspect.FOR_WHOM],
            [FieldPanel("for_whom"), FieldPanel("may_act_for")],
            heading=_("Untuk siapa"),
        ),
        AspectRowsPanel(Aspect.REQUIREMENTS, heading=_("Syarat"), label=_("Syarat")),
        AspectRowsPanel(Aspect.STEPS, heading=_("Langkah"), label=_("Langkah")),
        AspectPanel(
            [Aspect.FEE, Aspect.DURATION, Aspect.RESULT],
            DescribedService.outcome_panel.children,
            heading=DescribedService.outcome_panel.heading,
        ),
        AspectRowsPanel(Aspect.FORMS, heading=_("Formulir"), label=_("Formulir")),
        AspectPanel(
            [Aspect.ONLINE, Aspect.SPECIAL_HELP, Aspect.COMPLAINTS, Aspect.LEGAL_BASIS, Aspect.NOTES],
            DescribedService.more_fields,
            heading=_("Keterangan lain"),
        ),
        QuestionsPanel("questions", heading=_("Tanya jawab"), label=_("Pertanyaan")),
        MultiFieldPanel(
            [*DescribedService.finding_panel.children, VillageContentPage.slug_panel],
            heading=DescribedService.finding_panel.heading,
            classname="collapsed",
        ),
    ]
    search_fields = [*VillageContentPage.search_fields, index.SearchField("words_for_search")]

    class Meta:
        verbose_name = _("layanan")
        verbose_name_plural = _("layanan")

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """A version of the page, without the places and the standard that were removed since.

        Only what is stored as rows protects them; a version that names one would not open any more.
        """
        if check_fks:
            data = data | _still_there(data)
        return super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)

    def get_context(self, request, *args, **kwargs):
        from services.service_page import context_of  # it reads these models

        context = super().get_context(request, *args, **kwargs)
        return context | context_of(self, request, context["regency"])

    def sub_route(self, name):
        from services.slips.serving import slip_route  # it reads these models

        return slip_route(self, name)

    def facts(self) -> list[tuple[str, str]]:
        """What sends a villager away in vain when wrong: fee, papers, steps, online or not, places.

        Where the village differs, with the regency's words: whoever checks the page again sees both.
        """
        from services.facts import compared, facts_of  # it reads these models

        sheet = facts_of(self)
        shown = (Aspect.FEE, Aspect.REQUIREMENTS, Aspect.STEPS, Aspect.ONLINE)
        places = "; ".join(str(row.office) for row in self.offices.all()) or gettext("Kantor desa")
        return [
            *((str(one.label), sheet.in_words(one)) for one in shown),
            (gettext("Tempat"), places),
            *compared(sheet, shown),
        ]

    def words_for_search(self) -> str:
        """What readers find the page by beside its title: what they read there, and its other names."""
        from services.facts import facts_of  # it reads these models

        sheet = facts_of(self)
        names = [self.also_called]
        if self.standard is not None:
            names += [self.standard.title, self.standard.also_called]
        papers = [row.text for row in sheet.requirements]
        return "\n".join(filter(None, [sheet.summary, sheet.for_whom, sheet.notes, *papers, *names]))


def _still_there(data: dict) -> dict:
    """Of a version's ``offices`` and ``standard``: those that exist still."""
    found: dict = {}
    if rows := data.get("offices"):
        named = [row["office"] for row in rows]
        kept = set(Office.objects.filter(pk__in=named).values_list("pk", flat=True))
        found["offices"] = [row for row in rows if row["office"] in kept]
    if standard := data.get("standard"):
        is_there = ServiceStandard.objects.filter(pk=standard).exists()
        found["standard"] = standard if is_there else None
    return found


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

    panels = [FieldPanel("office", widget=Select)]

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
