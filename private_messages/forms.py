"""What somebody who asks in private fills in. Nothing here asks who it is, or where."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.forms import CheckedTextField, ReceiptForm
from comments.names import MAX_NAME, clean_name
from comments.text import MAX_BODY, checked_body
from safety.violence import may_tell_of_violence

# What is written stays in no list of the browser, and goes to no service that corrects words.
UNTAUGHT = {"autocomplete": "off", "spellcheck": "false", "autocorrect": "off"}


def checked_words(raw: str) -> str:
    """The cleaned words, or ``ValidationError``: the rules of a comment, told of a message."""
    try:
        return checked_body(raw)
    except ValidationError as error:
        if error.code == "required":
            raise ValidationError(_("Tulis pesan Anda."), code="required") from None
        raise ValidationError(
            _("Pesan terlalu panjang: %(count)s huruf, paling banyak %(limit)s. Pendekkan pesan Anda."),
            code=error.code,
            params=error.params,
        ) from None


def checked_nickname(raw: str) -> str:
    """What somebody wants to be called: any word, or none."""
    name = clean_name(raw[: MAX_BODY + 1])
    if len(name) > MAX_NAME:
        raise ValidationError(
            _("Panggilan terlalu panjang, paling banyak %(most)s huruf.") % {"most": MAX_NAME}
        )
    return name


class MessageForm(forms.Form):
    """Words, a trap for machines, and the stamp."""

    body = CheckedTextField(
        checker=checked_words,
        label=gettext_lazy("Pesan"),
        help_text=gettext_lazy(
            "Paling banyak 2.000 huruf. Jangan tulis alamat, nomor telepon, atau nama lengkap siapa pun."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "autocapitalize": "sentences"} | UNTAUGHT),
    )
    not_violence = forms.BooleanField(
        required=False,
        label=gettext_lazy("Ini bukan cerita tentang kekerasan yang dialami seseorang"),
        widget=forms.CheckboxInput(attrs={"autocomplete": "off"}),
    )
    # Named like nothing that a browser fills in by itself.
    lanjutan = forms.CharField(
        required=False,
        label=gettext_lazy("Kosongkan isian ini"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", "isian-%s")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        # Whether the words look as if they told of violence; then somebody must say that they do not.
        self.asks_about_violence = False

    def clean(self) -> dict:
        """Ask once more where the words may tell of violence: no form here takes such an account."""
        words = super().clean() or self.cleaned_data
        if any(may_tell_of_violence(words.get(field, "")) for field in ("body", "name")):
            self.asks_about_violence = True
            if not words.get("not_violence"):
                self.add_error(
                    None,
                    _(
                        "Pesan Anda belum terkirim. Tentang kekerasan? Jangan ceritakan di sini: hubungi "
                        "nomor di bawah ini."
                    ),
                )
                self.add_error(
                    "not_violence",
                    _(
                        "Bila benar begitu, tandai kotak ini, lalu kirim lagi. "
                        "Atau hapus bagian itu, lalu kirim pertanyaan Anda."
                    ),
                )
        return words


class AskForm(MessageForm):
    """The first message: one may say how one wants to be called."""

    name = CheckedTextField(
        checker=checked_nickname,
        required=False,
        label=gettext_lazy("Panggilan"),
        help_text=gettext_lazy("Kata apa saja, bukan nama asli."),
        widget=forms.TextInput(attrs={"autocapitalize": "words"} | UNTAUGHT),
    )

    field_order = ["name", "body"]


class CodeForm(ReceiptForm):
    """The code, typed each time. Told as neutrally as everything else here."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", "isian-%s")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Kode")
        self.fields["code"].widget.attrs |= UNTAUGHT | {"autocapitalize": "characters"}
        self.fields["code"].error_messages["required"] = _("Tulis kode Anda.")
