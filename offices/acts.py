"""What is done to offices, hours and contacts: written at once, logged, and seen by readers at once."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import links, words
from audit.log import record
from core.caching import bump
from offices.keepers import addresses_for
from offices.models import Office, OfficeContact, OfficeHours, SpecialHours
from offices.special_days import in_words, place_of

words.register(
    {
        "setting.office_added": gettext_lazy("Tempat layanan ditambah"),
        "setting.office_changed": gettext_lazy("Tempat layanan diubah"),
        "setting.office_checked": gettext_lazy("Jam dan kontak diperiksa: masih benar"),
        "setting.office_removed": gettext_lazy("Tempat layanan dihapus"),
        "setting.office_special_added": gettext_lazy("Jam khusus ditambah"),
        "setting.office_special_ended": gettext_lazy("Jam khusus diakhiri: dibuka kembali"),
        "setting.office_special_removed": gettext_lazy("Jam khusus dihapus sebelum berlaku"),
    }
)
links.register("offices.office", addresses_for)

WRITTEN = ("name", "district", "address", "access", "latitude", "longitude", "place")
HOURS = ("weekday", "week", "opens", "closes", "break_start", "break_end")
CONTACT = ("role", "name", "phone", "whatsapp")


class ChangedMeanwhileError(Exception):
    """Somebody else changed or removed it after it was shown."""


class MainOfficeError(Exception):
    """A village without its own office: services that name no place would be given nowhere."""


class InUseError(Exception):
    """Something names the office. ``users``: what, in words."""

    def __init__(self, users: list[str]):
        super().__init__(users)
        self.users = users


def as_seen(office: Office) -> str:
    """What a form keeps, to notice that somebody else changed the office in between."""
    values = [getattr(office, name) for name in (*WRITTEN, "checked_at")]
    values += [_values(row, HOURS) for row in office.hours.all()]
    values += [_values(row, CONTACT) for row in office.contacts.all()]
    return hashlib.sha256("\x00".join(map(str, values)).encode()).hexdigest()[:16]


@transaction.atomic
def add(office: Office, *, hours: Sequence[OfficeHours], contacts: Sequence[OfficeContact], by) -> None:
    """Write a new ``office`` with its rows; it counts as checked."""
    _write(office, hours, contacts, by)
    after = _facts(_fresh(office.pk))
    record("setting.office_added", village=office.village, by=by, about=office, after=_told(after))
    _tell_readers(office.village_id)


@transaction.atomic
def change(
    office: Office, *, hours: Sequence[OfficeHours], contacts: Sequence[OfficeContact], by, seen: str
) -> None:
    """Write what was changed of ``office``, and its rows as they are now. ``ChangedMeanwhileError``.

    Whoever saves has looked at it: without a change it is checked all the same.
    """
    before = _facts(_locked(office.pk, seen))
    _write(office, hours, contacts, by)
    after = _facts(_fresh(office.pk))
    gone = [fact for fact in before if fact not in after]
    new = [fact for fact in after if fact not in before]
    verb = "setting.office_changed" if before != after else "setting.office_checked"
    record(
        verb,
        village=office.village,
        by=by,
        about=office,
        before=_told(gone) if before != after else "",
        after=_told(new) if before != after else "",
    )
    _tell_readers(office.village_id)


@transaction.atomic
def confirm(office: Office, *, by, seen: str) -> None:
    """Hours and contacts are as they stand here. ``ChangedMeanwhileError``."""
    held = _locked(office.pk, seen)
    held.checked_at, held.checked_by = timezone.now(), by
    held.save(update_fields=["checked_at", "checked_by"])
    record("setting.office_checked", village=held.village, by=by, about=held)
    _tell_readers(held.village_id)


@transaction.atomic
def remove(office: Office, *, by, seen: str) -> None:
    """Take it away for good. ``ChangedMeanwhileError``, ``MainOfficeError``, ``InUseError``."""
    held = _locked(office.pk, seen)
    if held.is_main:
        raise MainOfficeError
    record("setting.office_removed", village=held.village, by=by, about=held, before=_told(_facts(held)))
    village_id = held.village_id
    try:
        held.delete()
    except ProtectedError as error:
        raise InUseError(_users(error.protected_objects)) from error
    _tell_readers(village_id)


@transaction.atomic
def plan(special: SpecialHours, *, by) -> None:
    """Let other hours hold on these days. Sent twice, it is written once."""
    # Two taps on the same button wait for each other here.
    list(Office.objects.select_for_update().filter(village=special.village).values_list("pk"))
    same = ("village", "office", "first_day", "last_day", "opens", "closes", "reason")
    if SpecialHours.objects.filter(**_matching(special, same)).exists():
        return
    special.created_by = by
    special.save()
    _record_special("setting.office_special_added", special, by)


@transaction.atomic
def end(special: SpecialHours, *, by) -> None:
    """From today on the hours of the week hold again. ``ChangedMeanwhileError``: it is over already."""
    today = timezone.localdate()
    held = (
        SpecialHours.objects.select_for_update(of=("self",))
        .select_related("village", "office")
        .filter(pk=special.pk, last_day__gte=today)
        .first()
    )
    if held is None:
        raise ChangedMeanwhileError
    _record_special(
        "setting.office_special_removed" if held.first_day > today else "setting.office_special_ended",
        held,
        by,
    )
    if held.first_day < today:
        held.last_day = today - timedelta(days=1)
        held.save(update_fields=["last_day"])
    else:
        held.delete()


def _record_special(verb: str, special: SpecialHours, by) -> None:
    record(
        verb,
        village=special.village,
        by=by,
        about=special.office,
        name=place_of(special),
        after=in_words(special),
        reason=special.reason,
    )
    _tell_readers(special.village_id)


def _matching(special: SpecialHours, names: Sequence[str]) -> dict:
    """A filter for rows that say the same."""
    values = {name: getattr(special, name) for name in names}
    return {name if value is not None else f"{name}__isnull": value or True for name, value in values.items()}


def _tell_readers(village_id: int | None) -> None:
    """The regency's places and days stand on pages of every village; a village's on the portal too."""
    bump(*((f"village:{village_id}", "portal") if village_id else ("site",)))


def _fresh(pk: int) -> Office:
    return Office.objects.with_details().select_related("village").get(pk=pk)


def _locked(pk: int, seen: str) -> Office:
    """The office as it stands, kept from others until the transaction ends."""
    held = (
        Office.objects.select_for_update(of=("self",))
        .select_related("village")
        .with_details()
        .filter(pk=pk)
        .first()
    )
    if held is None or as_seen(held) != seen:
        raise ChangedMeanwhileError
    return held


def _write(office: Office, hours: Sequence[OfficeHours], contacts: Sequence[OfficeContact], by) -> None:
    """The office, and in place of its rows these; rows that say the same stay as they are."""
    office.checked_at, office.checked_by = timezone.now(), by
    office.save()
    for place, contact in enumerate(contacts):
        contact.sort_order = place
    for manager, rows, names in ((office.hours, hours, HOURS), (office.contacts, contacts, CONTACT)):
        held = list(manager.model.objects.filter(office=office))
        if [_values(row, names) for row in held] == [_values(row, names) for row in rows]:
            continue
        manager.model.objects.filter(office=office).delete()
        for row in rows:
            row.pk, row.office = None, office
        manager.model.objects.bulk_create(rows)


def _values(row, names: Sequence[str]) -> tuple:
    return tuple(getattr(row, name) for name in names)


def _facts(office: Office) -> list[str]:
    """Everything that is kept of it, in words for people; what is empty is left out."""
    position = f"{office.latitude}, {office.longitude}" if office.latitude is not None else ""
    place = _("urutan %(number)s") % {"number": office.place} if office.place else ""
    facts = [office.name, office.district, office.address, office.access, position, place]
    facts += [row.in_words() for row in office.hours.all()]
    for row in office.contacts.all():
        whatsapp = f"WhatsApp {row.whatsapp}" if row.whatsapp else ""
        facts.append(" ".join(part for part in (row.role, row.name, row.phone, whatsapp) if part))
    return [fact for fact in facts if fact]


def _told(facts: list[str]) -> str:
    return ", ".join(facts) or _("kosong")


def _users(rows) -> list[str]:
    """What the rows that name an office belong to: the services, without knowing any."""
    named = set()
    for row in rows:
        parents = [
            field.name
            for field in row._meta.concrete_fields
            if field.many_to_one and not issubclass(field.related_model, Office)
        ]
        named |= {str(getattr(row, name)) for name in parents} or {str(row)}
    return sorted(named)
