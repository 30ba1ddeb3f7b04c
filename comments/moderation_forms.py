"""What a moderator says with a decision: a reason, an answer, what is to be covered."""

from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.enums import ReasonCode
from comments.forms import CheckedTextField
from comments.masks import Spans, found_in, spans_of_words
from comments.models import ResidentComment
from comments.text import checked_body, clean_body

NOTE_LENGTH = 300
# One reason is given by a rule, and by no person.
REASONS = [("", gettext_lazy("Pilih alasan"))] + [
    (reason.value, reason.label) for reason in ReasonCode if reason != ReasonCode.REPORTED
]


def _note_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Catatan untuk penulis"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NoteForm(forms.Form):
    """Some words for the author, who reads them on the own page."""

    note = _note_field()

    def clean_note(self) -> str:
        return clean_body(self.cleaned_data["note"])


class ReasonForm(NoteForm):
    """Why a comment is hidden. The author reads both."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Alasan"),
        choices=REASONS,
        error_messages={
            "required": gettext_lazy("Pilih satu alasan. Penulis akan membacanya."),
            "invalid_choice": gettext_lazy("Pilih satu alasan dari daftar."),
        },
    )

    field_order = ["reason", "note"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == ReasonCode.OTHER and not cleaned.get("note"):
            self.add_error("note", ValidationError(_("Tulis alasannya dengan kata-kata sendiri.")))
        return cleaned


class RefusalForm(ReasonForm):
    """Why a comment is refused or hidden, and whether its author may mend it and send it again."""

    may_mend = forms.BooleanField(
        label=gettext_lazy("Boleh diperbaiki dan dikirim lagi oleh penulisnya"), required=False
    )

    field_order = ["reason", "note", "may_mend"]


class AnswerForm(forms.Form):
    body = CheckedTextField(
        checker=checked_body, label=gettext_lazy("Jawaban"), widget=forms.Textarea(attrs={"rows": 4})
    )


class MaskForm(forms.Form):
    """What is to be covered: of what was found by itself, and words that the moderator names."""

    found = forms.MultipleChoiceField(
        label=gettext_lazy("Ditemukan di komentar ini"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Pilih dari yang ditemukan di komentar ini.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Kata yang ditutup"),
        help_text=gettext_lazy("Satu per baris, persis seperti tertulis. Misalnya nama atau alamat orang."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, comment: ResidentComment, **kwargs):
        super().__init__(*args, **kwargs)
        self.comment = comment
        self.finds = {
            one.key: one
            for one in found_in(comment.body)
            if not any(start <= one.start and one.end <= end for start, end in comment.masks)
        }
        found = cast(forms.MultipleChoiceField, self.fields["found"])
        found.choices = [(key, one.words) for key, one in self.finds.items()]
        found.initial = list(self.finds)

    def clean_words(self) -> Spans:
        return spans_of_words(self.comment.body, self.cleaned_data["words"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["found"] and not cleaned["words"]:
            raise ValidationError(_("Tandai atau tulis apa yang perlu ditutup."))
        return cleaned

    @property
    def spans(self) -> Spans:
        found = [self.finds[key] for key in self.cleaned_data["found"]]
        return [[one.start, one.end] for one in found] + self.cleaned_data["words"]
