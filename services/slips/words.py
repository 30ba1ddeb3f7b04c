"""A service in the short words of paper and messages."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.formats import long_date
from core.models import ContactRow
from offices.models import Office
from services.enums import PaperForm, StepPlace
from services.facts import FactSheet
from services.models.described import RequirementRow, StepRow


def unknown() -> str:
    """What stands where nobody has said anything: nothing is implied."""
    return _("belum diketahui, tanyakan dahulu")


def one_line(text: str) -> str:
    return " ".join(text.split())


def requirement_details(row: RequirementRow, short: bool = False) -> str:
    """``fotokopi, 1 lembar, hanya bila diminta``; short: one sheet goes without saying.

    Empty for what is neither a paper nor has a condition.
    """
    details = []
    if row.paper != PaperForm.NOT_PAPER:
        details.append(str(row.get_paper_display()).lower())
        if row.copies > 1 or not short:
            details.append(_("%(n)d lembar") % {"n": row.copies})
    condition = one_line(row.condition_in_words)
    details.append(condition[:1].lower() + condition[1:])
    return ", ".join(filter(None, details))


def requirement_in_words(row: RequirementRow) -> str:
    """``Kartu keluarga (fotokopi, 2 lembar)``."""
    details = requirement_details(row, short=True)
    return f"{one_line(row.text)} ({details})" if details else one_line(row.text)


def step_in_words(row: StepRow) -> str:
    """What to do, and where to go when that is not the village."""
    place = row.place or str(row.get_where_display()) if row.where == StepPlace.OUTSIDE else ""
    return f"{one_line(row.text).rstrip('.')} ({one_line(place)})" if place else one_line(row.text)


def fee(sheet: FactSheet) -> str:
    return "; ".join(filter(None, [sheet.fee_in_words or unknown(), one_line(sheet.fee_note)]))


def contact_in_full(contact: ContactRow) -> str:
    """``Kasi Pelayanan, Budi, telepon 0741-...., WhatsApp 0812-...``."""
    phone = _("telepon %s") % contact.phone if contact.phone else ""
    whatsapp = f"WhatsApp {contact.whatsapp}" if contact.whatsapp else ""
    return ", ".join(filter(None, map(one_line, [contact.role, contact.name, phone, whatsapp])))


def place_in_words(office: Office) -> str:
    """``Kantor desa, Jalan Poros RT 02``."""
    return ", ".join(filter(None, [one_line(office.name), one_line(office.address)]))


def checked_in_words(page) -> str:
    """When somebody last looked whether the page is right, or that nobody did."""
    care = getattr(page, "care", None)
    if care is None or care.checked_at is None:
        return _("Belum diperiksa, tanyakan dahulu")
    return _("Terakhir diperiksa %(day)s") % {"day": long_date(care.checked_at)}


def named(offices: Sequence[Office], office: Office, words: str) -> str:
    """``words`` with the office's name where there are several."""
    return f"{office.name}: {words}" if words and len(offices) > 1 else words
