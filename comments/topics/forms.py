"""The form in which residents ask, propose or report."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.enums import PILLAR_WORDS, TopicKind
from comments.forms import CheckedTextField, CommentForm, GuestCommentForm
from comments.models.topic import MAX_ALT, MAX_TITLE
from comments.names import clean_name
from comments.text import MAX_RAW, checked_body

# What residents choose among, and how the addresses of the form call it.
KINDS = {
    TopicKind.ASK: gettext_lazy("Tanya: ingin tahu sesuatu dari pemerintah desa"),
    TopicKind.PROPOSE: gettext_lazy("Usul: ingin desa melakukan sesuatu"),
    TopicKind.REPORT: gettext_lazy("Lapor: ada yang rusak atau tidak berjalan"),
}
KIND_OF_QUERY = {"tanya": TopicKind.ASK, "usul": TopicKind.PROPOSE, "lapor": TopicKind.REPORT}


def checked_title(raw: str) -> str:
    """The title as one clean line, or ``ValidationError`` in words for the writer: nothing, or too much."""
    title = _checked_line(raw, MAX_TITLE)
    if not any(char.isalnum() for char in title):
        raise ValidationError(
            _("Tulis judul singkat, misalnya: Jembatan kecil di RT 03 rusak."), code="required"
        )
    return title


def checked_alt(raw: str) -> str:
    """What can be seen in a photo, as one clean line; may be empty here, for there may be no photo."""
    return _checked_line(raw, MAX_ALT)


def _checked_line(raw: str, limit: int) -> str:
    line = clean_name(raw[: MAX_RAW + 1])
    if len(raw) > MAX_RAW or len(line) > limit:
        raise ValidationError(
            _("Terlalu panjang: %(count)s huruf, paling banyak %(limit)s. Pendekkan."),
            code="too_long",
            params={"count": max(len(line), len(raw) if len(raw) > MAX_RAW else 0), "limit": limit},
        )
    return line


def checked_account(raw: str) -> str:
    """As ``checked_body``, in words for who asks, proposes or reports."""
    try:
        return checked_body(raw)
    except ValidationError as error:
        if error.code != "required":
            raise
        message = _("Ceritakan apa yang ditanyakan, diusulkan, atau dilaporkan.")
        raise ValidationError(message, code="required") from error


def title_field() -> CheckedTextField:
    """The one line under which a topic is listed."""
    return CheckedTextField(
        checker=checked_title,
        label=gettext_lazy("Judul"),
        help_text=gettext_lazy("Satu kalimat pendek, paling banyak 80 huruf. Jangan sebut nama orang."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class TopicForm(CommentForm):
    """What a registered resident asks, proposes or reports."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"),
        choices=list(KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih Tanya, Usul, atau Lapor."),
            "invalid_choice": gettext_lazy("Pilih Tanya, Usul, atau Lapor."),
        },
    )
    title = title_field()
    body = CheckedTextField(
        checker=checked_account,
        label=gettext_lazy("Ceritakan"),
        help_text=gettext_lazy(
            "Apa, di mana, sejak kapan. Paling banyak 2.000 huruf. "
            "Jangan tulis nama orang, nomor telepon, NIK, atau alamat rumah siapa pun."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
    )
    pillar = forms.ChoiceField(
        label=gettext_lazy("Bidang"),
        help_text=gettext_lazy("Pilih yang paling dekat."),
        choices=list(PILLAR_WORDS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih satu bidang."),
            "invalid_choice": gettext_lazy("Pilih satu bidang."),
        },
    )
    photo = forms.FileField(
        required=False,
        label=gettext_lazy("Foto"),
        help_text=gettext_lazy(
            "Satu foto, paling besar 10 MB. Foto dikecilkan, dan data lokasi di dalamnya dihapus. "
            "Jangan foto wajah orang, rumah orang, atau surat."
        ),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    alt = CheckedTextField(
        checker=checked_alt,
        required=False,
        label=gettext_lazy("Apa yang terlihat di foto"),
        help_text=gettext_lazy(
            "Isi bila ada foto, untuk warga yang tidak dapat melihatnya. Paling banyak 150 huruf."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    without_photo = forms.BooleanField(required=False, label=gettext_lazy("Hapus foto yang sudah tersimpan"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["alt"].optional_words = _("(wajib bila ada foto)")

    field_order = [
        "kind",
        "title",
        "body",
        "pillar",
        "photo",
        "without_photo",
        "alt",
        "name",
        "place",
        "about_cadre",
    ]


class GuestTopicForm(TopicForm, GuestCommentForm):
    """The same for a guest, who says his name and where he is from."""

    field_order = TopicForm.field_order
