"""Forms of people: inviting, appointing, pausing, handing over; a new account, a new password."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.forms import password_advice, validate_shown_name
from teams.links import new_key
from village_pages.enums import REGENCY_ROLES, Role, VillageState
from village_pages.models import VillagePage
from village_pages.rights import may_grant, not_ended, villages_supervised_by

REASON_LENGTH = 300

validate_username = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{2,29}\Z",
    gettext_lazy(
        "Pakai 3 sampai 30 huruf kecil atau angka; titik, garis bawah, dan tanda hubung boleh di tengahnya."
    ),
)


def shown_name_field(**options) -> forms.CharField:
    return forms.CharField(max_length=80, validators=[validate_shown_name], **options)


class GrantForm(forms.Form):
    """A role and a village, of those that ``user`` may grant now; what he may not is no choice."""

    village = forms.ModelChoiceField(
        queryset=VillagePage.objects.none(),
        label=gettext_lazy("Desa"),
        empty_label=gettext_lazy("Pilih desa"),
        error_messages={
            "required": gettext_lazy("Pilih desa."),
            "invalid_choice": gettext_lazy("Pilih desa dari daftar."),
        },
    )

    field_order = ["role", "village", "name", "email", "reason"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        villages = villages_supervised_by(user).filter(access__state=VillageState.OPEN).order_by("title")
        self.villages = [village for village in villages if may_grant(user, Role.CONTRIBUTOR, village)]
        self.roles = [role for role in Role if self._may_grant_somewhere(role)]
        self.fields["role"] = forms.ChoiceField(
            label=gettext_lazy("Peran"),
            choices=[(role.value, role.label) for role in self.roles],
            error_messages={
                "required": gettext_lazy("Pilih peran."),
                "invalid_choice": gettext_lazy("Pilih peran dari daftar."),
            },
        )
        self.order_fields(self.field_order)
        village_field = self.fields["village"]
        village_field.queryset = villages.filter(pk__in=[village.pk for village in self.villages])
        village_field.required = not set(self.roles) & set(REGENCY_ROLES)
        if not village_field.required:
            village_field.help_text = _("Kosongkan untuk peran seluruh kabupaten.")
        self._settle("role", [role.value for role in self.roles])
        self._settle("village", self.villages if village_field.required else [])

    def _may_grant_somewhere(self, role: Role) -> bool:
        if role in REGENCY_ROLES:
            return may_grant(self.user, role)
        return any(may_grant(self.user, role, village) for village in self.villages)

    def _settle(self, name: str, choices: list) -> None:
        """What has one answer only is not asked."""
        if len(choices) == 1:
            self.fields[name].widget = forms.HiddenInput()
            self.initial.setdefault(name, choices[0])

    @property
    def can_grant(self) -> bool:
        return bool(self.roles)

    @property
    def settled_role(self) -> str:
        """The label of the one role that can be given; empty where it is asked."""
        return self.roles[0].label if len(self.roles) == 1 else ""

    @property
    def settled_village(self):
        """The one village that it can be given in; ``None`` where it is asked."""
        return self.villages[0] if len(self.villages) == 1 and self.fields["village"].required else None

    def clean(self):
        cleaned = super().clean()
        role, village = cleaned.get("role"), cleaned.get("village")
        if not role or self.errors:
            return cleaned
        if role in REGENCY_ROLES and village is not None:
            self.add_error("village", _("Peran ini berlaku untuk seluruh kabupaten. Kosongkan desanya."))
        elif role not in REGENCY_ROLES and village is None:
            self.add_error("village", _("Pilih desa untuk peran ini."))
        elif not may_grant(self.user, role, village):
            self.add_error("role", _("Anda tidak dapat memberikan peran ini di desa itu."))
        return cleaned


class LinkForm(forms.Form):
    """Makes a one-use link. By its ``kunci`` the same form, sent twice, makes no second one."""

    kunci = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100, initial=new_key)


class InvitationForm(LinkForm, GrantForm):
    name = shown_name_field(
        label=gettext_lazy("Nama yang diundang"),
        required=False,
        help_text=gettext_lazy("Hanya untuk daftar undangan, supaya Anda tahu tautan ini untuk siapa."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Alamat email"),
        required=False,
        help_text=gettext_lazy("Kalau diisi, tautan dikirim juga ke sini. Alamatnya tidak disimpan."),
    )

    def __init__(self, *args, by_mail: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not by_mail:
            del self.fields["email"]


class AppointForm(GrantForm):
    """Gives a role to ``person``, an account that exists."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=gettext_lazy("Misalnya nomor surat tugas."),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if self.person.pk == self.user.pk:
            raise ValidationError(_("Peran sendiri diberikan oleh orang lain."))
        held = not_ended().filter(user=self.person, role=cleaned["role"], village=cleaned["village"])
        # One that is to begin or to end is taken up by ``appoint``, unless it is paused.
        lasting = Q(until__isnull=True, since__lte=timezone.now())
        held = held.filter(lasting | Q(paused_since__isnull=False)).first()
        if held is not None:
            raise ValidationError(
                _("Peran ini sudah dipegang dan sedang dijeda. Lanjutkan dari halaman orangnya.")
                if held.paused_since
                else _("Orang ini sudah memegang peran itu.")
            )
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("Tercatat dalam catatan tindakan desa."),
        error_messages={"required": gettext_lazy("Tulis alasannya. Alasan tercatat dalam catatan tindakan.")},
    )


class OptionalReasonForm(ReasonForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class EntrustForm(ReasonForm):
    """The right to read private messages, given or taken: the form itself says which was asked."""

    GIVE, TAKE = "beri", "cabut"

    act = forms.ChoiceField(choices=[(GIVE, GIVE), (TAKE, TAKE)], widget=forms.HiddenInput)


class HandoverForm(ReasonForm):
    successor = forms.ModelChoiceField(
        queryset=get_user_model().objects.none(),
        label=gettext_lazy("Penerus"),
        empty_label=gettext_lazy("Pilih penerus"),
        error_messages={
            "required": gettext_lazy("Pilih penerus: masih ada yang harus diserahterimakan."),
            "invalid_choice": gettext_lazy("Pilih penerus dari daftar."),
        },
    )

    field_order = ["successor", "reason"]

    def __init__(self, *args, successors, **kwargs):
        super().__init__(*args, **kwargs)
        if successors is None:
            del self.fields["successor"]
        else:
            self.fields["successor"].queryset = successors


def password_field(label) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_advice(),
    )


class NewPasswordForm(forms.Form):
    """One new password. ``owner``: whose, so that it does not repeat the name."""

    password = password_field(gettext_lazy("Kata sandi baru"))

    def __init__(self, *args, owner=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean(self):
        cleaned = super().clean()
        if password := cleaned.get("password"):
            try:
                validate_password(password, self._owner(cleaned))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def _owner(self, cleaned):
        return self.owner


class UsernameField(forms.CharField):
    """Small letters whatever the keyboard of a telephone begins with."""

    def to_python(self, value) -> str:
        return (super().to_python(value) or "").lower()


class NewAccountForm(NewPasswordForm):
    """What an invited person without an account fills in."""

    display_name = shown_name_field(
        label=gettext_lazy("Nama Anda"),
        help_text=gettext_lazy("Nama yang dibaca warga dan petugas lain."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    username = UsernameField(
        label=gettext_lazy("Nama pengguna"),
        max_length=30,
        validators=[validate_username],
        help_text=gettext_lazy("Untuk masuk, misalnya siti.rahma. Huruf kecil, tanpa spasi."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    password = password_field(gettext_lazy("Kata sandi"))

    field_order = ["display_name", "username", "password"]

    TAKEN = gettext_lazy(
        "Nama pengguna ini sudah dipakai. Tambahkan angka atau nama desa, misalnya siti.rahma2."
    )

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        # Signing in does not tell capital letters apart, so neither may two accounts.
        if get_user_model().objects.filter(username__iexact=username).exists():
            raise ValidationError(self.TAKEN)
        return username

    def _owner(self, cleaned):
        return get_user_model()(
            username=cleaned.get("username", ""), first_name=cleaned.get("display_name", "")
        )
