"""What a printed slip said, told apart by a stamp that stands on the slip itself: nothing is stored.

The stamp in the slip's address holds a short digest of everything that the slip's service said on that day.
A reader who comes back with it learns which parts say something else now; what they said then stands on the
paper in his hand. Reasons: docs/decisions/0040-slips.md.
"""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from offices.models import Office
from offices.wording import week_in_words
from services.aspects import Aspect
from services.facts import FactSheet, values_of
from services.slips.words import contact_in_full, named, one_line

PLACES, HOURS, CONTACTS = "places", "hours", "contacts"
HOURS_OF = ("weekday", "week", "opens", "closes", "break_start", "break_end")
CONTACT_OF = ("role", "name", "phone", "whatsapp")
LABELS: dict[str, str | Promise] = {
    **{aspect: aspect.label for aspect in Aspect},
    PLACES: gettext_lazy("Tempat"),
    HOURS: gettext_lazy("Jam layanan"),
    CONTACTS: gettext_lazy("Kontak"),
}
# What the digests of each format stand for, in order. Paper lasts: a format is never changed; what is to be
# told apart besides (or in other words) gets the next letter, and the older ones are still read.
FORMATS: dict[str, tuple[str, ...]] = {
    "A": (
        *(Aspect.SUMMARY, Aspect.FOR_WHOM, Aspect.REQUIREMENTS, Aspect.FEE, Aspect.DURATION, Aspect.STEPS),
        *(Aspect.RESULT, Aspect.ONLINE, Aspect.FORMS, Aspect.SPECIAL_HELP, Aspect.NOTES, Aspect.COMPLAINTS),
        *(Aspect.LEGAL_BASIS, PLACES, HOURS, CONTACTS),
    ),
}
WRITTEN = "A"
DIGEST = 4  # letters of base32: one change in a million goes unseen
STAMP = re.compile(r"(?P<letter>[A-Z])(?P<day>[0-9]{8})(?P<digests>[A-Z2-7]{4,400})")


@dataclass(frozen=True)
class Change:
    """One part of a service that says something else than the slip: its name, and what holds now."""

    label: str
    words: str


@dataclass(frozen=True)
class Changes:
    """What became of a slip: the day it was made, and what has changed since, in the order of the page."""

    made_on: date
    changed: tuple[Change, ...]


def stamp_of(sheet: FactSheet, offices: Sequence[Office], day: date) -> str:
    """The stamp of a slip made on ``day``: letters and digits only, so that the QR stays small.

    ``offices`` with hours and contacts loaded.
    """
    held = _held(sheet, offices)
    return f"{WRITTEN}{day:%Y%m%d}" + "".join(_digest(held[part]) for part in FORMATS[WRITTEN])


def changes_since(stamp: str, sheet: FactSheet, offices: Sequence[Office]) -> Changes | None:
    """What has changed since the slip with ``stamp`` was made; ``None`` for what is no stamp of ours."""
    match = STAMP.fullmatch(stamp)
    parts = FORMATS.get(match["letter"]) if match else None
    made_on = _day(match["day"]) if match else None
    if match is None or parts is None or made_on is None or len(match["digests"]) != DIGEST * len(parts):
        return None
    said, held = _said(sheet, offices), _held(sheet, offices)
    then = [match["digests"][start : start + DIGEST] for start in range(0, DIGEST * len(parts), DIGEST)]
    changed = [part for part, digest in zip(parts, then, strict=True) if digest != _digest(held[part])]
    return Changes(
        made_on,
        tuple(Change(str(LABELS[part]), said[part] or _("belum diketahui")) for part in changed),
    )


def _held(sheet: FactSheet, offices: Sequence[Office]) -> dict[str, list]:
    """The stored values behind what is said, part by part: our own wording may change, paper may not."""
    held: dict[str, list] = {aspect: values_of(sheet.source(aspect), aspect) for aspect in Aspect}
    held[PLACES] = [[one.name, one.address, one.access] for one in offices]
    for part, rows, names in ((HOURS, "hours", HOURS_OF), (CONTACTS, "contacts", CONTACT_OF)):
        held[part] = [
            [[getattr(row, name) for name in names] for row in getattr(one, rows).all()] for one in offices
        ]
    return held


def _said(sheet: FactSheet, offices: Sequence[Office]) -> dict[str, str]:
    """What is said now, part by part; empty for unknown."""
    said: dict[str, str] = {aspect: one_line(sheet.in_words(aspect)) for aspect in Aspect}
    said[PLACES] = "; ".join(
        ", ".join(filter(None, map(one_line, [office.name, office.address, office.access])))
        for office in offices
    )
    said[HOURS] = "; ".join(
        filter(None, (named(offices, one, "; ".join(week_in_words(one))) for one in offices))
    )
    said[CONTACTS] = "; ".join(
        filter(
            None,
            (named(offices, one, "; ".join(map(contact_in_full, one.contacts.all()))) for one in offices),
        )
    )
    return said


def _digest(values: list) -> str:
    written = json.dumps(values, cls=DjangoJSONEncoder)
    return base64.b32encode(hashlib.sha256(written.encode()).digest()).decode()[:DIGEST]


def _day(digits: str) -> date | None:
    """The day that is written; ``None`` for no day at all, or one that is still to come."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if day <= timezone.localdate() else None
