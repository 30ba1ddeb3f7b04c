"""What single statements of a dump say: columns, settings, and the values of rows."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from opensid_import.sql_statements import DumpError, Statement

Value = str | bytes | int | Decimal | None

# Names as MySQL writes them. Its latin1 is Windows-1252 with the five holes filled.
CODECS = {
    "utf8mb4": "utf-8",
    "utf8mb3": "utf-8",
    "utf8": "utf-8",
    "ascii": "ascii",
    "latin1": "cp1252",
    "latin2": "iso8859-2",
    "latin5": "iso8859-9",
    "latin7": "iso8859-13",
    "cp1250": "cp1250",
    "cp1251": "cp1251",
    "cp1256": "cp1256",
}
LATIN1_HOLES = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
# MySQL's longest: DECIMAL has 65 digits, BIT 64 signs (reference manual, "Data Types").
LONGEST_NUMBER = 80


@dataclass
class Row:
    """One row of a wanted table: column name -> value, as declared by the dump."""

    table: str
    values: dict[str, Value]
    line: int


@dataclass
class DumpFacts:
    """What was learned about the file while reading; complete once all rows were read."""

    charset: str = "utf8mb4"
    charset_declared: bool = False
    time_zone: tzinfo | None = None
    time_zone_name: str = ""
    trailer_seen: bool = False
    trailer_promised: bool = False
    # table -> column -> SQL type in lower case ("timestamp", "datetime", "varchar")
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: Counter[str] = field(default_factory=Counter)
    other_tables: set[str] = field(default_factory=set)

    def moment(self, row: Row, column: str, local: tzinfo) -> datetime | None:
        """The aware time of a column; ``None`` for NULL, zero dates and what is no date.

        TIMESTAMP columns are written in the time zone that the dump declares. DATETIME columns are never
        converted by MySQL: they, and everything where no zone is declared, are clock time of the old site.
        """
        text = row.values.get(column)
        if not isinstance(text, str):
            return None
        try:
            naive = datetime.fromisoformat(text)
        except ValueError:
            return None
        if naive.tzinfo is not None or naive.year < 1970:
            return None
        kind = self.columns.get(row.table, {}).get(column, "timestamp")
        zone = local if kind != "timestamp" or self.time_zone is None else self.time_zone
        try:
            return naive.replace(tzinfo=zone).astimezone(local)
        except OverflowError:
            return None


_NAME = rb"""(?:`(?:[^`]|``)+`|"[^"]+"|[0-9A-Za-z_$]+)"""
_INSERT = re.compile(
    rb"\s*(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s+)*(?:INTO\s+)?"
    rb"(?:" + _NAME + rb"\s*\.\s*)?(" + _NAME + rb")\s*",
    re.IGNORECASE,
)
_CREATE = re.compile(
    rb"\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:" + _NAME + rb"\s*\.\s*)?(" + _NAME + rb")\s*\(",
    re.IGNORECASE,
)
_COLUMN_LIST = re.compile(rb"\(\s*(" + _NAME + rb"(?:\s*,\s*" + _NAME + rb")*)\s*\)\s*")
_ONE_NAME = re.compile(_NAME)
_VALUES = re.compile(rb"VALUES?\s*", re.IGNORECASE)
_NO_COLUMN = {"PRIMARY", "KEY", "UNIQUE", "INDEX", "CONSTRAINT", "FOREIGN", "FULLTEXT", "SPATIAL", "CHECK"}


def first_word(head: bytes) -> bytes:
    found = re.match(rb"[A-Za-z]+", head)
    return found[0].upper() if found else b""


def _plain_name(name: bytes) -> str:
    if name[:1] in (b"`", b'"'):
        name = name[1:-1].replace(b"``", b"`")
    return name.decode("utf-8", "replace")


def target_of(head: bytes) -> str:
    found = _INSERT.match(head)
    return _plain_name(found[1]) if found else ""


def is_wanted(head: bytes, tables: set[str]) -> bool:
    """Whether the statement that begins so must be kept whole: INSERTs and columns of ``tables``,
    settings."""
    word = first_word(head.lstrip())
    if word in {b"INSERT", b"REPLACE"}:
        return target_of(head) in tables
    if word == b"CREATE":
        found = _CREATE.match(head)
        return found is not None and _plain_name(found[1]) in tables
    return word == b"SET"


_PIECE = re.compile(
    rb"""'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`]|``)*`|[(),]|[^'"`(),]+""", re.DOTALL
)


def note_columns(statement: Statement, tables: set[str], facts: DumpFacts) -> None:
    opening = _CREATE.match(statement.text)
    if opening is None:
        return
    table = _plain_name(opening[1])
    if table not in tables:
        facts.other_tables.add(table)
        return
    columns: dict[str, str] = {}
    depth, definition = 0, b""
    for piece in _PIECE.finditer(statement.text, opening.end()):
        token = piece[0]
        if token == b"(":
            depth += 1
        elif token == b")":
            depth -= 1
        if depth < 0 or (token == b"," and depth == 0):
            _note_column(definition, columns)
            definition = b""
            if depth < 0:
                break
        else:
            definition += token
    facts.columns[table] = columns


def _note_column(definition: bytes, columns: dict[str, str]) -> None:
    definition = definition.strip()
    name = _ONE_NAME.match(definition)
    if name is None or (name[0][:1] not in (b"`", b'"') and name[0].decode().upper() in _NO_COLUMN):
        return
    kind = re.match(rb"\s*([A-Za-z]+)", definition[name.end() :])
    columns[_plain_name(name[0])] = kind[1].decode("ascii").lower() if kind else ""


_NAMES_SETTING = re.compile(
    rb"\s*SET\s+(?:NAMES|CHARACTER\s+SET|CHARSET)\s+['\"]?([A-Za-z0-9_]+)", re.IGNORECASE
)
_ZONE_SETTING = re.compile(
    rb"[\s,](?:@@)?(?:SESSION\s+|SESSION\.)?TIME_ZONE\s*=\s*(['\"])([^'\"]*)\1", re.IGNORECASE
)
_MODE_SETTING = re.compile(rb"SQL_MODE\s*=\s*['\"][^'\"]*NO_BACKSLASH_ESCAPES", re.IGNORECASE)


def note_setting(statement: Statement, facts: DumpFacts) -> None:
    text = statement.text
    if names := _NAMES_SETTING.match(text):
        charset = names[1].decode("ascii").lower()
        if charset == "binary":
            charset = "utf8mb4"
        elif charset not in CODECS:
            raise DumpError(
                _(
                    "Berkas ini memakai himpunan huruf %(charset)s yang tidak dikenal (baris %(line)s). "
                    "Buat ulang dengan pilihan --default-character-set=utf8mb4."
                )
                % {"charset": charset, "line": statement.line}
            )
        else:
            facts.charset_declared = True
        facts.charset = charset
    if zone := _ZONE_SETTING.search(text):
        facts.time_zone_name = zone[2].decode("utf-8", "replace")
        facts.time_zone = _zone(facts.time_zone_name)
    if _MODE_SETTING.search(text):
        raise DumpError(
            _(
                "Berkas ini dibuat dengan mode NO_BACKSLASH_ESCAPES (baris %(line)s), yang tidak dapat "
                "dibaca. "
                "Matikan mode itu, lalu buat ulang salinan basis data."
            )
            % {"line": statement.line}
        )


def _zone(name: str) -> tzinfo | None:
    """``+07:00``, ``UTC``, ``Asia/Jakarta``; ``None`` for SYSTEM and unknown names: clock time of the old
    site."""
    if offset := re.fullmatch(r"([+-])(\d{1,2}):(\d{2})", name):
        delta = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(-delta if offset[1] == "-" else delta) if delta <= timedelta(hours=14) else None
    if name.upper() == "SYSTEM" or not name:
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # KeyError: no such zone
        return None


# --- values -------------------------------------------------------------------------------------------------

_VALUE = re.compile(
    rb"""\s*(?:
      (?P<binary>_binary\s*)?(?:_(?P<charset>[a-z0-9]+)\s*)?
        (?: '(?P<single>[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+)' | "(?P<double>[^"\\]*+(?:(?:\\.|"")[^"\\]*+)*+)" )
    | 0x(?P<hex>[0-9A-Fa-f]+) | [xX]'(?P<quoted_hex>[0-9A-Fa-f]*)' | [bB]'(?P<bits>[01]*)'
    | (?P<number>[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)
    | (?P<word>NULL|TRUE|FALSE)\b
    )\s*""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_ESCAPE = re.compile(rb"\\(.)|''|\"\"", re.DOTALL)
_ESCAPED = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a"}
_WORDS: dict[bytes, Value] = {b"NULL": None, b"TRUE": 1, b"FALSE": 0}


def insert_rows(statement: Statement, table: str, facts: DumpFacts) -> Iterator[Row]:
    text = statement.text
    opening = _INSERT.match(text)
    position = opening.end() if opening else 0
    if listed := _COLUMN_LIST.match(text, position):
        columns = [_plain_name(name[0]) for name in _ONE_NAME.finditer(listed[1])]
        position = listed.end()
    else:
        columns = list(facts.columns.get(table, {}))
        if not columns:
            raise DumpError(
                _(
                    "Tabel %(table)s tidak punya daftar kolom (baris %(line)s). "
                    "Buat ulang tanpa pilihan --no-create-info, atau dengan --complete-insert."
                )
                % {"table": table, "line": statement.line}
            )
    values = _VALUES.match(text, position)
    if values is None:
        raise _unreadable(statement, position, table)
    position = values.end()
    line, counted = statement.line, 0
    while True:
        line += text.count(b"\n", counted, position)
        counted = position
        row, position = _tuple(statement, position, table, facts)
        if len(row) != len(columns):
            raise DumpError(
                _(
                    "Baris data tabel %(table)s punya %(found)s nilai, padahal kolomnya %(expected)s "
                    "(baris %(line)s). Berkas ini rusak; buat ulang dengan mysqldump."
                )
                % {"table": table, "found": len(row), "expected": len(columns),
                   "line": _line_at(statement, position)}
            )  # fmt: skip
        facts.rows[table] += 1
        yield Row(table, dict(zip(columns, row, strict=True)), line)
        if text[position : position + 1] != b",":
            rest = text[position:].strip()
            if rest and not rest.upper().startswith((b"ON DUPLICATE", b"AS ", b"RETURNING")):
                raise _unreadable(statement, position, table)
            return
        position += 1


def _tuple(statement: Statement, position: int, table: str, facts: DumpFacts) -> tuple[list[Value], int]:
    text = statement.text
    while text[position : position + 1].isspace():
        position += 1
    if text[position : position + 1] != b"(":
        raise _unreadable(statement, position, table)
    position += 1
    row: list[Value] = []
    while True:
        found = _VALUE.match(text, position)
        if found is None:
            raise _unreadable(statement, position, table)
        row.append(_value(found, statement, facts))
        position = found.end()
        mark = text[position : position + 1]
        position += 1
        if mark == b")":
            while text[position : position + 1].isspace():
                position += 1
            return row, position
        if mark != b",":
            raise _unreadable(statement, position - 1, table)


def _value(found: re.Match[bytes], statement: Statement, facts: DumpFacts) -> Value:
    kind = found.lastgroup
    if kind in {"single", "double"}:
        quote = b"''" if kind == "single" else b'""'
        raw = found[kind]
        if found["binary"]:
            return _unescape(raw, quote)
        charset = (found["charset"] or b"").decode("ascii").lower()
        charset = charset if charset in CODECS else facts.charset
        try:
            return _decode(_unescape(raw, quote), charset)
        except UnicodeDecodeError as error:
            raise _bad_letters(raw, charset, statement, found.start(kind)) from error
    if kind in {"number", "bits"} and len(found[kind]) > LONGEST_NUMBER:
        raise _no_number(statement, found.start(kind))
    if kind == "number":
        try:
            return int(found[kind]) if found[kind].lstrip(b"+-").isdigit() else Decimal(found[kind].decode())
        except InvalidOperation as error:  # an exponent beyond all measure
            raise _no_number(statement, found.start(kind)) from error
    if kind == "word":
        return _WORDS[found[kind].upper()]
    if kind == "bits":
        return int(found[kind] or b"0", 2)
    digits = found[kind or "hex"]
    return bytes.fromhex((b"0" + digits if len(digits) % 2 else digits).decode("ascii"))


def _no_number(statement: Statement, position: int) -> DumpError:
    return DumpError(
        _(
            "Ada bilangan yang terlalu panjang pada baris %(line)s (bita ke-%(offset)s); MySQL tidak menulis "
            "bilangan seperti itu. Berkas ini rusak; buat ulang dengan mysqldump."
        )
        % {"line": _line_at(statement, position), "offset": statement.offset + position}
    )


def _unescape(raw: bytes, quote: bytes) -> bytes:
    if b"\\" not in raw and quote not in raw:
        return raw

    def plain(found: re.Match[bytes]) -> bytes:
        if found[1] is None:
            return found[0][:1] if found[0] == quote else found[0]
        if found[1] in b"%_":
            return found[0]  # MySQL keeps the backslash here
        return _ESCAPED.get(found[1], found[1])

    return _ESCAPE.sub(plain, raw)


def _decode(raw: bytes, charset: str) -> str:
    if charset != "latin1":
        return raw.decode(CODECS[charset])
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte in LATIN1_HOLES else bytes([byte]).decode("cp1252") for byte in raw)


def _bad_letters(raw: bytes, charset: str, statement: Statement, start: int) -> DumpError:
    """``raw`` is the string as the file has it, so that the place told is the true one."""
    try:
        raw.decode(CODECS[charset])
    except UnicodeDecodeError as error:
        start += error.start
    return DumpError(
        _(
            "Ada huruf yang rusak pada baris %(line)s (bita ke-%(offset)s): berkas menyatakan "
            "%(charset)s, tetapi "
            "isinya bukan. Buat ulang dengan pilihan --default-character-set=utf8mb4, dan jangan "
            "membuka lalu "
            "menyimpan berkas itu di penyunting teks."
        )
        % {"line": _line_at(statement, start), "offset": statement.offset + start, "charset": charset}
    )


def decode_blob(value: bytes, facts: DumpFacts) -> str:
    """Text that the dump wrote as binary (``--hex-blob``, BLOB columns). Bad bytes become U+FFFD."""
    return value.decode(CODECS[facts.charset], "replace")


def _line_at(statement: Statement, position: int) -> int:
    return statement.line + statement.text.count(b"\n", 0, position)


def _unreadable(statement: Statement, position: int, table: str) -> DumpError:
    return DumpError(
        _(
            "Perintah INSERT untuk tabel %(table)s tidak dapat dibaca pada baris %(line)s (bita "
            "ke-%(offset)s). "
            "Berkas ini rusak atau bukan hasil mysqldump; buat ulang lalu coba lagi."
        )
        % {"table": table, "line": _line_at(statement, position), "offset": statement.offset + position}
    )
