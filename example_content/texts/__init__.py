"""Indonesian example texts as plain data: what a page says, without knowing how pages are stored.

Every text may name `{desa}`, `{kecamatan}` and the small invented figures of `Setting`; `fill` puts them in.
Links to other pages of the same village are written `[[layanan/ktp-elektronik|words]]`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

MARK = "Contoh"
_LINK = re.compile(r"\[\[([a-z0-9/-]*)\|([^\]]+)\]\]")


@dataclass(frozen=True)
class Setting:
    """One village as the texts see it: its names, and invented figures that belong together."""

    code: str
    name: str
    district: str
    slug: str
    number: int  # 1, 2, 3, ... of the example villages; makes the invented telephone numbers differ

    def words(self) -> dict[str, object]:
        """What the texts may name. The figures depend on the village's code alone."""
        dice = Random(f"figures:{self.code}")
        women, men = dice.randint(14, 24), dice.randint(9, 16)
        seedlings = [dice.randrange(120, 320, 10) for _ in range(3)]
        return {
            "desa": self.name,
            "kecamatan": self.district,
            "perempuan": women,
            "laki": men,
            "peserta": women + men,
            "disabilitas": dice.randint(3, 6),
            "lansia": dice.randint(4, 8),
            "bibit1": seedlings[0],
            "bibit2": seedlings[1],
            "bibit3": seedlings[2],
            "bibit": sum(seedlings),
            "papan": dice.randrange(60, 140, 5),
            "buku": dice.randrange(240, 620, 10),
            "kk": dice.randint(18, 42),
            "telepon": self.phone,
            "surel": f"desa@{self.slug}.example",
        }

    @property
    def phone(self) -> str:
        """An invented telephone number of the village office that nobody can own."""
        return f"0812-0000-00{self.number:02d}"


# -- parts of a body -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Heading:
    text: str
    level: str = "h2"


@dataclass(frozen=True)
class Text:
    """Rich text: paragraphs, lists, bold, links."""

    html: str


@dataclass(frozen=True)
class Quote:
    text: str
    attribution: str


@dataclass(frozen=True)
class Table:
    """`columns` are (heading, "text" or "number")."""

    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Callout:
    kind: str  # info | warning | tip
    title: str
    html: str


@dataclass(frozen=True)
class Picture:
    scene: str
    caption: str = ""


@dataclass(frozen=True)
class Gallery:
    scenes: tuple[str, ...]


Part = Heading | Text | Quote | Table | Callout | Picture | Gallery


@dataclass(frozen=True)
class Article:
    """A news article; `pillars` and `goals` are values of core's enums."""

    key: str
    title: str
    summary: str
    scene: str
    pillars: tuple[str, ...]
    goals: tuple[int, ...]
    tags: tuple[str, ...]
    body: tuple[Part, ...]
    author_line: str = "Kader digital (contoh)"
    comments_open: bool = True


@dataclass(frozen=True)
class Requirement:
    """One thing to bring. `paper` is a value of services.enums.PaperForm; `condition` says when it is asked for."""

    text: str
    paper: str = "not_paper"
    copies: int = 1
    condition: str = ""


@dataclass(frozen=True)
class Step:
    """One step, who takes it and where; `outside` is true for what happens outside the village."""

    text: str
    actor: str
    place: str
    outside: bool = False


@dataclass(frozen=True)
class Fee:
    """`kind` is a value of services.enums.FeeKind; `amount` in rupiah; `taken_by` is who asks for it."""

    kind: str = "free"
    amount: int | None = None
    taken_by: str = ""
    note: str = ""


@dataclass(frozen=True)
class Place:
    """Where a service is given when that is not the village office.

    `hours` are (weekday, opens, closes), each week or in one `week` of the month (services of a posyandu);
    `roles` are those whom to ask.
    """

    name: str
    address: str
    access: str
    hours: tuple[tuple[int, str, str], ...]
    roles: tuple[str, ...]
    week: int = 0


@dataclass(frozen=True)
class Service:
    """One public service as domain.md 3.1 asks it to be told.

    `online`, `life_events` and `audiences` are values of services.enums; `outside` are keys of
    texts.offices.REGENCY: who outside the villages gives the service too.
    """

    key: str
    title: str
    summary: str
    for_whom: str
    may_act: str
    requirements: tuple[Requirement, ...]
    steps: tuple[Step, ...]
    time: str
    result: str
    laws: tuple[str, ...]
    validity: str = ""
    fee: Fee = Fee()
    places: tuple[Place, ...] = ()
    forms: tuple[str, ...] = ()
    notes: str = ""
    online: str = "no"
    special_help: str = (
        "Petugas dapat datang ke rumah bagi lansia, ibu hamil, dan penyandang disabilitas. "
        "Hubungi kantor desa sehari sebelumnya."
    )
    complaints: str = "Sampaikan kepada Sekretaris Desa. Bila belum terjawab, gunakan lapor.go.id."
    also_called: str = ""
    life_events: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    issuer: str = ""
    outside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """What a village says of the service `key` instead of the regency, and why.

    `aspect` is a value of services.aspects.Aspect; `values` are its fields, or `more_requirements` come
    beside those of the regency.
    """

    key: str
    aspect: str
    reason: str
    values: dict[str, str] = field(default_factory=dict)
    more_requirements: tuple[Requirement, ...] = ()


@dataclass(frozen=True)
class Question:
    """What residents asked of a service, and the village's answer."""

    question: str
    answer: str


@dataclass(frozen=True)
class RegencyOffice:
    """A body outside the villages; with `{kecamatan}` in its name there is one in each district."""

    key: str
    name: str
    address: str
    role: str


@dataclass(frozen=True)
class NoticeContact:
    """Whom to ask. `outside` is true for a contact who does not belong to the village office."""

    role: str
    phone: str
    whatsapp: bool = False
    outside: bool = False


@dataclass(frozen=True)
class Event:
    """When something takes place: hours (WIB) on the first `weekday` (1 is Monday) from `day` days after loading."""

    day: int
    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True)
class Notice:
    """One inclusion notice as domain.md 4.3 asks it to be told. Days count from the day of loading.

    `audiences` are values of inclusion.enums.Audience; `access` answers the questions of
    inclusion.models.PlaceAccess that somebody looked into with yes or no; the others stay unknown.
    """

    key: str
    title: str
    audiences: tuple[str, ...]
    plain_summary: str
    right: str
    law: str
    steps: tuple[str, ...]
    place: str
    access: dict[str, str]
    contacts: tuple[NoticeContact, ...]
    from_day: int
    until_day: int
    event: Event | None = None
    access_note: str = ""
    companion: str = ""
    confidentiality: str = ""
    missing_forms: str = "Belum ada rekaman suara dan belum ada video bahasa isyarat (BISINDO)."


@dataclass(frozen=True)
class Information:
    """An information page; `key` is its address."""

    key: str
    title: str
    summary: str
    body: tuple[Part, ...]


@dataclass(frozen=True)
class Remark:
    """A guest's comment under the article `article`, and what the cadre did with it.

    `state` is a value of comments.enums.CommentState, `reason` one of comments.enums.ReasonCode;
    `replies` are further guests' (name, text) below it.
    """

    name: str
    text: str
    article: str
    home: str = ""
    state: str = "published"
    answer: str = ""
    reason: str = ""
    note: str = ""
    replies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Matter:
    """A topic of the community space, and what became of it.

    `kind`, `pillar` and the states in `steps` are values of TopicKind, Pillar and TopicState; `asked` and the
    first of each step: how many days ago. Without `name` the cadre opened it. `remarks`: guests' (name, text).
    """

    kind: str
    title: str
    text: str
    pillar: str
    asked: int
    name: str = ""
    home: str = ""
    steps: tuple[tuple[int, str, str], ...] = ()
    answer: str = ""
    remarks: tuple[tuple[str, str], ...] = ()
    supports: int = 0


def fill(text: str, setting: Setting) -> str:
    """The text with the village's names and figures in it."""
    return text.format_map(setting.words()) if "{" in text else text


def marked(title: str) -> str:
    """A title that says it is an example: news and notices begin with it."""
    return f"{MARK}: {title}"


def marked_after(title: str) -> str:
    """A title that says it is an example at its end, so that lists of services stay in the order of their names."""
    return f"{title} ({MARK})"


def links(html: str, resolve: object) -> str:
    """`[[path|words]]` turned into links; `resolve(path)` gives the opening tag, or "" to keep the words only."""

    def link(match: re.Match[str]) -> str:
        opening = resolve(match[1])  # type: ignore[operator]
        return f"{opening}{match[2]}</a>" if opening else match[2]

    return _LINK.sub(link, html)
