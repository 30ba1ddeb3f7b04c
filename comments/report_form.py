"""What a reader says when he reports a comment."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.enums import ReportReason
from comments.forms import CheckedTextField
from comments.models.report import MAX_REPORT
from comments.text import MAX_RAW, clean_body


def checked_text(raw: str) -> str:
    """The cleaned words, which may be none; ``ValidationError`` where they are too many."""
    text = clean_body(raw[: MAX_RAW + 1])
    if len(text) > MAX_REPORT:
        raise ValidationError(
            _("Keterangan terlalu panjang: %(count)s huruf, paling banyak %(limit)s. Pendekkan sedikit."),
            code="too_long",
            params={"count": len(text), "limit": MAX_REPORT},
        )
    return text


class ReportForm(forms.Form):
    """Why, a few words more, a trap for machines, and the stamp."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Apa yang salah dengan komentar ini?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih satu alasan."),
            "invalid_choice": gettext_lazy("Pilih satu alasan."),
        },
    )
    text = CheckedTextField(
        checker=checked_text,
        required=False,
        label=gettext_lazy("Keterangan"),
        help_text=gettext_lazy(
            "Paling banyak 280 huruf. Hanya dibaca kader atau duta digital, tidak oleh penulis komentar."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    # Named like nothing that a browser fills in by itself.
    lanjutan = forms.CharField(
        required=False,
        label=gettext_lazy("Kosongkan isian ini"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", "isian-%s")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
