"""A service described once for all villages: the regency's service standard (UU 25/2009)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, RevisionMixin

from services.models.described import DescribedService, FormRow, RequirementRow, StepRow
from services.standard_form import ServiceStandardForm


class ServiceStandard(RevisionMixin, DescribedService, ClusterableModel):
    """What holds in every village that offers the service; a village's page may differ with a reason.

    Changed by ``services.standards.change``, which tells the villages that differ.
    """

    title = models.CharField(_("Nama layanan"), max_length=120, unique=True)
    slug = models.SlugField(
        _("Alamat"), max_length=120, unique=True, help_text=_("Bagian akhir alamat: /layanan/<alamat>/.")
    )
    issuer = models.CharField(
        _("Penerbit"),
        max_length=120,
        blank=True,
        help_text=_("Siapa yang menerbitkan hasilnya. Misalnya: Disdukcapil. Kosong: kantor desa."),
    )
    is_example = models.BooleanField(_("Konten contoh"), default=False, editable=False)

    base_form_class = ServiceStandardForm
    # The regency's: checks of content ask whose contacts may be named.
    village = None

    panels = [
        FieldPanel("title"),
        FieldPanel("summary"),
        DescribedService.who_panel,
        *DescribedService.row_panels,
        DescribedService.outcome_panel,
        InlinePanel("forms", heading=_("Formulir"), label=_("Formulir")),
        MultiFieldPanel([FieldPanel("issuer"), *DescribedService.more_fields], heading=_("Keterangan lain")),
        InlinePanel("other_offices", heading=_("Kantor di luar desa yang melayani"), label=_("Kantor")),
        DescribedService.finding_panel,
        FieldPanel("slug"),
    ]

    class Meta:
        verbose_name = _("standar layanan")
        verbose_name_plural = _("standar layanan")
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if not self.summary:
            raise ValidationError({"summary": _("Tulis satu kalimat: apa yang didapat warga dan untuk apa.")})


class StandardRequirement(RequirementRow):
    standard = ParentalKey(ServiceStandard, on_delete=models.CASCADE, related_name="requirements")

    class Meta(RequirementRow.Meta):
        verbose_name = _("syarat")


class StandardStep(StepRow):
    standard = ParentalKey(ServiceStandard, on_delete=models.CASCADE, related_name="steps")

    class Meta(StepRow.Meta):
        verbose_name = _("langkah")


class StandardForm(FormRow):
    standard = ParentalKey(ServiceStandard, on_delete=models.CASCADE, related_name="forms")

    class Meta(FormRow.Meta):
        verbose_name = _("formulir")


class StandardOffice(Orderable):
    """A body outside the villages that gives the service too: for whose village lacks it."""

    standard = ParentalKey(ServiceStandard, on_delete=models.CASCADE, related_name="other_offices")
    office = models.ForeignKey(
        "offices.Office",
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"village__isnull": True},
        verbose_name=_("Kantor"),
    )

    panels = [FieldPanel("office")]

    class Meta(Orderable.Meta):
        verbose_name = _("kantor lain")

    def __str__(self):
        return str(self.office)
