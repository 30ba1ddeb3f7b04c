"""The forms of the review screen: approve, or send back; each says which version was looked at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.corrections import LONGEST, cleaned
from editorial.models.review import ReasonForm, RemarkForm


class LookedAtForm(forms.Form):
    """A decision holds for the version that was on the screen, and for no newer one."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class SendBackForm(LookedAtForm, ReasonForm):
    field_order = ["revision", "reason", "comment"]


class ApproveForm(LookedAtForm, RemarkForm):
    correction = forms.CharField(
        label=_("Baris ralat untuk pembaca"),
        help_text=_("Isi bila halaman yang tayang keliru: apa yang keliru, dan apa yang benar."),
        required=False,
        max_length=LONGEST,
    )
    field_order = ["revision", "comment", "correction"]

    def __init__(self, *args, may_correct: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_correct:
            del self.fields["correction"]

    def clean_correction(self) -> str:
        words = self.cleaned_data["correction"]
        return cleaned(words) if words else ""
