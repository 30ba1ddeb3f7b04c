"""What an officer fills in about help lines and offices, and about where "Keluar cepat" leads."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http.request import validate_host
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from safety.enums import HelpKind
from safety.models import HelpContact, SafetySettings
from safety.numbers import clean_phone, clean_whatsapp, grouped
from village_pages.models import VillagePage

_WRONG_ADDRESS = gettext_lazy("Alamat ini tidak terbaca. Tulis lengkap, misalnya https://www.lapor.go.id/.")


class VillageField(forms.ModelChoiceField):
    def label_from_instance(self, village) -> str:
        return village.full_name


class ContactForm(forms.ModelForm):
    """One line of the list. ``seen`` says which state of it was shown."""

    phone = forms.CharField(
        label=gettext_lazy("Telepon"),
        required=False,
        help_text=gettext_lazy("Misalnya 129, 0741-60123, atau 0812-3456-7890."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    whatsapp = forms.CharField(
        label=gettext_lazy("WhatsApp"),
        required=False,
        help_text=gettext_lazy("Nomor ponsel, misalnya 0812-3456-7890."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    website = forms.URLField(
        label=gettext_lazy("Situs"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=gettext_lazy("Misalnya https://www.lapor.go.id/."),
        error_messages={"invalid": _WRONG_ADDRESS},
    )
    village = VillageField(
        label=gettext_lazy("Hanya untuk desa"),
        queryset=VillagePage.objects.order_by("title"),
        required=False,
        empty_label=gettext_lazy("Semua desa"),
        error_messages={"invalid_choice": gettext_lazy("Pilih satu desa dari daftar, atau Semua desa.")},
    )
    place = forms.IntegerField(
        label=gettext_lazy("Urutan"),
        initial=0,
        min_value=0,
        max_value=999,
        help_text=gettext_lazy("Angka kecil tampil lebih dahulu di antara yang gunanya sama."),
        error_messages={
            "required": gettext_lazy("Tulis angka. Tidak penting? Tulis 0."),
            "invalid": gettext_lazy("Tulis angka saja, misalnya 0."),
            "min_value": gettext_lazy("Tulis angka 0 sampai 999."),
            "max_value": gettext_lazy("Tulis angka 0 sampai 999."),
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = HelpContact
        fields = (
            "kind", "name", "phone", "whatsapp", "website", "address", "note", "village", "place", "source",
            "is_sure",
        )  # fmt: skip
        error_messages = {
            "kind": {"required": gettext_lazy("Pilih untuk apa kontak ini.")},
            "name": {"required": gettext_lazy("Tulis namanya, misalnya UPTD PPA.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["kind"].choices = [("", _("Pilih")), *HelpKind.choices]
        for name in ("phone", "whatsapp"):
            self.initial[name] = grouped(self.initial.get(name) or "")

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        return clean_phone(phone) if phone else ""

    def clean_whatsapp(self) -> str:
        whatsapp = self.cleaned_data["whatsapp"]
        return clean_whatsapp(whatsapp) if whatsapp else ""

    def clean_website(self) -> str:
        website = self.cleaned_data["website"]
        if website and urlsplit(website).scheme not in ("https", "http"):
            raise ValidationError(_WRONG_ADDRESS)
        return website


class SeenForm(forms.Form):
    """An act on a contact as it was shown."""

    seen = forms.CharField(max_length=32)


class ExitForm(forms.ModelForm):
    """Where "Keluar cepat" leads: away from here, to what anybody may have open."""

    exit_url = forms.URLField(
        label=gettext_lazy("Tujuan Keluar cepat"),
        max_length=200,
        assume_scheme="https",
        help_text=gettext_lazy(
            "Halaman yang biasa dibuka siapa saja, misalnya prakiraan cuaca. Harus diawali https://."
        ),
        error_messages={
            "required": gettext_lazy("Tulis alamatnya, misalnya https://www.bmkg.go.id/."),
            "invalid": gettext_lazy(
                "Alamat ini tidak terbaca. Tulis lengkap, misalnya https://www.bmkg.go.id/."
            ),
        },
    )

    class Meta:
        model = SafetySettings
        fields = ("exit_url",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean_exit_url(self) -> str:
        url = self.cleaned_data["exit_url"]
        address = urlsplit(url)
        if address.scheme != "https":
            raise ValidationError(
                _("Alamat harus diawali https://, agar orang lain di jaringan tidak melihatnya.")
            )
        if address.username is not None or address.password is not None:
            raise ValidationError(_("Tulis alamat tanpa nama pengguna dan kata sandi."))
        if is_ours(address.hostname or ""):
            raise ValidationError(
                _("Alamat ini milik situs ini sendiri. Pilih situs lain, misalnya prakiraan cuaca.")
            )
        return url


def is_ours(host: str) -> bool:
    """Whether ``host`` answers with a page of this site, or is below one that does (one query)."""
    host = host.lower().rstrip(".")
    named = [name for name in settings.ALLOWED_HOSTS if name != "*"]
    if host == "localhost" or "." not in host or validate_host(host, named):
        return True
    ours = {
        urlsplit(settings.PUBLIC_BASE_URL).hostname,
        *named,
        *Site.objects.values_list("hostname", flat=True),
    }
    return any(host == name or host.endswith(f".{name}") for name in ours if name)
