"""The forms of who writes. They hold what one may say; state, kind, village and resident are ours."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.names import checked_name, clean_name
from comments.text import checked_body


class CheckedTextField(forms.CharField):
    """Text that a function of ours cleans and judges, empty or with control characters too.

    ``required`` only tells the template what to say beside the label.
    """

    def __init__(self, *, checker: Callable[[str], str], **kwargs):
        super().__init__(strip=False, **kwargs)
        self.checker = checker
        self.validators = []

    def clean(self, value):
        return self.checker(self.to_python(value))


def checked_place(raw: str) -> str:
    """Where somebody is from: may stay empty, else the rules of a name."""
    return checked_name(raw) if clean_name(raw) else ""


def not_violence_field() -> forms.BooleanField:
    """What somebody says whose words may tell of violence; shown only then."""
    return forms.BooleanField(
        required=False, label=_("Ini bukan cerita tentang kekerasan yang dialami seseorang")
    )


class CommentForm(forms.Form):
    """Text of a registered resident, a mark who shall read it, a trap for machines, and the stamp."""

    body = CheckedTextField(
        checker=checked_body,
        label=_("Komentar"),
        help_text=_(
            "Paling banyak 2.000 huruf. Jangan tulis nomor telepon, NIK, atau alamat rumah siapa pun."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
    )
    about_cadre = forms.BooleanField(
        required=False,
        label=_("Tulisan ini tentang kader desa. Yang membaca: duta digital, bukan kader."),
    )
    not_violence = not_violence_field()
    # Named like nothing that a browser fills in by itself.
    lanjutan = forms.CharField(
        required=False,
        label=_("Kosongkan isian ini"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", "isian-%s")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)


class GuestCommentForm(CommentForm):
    """The same for a guest, who says his name and where he is from."""

    name = CheckedTextField(
        checker=checked_name,
        label=_("Nama"),
        help_text=_("Boleh nama samaran. Nama ini dibaca semua orang."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    place = CheckedTextField(
        checker=checked_place,
        required=False,
        label=_("Desa atau dusun"),
        help_text=_("Dari mana Anda. Ganti bila Anda dari tempat lain."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    field_order = ["name", "place"]


class ReceiptForm(forms.Form):
    """The receipt code, as somebody remembers it."""

    code = forms.CharField(
        label=_("Kode bukti"),
        max_length=100,
        help_text=_(
            "Empat kelompok, masing-masing empat huruf atau angka. Tanda hubung boleh tidak ditulis."
        ),
        error_messages={"required": _("Tulis kode bukti Anda.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
