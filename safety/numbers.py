"""Telephone numbers of help lines and offices: as they are kept, and as people read them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What stands between the digits of a number as people write it.
_BETWEEN = re.compile(r"[\s.()\-/\u2010-\u2015]")
# 110, 1708, 1500171: known inside the country only.
_SHORT = re.compile(r"1\d{2,6}")
# A city's or a telephone's number; a short number behind the code of a city, such as 021-129.
_LONG = re.compile(r"0[2-9]\d{7,11}|0[2-9]\d{1,2}1\d{2}")
_MOBILE = re.compile(r"08\d{8,11}")
# Cities whose code has three digits.
_SHORT_CODES = ("021", "022", "024", "031", "061")


def clean_phone(raw: str) -> str:
    """The digits of ``raw``: ``129``, ``074160123``. ``ValidationError``: this cannot be called."""
    digits = _digits(raw)
    if not (_SHORT.fullmatch(digits) or _LONG.fullmatch(digits)):
        raise ValidationError(
            _(
                "Nomor ini tidak terbaca. Tulis angkanya saja, misalnya 129 atau 0741-60123. "
                "Sambungan (misalnya tekan 8) ditulis di Keterangan."
            )
        )
    return digits


def clean_whatsapp(raw: str) -> str:
    """The digits of ``raw``: ``081234567890``. ``ValidationError``: nobody has WhatsApp there."""
    digits = _digits(raw)
    if not _MOBILE.fullmatch(digits):
        raise ValidationError(
            _("Nomor WhatsApp tidak terbaca. Tulis nomor ponsel lengkap, misalnya 0812-3456-7890.")
        )
    return digits


def grouped(digits: str) -> str:
    """As it is read aloud: ``0812-3456-7890``, ``0741-60123``, ``129``."""
    if not digits.startswith("0"):
        return digits
    code, rest = (digits[:3], digits[3:]) if digits.startswith(_SHORT_CODES) else (digits[:4], digits[4:])
    return "-".join((code, *_groups(rest)))


def _groups(rest: str) -> list[str]:
    """Three or four digits each; five stay together."""
    if len(rest) <= 5:
        return [rest]
    size = 3 if len(rest) in (6, 9) else 4
    return [rest[at : at + size] for at in range(0, len(rest), size)]


def _digits(raw: str) -> str:
    """Without what stands between, and as one calls inside the country."""
    plain = _BETWEEN.sub("", raw)
    return re.sub(r"^(?:\+62|0062|62(?=[2-9]\d{7}))0?", "0", plain) if plain.isascii() else plain
