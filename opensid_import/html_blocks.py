"""Turns the HTML of an old article into items for the blocks of the site.

What goes out is written anew from plain text, checked links and a handful of tags; nh3 cleans it once more.
Visible words are never dropped: what has no block becomes a paragraph.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from opensid_import.html_events import CONTROL, Attributes, events
from opensid_import.rich_text import Run, clean_link, lines_of, plain, rich

HEADING_LIMIT = 120
QUOTE_LIMIT = 600
QUOTE_PARAGRAPHS = 10
CAPTION_LIMIT = 200
TABLE_CAPTION_LIMIT = 160
TABLE_COLUMNS = 8
ALT_LIMIT = 255
LIST_DEPTH = 3

INLINE_MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Tags that end a line of text. All others (span, font, o:p, ...) are passed over and their words kept.
BOUNDARIES = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
    ]
)
VISITED = {"iframe", "embed", "object", "video", "audio", "svg", "canvas"}


@dataclass
class Paragraph:
    """Rich text: one ``<p>`` or one list."""

    html: str
    plain: str
    is_plain: bool  # neither link nor list


@dataclass
class Heading:
    level: int
    text: str


@dataclass
class Picture:
    """A picture whose file was found. Without an alternative text it is decoration."""

    path: Path
    alt: str = ""
    caption: str = ""


@dataclass
class Quote:
    text: str


@dataclass
class Table:
    caption: str
    headings: list[str]
    rows: list[list[str]]


Item = Paragraph | Heading | Picture | Quote | Table


@dataclass
class Converted:
    """The blocks of an article and what could not be carried over, as short notes for the report."""

    items: list[Item] = field(default_factory=list)
    missing_pictures: list[str] = field(default_factory=list)
    embedded_pictures: int = 0
    dropped_links: int = 0
    dropped_embeds: list[str] = field(default_factory=list)
    short_codes: list[str] = field(default_factory=list)

    def plain_text(self) -> str:
        """All words, for a summary or a search for emptiness."""
        words: list[str] = []
        for item in self.items:
            match item:
                case Paragraph():
                    words.append(item.plain)
                case Heading() | Quote():
                    words.append(item.text)
                case Picture():
                    words.append(item.caption)
                case Table():
                    words += [item.caption, *item.headings, *(cell for row in item.rows for cell in row)]
        return " ".join(word for word in words if word)


def convert(source: str, find_picture: Callable[[str], Path | None] = lambda source: None) -> Converted:
    """Blocks of ``source``. ``find_picture`` gives the file of an ``<img src>``, or ``None`` where there is
    none."""
    source = CONTROL.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))
    reader = _Reader(find_picture)
    if not re.search(r"<[a-zA-Z!/]", source):
        # Written without an editor: the lines are the author's own.
        reader.keeps_lines = 1
    for event in events(source):
        reader.feed(*event)
    return reader.finish()


@dataclass
class _ListItem:
    runs: list[Run] = field(default_factory=list)
    children: list["_List"] = field(default_factory=list)


@dataclass
class _List:
    tag: str
    items: list[_ListItem] = field(default_factory=list)


@dataclass
class _Cell:
    is_heading: bool
    is_simple: bool
    runs: list[Run] = field(default_factory=list)


@dataclass
class _TableParts:
    rows: list[list[_Cell]] = field(default_factory=list)
    caption: list[Run] | None = None
    outside: list[Run] = field(default_factory=list)  # words that stand in no cell
    in_caption: bool = False
    is_simple: bool = True


class _Reader:
    """Holds what is open: marks, the line, and at most one list or one table (what is inside those flows)."""

    def __init__(self, find_picture: Callable[[str], Path | None]):
        self.find_picture = find_picture
        self.result = Converted()
        self.items = self.result.items
        self.runs: list[Run] = []
        self.bold = self.italic = 0
        self.href = ""
        self.heading = 0
        self.quotes: list[int] = []
        self.lists: list[_List] = []
        self.lists_beyond = 0
        self.table: _TableParts | None = None
        self.tables = self.tables_inside = 0
        self.waiting: list[Picture] = []
        self.keeps_lines = 0

    # what comes in

    def feed(self, kind: str, value: str, attributes: Attributes) -> None:
        if kind == "text":
            self._text(value)
        elif kind == "start":
            self._start(value, attributes)
        else:
            self._end(value)

    def _text(self, text: str) -> None:
        # An entity may have brought in what no page may hold.
        text = CONTROL.sub("", text)
        lines = text.split("\n") if self.keeps_lines else [text]
        for number, line in enumerate(lines):
            if number:
                self._into().append(Run(None))
            if line:
                self._into().append(Run(line, self.bold > 0, self.italic > 0, self.href))

    def _into(self) -> list[Run]:
        """Where words go now."""
        if self.table is not None:
            if self.table.in_caption and self.table.caption is not None:
                return self.table.caption
            if self.table.rows and self.table.rows[-1]:
                return self.table.rows[-1][-1].runs
            return self.table.outside
        if self.lists:
            items = self.lists[-1].items
            # Words behind a list inside an item start an item of their own, or they would change places.
            if not items or items[-1].children:
                items.append(_ListItem())
            return items[-1].runs
        return self.runs

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag in INLINE_MARKS:
            self._mark(INLINE_MARKS[tag], 1)
        elif tag == "a":
            href = attributes.get("href", "")
            self.href = clean_link(href)
            self.result.dropped_links += bool(href and not self.href and not href.startswith("#"))
        elif tag == "br":
            self._into().append(Run(None))
        elif tag == "img":
            self._picture(attributes)
        elif tag in HEADINGS:
            self._boundary()
            self.heading = HEADINGS[tag] if self.table is None and not self.lists else 0
        elif tag == "blockquote":
            self._boundary()
            if self.table is None and not self.lists:
                self.quotes.append(len(self.items))
        elif tag in {"ul", "ol"}:
            self._open_list(tag)
        elif tag == "li" and self.lists and self.table is None and not self.lists_beyond:
            self.lists[-1].items.append(_ListItem())
        elif tag == "table":
            self._open_table()
        elif self.table is not None and not self.tables_inside and tag in {"tr", "td", "th", "caption"}:
            self._table_part(tag, attributes)
        elif tag in BOUNDARIES:
            self.keeps_lines += tag in {"pre", "textarea"}
            self._boundary()
        elif tag in VISITED:
            self.result.dropped_embeds.append(attributes.get("src", attributes.get("data", ""))[:200] or tag)

    def _end(self, tag: str) -> None:
        if tag in INLINE_MARKS:
            self._mark(INLINE_MARKS[tag], -1)
        elif tag == "a":
            self.href = ""
        elif tag in HEADINGS:
            self._boundary()
        elif tag == "blockquote":
            self._boundary()
            if self.quotes and self.table is None and not self.lists:
                self._close_quote(self.quotes.pop())
        elif tag in {"ul", "ol"}:
            self._close_list()
        elif tag == "table":
            self._close_table()
        elif tag == "caption" and self.table is not None and not self.tables_inside:
            self.table.in_caption = False
        elif tag == "figcaption":
            self._boundary(is_caption=True)
        elif tag in BOUNDARIES:
            if tag in {"pre", "textarea"} and self.keeps_lines:
                self.keeps_lines -= 1
            self._boundary()
        elif tag in {"p", "br"}:
            self._into().append(Run(None))

    def finish(self) -> Converted:
        if self.table is not None:
            self.tables_inside = 0
            self._close_table()
        while self.lists:
            self.lists_beyond = 0
            self._close_list()
        self._boundary()
        for text in re.findall(r"\[\[[^\[\]]{1,80}\]\]", self.result.plain_text()):
            self.result.short_codes.append(text)
        self._level_headings()
        return self.result

    def _mark(self, mark: str, step: int) -> None:
        if mark == "b":
            self.bold = max(0, self.bold + step)
        else:
            self.italic = max(0, self.italic + step)

    # lines of the open page

    def _boundary(self, is_caption: bool = False) -> None:
        """End the line that is open; on the open page this makes a paragraph or a heading of it."""
        if self.table is not None or self.lists:
            self._into().append(Run(None))
            return
        lines, level = lines_of(self.runs), self.heading
        self.runs, self.heading = [], 0
        text = plain(lines)
        if not text:
            pass
        elif level and len(text) <= HEADING_LIMIT and not any(run.href for line in lines for run in line):
            self.items.append(Heading(level, text))
        elif is_caption and self._caption_picture(text):
            pass
        else:
            if level:
                lines = [[Run(run.text, True, run.italic, run.href) for run in line] for line in lines]
            self._paragraphs(lines)
        self._place_waiting()

    def _paragraphs(self, lines: list[list[Run]]) -> None:
        """An empty line parts two paragraphs, a single break stays one."""
        block: list[list[Run]] = []
        for line in [*lines, []]:
            if line:
                block.append(line)
            elif block:
                has_link = any(run.href for line in block for run in line)
                self.items.append(Paragraph(f"<p>{rich(block)}</p>", plain(block, "\n"), not has_link))
                block = []

    def _caption_picture(self, text: str) -> bool:
        last = self.items[-1] if self.items else None
        if isinstance(last, Picture) and not last.caption and len(text) <= CAPTION_LIMIT:
            last.caption = text
            return True
        return False

    def _close_quote(self, start: int) -> None:
        if len(self.items) - start > QUOTE_PARAGRAPHS:
            return
        inside = self.items[start:]
        paragraphs = [item for item in inside if isinstance(item, Paragraph) and item.is_plain]
        text = "\n".join(item.plain for item in paragraphs)
        if inside and len(paragraphs) == len(inside) and len(text) <= QUOTE_LIMIT:
            self.items[start:] = [Quote(text)]

    def _level_headings(self) -> None:
        """The page's title is h1: the highest level in use becomes h2, all below it h3, and never h3
        first."""
        headings = [item for item in self.items if isinstance(item, Heading)]
        top = min((heading.level for heading in headings), default=1)
        for number, heading in enumerate(headings):
            heading.level = 2 if heading.level == top or number == 0 else 3

    # pictures

    def _picture(self, attributes: Attributes) -> None:
        source = attributes.get("src", "").strip()
        if not source:
            self._into().append(Run(" "))
            return
        if source[:5].lower() == "data:":
            self.result.embedded_pictures += 1
            self._into().append(Run(" "))  # what stood left and right of it stays apart
            return
        path = self.find_picture(source)
        if path is None:
            self.result.missing_pictures.append(source[:200])
            self._into().append(Run(" "))
            return
        alt = re.sub(r"\s+", " ", CONTROL.sub("", attributes.get("alt", ""))).strip()
        if re.fullmatch(r"\S+\.(?:jpe?g|png|gif|webp|bmp)|(?:IMG|DSC|WA)[-_]?\d\S*", alt, re.IGNORECASE):
            alt = ""  # a file name tells a listener nothing
        self.waiting.append(Picture(path, alt[:ALT_LIMIT]))
        if self.table is None and not self.lists:
            level = self.heading
            self._boundary()
            self.heading = level

    def _place_waiting(self) -> None:
        self.items += self.waiting
        self.waiting = []

    # lists

    def _open_list(self, tag: str) -> None:
        if self.table is not None:
            self._boundary()
        elif not self.lists:
            self._boundary()
            self.lists.append(_List(tag))
        elif len(self.lists) < LIST_DEPTH and not self.lists_beyond:
            parent = self.lists[-1].items
            if not parent:
                parent.append(_ListItem())
            parent[-1].children.append(_List(tag))
            self.lists.append(parent[-1].children[-1])
        else:
            self.lists_beyond += 1
            self._boundary()

    def _close_list(self) -> None:
        if self.table is not None or not self.lists:
            self._boundary()
        elif self.lists_beyond:
            self.lists_beyond -= 1
            self._boundary()
        else:
            closed = self.lists.pop()
            if not self.lists:
                self._place_list(closed)
                self._place_waiting()

    def _place_list(self, closed: _List) -> None:
        rich = _rich_list(closed)
        if rich:
            self.items.append(Paragraph(rich, _plain_list(closed), False))

    # tables

    def _open_table(self) -> None:
        if self.table is not None:
            self.tables_inside += 1
            self.table.is_simple = False
            self._boundary()
        elif self.lists:
            # A table inside a list flows into the item, line by line.
            self._boundary()
        else:
            self._boundary()
            self.table = _TableParts()

    def _table_part(self, tag: str, attributes: Attributes) -> None:
        table = self.table
        if table is None:
            return
        table.in_caption = tag == "caption"
        if tag == "caption":
            table.caption = table.caption or []
            table.caption.append(Run(None))
        elif tag == "tr":
            table.rows.append([])
        else:
            if not table.rows:
                table.rows.append([])
            spans = {attributes.get("colspan", "1").strip(), attributes.get("rowspan", "1").strip()}
            table.rows[-1].append(_Cell(tag == "th", spans <= {"1", "0", ""}))

    def _close_table(self) -> None:
        if self.table is None:
            self._boundary()
            return
        if self.tables_inside:
            self.tables_inside -= 1
            self._boundary()
            return
        table, self.table = self.table, None
        self._paragraphs(lines_of(table.outside))
        self._place_table(table)
        self._place_waiting()

    def _place_table(self, table: _TableParts) -> None:
        caption = lines_of(table.caption or [])
        rows = [[(cell, lines_of(cell.runs)) for cell in row] for row in table.rows]
        rows = [row for row in rows if any(plain(lines) for _cell, lines in row)]
        if not rows:
            self._paragraphs(caption)
            return
        width = len(rows[0])
        if width == 1 or len(rows) == 1:
            # One column or one row only holds things in place on a screen.
            self._paragraphs(caption)
            for row in rows:
                for _cell, lines in row:
                    self._paragraphs(lines)
            return
        is_regular = (
            table.is_simple
            and width <= TABLE_COLUMNS
            and all(len(row) == width for row in rows)
            and all(cell.is_simple for row in rows for cell, _lines in row)
            and not any(run.href for row in rows for _cell, lines in row for line in lines for run in line)
            and all(_is_heading(cell, lines) for cell, lines in rows[0])
            and len(plain(caption)) <= TABLE_CAPTION_LIMIT
        )
        if is_regular:
            cells = [[plain(lines) for _cell, lines in row] for row in rows]
            self.tables += 1
            title = plain(caption) or _("Tabel %(number)s") % {"number": self.tables}
            self.items.append(Table(title, cells[0], cells[1:]))
            return
        # Without a row of headings nobody can name a cell: a list says the same, and reads better on a phone.
        self._paragraphs(caption)
        filled = [[lines for _cell, lines in row if plain(lines)] for row in rows]
        entries = "".join(f"<li>{'; '.join(map(rich, row))}</li>" for row in filled)
        text = "\n".join("; ".join(map(plain, row)) for row in filled)
        self.items.append(Paragraph(f"<ul>{entries}</ul>", text, False))


def _is_heading(cell: _Cell, lines: list[list[Run]]) -> bool:
    words = [run for line in lines for run in line]
    return bool(words) and (cell.is_heading or all(run.bold for run in words))


def _rich_list(node: _List) -> str:
    parts = []
    for item in node.items:
        words = rich(lines_of(item.runs))
        inner = "".join(_rich_list(child) for child in item.children)
        if words or inner:
            parts.append(f"<li>{words}{inner}</li>")
    return f"<{node.tag}>{''.join(parts)}</{node.tag}>" if parts else ""


def _plain_list(node: _List) -> str:
    lines = []
    for item in node.items:
        lines += [plain(lines_of(item.runs)), *(_plain_list(child) for child in item.children)]
    return "\n".join(line for line in lines if line)
