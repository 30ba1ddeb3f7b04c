"""What the village's people fill in about topics: a step, a photo taken away, a topic of their own."""

import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.enums import PILLAR_WORDS, TopicKind, TopicState
from comments.forms import CheckedTextField
from comments.models.topic import MAX_ALT, MAX_NOTE, MAX_TITLE
from comments.text import MAX_RAW, checked_body, has_personal_data
from comments.topics.forms import checked_alt, checked_title
from comments.topics.persons import names_a_person
from comments.topics.proposing import TopicWords

REASON_LENGTH = 300
LONGEST_OPEN = timedelta(days=365)
NOTE_HELP = {
    TopicState.WORKED_ON: gettext_lazy("Boleh kosong. Misalnya siapa yang mengerjakan dan sampai kapan."),
    TopicState.ANSWERED: gettext_lazy("Boleh kosong. Jawabannya sudah dapat dibaca di bawah topik."),
    TopicState.DONE: gettext_lazy("Apa yang sudah dikerjakan, dan kapan."),
    TopicState.DECLINED: gettext_lazy(
        "Mengapa topik ini tidak dilanjutkan, dengan kata yang sopan dan jelas."
    ),
}


class PublicWordsForm(forms.Form):
    """Words of the office that are public at once: where they seem to name somebody, it is asked about."""

    words_of: ClassVar[tuple[str, ...]]

    names_meant = forms.BooleanField(
        label=gettext_lazy("Nama ini memang perlu: pejabat, atau orangnya sudah setuju"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Of the data, not of the form's fields: those keep the label that they had when first asked.
        said = "\n".join(self.data.get(self.add_prefix(name), "")[:MAX_RAW] for name in self.words_of)
        if not names_a_person(said):
            del self.fields["names_meant"]

    def clean(self):
        cleaned = super().clean()
        if "names_meant" in self.fields and not cleaned.get("names_meant"):
            self.add_error(
                "names_meant",
                _("Tulisan ini tampaknya menyebut nama seseorang. Hapus namanya, atau centang ini."),
            )
        return cleaned


class StepForm(PublicWordsForm):
    """What readers are told with a step; whether it is enough is decided where the step is taken."""

    words_of = ("note",)

    note = forms.CharField(
        label=gettext_lazy("Keterangan untuk semua orang"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ["note"]

    def __init__(self, *args, to: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = NOTE_HELP[TopicState(to)]
        self.fields["note"].widget.attrs["maxlength"] = MAX_NOTE
        if to == TopicState.DECLINED:
            self.fields["note"].label = _("Alasan untuk semua orang")


class PillarForm(forms.Form):
    pillar = forms.ChoiceField(label=gettext_lazy("Bidang"), choices=list(PILLAR_WORDS.items()))


def checked_public_alt(raw: str) -> str:
    """As ``checked_alt``, for who should know: something, and no number or address of anybody."""
    alt = without_personal_data(checked_alt)(raw)
    if not alt:
        raise forms.ValidationError(_("Tulis apa yang terlihat di foto."), code="required")
    return alt


class PictureForm(forms.Form):
    """Why a photo is taken away: kept in the village's log."""

    reason = forms.CharField(
        label=gettext_lazy("Mengapa"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy(
            "Satu kalimat untuk catatan desa, tanpa nama orang. Foto dihapus dan tidak dapat kembali."
        ),
        error_messages={"required": gettext_lazy("Tulis alasannya dalam satu kalimat.")},
    )


class AltForm(forms.Form):
    """Other words for what a photo shows."""

    alt = CheckedTextField(
        checker=checked_public_alt,
        label=gettext_lazy("Keterangan foto"),
        help_text=gettext_lazy("Apa yang terlihat, tanpa nama orang. Semua orang dapat membacanya."),
        widget=forms.TextInput(attrs={"maxlength": MAX_ALT, "autocomplete": "off"}),
    )


def without_personal_data(checker: Callable[[str], str]) -> Callable[[str], str]:
    """As ``checker``, and no number or address of anybody: nobody reads it before the public does."""

    def checked(raw: str) -> str:
        text = checker(raw)
        if has_personal_data(text):
            raise forms.ValidationError(
                _("Semua orang membacanya. Hapus nomor telepon, NIK, alamat email, atau alamat rumah.")
            )
        return text

    return checked


class VillageWordsForm(PublicWordsForm):
    """What a topic of the village says."""

    words_of = ("title", "body")

    title = CheckedTextField(
        checker=without_personal_data(checked_title),
        label=gettext_lazy("Judul"),
        help_text=gettext_lazy("Satu baris, misalnya: Rencana anggaran desa tahun depan."),
        widget=forms.TextInput(attrs={"maxlength": MAX_TITLE, "autocomplete": "off"}),
    )
    body = CheckedTextField(
        checker=without_personal_data(checked_body),
        label=gettext_lazy("Isi"),
        help_text=gettext_lazy("Apa yang ingin desa dengar dari warga. Paling banyak 2.000 huruf."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    field_order = ["title", "body"]


class VillageTopicForm(VillageWordsForm):
    """A topic that the village opens itself."""

    pillar = forms.ChoiceField(
        label=gettext_lazy("Bidang"),
        choices=[("", gettext_lazy("Pilih bidang")), *PILLAR_WORDS.items()],
        error_messages={"required": gettext_lazy("Pilih satu bidang.")},
    )
    closes_on = forms.DateField(
        label=gettext_lazy("Menerima tanggapan sampai"),
        required=False,
        help_text=gettext_lazy("Boleh kosong: tanpa batas waktu."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Tulis tanggal seperti 2026-12-31.")},
    )
    # One form, one topic, however often it is sent.
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    field_order = ["title", "body", "names_meant"]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", {"nonce": uuid.uuid4()})
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)

    def renew(self) -> None:
        """Let the form, as it is shown again, be another one."""
        self.data = {**self.data.dict(), "nonce": uuid.uuid4()}  # type: ignore[attr-defined]

    def clean_closes_on(self):
        day = self.cleaned_data["closes_on"]
        today = timezone.localdate()
        if day is not None and day < today:
            raise forms.ValidationError(_("Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya."))
        if day is not None and day > today + LONGEST_OPEN:
            raise forms.ValidationError(_("Paling jauh satu tahun dari sekarang."))
        return day

    @property
    def closes_at(self) -> datetime | None:
        """The end of the chosen day."""
        day = self.cleaned_data["closes_on"]
        return None if day is None else timezone.make_aware(datetime.combine(day, time.max))

    @property
    def words(self) -> TopicWords:
        given = self.cleaned_data
        return TopicWords(
            kind=TopicKind.OPENED, pillar=given["pillar"], title=given["title"], body=given["body"]
        )
