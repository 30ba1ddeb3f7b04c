"""The form of a service standard: what officers fill in, and what must never come before the public."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from core.models import CustomDocument
from editorial.content_checks import Contents
from editorial.content_checks.personal import no_identity_number, no_private_phone
from village_pages.files import FOREIGN_FILE, foreign_owners, posted_references


class ServiceStandardForm(WagtailAdminModelForm):
    """``seen``: what the standard said when the form was shown; ``services.standards.change`` compares it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        slug = self.fields["slug"]
        if self.instance.pk:
            from services.standards import as_seen  # it reads the models that this form is for

            self.fields["seen"].initial = as_seen(self.instance)
            slug.disabled = True
            slug.help_text = _("Tidak berubah lagi: tautan dan lembar yang sudah dicetak memakainya.")
        else:
            slug.required = False
            slug.help_text = _("Bagian akhir alamat: /layanan/<alamat>/. Kosong: dibuat dari nama layanan.")

    def clean_slug(self) -> str:
        """Made from the name where none was given."""
        return self.cleaned_data["slug"] or slugify(self.cleaned_data.get("title", ""))

    def is_valid(self) -> bool:
        """Fields, rows and then what they say together: no number of a person, no file of a village."""
        if not super().is_valid():
            return False
        if not hasattr(self, "_is_checked"):
            self._is_checked = True
            contents = Contents(self.save(commit=False))
            for check in (no_identity_number, no_private_phone):
                for problem in check(contents):
                    self.add_error(None, problem.in_words())
            files = [one for one in posted_references(self) if one[0] is CustomDocument]
            if foreign_owners(files, None):
                self.add_error(None, FOREIGN_FILE)
        return not self.errors
