"""The forms of how comments are taken: under one page, and in a village."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.enums import ThreadMode
from comments.models import CommentRules, Thread
from comments.modes import is_stricter

# Nobody plans a conversation for longer, and a mistyped year is noticed.
LONGEST_OPEN = timedelta(days=365)
REASON_LENGTH = 300


class ThreadForm(forms.ModelForm):
    """What one page's conversation does other than village and kind say. ``ceiling``: what those allow."""

    reason = forms.CharField(
        label=gettext_lazy("Mengapa"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("Satu kalimat untuk catatan desa."),
        error_messages={"required": gettext_lazy("Tulis alasannya dalam satu kalimat.")},
    )

    class Meta:
        model = Thread
        fields = ["mode", "closes_at"]
        labels = {
            "mode": gettext_lazy("Cara menerima komentar"),
            "closes_at": gettext_lazy("Ditutup sendiri pada"),
        }
        widgets = {
            "closes_at": forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        }

    def __init__(self, *args, ceiling: ThreadMode, closes_by_rule: str, **kwargs):
        super().__init__(*args, **kwargs)
        offered = [mode for mode in ThreadMode if is_stricter(mode, ceiling) or mode == self.instance.mode]
        self.fields["mode"] = forms.ChoiceField(
            label=self.fields["mode"].label,
            required=False,
            choices=[
                ("", _("Seperti aturan desa: %(mode)s") % {"mode": ceiling.label}),
                *((mode.value, mode.label) for mode in offered),
            ],
            error_messages={
                "invalid_choice": _("Halaman boleh lebih ketat dari aturan desa, tidak lebih longgar.")
            },
        )
        self.fields["closes_at"].help_text = _(
            "Lebih awal atau lebih lama, paling jauh satu tahun dari sekarang. Kosong: %(rule)s"
        ) % {"rule": closes_by_rule}
        self.fields["closes_at"].error_messages["invalid"] = _(
            "Tulis tanggal dan jam seperti 2026-12-31 21:00."
        )

    def clean_closes_at(self):
        moment = self.cleaned_data["closes_at"]
        if moment is None or "closes_at" not in self.changed_data:
            return self.instance.closes_at if moment is not None else None
        now = timezone.now()
        if moment <= now:
            raise forms.ValidationError(
                _("Waktu ini sudah lewat. Untuk menutup sekarang, pilih cara Ditutup di atas.")
            )
        if moment > now + LONGEST_OPEN:
            raise forms.ValidationError(_("Paling jauh satu tahun dari sekarang."))
        return moment


class VillageRulesForm(forms.ModelForm):
    """How a village takes comments at most, and how long its news stays open."""

    class Meta:
        model = CommentRules
        fields = ["mode", "close_after_days"]
        error_messages = {
            "close_after_days": {
                "required": gettext_lazy("Tulis jumlah hari, antara 7 dan 365."),
                "invalid": gettext_lazy("Tulis jumlah hari dengan angka, antara 7 dan 365."),
                "min_value": gettext_lazy("Paling sedikit 7 hari."),
                "max_value": gettext_lazy("Paling lama 365 hari."),
            }
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mode"].help_text = _(
            "Berlaku untuk semua halaman desa; satu halaman boleh lebih ketat. Layanan selalu diperiksa dulu."
        )
        for validator in self.fields["close_after_days"].validators:
            validator.message = self.Meta.error_messages["close_after_days"][validator.code]
