"""What goes onto a slip of paper: all of it where there is room, and what has none is named.

How a browser breaks lines is not known here; it is reckoned, with room to spare.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _

from offices.models import Office
from offices.timetable import special_days_ahead
from offices.wording import special_in_words, week_in_words
from services.aspects import Aspect
from services.facts import FactSheet
from services.slips import words


@dataclass(frozen=True)
class Paper:
    """A kind of paper: what it is called in the address, its styles, its room in letters and lines."""

    name: str
    label: str
    files: tuple[str, ...]
    columns: int
    lines: int
    # Of a place; whom else to ask stands on the page.
    contacts: int
    # Only what is needed at the counter; the rest is on the page.
    is_brief: bool = False


A4 = Paper("lembar", "Lembar", ("slip.css", "slip_a4.css"), columns=66, lines=44, contacts=3)
# A roll has no end, but nobody carries half a metre of it.
RECEIPT = Paper(
    "struk", "Struk", ("slip.css", "slip_receipt.css"), columns=25, lines=46, contacts=1, is_brief=True
)
PAPERS = {paper.name: paper for paper in (A4, RECEIPT)}


@dataclass(frozen=True)
class Place:
    """One place of a service as it stands on paper."""

    name: str
    hours: str
    special: str
    contacts: list[tuple[str, str]]  # role and number


@dataclass
class Slip:
    """What a slip says. ``left_out``: what is to be read on the page, for want of room."""

    fee: str = ""
    duration: str = ""
    requirements: list[tuple[str, str]] = field(default_factory=list)
    more_requirements: int = 0
    for_whom: str = ""
    may_act_for: str = ""
    steps: list[str] = field(default_factory=list)
    more_steps: int = 0
    places: list[Place] = field(default_factory=list)
    more_places: int = 0
    special_help: str = ""
    left_out: list[str] = field(default_factory=list)


class _Room:
    """The lines of a sheet that are still free."""

    def __init__(self, paper: Paper):
        self.columns, self.lines = paper.columns, float(paper.lines)

    def takes(self, *texts: str) -> bool:
        """Are ``texts``, a block each, still written? Then their lines are gone."""
        # Of each line the last word goes to the next one, and capitals are wide.
        wide = [len(text) + sum(map(str.isupper, text)) // 2 for text in texts if text]
        needed = sum(ceil(letters / (self.columns * 0.9)) + 0.3 for letters in wide)
        if needed > self.lines:
            return False
        self.lines -= needed
        return True

    def as_many_of(self, rows: Iterable[tuple[str, ...]]) -> int:
        """How many of ``rows`` are written, from the first on."""
        count = 0
        for row in rows:
            if not self.takes(" ".join(row)):
                break
            count += 1
        return count


def slip_of(page, sheet: FactSheet, offices: Sequence[Office], paper: Paper) -> Slip:
    """What ``paper`` says of ``page``; what is needed most is written first, what finds no room is named.

    ``offices`` with hours and contacts loaded.
    """
    room, slip = _Room(paper), Slip()
    # The name and the village stand in large letters.
    room.takes(*[page.title] * 2, page.village.full_name)

    def if_room(label, text: str) -> str:
        if not text or room.takes(text):
            return text
        slip.left_out.append(str(label))
        return ""

    slip.fee = if_room(Aspect.FEE.label, words.fee(sheet))
    slip.duration = if_room(Aspect.DURATION.label, sheet.duration or words.unknown())
    slip.places = [_place(office, if_room, paper) for office in offices[:1]]
    papers = [(words.one_line(row.text), words.requirement_details(row)) for row in sheet.requirements]
    slip.requirements = papers[: room.as_many_of(papers)]
    slip.more_requirements = len(papers) - len(slip.requirements)
    if paper.is_brief:
        room.lines = 0
    slip.for_whom = if_room(Aspect.FOR_WHOM.label, words.one_line(sheet.for_whom))
    steps = [words.step_in_words(row) for row in sheet.steps]
    slip.steps = steps[: room.as_many_of((step,) for step in steps)]
    slip.more_steps = len(steps) - len(slip.steps)
    slip.may_act_for = if_room(_("Siapa yang boleh mewakili"), words.one_line(sheet.may_act_for))
    _further_places(slip, offices[1:], room, paper)
    slip.special_help = if_room(Aspect.SPECIAL_HELP.label, words.one_line(sheet.special_help))
    return slip


def _place(office: Office, if_room, paper: Paper) -> Place:
    """Hours and contacts before the address: who reads this mostly knows the place."""
    hours = if_room(_("Jam layanan"), "; ".join(week_in_words(office)) or words.unknown())
    contacts = [
        (words.one_line(one.role), one.whatsapp or one.phone)
        for one in list(office.contacts.all())[: paper.contacts]
    ] or [(words.unknown(), "")]
    ahead = special_days_ahead(office, timezone.localdate())
    special = if_room(_("Jam khusus"), "; ".join(map(special_in_words, ahead)))
    asked = if_room(_("Kontak"), "; ".join(map(" ".join, contacts)))
    name = if_room(_("Alamat"), words.place_in_words(office)) or office.name
    return Place(name, hours, special, contacts if asked else [])


def _further_places(slip: Slip, offices: Sequence[Office], room: _Room, paper: Paper) -> None:
    """As many more places as there is room for, each whole."""
    places = [_place(office, lambda _label, text: text, paper) for office in offices]
    count = room.as_many_of((place.name, place.hours, place.special, str(place.contacts)) for place in places)
    slip.places += places[:count]
    slip.more_places = len(places) - count
