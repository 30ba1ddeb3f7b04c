"""What an author fills in about the own comment."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comments.forms import CheckedTextField, not_violence_field
from comments.text import checked_body
from comments.topics.forms import checked_alt, title_field

MAX_APPEAL = 280


def checked_appeal(raw: str) -> str:
    """The cleaned text of an appeal, or ``ValidationError`` in words for the writer."""
    text = checked_body(raw)
    if len(text) > MAX_APPEAL:
        raise ValidationError(
            _("Terlalu panjang: %(count)s huruf, paling banyak %(limit)s. Pendekkan."),
            code="too_long",
            params={"count": len(text), "limit": MAX_APPEAL},
        )
    return text


class ActForm(forms.Form):
    """What every act on a comment brings along: the version that its author saw."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", "isian-%s")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)

    def clean_version(self) -> int:
        """The number; zero, which no comment has, for everything that is none."""
        typed = self.cleaned_data["version"]
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    def show_version(self, version: int) -> None:
        """Let the form, as it is shown again, speak of ``version``."""
        self.data = {**self.data.dict(), "version": version}  # type: ignore[attr-defined]


class EditForm(ActForm):
    """Other words in place of those that stand there."""

    body = CheckedTextField(
        checker=checked_body,
        label=_("Komentar"),
        help_text=_(
            "Paling banyak 2.000 huruf. Jangan tulis nomor telepon, NIK, atau alamat rumah siapa pun."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
    )
    not_violence = not_violence_field()


class TopicEditForm(EditForm):
    """The same for a topic; its photo can be told of in other words or taken away, not changed."""

    title = title_field()
    alt = CheckedTextField(
        checker=checked_alt,
        required=False,
        label=_("Apa yang terlihat di foto"),
        help_text=_("Paling banyak 150 huruf. Jangan sebut nama orang."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    without_picture = forms.BooleanField(required=False, label=_("Hapus fotonya"))

    field_order = ["title", "body"]


class AppealForm(ActForm):
    """Why a decision should be looked at again."""

    text = CheckedTextField(
        checker=checked_appeal,
        label=_("Mengapa keputusan itu keliru?"),
        help_text=_("Paling banyak 280 huruf. Hanya dibaca oleh yang memutuskan."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
