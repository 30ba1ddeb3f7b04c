"""allauth's forms without placeholders: the label stands above the field and stays there while one types."""

from allauth.account import forms
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.forms import CharField, EmailField, ModelForm
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.enums import AccountChange
from people.models import User
from people.second_factor import has_second_factor, must_have_second_factor
from people.signals import account_changed


def _password_advice() -> str:
    least = next(v.min_length for v in get_default_password_validators() if hasattr(v, "min_length"))
    return gettext(
        "Pakai kalimat pendek yang hanya Anda tahu. Paling sedikit %(least)d huruf dan tanda, "
        "bukan angka saja, dan tidak mirip nama Anda."
    ) % {"least": least}


def password_advice() -> str:
    """What a new password must be, in one sentence for all the rules of the settings."""
    return lazy(_password_advice, str)()


class LabelsOnly:
    """Takes the placeholders, which only repeat the labels, out of a form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class StaffLoginForm(LabelsOnly, forms.LoginForm):
    pass


class AdvisesOnPassword(LabelsOnly):
    """The rules in our own words, once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = password_advice()


class StaffChangePasswordForm(AdvisesOnPassword, forms.ChangePasswordForm):
    pass


class StaffReauthenticateForm(LabelsOnly, forms.ReauthenticateForm):
    pass


class StaffResetPasswordForm(LabelsOnly, forms.ResetPasswordForm):
    """Only the address that stands in the account now opens it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Email")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        # Databases take more letters for the same than the mail's way does.
        users = User.objects.filter(email__iexact=email, is_active=True)
        self.users = [user for user in users if user.email.lower() == email]
        return email


class StaffResetPasswordKeyForm(AdvisesOnPassword, forms.ResetPasswordKeyForm):
    pass


class MailAddressForm(ModelForm):
    email = EmailField(
        label=_("Email"),
        required=False,
        help_text=_("Hanya dipakai untuk mengirim tautan bila Anda lupa kata sandi. Tidak tampil di situs."),
    )

    class Meta:
        model = User
        fields = ["email"]


def validate_shown_name(name: str) -> None:
    """A name that others read has no line breaks and no signs that turn the text around."""
    if not name.isprintable():
        raise ValidationError(gettext("Tulis nama tanpa tanda khusus yang tidak terlihat."))


class ShownNameForm(ModelForm):
    """The own name, as "my account" in the admin asks for it."""

    display_name = CharField(
        label=_("Nama yang ditampilkan"),
        max_length=80,
        validators=[validate_shown_name],
        help_text=_("Nama yang dibaca petugas lain, dan warga pada jawaban resmi. Pakai nama Anda sendiri."),
        error_messages={"required": _("Tulis nama Anda.")},
    )

    class Meta:
        model = User
        fields = ["display_name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = self.initial["display_name"] = self.instance.get_full_name()

    def save(self, commit=True):
        user = super().save(commit)
        if user.display_name != self.before:
            account_changed.send(
                sender=User,
                user=user,
                change=AccountChange.NAME,
                before=self.before,
                after=user.display_name,
            )
        return user


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
