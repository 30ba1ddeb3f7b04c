"""What a service is described by, piece by piece: each may be the regency's or the village's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Aspect(models.TextChoices):
    """The fields of the service standard (UU 25/2009, Permenpan RB 15/2014), in the order of the page."""

    SUMMARY = "summary", _("Ringkasan")
    FOR_WHOM = "for_whom", _("Siapa yang bisa mengurus")
    REQUIREMENTS = "requirements", _("Syarat")
    FEE = "fee", _("Biaya")
    DURATION = "duration", _("Waktu selesai")
    STEPS = "steps", _("Langkah")
    RESULT = "result", _("Hasil")
    ONLINE = "online", _("Bisa daring?")
    FORMS = "forms", _("Formulir")
    SPECIAL_HELP = "special_help", _("Bantuan khusus")
    NOTES = "notes", _("Catatan")
    COMPLAINTS = "complaints", _("Pengaduan")
    LEGAL_BASIS = "legal_basis", _("Dasar hukum")


# The model's fields of each aspect; those of ``ROWS`` are child rows of that name.
FIELDS: dict[str, tuple[str, ...]] = {
    Aspect.SUMMARY: ("summary",),
    Aspect.FOR_WHOM: ("for_whom", "may_act_for"),
    Aspect.FEE: ("fee_kind", "fee_amount", "fee_taken_by", "fee_note"),
    Aspect.DURATION: ("duration",),
    Aspect.RESULT: ("result", "validity"),
    Aspect.ONLINE: ("online",),
    Aspect.SPECIAL_HELP: ("special_help",),
    Aspect.NOTES: ("notes",),
    Aspect.COMPLAINTS: ("complaints",),
    Aspect.LEGAL_BASIS: ("legal_basis",),
}
ROWS = (Aspect.REQUIREMENTS, Aspect.STEPS, Aspect.FORMS)
ASPECT_OF_FIELD: dict[str, Aspect] = {
    field: Aspect(aspect) for aspect, fields in FIELDS.items() for field in fields
} | {str(aspect): aspect for aspect in ROWS}
