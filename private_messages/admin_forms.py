"""What who reads writes back, and what the office says before it opens what is not its own."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.forms import CheckedTextField
from comments.text import MAX_BODY, checked_body, clean_body
from private_messages.emergency import is_true_of
from private_messages.enums import EmergencyReason
from private_messages.models import Conversation

LEAST_REASON, MOST_REASON = 20, 300


def checked_answer(raw: str) -> str:
    """The cleaned answer, or ``ValidationError``: the rules of a comment, said of an answer."""
    try:
        return checked_body(raw)
    except ValidationError as error:
        if error.code == "required":
            words = _("Tulis jawaban Anda.")
        else:
            words = _("Jawaban terlalu panjang: paling banyak %(limit)s huruf. Pendekkan.")
        raise ValidationError(words, code=error.code, params={"limit": MAX_BODY}) from None


class VersionForm(forms.Form):
    """An act on a conversation as it was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class AnswerForm(VersionForm):
    """``nonce``: one form makes one answer, however often it is sent."""

    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    body = CheckedTextField(
        checker=checked_answer,
        label=gettext_lazy("Jawaban"),
        help_text=gettext_lazy(
            "Paling banyak 2.000 huruf. Pengirim melihat peran Anda, bukan nama Anda. Jangan meminta alamat "
            "atau nomor telepon."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    closes = forms.BooleanField(label=gettext_lazy("Tutup percakapan setelah jawaban ini"), required=False)


class EmergencyForm(forms.Form):
    reason_code = forms.ChoiceField(
        label=gettext_lazy("Alasan"),
        choices=[("", gettext_lazy("Pilih alasan")), *EmergencyReason.choices],
        error_messages={
            "required": gettext_lazy("Pilih satu alasan."),
            "invalid_choice": gettext_lazy("Pilih satu alasan dari daftar."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Keterangan"),
        help_text=gettext_lazy(
            "Paling sedikit 20 huruf. Apa yang terjadi, dan mengapa tidak dapat menunggu petugas desa. "
            "Jangan kutip isi. Dibaca oleh petugas desa yang berhak dan pegawai Dinas PMD lain."
        ),
        max_length=MOST_REASON,
        error_messages={
            "required": gettext_lazy("Tulis keterangannya."),
            "max_length": gettext_lazy("Keterangan terlalu panjang: paling banyak 300 huruf. Pendekkan."),
        },
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, *args, conversation: Conversation, **kwargs):
        super().__init__(*args, **kwargs)
        self.conversation = conversation

    def clean_reason_code(self) -> str:
        code = self.cleaned_data["reason_code"]
        if not is_true_of(self.conversation, code):
            raise ValidationError(
                _(
                    "Desa ini punya petugas yang berhak, dan pesan ini belum menunggu dua hari. "
                    "Hubungi petugasnya."
                )
            )
        return code

    def clean_reason(self) -> str:
        reason = " ".join(clean_body(self.cleaned_data["reason"]).split())
        if sum(letter.isalnum() for letter in reason) < LEAST_REASON:
            raise ValidationError(_("Keterangan terlalu pendek: tulis paling sedikit 20 huruf."))
        return reason
