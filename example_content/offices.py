"""Places, hours and contacts through the form that a cadre or an officer fills in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from example_content.filled_forms import counts, require
from example_content.texts import Place, Setting, fill
from example_content.texts.offices import DISTRICTS, OFFICE_DAYS, REGENCY, SEAT
from offices import acts
from offices.enums import Week
from offices.forms import WHOLE, OfficeSheet, SpecialHoursForm
from offices.models import Office
from offices.reading import ensure_main_office
from people.models import User
from village_pages.models import VillagePage

REGENCY_PHONE = "0812-0000-0099"
CHRISTMAS = (12, 25)


def regency_offices(districts: Iterable[str], officer: User) -> dict[str, list[Office]]:
    """The bodies of the regency by their key, new: one each, or one in each of `districts`."""
    found: dict[str, list[Office]] = {}
    for text in REGENCY:
        each = sorted(set(districts)) if "{kecamatan}" in text.name else [""]
        for district in each:
            setting = Setting(text.key, "", district, text.key, 99)
            values = {
                "name": fill(text.name, setting),
                "district": district,
                "address": fill(text.address, setting),
                **_position(DISTRICTS.get(district, SEAT), f"{text.key}:{district}"),
            }
            office = Office()
            _write(office, values, _week(), [_contact(text.role, REGENCY_PHONE)], officer)
            found.setdefault(text.key, []).append(office)
    return found


def main_office(village: VillagePage, setting: Setting, cadre: User) -> None:
    """The village's own office, filled in."""
    office = ensure_main_office(village)
    values = {
        "name": office.name,
        "address": f"Kantor Desa {village.title}, Kecamatan {village.district} (alamat contoh)",
        "access": "Jalur landai di pintu samping (contoh)" if setting.number % 2 else "",
        **_position(DISTRICTS.get(village.district, SEAT), village.code),
    }
    contacts = [
        _contact("Kasi Pelayanan", setting.phone),
        _contact("Kader digital", "", setting.phone),
        _contact("Sekretaris Desa, pengaduan", setting.phone),
    ]
    _write(office, values, _week(), contacts, cadre)


def village_place(village: VillagePage, place: Place, setting: Setting, cadre: User) -> Office:
    """The village's place of that name, made where there is none."""
    office = Office.objects.filter(village=village, name=place.name).first()
    if office is None:
        office = Office(village=village)
        values = {"name": place.name, "address": place.address, "access": place.access}
        hours = [
            {"weekday": day, "week": place.week, "opens": opens, "closes": closes}
            for day, opens, closes in place.hours
        ]
        _write(office, values, hours, [_contact(role, setting.phone) for role in place.roles], cadre)
    return office


def regency_holiday(officer: User) -> None:
    """Closed everywhere at the next Christmas."""
    today = timezone.localdate()
    day = date(today.year, *CHRISTMAS)
    if day < today:
        day = date(today.year + 1, *CHRISTMAS)
    _plan(None, [], WHOLE, "Hari Raya Natal (contoh)", day, officer)


def village_closing(village: VillagePage, cadre: User) -> None:
    """The village's own office closed on a working day of next week."""
    office = ensure_main_office(village)
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    day = monday + timedelta(days=2)
    _plan(village, [office], str(office.pk), "Rapat kader di kecamatan (contoh)", day, cadre)


def _plan(village, offices: list[Office], where: str, reason: str, day: date, by: User) -> None:
    data = {"where": where, "reason": reason, "first_day": day.isoformat(), "last_day": day.isoformat()}
    form = SpecialHoursForm(data, village=village, offices=offices)
    require(form)
    acts.plan(form.instance, by=by)


def _write(office: Office, values: dict, hours: Sequence[dict], contacts: Sequence[dict], by: User) -> None:
    """What the screen of an office does when its form is sent."""
    data = values | _rows("jam", hours) | _rows("kontak", contacts)
    seen = acts.as_seen(office) if office.pk else ""
    sheet = OfficeSheet(data, office=office, seen=seen)
    require(sheet.form, sheet.hours, sheet.contacts)
    if office.pk:
        acts.change(office, **sheet.rows, by=by, seen=seen)
    else:
        acts.add(office, **sheet.rows, by=by)


def _rows(prefix: str, rows: Sequence[dict]) -> dict[str, object]:
    named = {f"{prefix}-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    return counts(prefix, len(rows)) | named


def _week() -> list[dict]:
    return [
        {
            "weekday": day,
            "week": Week.EVERY.value,
            "opens": opens,
            "closes": closes,
            "break_start": pause,
            "break_end": pause_end,
        }
        for day, opens, closes, pause, pause_end in OFFICE_DAYS
    ]


def _contact(role: str, phone: str, whatsapp: str | None = None) -> dict[str, str]:
    return {
        "role": f"{role} (contoh)",
        "phone": phone,
        "whatsapp": phone if whatsapp is None else whatsapp,
    }


def _position(near: tuple[float, float], seed: str) -> dict[str, str]:
    dice = Random(f"position:{seed}")
    latitude, longitude = (degrees + dice.uniform(-0.04, 0.04) for degrees in near)
    return {"latitude": f"{latitude:.3f}", "longitude": f"{longitude:.3f}"}
