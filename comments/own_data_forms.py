"""Questions before data goes out or away."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.residents.forms import checked_own_pin, pin_field


class AskedBy(models.TextChoices):
    """How the person asked a member of staff. Fixed phrases: a name written here would stay in the log."""

    IN_PERSON = "in_person", _("Diminta langsung oleh orangnya")
    IN_WRITING = "in_writing", _("Diminta orangnya lewat surat atau pesan")
    GUARDIAN = "guardian", _("Diminta orang tua, wali, atau pendampingnya")
    HEIRS = "heirs", _("Diminta keluarganya karena orangnya meninggal")


class ExportFormat(models.TextChoices):
    """What a download is made of."""

    HTML = "html", _("Untuk dibaca (HTML)")
    JSON = "json", _("Untuk dipindah ke tempat lain (JSON)")


class SureForm(forms.Form):
    """One tick, so that no slip of a finger erases."""

    sure = forms.BooleanField(
        label=_("Saya mengerti: yang dihapus tidak dapat dikembalikan."),
        error_messages={"required": _("Beri centang bila Anda sungguh ingin menghapus.")},
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", "isian-%s")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)


class EraseMineForm(SureForm):
    """The tick, and the PIN of who has chosen one: a phone that lies open is not enough."""

    pin = pin_field(
        label=_("PIN Anda"),
        help_text=_("Lupa PIN? Kader desa Anda dapat menolong."),
        error_messages={
            "required": _("Tulis PIN Anda. Lupa? Temui kader desa Anda."),
            "max_length": _("PIN ini terlalu panjang."),
        },
    )

    def __init__(self, *args, resident, **kwargs):
        super().__init__(*args, **kwargs)
        self.resident = resident
        if not resident.pin_hash:
            del self.fields["pin"]

    def clean_pin(self) -> str:
        return checked_own_pin(self.resident, self.cleaned_data["pin"])


class AskedForm(forms.Form):
    """How the person has asked; for the log."""

    reason = forms.ChoiceField(
        label=_("Siapa yang meminta"),
        choices=AskedBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih siapa yang meminta.")},
    )

    @property
    def phrase(self) -> str:
        """The reason in words, once the form is valid."""
        return str(AskedBy(self.cleaned_data["reason"]).label)


class ErasureForm(AskedForm):
    """How the person has asked, and the tick."""

    sure = forms.BooleanField(
        label=_("Saya sudah memastikan orangnya, dan ia tahu yang dihapus tidak dapat dikembalikan."),
        error_messages={"required": _("Pastikan dulu, lalu beri centang.")},
    )


class ExportForm(AskedForm):
    """How the person has asked, and in which form the data goes out."""

    bentuk = forms.ChoiceField(
        label=_("Bentuk"),
        choices=ExportFormat.choices,
        initial=ExportFormat.HTML,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih bentuk unduhan.")},
    )
