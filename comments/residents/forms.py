"""What residents fill in: a link's consent, number and PIN, a new PIN."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.residents import entering, numbers, pins


class ResidentForm(forms.Form):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", "isian-%s")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)


def shared_field() -> forms.BooleanField:
    return forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("Ini ponsel bersama"),
        help_text=gettext_lazy(
            "Biarkan tercentang kalau orang lain juga memakai ponsel ini: "
            "Anda dikeluarkan setelah dua jam tidak dipakai. "
            "Hapus centang kalau ponsel ini milik Anda sendiri: Anda tetap masuk selama 30 hari."
        ),
    )


def pin_field(**options) -> forms.CharField:
    # Shown with dots; digits are offered by the telephone's keyboard.
    attrs = {"inputmode": "numeric", "autocomplete": options.pop("autocomplete", "off")}
    return forms.CharField(
        max_length=numbers.LONGEST_TYPED, widget=forms.PasswordInput(attrs=attrs), **options
    )


def checked_own_pin(resident, typed: str) -> str:
    """``typed`` if it is the PIN of ``resident``, else ``ValidationError``; counted like a try to sign in."""
    if not entering.is_own_pin(resident, typed):
        raise ValidationError(
            _("PIN ini tidak cocok. Setelah lima kali salah, tunggu dulu sebelum mencoba lagi.")
        )
    return typed


class EnterForm(ResidentForm):
    """Before a link is used up: consent and age, and whose telephone this is."""

    consent = forms.BooleanField(
        label=gettext_lazy("Saya sudah membaca dan setuju"),
        error_messages={
            "required": gettext_lazy("Centang kalau Anda setuju. Tanpa itu Anda tidak dapat masuk.")
        },
    )
    adult = forms.BooleanField(
        label=gettext_lazy("Saya berumur 18 tahun ke atas"),
        help_text=gettext_lazy("Belum 18 tahun? Tanyakan lewat orang tua, wali, atau langsung kepada kader."),
        error_messages={
            "required": gettext_lazy(
                "Centang kalau Anda berumur 18 tahun ke atas. Hanya orang dewasa dapat masuk."
            )
        },
    )
    shared = shared_field()


class SignInForm(ResidentForm):
    """A number and the PIN. Whether they fit is not this form's to say."""

    number = forms.CharField(
        max_length=numbers.LONGEST_TYPED,
        label=gettext_lazy("Nomor kartu atau nomor ponsel"),
        help_text=gettext_lazy("Misalnya 1234 5678, atau 0812 3456 7890."),
        error_messages={
            "required": gettext_lazy("Tulis nomor kartu atau nomor ponsel Anda."),
            "max_length": gettext_lazy("Nomor ini terlalu panjang. Tulis delapan angka di kartu Anda."),
        },
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    pin = pin_field(
        label=gettext_lazy("PIN"),
        error_messages={
            "required": gettext_lazy("Tulis PIN Anda."),
            "max_length": gettext_lazy("PIN ini terlalu panjang."),
        },
    )
    shared = shared_field()


class PinForm(ResidentForm):
    """A new PIN, twice; the old one first where there is one."""

    old_pin = pin_field(
        label=gettext_lazy("PIN yang sekarang"),
        error_messages={"required": gettext_lazy("Tulis PIN yang sekarang. Lupa? Temui kader desa Anda.")},
    )
    pin = pin_field(
        label=gettext_lazy("PIN baru"),
        help_text=gettext_lazy(
            "Paling sedikit 6 angka. Jangan pakai tanggal lahir, 123456, atau angka berulang."
        ),
        error_messages={"required": gettext_lazy("Tulis PIN baru.")},
        autocomplete="new-password",
    )
    again = pin_field(
        label=gettext_lazy("PIN baru sekali lagi"),
        error_messages={"required": gettext_lazy("Tulis PIN baru sekali lagi.")},
        autocomplete="new-password",
    )

    def __init__(self, *args, resident, **kwargs):
        super().__init__(*args, **kwargs)
        self.resident = resident
        if not resident.pin_hash:
            del self.fields["old_pin"]

    def clean_old_pin(self) -> str:
        return checked_own_pin(self.resident, self.cleaned_data["old_pin"])

    def clean_pin(self) -> str:
        return pins.checked_pin(self.cleaned_data["pin"], self.resident)

    def clean(self):
        cleaned = super().clean()
        pin, again = cleaned.get("pin"), cleaned.get("again")
        if pin and again and numbers.digits_in(again) != pin:
            self.add_error("again", _("Kedua PIN tidak sama. Tulis PIN yang sama dua kali."))
        return cleaned
