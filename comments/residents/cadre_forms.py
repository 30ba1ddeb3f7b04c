"""What a cadre fills in about a resident. No field is free text except the name: the log must hold none."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.enums import RestraintReason
from comments.forms import CheckedTextField
from comments.names import checked_name
from comments.residents import numbers
from village_pages.enums import REVIEWING_ROLES
from village_pages.models import VillagePage
from village_pages.rights import open_villages_where

MUTED_FOR = {
    "3": gettext_lazy("3 hari"),
    "7": gettext_lazy("1 minggu"),
    "14": gettext_lazy("2 minggu"),
    "30": gettext_lazy("30 hari"),
    "90": gettext_lazy("90 hari"),
}


class PersonForm(forms.Form):
    """Name and telephone of a resident."""

    name = CheckedTextField(
        checker=checked_name,
        label=gettext_lazy("Nama"),
        help_text=gettext_lazy("Seperti ia mau dikenal di situs. Nama ini dibaca semua orang."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        required=False,
        max_length=numbers.LONGEST_TYPED,
        label=gettext_lazy("Nomor ponsel"),
        help_text=gettext_lazy(
            "Boleh kosong, boleh dipakai beberapa warga serumah. "
            "Hanya tiga angka terakhir yang tetap terlihat."
        ),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_phone(self) -> str | None:
        typed = self.cleaned_data["phone"]
        if not typed.strip():
            return None
        phone = numbers.phone_number(typed)
        if phone is None:
            raise ValidationError(
                _(
                    "Nomor ini bukan nomor telepon Indonesia. "
                    "Tulis seperti 0812 3456 7890 atau +62 812 3456 7890."
                )
            )
        return phone


class RegisterForm(PersonForm):
    """Somebody new in one of the villages in which ``user`` may register."""

    village = forms.ModelChoiceField(
        queryset=VillagePage.objects.none(),
        label=gettext_lazy("Desa"),
        empty_label=gettext_lazy("Pilih desa"),
        error_messages={
            "required": gettext_lazy("Pilih desa."),
            "invalid_choice": gettext_lazy("Pilih desa dari daftar."),
        },
    )
    verified = forms.BooleanField(
        required=False,
        label=gettext_lazy("Verifikasi sekarang"),
        help_text=gettext_lazy("Saya bertemu orangnya, dan tahu ia tinggal di desa ini."),
    )
    another = forms.BooleanField(
        required=False,
        label=gettext_lazy("Ini orang lain dengan nama yang sama"),
        help_text=gettext_lazy("Hanya kalau sudah ada warga terdaftar dengan nama ini."),
    )

    field_order = ["village", "name", "phone", "verified", "another"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        villages = open_villages_where(user, REVIEWING_ROLES).order_by("title")
        field = self.fields["village"]
        field.queryset = villages  # type: ignore[attr-defined]
        if len(villages) == 1:
            field.initial = villages[0]


class AmendForm(PersonForm):
    """Name and telephone of somebody registered; an empty telephone leaves the one there is."""

    forget_phone = forms.BooleanField(required=False, label=gettext_lazy("Hapus nomor ponsel yang tersimpan"))

    def __init__(self, *args, resident, **kwargs):
        super().__init__(*args, initial={"name": resident.display_name}, **kwargs)
        phone = self.fields["phone"]
        if resident.phone_ending:
            phone.help_text = _("Tersimpan: nomor yang berakhir %(ending)s. Kosongkan kalau tetap.") % {
                "ending": resident.phone_ending
            }
        else:
            del self.fields["forget_phone"]


class RestraintForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Alasan"),
        choices=[("", gettext_lazy("Pilih alasan")), *RestraintReason.choices],
        help_text=gettext_lazy("Tercatat dalam catatan tindakan desa."),
        error_messages={
            "required": gettext_lazy("Pilih alasan."),
            "invalid_choice": gettext_lazy("Pilih alasan dari daftar."),
        },
    )

    def clean_reason(self) -> str:
        return str(RestraintReason(self.cleaned_data["reason"]).label)


class MuteForm(RestraintForm):
    days = forms.ChoiceField(
        label=gettext_lazy("Selama"),
        choices=list(MUTED_FOR.items()),
        initial="7",
        error_messages={
            "required": gettext_lazy("Pilih berapa lama."),
            "invalid_choice": gettext_lazy("Pilih berapa lama dari daftar."),
        },
    )

    field_order = ["days", "reason"]

    def clean_days(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["days"]))
