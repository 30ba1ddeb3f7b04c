"""What the village's people fill in about topics: a step, a photo taken away, a topic of their own."""

import uuid
from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.enums import TopicKind, TopicState
from comments.forms import CheckedTextField
from comments.models.topic import MAX_NOTE, MAX_TITLE
from comments.text import checked_body
from comments.topics.forms import checked_title
from comments.topics.proposing import TopicWords
from core.enums import Pillar

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


class StepForm(forms.Form):
    """What readers are told with a step; whether it is enough is decided where the step is taken."""

    note = forms.CharField(
        label=gettext_lazy("Keterangan untuk semua orang"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, to: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = NOTE_HELP[TopicState(to)]
        self.fields["note"].widget.attrs["maxlength"] = MAX_NOTE
        if to == TopicState.DECLINED:
            self.fields["note"].label = _("Alasan untuk semua orang")


class PillarForm(forms.Form):
    pillar = forms.ChoiceField(label=gettext_lazy("Bidang"), choices=Pillar.choices)


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


class VillageTopicForm(forms.Form):
    """A topic that the village opens itself."""

    title = CheckedTextField(
        checker=checked_title,
        label=gettext_lazy("Judul"),
        help_text=gettext_lazy("Satu baris, misalnya: Rencana anggaran desa tahun depan."),
        widget=forms.TextInput(attrs={"maxlength": MAX_TITLE, "autocomplete": "off"}),
    )
    body = CheckedTextField(
        checker=checked_body,
        label=gettext_lazy("Isi"),
        help_text=gettext_lazy("Apa yang ingin desa dengar dari warga. Paling banyak 2.000 huruf."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    pillar = forms.ChoiceField(
        label=gettext_lazy("Bidang"),
        choices=[("", gettext_lazy("Pilih bidang")), *Pillar.choices],
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

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", {"nonce": uuid.uuid4()})
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)

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
