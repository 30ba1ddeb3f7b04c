"""Cuts a dump into statements, as a stream: memory stays flat however large the file is."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

CHUNK_SIZE = 256 * 1024
# Enough of a statement to know what it does to which table.
HEAD_SIZE = 2048
# Longest opener that the scanner must see whole: /*M!999999 and one more.
LOOKAHEAD = 16


class DumpError(Exception):
    """The file cannot be read; the message tells in Indonesian what is wrong and how to mend it."""


class CutError(DumpError):
    """The file ends inside a statement, a string or a comment."""

    def __init__(self, line: int):
        super().__init__(
            _(
                "Berkas ini terpotong: isinya berhenti di tengah, sekitar baris %(line)s. "
                "Salin atau unduh ulang berkasnya, atau buat ulang dengan mysqldump. Tidak ada yang diimpor."
            )
            % {"line": line}
        )


@dataclass
class Statement:
    """One statement without its comments; every byte stands where it stood in the file, after ``offset``."""

    text: bytes
    offset: int
    line: int
    whole: bool


def read_from(stream: BinaryIO, size: int) -> bytes:
    try:
        return stream.read(size)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DumpError(
            _(
                "Berkas gzip ini rusak atau terpotong di tengah. Unduh atau salin ulang berkasnya, "
                "lalu periksa dengan perintah: gzip -t NAMA-BERKAS"
            )
        ) from error
    except OSError as error:
        raise DumpError(
            _("Berkas tidak dapat dibaca sampai selesai: %(reason)s.") % {"reason": error.strerror or error}
        ) from error


_STOPS = re.compile(rb"""[;'"`#]|--|/\*|\*/|\\""")
# Text without stops, whole strings included, in one step: this is what makes large files bearable.
_DULL = re.compile(
    rb"""(?:[^;'"`#/*\\-]++|-(?=[^-])|/(?=[^*])|\*(?=[^/])
    |'[^'\\]*+(?:\\.[^'\\]*+)*+'|"[^"\\]*+(?:\\.[^"\\]*+)*+"|`[^`]*+`)*+""",
    re.DOTALL | re.VERBOSE,
)
_EXECUTABLE = re.compile(rb"/\*M?!(\d{0,6})")
_QUOTE_STOPS = {
    b"'": re.compile(rb"['\\]"),
    b'"': re.compile(rb'["\\]'),
    b"`": re.compile(rb"`"),
}
_COMMENT_END = re.compile(rb"\*/")
_NOT_NEWLINE = re.compile(rb"[^\n]")
_DELIMITER = re.compile(rb"\s*delimiter[ \t]+(\S+)[ \t]*\r?(?:\n|\Z)", re.IGNORECASE)
_HEADER = re.compile(rb"--\s*(?:mysql|mariadb) dump\b|--\s*mysqldump-php\b", re.IGNORECASE)
_TRAILER = re.compile(rb"--\s*dump completed\b", re.IGNORECASE)


class Scanner:
    """Cuts a stream into statements; blanks comments out, opens the executable ones (``/*!40101 ... */``)."""

    def __init__(self, stream: BinaryIO, wants: Callable[[bytes], bool], limit: int):
        self.stream = stream
        self.wants = wants
        self.limit = limit
        self.buffer = b""
        self.position = 0  # in the buffer
        self.base = stream.tell()  # offset of the buffer's first byte in the (unpacked) file
        self.ended = False
        self.line = 1
        self.trailer_seen = False
        self.trailer_promised = False
        self.delimiter = b";"
        self._begin()

    def _begin(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0
        self.kept: bool | None = None  # None: too little seen to know
        self.start_offset = self.base + self.position
        self.start_line = self.line
        self.blank = True

    def _fill(self) -> bool:
        """Read on; False at the end of the file."""
        if self.ended:
            return False
        chunk = read_from(self.stream, CHUNK_SIZE)
        if not chunk:
            self.ended = True
            return False
        self.base += self.position
        self.buffer = self.buffer[self.position :] + chunk
        self.position = 0
        return True

    def _take(self, end: int, blank: bool = False) -> None:
        """Move up to ``end``; what is passed belongs to the statement (as spaces where ``blank``)."""
        piece = self.buffer[self.position : end]
        if not piece:
            return
        self.position = end
        newlines = piece.count(b"\n")
        if self.blank and (blank or not piece.strip()):
            # Nothing of the statement has begun: it starts behind this.
            self.line += newlines
            self.start_offset = self.base + self.position
            self.start_line = self.line
            return
        if self.blank:
            lead = len(piece) - len(piece.lstrip())
            self.start_line = self.line + piece[:lead].count(b"\n")
            self.start_offset = self.base + self.position - len(piece) + lead
            piece = piece[lead:]
            self.blank = False
        self.line += newlines
        if self.kept is None and self.size + len(piece) >= HEAD_SIZE:
            self.kept = self.wants(b"".join([*self.parts, piece])[:HEAD_SIZE])
        if self.kept is not False or self.size < HEAD_SIZE:
            self.parts.append(_NOT_NEWLINE.sub(b" ", piece) if blank else piece)
            if self.kept and self.size + len(piece) > self.limit:
                raise DumpError(
                    _(
                        "Satu perintah pada baris %(line)s lebih besar dari %(size)s MB. "
                        "Buat ulang salinan basis data dengan pilihan --net-buffer-length=1M."
                    )
                    % {"line": self.start_line, "size": self.limit // (1024 * 1024)}
                )
        self.size += len(piece)

    def _finish(self) -> Statement | None:
        text = b"".join(self.parts)
        if self.kept is None:
            self.kept = self.wants(text[:HEAD_SIZE])
        blank, statement = self.blank, Statement(text, self.start_offset, self.start_line, bool(self.kept))
        self._begin()
        return None if blank else statement

    def _until(self, end: re.Pattern[bytes], blank: bool, escapes: bool = False) -> bool:
        """Pass everything up to and with the next ``end``; False where the file ends first."""
        while True:
            found = end.search(self.buffer, self.position)
            if found is None:
                self._take(len(self.buffer), blank)
                if not self._fill():
                    return False
            elif escapes and found[0] == b"\\":
                if found.end() < len(self.buffer):
                    self._take(found.end() + 1, blank)
                    continue
                self._take(found.start(), blank)  # what it escapes is in the next chunk
                if not self._fill():
                    return False
            else:
                self._take(found.end(), blank)
                return True

    def statements(self) -> Iterator[Statement]:
        """Raises ``DumpError`` where the file ends inside a statement, a string or a comment."""
        executable = 0
        while True:
            if self.blank and not executable and self._client_delimiter():
                continue
            found = self._next_stop()
            if found is None:
                self._take(len(self.buffer))
                break
            stop, start = found[0], found.start()
            if stop == self.delimiter:
                self._take(start)
                self.position = found.end()
                if statement := self._finish():
                    yield statement
            elif stop in _QUOTE_STOPS:
                self._take(found.end())
                # '' inside a string reads as two strings side by side, which ends at the same place.
                if not self._until(_QUOTE_STOPS[stop], blank=False, escapes=stop != b"`"):
                    raise CutError(self.line)
            elif stop == b"#" or stop == b"--":
                self._take(start)
                self._comment_line(is_dashes=stop == b"--")
            elif stop == b"/*":
                self._take(start)
                opener = _EXECUTABLE.match(self.buffer, self.position)
                # 999999 is no version: the sandbox line of mariadb-dump, meant for the client alone.
                if opener and int(opener[1] or 0) < 900000:
                    self._take(opener.end(), blank=True)
                    executable += 1
                elif not self._until(_COMMENT_END, blank=True):
                    raise CutError(self.line)
            elif stop == b"*/" and executable:
                self._take(start)
                self._take(found.end(), blank=True)
                executable -= 1
            else:
                self._take(found.end())
        if not self.blank:
            raise CutError(self.line)

    def _next_stop(self) -> re.Match[bytes] | None:
        """The next place where something may begin or end; ``None`` at the end of the file."""
        plain = self.delimiter == b";"
        pattern = (
            _STOPS
            if plain
            else re.compile(_STOPS.pattern.replace(b";", b"") + b"|" + re.escape(self.delimiter))
        )
        while True:
            start = _DULL.match(self.buffer, self.position).end() if plain else self.position  # type: ignore[union-attr]
            found = pattern.search(self.buffer, start)
            # A stop of several bytes may be cut by the chunk's end.
            if found and found.start() + LOOKAHEAD <= len(self.buffer):
                return found
            if self.ended:
                return found
            if found is None:
                self._take(start if plain else max(start, len(self.buffer) - LOOKAHEAD))
            self._fill()

    def _comment_line(self, is_dashes: bool) -> None:
        after = self.buffer[self.position + 2 : self.position + 3]
        if is_dashes and after not in (b"", b" ", b"\t", b"\n", b"\r"):
            self._take(self.position + 2)  # minus minus: 5--3
            return
        while (end := self.buffer.find(b"\n", self.position)) < 0 and self._fill():
            pass
        end = len(self.buffer) if end < 0 else end
        comment = self.buffer[self.position : min(end, self.position + 200)]
        if self.blank:
            self.trailer_promised = self.trailer_promised or bool(_HEADER.match(comment))
            self.trailer_seen = bool(_TRAILER.match(comment)) or self.trailer_seen
        self._take(end, blank=True)

    def _client_delimiter(self) -> bool:
        """``DELIMITER ;;`` is a line for the client, not a statement; triggers come between such lines."""
        while len(self.buffer) - self.position < 64 and self._fill():
            pass
        found = _DELIMITER.match(self.buffer, self.position)
        if found is None:
            return False
        self._take(found.end(), blank=True)
        self.delimiter = found[1]
        return True
