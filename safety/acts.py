"""What is done to the list of help and to "Keluar cepat": written, logged, and seen by readers at once."""

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import links, words
from audit.log import record
from core.caching import bump
from safety.contacts import addresses_for
from safety.models import HelpContact, SafetySettings
from safety.numbers import grouped

words.register(
    {
        "setting.help_added": gettext_lazy("Kontak bantuan ditambah"),
        "setting.help_changed": gettext_lazy("Kontak bantuan diubah"),
        "setting.help_checked": gettext_lazy("Kontak bantuan diperiksa: masih benar"),
        "setting.help_removed": gettext_lazy("Kontak bantuan dihapus"),
        "setting.exit_changed": gettext_lazy("Tujuan Keluar cepat diubah"),
    }
)
links.register("safety.helpcontact", addresses_for)

# What an officer writes; the rest follows from it.
WRITTEN = (
    "kind", "name", "village_id", "phone", "whatsapp", "website", "address", "note", "place", "source",
    "is_sure",
)  # fmt: skip
# By what readers reach it: changed, it was looked up anew.
REACHED_BY = ("phone", "whatsapp", "website", "address")


class ChangedMeanwhileError(Exception):
    """Somebody else changed or removed the contact after it was shown."""


def as_seen(contact: HelpContact) -> str:
    """What a form keeps, to notice that somebody else changed the contact in between."""
    values = [str(getattr(contact, name)) for name in (*WRITTEN, "checked_on")]
    return hashlib.sha256("\x00".join(values).encode()).hexdigest()[:16]


@transaction.atomic
def add(contact: HelpContact, *, by) -> None:
    """Write a new ``contact``; one that is called sure was checked today."""
    if contact.is_sure:
        _checked_now(contact, by)
    contact.save()
    record(
        "setting.help_added", village=contact.village, by=by, about=contact, after=_in_words(contact, WRITTEN)
    )
    bump("site")


@transaction.atomic
def change(contact: HelpContact, *, by, seen: str) -> None:
    """Write what was changed of ``contact``; without a change nothing happens. ``ChangedMeanwhileError``."""
    before = _locked(contact.pk, seen)
    changed = [name for name in WRITTEN if getattr(before, name) != getattr(contact, name)]
    if not changed:
        return
    if contact.is_sure and (not before.is_sure or set(changed) & set(REACHED_BY)):
        _checked_now(contact, by)
    contact.save()
    record(
        "setting.help_changed",
        village=contact.village,
        by=by,
        about=contact,
        before=_in_words(before, changed),
        after=_in_words(contact, changed),
    )
    bump("site")


@transaction.atomic
def confirm(contact: HelpContact, *, by, seen: str) -> None:
    """It was called or visited today, and is as it stands here. ``ChangedMeanwhileError``."""
    held = _locked(contact.pk, seen)
    _checked_now(held, by)
    held.save(update_fields=["checked_on", "checked_by"])
    record("setting.help_checked", village=held.village, by=by, about=held)
    bump("site")


@transaction.atomic
def remove(contact: HelpContact, *, by, seen: str) -> None:
    """Take it off the list for good. ``ChangedMeanwhileError``."""
    held = _locked(contact.pk, seen)
    record("setting.help_removed", village=held.village, by=by, about=held, before=_in_words(held, WRITTEN))
    held.delete()
    bump("site")


@transaction.atomic
def lead_to(address: str, *, by) -> None:
    """Let "Keluar cepat" lead to ``address``."""
    held, _is_new = SafetySettings.objects.select_for_update().get_or_create(pk=1)
    if held.exit_url == address:
        return
    before, held.exit_url = held.exit_url, address
    held.save()
    record("setting.exit_changed", by=by, about=held, name=_("Keluar cepat"), before=before, after=address)
    bump("site")


def _locked(pk: int, seen: str) -> HelpContact:
    """The contact as it stands, kept from others until the transaction ends."""
    held = HelpContact.objects.select_for_update(of=("self",)).select_related("village").filter(pk=pk).first()
    if held is None or as_seen(held) != seen:
        raise ChangedMeanwhileError
    return held


def _checked_now(contact: HelpContact, by) -> None:
    contact.checked_on, contact.checked_by = timezone.localdate(), by


def _in_words(contact: HelpContact, names) -> str:
    """The named answers, for the log; what is empty only where it stands alone."""
    told = {
        "kind": contact.get_kind_display(),
        "village_id": contact.village.title if contact.village else _("semua desa"),
        "phone": grouped(contact.phone),
        "whatsapp": contact.whatsapp and f"WhatsApp {grouped(contact.whatsapp)}",
        "is_sure": _("sudah pasti") if contact.is_sure else _("belum pasti"),
        "place": _("urutan %(number)s") % {"number": contact.place},
    }
    answers = [str(told.get(name, getattr(contact, name))) for name in names]
    return ", ".join(answer for answer in answers if answer) or _("kosong")
