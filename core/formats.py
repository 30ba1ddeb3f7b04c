"""Indonesian ways of writing dates, sizes and telephone numbers. One style per kind, set by hand.

Django's own ``id`` formats give "27 Juni 2024, 21.27": the project's form is "27 Juni 2024 21:27 WIB".
"""

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS

# Indonesia has three time zones; these are the names their people use.
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def moment(value: datetime) -> str:
    """``27 Juni 2024 21:27 WIB``, in the site's time zone; ``value`` is aware."""
    local = timezone.localtime(value)
    zone = ZONE_NAMES.get(timezone.get_current_timezone_name(), local.tzname() or "")
    return f"{long_date(local)} {local:%H:%M} {zone}".strip()


def long_date(value: date | datetime) -> str:
    """``27 Juni 2024``; of an aware time, its day in the site's time zone."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.day} {MONTHS[value.month]} {value.year}"


def weekday_date(value: date | datetime) -> str:
    """``Kamis, 27 Juni 2024``."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{WEEKDAYS[value.weekday()]}, {long_date(value)}"


def file_size(size: int) -> str:
    """``120 KB`` or ``1,2 MB``; ``size`` in bytes, 1 KB = 1024 bytes, never "0 KB"."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / (1024 * 1024):.1f} MB".replace(".", ",")


def rupiah(amount: int) -> str:
    """``Rp300.000``."""
    return "Rp" + f"{amount:,}".replace(",", ".")


def phone_digits(phone: str) -> str:
    """International digits without a plus: ``0812-0000-0000`` gives ``6281200000000``.

    Short numbers (110, 129) stay as they are: they exist only inside the country.
    """
    digits = re.sub(r"\D", "", phone)
    if digits.startswith("0"):
        return "62" + digits[1:]
    return digits


def tel_url(phone: str) -> str:
    """``tel:+6281200000000``; short numbers without a plus."""
    digits = phone_digits(phone)
    return f"tel:+{digits}" if len(digits) > 5 else f"tel:{digits}"


def whatsapp_url(phone: str) -> str:
    return f"https://wa.me/{phone_digits(phone)}"
