"""The form in which a cadre describes a service of the village."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from offices.models import Office
from village_pages.models.branch import BranchPageForm
from village_pages.places import village_of


class ServiceOfficeForm(WagtailAdminModelForm):
    """One place of a service. ``village``: whose places may be chosen."""

    def __init__(self, *args, village=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = (
            Office.objects.none() if village is None else Office.objects.of_village(village)
        )


class ServicePageForm(BranchPageForm):
    """What contradicts itself is found by ``services.content_checks`` when the page goes before readers."""

    def __init__(self, data=None, files=None, parent_page=None, *args, **kwargs):
        page = kwargs.get("instance")
        place = page if page is not None and page.path else parent_page
        # Before the rows' forms are made, which ask for it.
        self.village = village_of(place) if place is not None else None
        super().__init__(data, files, parent_page, *args, **kwargs)
        if "standard" in self.fields:
            self.fields["standard"].empty_label = _("Hanya di desa ini")
            self.fields["standard"].queryset = self.fields["standard"].queryset.order_by("title")

    def clean_standard(self):
        """A service of the regency has one page in a village: also as a draft, two would only confuse."""
        from services.content_checks import first_page_of  # it reads the model whose form this is

        standard = self.cleaned_data["standard"]
        first = first_page_of(standard, self.village, self.instance) if standard and self.village else None
        if first is not None:
            raise ValidationError(
                format_html(
                    '{} <a href="{}">{}</a>',
                    _("Desa ini sudah punya halaman untuk layanan itu. Ubah halaman yang ada:"),
                    reverse("wagtailadmin_pages:edit", args=[first.pk]),
                    first.get_admin_display_title(),
                )
            )
        return standard


class AdoptionForm(forms.Form):
    """Which services of the regency the village offers."""

    standards: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        None,
        label=gettext_lazy("Layanan kabupaten"),
        error_messages={
            "required": gettext_lazy("Centang paling sedikit satu layanan."),
            "invalid_choice": gettext_lazy("Layanan itu tidak ada lagi. Centang dari daftar di bawah."),
            "invalid_pk_value": gettext_lazy("Layanan itu tidak ada lagi. Centang dari daftar di bawah."),
        },
    )

    def __init__(self, *args, standards, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["standards"].queryset = standards
