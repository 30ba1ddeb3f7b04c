"""Numbers that belong to a person: NIK and family card (KK), private telephones (UU 27/2022).

Both rules look for what such a number is made of, so that a date, a bank account or a price is none.
"""

import re
import unicodedata
from collections.abc import Iterator

from core.formats import phone_digits

DIGITS = 16
# Between two digits of one number: a blank, a dot, a dash, a stroke.
_GAP = r"[ .\-_/]{0,3}"
# Looks ahead, so that a number is found at each place where one may begin.
_SIXTEEN = re.compile(rf"(?<!\d)(?=((?:\d{_GAP}){{{DIGITS - 1}}}\d)(?!\d))")
# First two digits: the province, by Kemendagri's list.
_PROVINCES = frozenset(
    f"{number}" for first, last in ((11, 21), (31, 36), (51, 53), (61, 65), (71, 76), (81, 82), (91, 97))
    for number in range(first, last + 1)
)  # fmt: skip
WOMEN = 40
# A date and a time, or two dates, beside each other.
_DATES = ((2, 2, 4, 2, 2, 4), (4, 2, 2, 4, 2, 2), (2, 2, 4, 2, 2, 2, 2), (4, 2, 2, 2, 2, 2, 2), (8, 8))
# How the number is grouped on cards and forms, whatever stands between the groups.
_USUAL_GROUPS = (6, 6, 4)

# 08.., 62 8.., +62 8..: ten to thirteen digits. A dash or dot goes on with the same number, a blank need not.
_MOBILE = re.compile(
    r"(?<!\d)(?<!\d[.\-])(?:\+?62[ .\-]{0,2}(?:\(0\))?|0)8[1-9](?:[ .\-()]{0,2}\d){7,10}(?!\d)(?![.\-]\d)"
)
# Helplines of the state that answer on a mobile number: SAPA 129 and DITA 143.
PUBLIC_LINES = frozenset({"628111129129", "628111388143"})


def plain(text: str) -> str:
    """``text`` with one kind of digit, dash and blank, and without what cannot be seen."""
    out = []
    for letter in unicodedata.normalize("NFKC", text):
        category = unicodedata.category(letter)
        if category == "Nd":
            out.append(str(unicodedata.digit(letter)))
        elif category == "Pd":
            out.append("-")
        elif category == "Zs":
            out.append(" ")
        elif category != "Cf":
            out.append(letter)
    return "".join(out)


def identity_numbers(text: str) -> Iterator[str]:
    """Each NIK or KK number in ``text``, as sixteen digits."""
    for found in _SIXTEEN.finditer(plain(text)):
        written = found.group(1)
        digits = re.sub(r"\D", "", written)
        if _is_identity(digits) and _belongs_together(written):
            yield digits


def _is_identity(digits: str) -> bool:
    """Six digits of a place, six of a date (of a woman's birth with 40 on the day), four in order."""
    day, month = int(digits[6:8]), int(digits[8:10])
    return (
        digits[:2] in _PROVINCES
        and digits[2:4] != "00"
        and digits[4:6] != "00"
        and 1 <= (day - WOMEN if day > WOMEN else day) <= 31
        and 1 <= month <= 12
        and digits[12:] != "0000"
    )


def _belongs_together(written: str) -> bool:
    groups = tuple(len(group) for group in re.findall(r"\d+", written))
    gaps = set(re.findall(r"\D+", written))
    return (len(gaps) <= 1 or groups == _USUAL_GROUPS) and groups not in _DATES


def mobile_numbers(text: str) -> Iterator[str]:
    """Each mobile telephone number in ``text``, as international digits (``6281...``)."""
    for found in _MOBILE.finditer(plain(text)):
        digits = phone_digits(found.group().replace("(0)", ""))
        if digits not in PUBLIC_LINES:
            yield digits


def hidden(digits: str) -> str:
    """Enough of a number to find it in one's own text: ``1507...``."""
    return f"{digits[:4]}..."
