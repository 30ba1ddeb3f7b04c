"""A service as one message for WhatsApp: short, and understood without opening anything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from offices.models import Office
from offices.wording import week_in_words
from services.facts import FactSheet
from services.slips import words

LIMIT = 700  # the message is shorter


@dataclass(frozen=True)
class _Cut:
    """How much of each part is kept."""

    line: int = 400  # letters of name, fee, time, place
    item: int = 400  # letters of one thing to bring
    items: int = 50  # things to bring
    address: bool = True
    link: bool = True


def _cuts() -> Iterator[_Cut]:
    """The order in which a long message is made shorter: whatever is least missed goes first."""
    cut = _Cut()
    yield cut
    for less in ({"address": False}, {"line": 120}, {"item": 100}, {"line": 80}, {"item": 70}, {"line": 60}):
        cut = replace(cut, **less)
        yield cut
    for items in (12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1):
        cut = replace(cut, items=items)
        yield cut
    for line in (50, 30):
        cut = replace(cut, line=line, item=line)
        yield cut
    # Only an address as long as the message itself comes to this.
    yield replace(cut, link=False)


def whatsapp_text(page, sheet: FactSheet, offices: Sequence[Office], url: str) -> str:
    """What to bring, cost, time, place, hours and contact of ``page`` as a message under 700 letters.

    ``offices`` with hours and contacts loaded; ``url`` is the page's whole address. What had to be left out
    is counted ("dan 3 lagi") or ends in "...".
    """
    for cut in _cuts():
        text = "\n".join(_lines(page, sheet, offices, url, cut))
        if len(text) < LIMIT:
            break
    return text


def _lines(page, sheet: FactSheet, offices: Sequence[Office], url: str, cut: _Cut) -> Iterator[str]:
    village = page.village
    yield f"*{_clipped(page.title, cut.line)}*"
    yield _clipped(f"{village.full_name}, Kec. {village.district}", cut.line)
    if page.is_example:
        yield _("(Contoh, bukan keterangan resmi desa)")
    if not village.is_open:
        yield _("(Halaman desa ini sedang tidak diperbarui)")
    yield ""
    yield from _to_bring(sheet, cut)
    yield _("Biaya: %s") % _clipped(words.fee(sheet), cut.line)
    yield _("Waktu: %s") % _clipped(sheet.duration or words.unknown(), cut.line)
    yield from _where(offices, cut)
    yield _clipped(words.checked_in_words(page), cut.line)
    if cut.link:
        yield url


def _to_bring(sheet: FactSheet, cut: _Cut) -> Iterator[str]:
    rows = sheet.requirements
    if not rows:
        yield _("*Yang dibawa:* %s") % words.unknown()
        return
    yield _("*Yang dibawa:*")
    for row in rows[: cut.items]:
        yield f"- {_clipped(words.requirement_in_words(row), cut.item)}"
    if len(rows) > cut.items:
        yield _("- dan %(n)d lagi") % {"n": len(rows) - cut.items}


def _where(offices: Sequence[Office], cut: _Cut) -> Iterator[str]:
    """The first place: where, when, whom to ask."""
    if not offices:
        yield _("Tempat: %s") % words.unknown()
        return
    office = offices[0]
    place = words.place_in_words(office) if cut.address else office.name
    more = _(" dan %(n)d tempat lagi") % {"n": len(offices) - 1} if len(offices) > 1 else ""
    yield _("Tempat: %s") % (_clipped(place, cut.line) + more)
    yield _("Jam: %s") % (_joined(week_in_words(office, short=True), cut.line) or words.unknown())
    if contact := next((one for one in office.contacts.all() if one.whatsapp or one.phone), None):
        yield _("Tanya: %(role)s %(number)s") % {
            "role": _clipped(contact.role, cut.line),
            "number": contact.whatsapp or contact.phone,
        }
    else:
        yield _("Nomor belum diketahui, datang langsung")


def _clipped(text: str, most: int) -> str:
    """``text`` on one line of at most ``most`` letters; asterisks would make the rest of it bold."""
    text = words.one_line(text.replace("*", ""))
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _joined(items: Sequence[str], most: int) -> str:
    """As many whole ``items`` as go into ``most`` letters, at least one: half an hour would mislead."""
    count = len(items)
    while count > 1 and len("; ".join(items[:count])) > most:
        count -= 1
    more = [_("dan %(n)d lagi") % {"n": len(items) - count}] if count < len(items) else []
    return "; ".join([*items[:count], *more])
