"""allauth's forms without placeholders: the label stands above the field and stays there while one types."""

from allauth.account import forms
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.core.cache import cache
from django.forms import CharField, EmailField, ModelForm
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.second_factor import has_second_factor, must_have_second_factor


class LabelsOnly:
    """Takes the placeholders, which only repeat the labels, out of a form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class StaffLoginForm(LabelsOnly, forms.LoginForm):
    pass


class StaffChangePasswordForm(LabelsOnly, forms.ChangePasswordForm):
    pass


class StaffReauthenticateForm(LabelsOnly, forms.ReauthenticateForm):
    pass


class StaffResetPasswordForm(LabelsOnly, forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Surel")


class StaffResetPasswordKeyForm(LabelsOnly, forms.ResetPasswordKeyForm):
    pass


class MailAddressForm(ModelForm):
    email = EmailField(
        label=_("Surel"),
        required=False,
        help_text=_("Hanya dipakai untuk mengirim tautan bila Anda lupa kata sandi. Tidak tampil di situs."),
    )

    class Meta:
        model = User
        fields = ["email"]


class OneCode(LabelsOnly):
    """A code from the telephone opens once, for as long as it would be accepted."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Kode")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self):
        code = super().clean_code()
        accepted_for = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
        if not cache.add(f"used-code:{self.user.pk}:{normalize_user_code(code)}", 1, timeout=accepted_for):
            raise get_adapter().validation_error("incorrect_code")
        return code


class StaffCodeForm(OneCode, code_forms.AuthenticateForm):
    pass


class StaffReauthenticationCodeForm(OneCode, code_forms.ReauthenticateForm):
    pass


class StaffActivateTOTPForm(OneCode, ActivateTOTPForm):
    """Shows the secret in groups of four, as one copies it by hand."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Enam angka dari aplikasi")

    def secret_in_groups(self) -> str:
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))

    def is_due(self) -> bool:
        """Does the person get no further without it?"""
        return must_have_second_factor(self.user) and not has_second_factor(self.user)


class StaffAddPasskeyForm(AddWebAuthnForm):
    name = CharField(
        label=_("Nama kunci sandi"),
        required=False,
        max_length=60,
        help_text=_("Supaya Anda mengenalinya nanti, misalnya: Ponsel saya."),
    )


class StaffEditPasskeyForm(EditWebAuthnForm):
    name = CharField(label=_("Nama kunci sandi"), max_length=60)
