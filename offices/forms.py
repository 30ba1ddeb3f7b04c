"""What is filled in about an office, its weekly hours and contacts, and about days with other hours."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.enums import Weekday
from offices.acts import CONTACT, HOURS
from offices.enums import Week
from offices.models import Office, OfficeContact, OfficeHours, SpecialHours
from offices.special_days import FURTHEST, LONGEST

# As many digits as no telephone has, and a NIK and a number of a family card do.
_NIK = re.compile(r"\d(?:[ .\-/]?\d){14,}")
_PHONE = re.compile(r"\d{9,}|(?:\+62[ -]?|\b0)8(?:[ -]?\d){8,}|\b0[2-9]\d{1,2}[ -]\d{5,}")
MOST_ROWS = 40
WORKING_DAYS = range(Weekday.MONDAY, Weekday.SATURDAY)
# The last week of a month may be its fourth.
_SAME_DAYS = ({Week.FOURTH, Week.LAST},)
WHOLE = "semua"


def refuse_nik(text: str) -> None:
    """``ValidationError`` for digits that are nobody's telephone."""
    if _NIK.search(text):
        raise ValidationError(
            _("Angka ini sepanjang NIK. Jangan tulis NIK atau nomor KK di sini: semua orang membacanya.")
        )


def refuse_private_numbers(text: str) -> None:
    """``ValidationError`` for what looks like a NIK or a telephone number."""
    if _NIK.search(text) or _PHONE.search(text):
        raise ValidationError(
            _("Jangan tulis NIK atau nomor telepon di alasan: semua orang membacanya. Tulis sebabnya saja.")
        )


class TimeField(forms.TimeField):
    """A time as telephones send it, or as people here write it: ``08.00``."""

    def __init__(self, **options):
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        formats = ["%H:%M", "%H.%M", "%H:%M:%S"]
        errors = {"invalid": gettext_lazy("Tulis jam dan menit, misalnya 08:00.")}
        super().__init__(widget=widget, input_formats=formats, error_messages=errors, **options)


class CoordinateField(forms.DecimalField):
    """A number from a map: with a comma too, and with more places than are kept."""

    def __init__(self, *, limit: int, **options):
        outside = gettext_lazy("Angka ini di luar peta. Periksa lagi, misalnya -1.12345 dan 103.98765.")
        errors = {
            "invalid": gettext_lazy("Tulis satu angka saja, misalnya -1.12345."),
            "min_value": outside,
            "max_value": outside,
        }
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(
            required=False, widget=widget, error_messages=errors, min_value=-limit, max_value=limit, **options
        )

    def to_python(self, value):
        """The number with the five places that are kept, or ``None``."""
        number = super().to_python(str(value).replace(",", ".") if value else value)
        try:
            return number if number is None else number.quantize(Decimal("0.00001"), ROUND_HALF_UP)
        except InvalidOperation as error:
            raise ValidationError(self.error_messages["invalid"]) from error


class OfficeForm(forms.ModelForm):
    """The office itself. ``seen`` says which state of it was shown."""

    latitude = CoordinateField(label=gettext_lazy("Lintang"), limit=90)
    longitude = CoordinateField(label=gettext_lazy("Bujur"), limit=180)
    place = forms.IntegerField(
        label=gettext_lazy("Urutan"),
        initial=0,
        required=False,
        min_value=0,
        max_value=999,
        help_text=gettext_lazy("Angka kecil tampil lebih dahulu. Tidak penting? Biarkan 0."),
        error_messages={
            "invalid": gettext_lazy("Tulis angka saja, misalnya 0."),
            "min_value": gettext_lazy("Tulis angka 0 sampai 999."),
            "max_value": gettext_lazy("Tulis angka 0 sampai 999."),
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Office
        fields = ("name", "district", "address", "access", "latitude", "longitude", "place")
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "name": {"required": gettext_lazy("Tulis nama tempatnya, misalnya Posyandu Dusun Mawar.")}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for name in ("latitude", "longitude"):
            self.fields[name].help_text = Office._meta.get_field(name).help_text
        if self.instance.village_id:
            del self.fields["district"]
        if self.instance.is_main:
            del self.fields["place"]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = Office.objects.filter(village=self.instance.village_id).exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise ValidationError(_("Sudah ada tempat dengan nama ini. Buka yang ada, atau pakai nama lain."))
        return name

    def clean_place(self) -> int:
        return self.cleaned_data["place"] or 0


class HoursForm(forms.ModelForm):
    """One weekday's hours."""

    opens = TimeField(label=gettext_lazy("Buka"))
    closes = TimeField(label=gettext_lazy("Tutup"))
    break_start = TimeField(label=gettext_lazy("Istirahat mulai"), required=False)
    break_end = TimeField(label=gettext_lazy("Istirahat selesai"), required=False)

    class Meta:
        model = OfficeHours
        fields = HOURS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        days = self.fields["weekday"]
        days.choices = [("", _("Pilih hari")), *Weekday.choices]
        days.error_messages["required"] = _("Pilih harinya, atau centang Hapus baris ini.")
        for name, words in (("opens", _("Isi jam buka")), ("closes", _("Isi jam tutup"))):
            self.fields[name].error_messages["required"] = _("%(words)s, atau centang Hapus baris ini.") % {
                "words": words
            }


class ContactForm(forms.ModelForm):
    """Whom to ask. No name is asked for: the role is enough."""

    class Meta:
        model = OfficeContact
        fields = CONTACT
        help_texts = {"name": gettext_lazy("Boleh kosong.")}
        widgets = {
            name: forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
            for name in ("phone", "whatsapp")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].error_messages["required"] = _(
            "Tulis jabatannya, misalnya Kasi Pelayanan, atau centang Hapus baris ini."
        )
        for name in CONTACT:
            self.fields[name].validators.append(refuse_nik)


class Rows(BaseFormSet):
    """Plain rows without keys: what was typed is shown again, whatever others did meanwhile."""

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = _("Hapus baris ini")

    @property
    def kept(self) -> list:
        """The rows as they are to be, unsaved; once the set is valid."""
        return [form.instance for form in self._filled()]

    def _filled(self) -> list[forms.ModelForm]:
        return [
            form
            for at, form in enumerate(self.forms)
            if not self._should_delete_form(form)  # type: ignore[attr-defined]
            and (at < self.initial_form_count() or form.has_changed())
            and form.is_valid()
        ]


class HoursRows(Rows):
    """Rows of hours. Where there are none yet, the working days stand there to be filled."""

    def get_form_kwargs(self, index) -> dict:
        kwargs = super().get_form_kwargs(index)
        is_preset = self.initial_form_count() == 0 and index is not None and index < len(WORKING_DAYS)
        return kwargs | ({"initial": {"weekday": WORKING_DAYS[index]}} if is_preset else {})

    @property
    def kept(self) -> list[OfficeHours]:
        return sorted(super().kept, key=lambda row: (row.weekday, row.week, row.opens))

    def clean(self) -> None:
        """Say at the later of two rows that they overlap."""
        filled = self._filled()
        for at, form in enumerate(filled):
            if any(_overlap(form.instance, other.instance) for other in filled[:at]):
                form.add_error(
                    "opens", _("Jam ini bertumpuk dengan baris lain pada hari yang sama. Gabungkan keduanya.")
                )


def _overlap(one: OfficeHours, other: OfficeHours) -> bool:
    weeks = {one.week, other.week}
    meet = len(weeks) == 1 or Week.EVERY in weeks or weeks in _SAME_DAYS
    return one.weekday == other.weekday and meet and one.opens < other.closes and other.opens < one.closes


def _rows(form, formset, spare: int):
    return forms.formset_factory(
        form, formset=formset, extra=spare, can_delete=True, can_delete_extra=True,
        max_num=MOST_ROWS, validate_max=True, absolute_max=2 * MOST_ROWS,
    )  # fmt: skip


class OfficeSheet:
    """Everything that the screen of one office asks."""

    def __init__(self, data=None, *, office: Office, seen: str = ""):
        held: dict[str, list[dict]] = {"hours": [], "contacts": []}
        if office.pk and data is None:
            held["hours"] = [{name: getattr(row, name) for name in HOURS} for row in office.hours.all()]
            held["contacts"] = [
                {name: getattr(row, name) for name in CONTACT} for row in office.contacts.all()
            ]
        self.form = OfficeForm(data, instance=office, initial={"seen": seen})
        spare = 2 if held["hours"] else len(WORKING_DAYS)
        self.hours = _rows(HoursForm, HoursRows, spare)(data, prefix="jam", initial=held["hours"])
        self.contacts = _rows(ContactForm, Rows, 2)(data, prefix="kontak", initial=held["contacts"])

    @cached_property
    def is_valid(self) -> bool:
        """All parts are looked at, so that every mistake is told at once."""
        return all([self.form.is_valid(), self.hours.is_valid(), self.contacts.is_valid()])

    @property
    def rows(self) -> dict:
        return {"hours": self.hours.kept, "contacts": self.contacts.kept}


class SpecialHoursForm(forms.ModelForm):
    """Days on which an office is closed, or open at other hours."""

    where = forms.ChoiceField(
        label=gettext_lazy("Tempat"),
        error_messages={
            "required": gettext_lazy("Pilih tempatnya."),
            "invalid_choice": gettext_lazy("Pilih tempat dari daftar."),
        },
    )
    opens = TimeField(
        label=gettext_lazy("Buka"), required=False, help_text=gettext_lazy("Tutup seharian? Kosongkan.")
    )
    closes = TimeField(label=gettext_lazy("Tutup"), required=False)

    field_order = ("where", "reason", "first_day", "last_day", "opens", "closes")

    class Meta:
        model = SpecialHours
        fields = ("first_day", "last_day", "opens", "closes", "reason")
        widgets = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            for name in ("first_day", "last_day")
        }
        error_messages = {
            "first_day": {
                "required": gettext_lazy("Pilih tanggal mulainya."),
                "invalid": gettext_lazy("Tulis tanggal, misalnya 24/12/2026."),
            },
            "last_day": {
                "required": gettext_lazy("Pilih tanggal akhirnya. Satu hari saja? Tulis tanggal yang sama."),
                "invalid": gettext_lazy("Tulis tanggal, misalnya 24/12/2026."),
            },
            "reason": {"required": gettext_lazy("Tulis alasannya: warga perlu tahu mengapa.")},
        }

    def __init__(self, *args, village, offices, **kwargs):
        today = timezone.localdate()
        kwargs["initial"] = {"first_day": today, "last_day": today} | (kwargs.get("initial") or {})
        super().__init__(
            *args, use_required_attribute=False, instance=SpecialHours(village=village), **kwargs
        )
        self.offices = {str(office.pk): office for office in offices}
        self.fields["where"].choices = _places(village, self.offices)
        self.fields["reason"].validators.append(refuse_private_numbers)
        self.fields["reason"].help_text = _(
            "Tampil untuk semua orang, misalnya: rapat di kecamatan. Jangan tulis nama orang atau nomor."
        )

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        self.instance.office = self.offices.get(given.get("where", ""))
        first, last, today = given.get("first_day"), given.get("last_day"), timezone.localdate()
        if first and first < today:
            self.add_error("first_day", _("Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya."))
        if first and last and last - first >= LONGEST:
            self.add_error("last_day", _("Paling lama 60 hari. Lebih lama dari itu? Ubah jam mingguannya."))
        if last and last - today > FURTHEST:
            self.add_error("last_day", _("Paling jauh satu tahun ke depan. Periksa tahunnya."))
        return given


class TodayForm(SpecialHoursForm):
    """Closed today: only where, and why."""

    opens = closes = None  # type: ignore[assignment]

    class Meta(SpecialHoursForm.Meta):
        fields = ("reason",)  # type: ignore[assignment]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.first_day = self.instance.last_day = timezone.localdate()


def _places(village, offices: dict[str, Office]) -> list[tuple[str, str]]:
    """The village's own office first; for the regency nothing is chosen beforehand: it closes all."""
    named = [(key, office.name) for key, office in offices.items()]
    if village is None:
        return [("", _("Pilih")), *named, (WHOLE, _("Seluruh kabupaten, juga kantor semua desa"))]
    return [*named, (WHOLE, _("Semua tempat di desa"))] if len(named) != 1 else named
