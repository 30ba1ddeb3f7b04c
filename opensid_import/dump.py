"""Reads files of ``mysqldump``, ``mariadb-dump`` and their kin without a MySQL server.

The file is read as a stream, statement by statement. Only INSERTs of wanted tables are taken apart;
everything else is passed over by looking for the end of the statement.

Facts about the format: MySQL reference manual, "Literal Values", "Comments" and "mysqldump".
"""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from opensid_import.sql_statements import HEAD_SIZE, CutError, DumpError, Scanner, Statement, read_from
from opensid_import.sql_values import (
    DumpFacts,
    Row,
    Value,
    decode_blob,
    first_word,
    insert_rows,
    is_wanted,
    note_columns,
    note_setting,
    target_of,
)

__all__ = ["Dump", "DumpError", "DumpFacts", "Row", "Value", "decode_blob"]

# mysqldump writes INSERTs of about 1 MB; the largest packet of its default client is 24 MB.
STATEMENT_LIMIT = 64 * 1024 * 1024


class Dump:
    """A dump file. ``rows`` may be called as often as needed; each call reads the file anew.

    ``facts`` describes the file after a complete reading.
    """

    def __init__(self, path: Path, statement_limit: int = STATEMENT_LIMIT):
        self.path = Path(path)
        self.statement_limit = statement_limit
        self.facts = DumpFacts()

    def rows(self, tables: set[str]) -> Iterator[Row]:
        """The rows of ``tables`` in the order of the file. Raises ``DumpError``, at the latest at its end."""
        self.facts = facts = DumpFacts()
        with _opened(self.path) as stream:
            scanner = Scanner(stream, lambda head: is_wanted(head, tables), self.statement_limit)
            try:
                for statement in scanner.statements():
                    yield from self._read(statement, tables)
            except CutError:
                if not self._is_sql and not scanner.trailer_promised:
                    raise DumpError(_not_sql()) from None
                raise
            facts.trailer_seen = scanner.trailer_seen
            facts.trailer_promised = scanner.trailer_promised
        if not self._is_sql and not facts.trailer_promised:
            raise DumpError(_not_sql())
        # Without comments (--skip-comments) there is neither head nor tail: a whole last statement is then
        # enough.
        if facts.trailer_promised and not facts.trailer_seen:
            raise CutError(scanner.line)

    @property
    def _is_sql(self) -> bool:
        return bool(self.facts.rows or self.facts.columns or self.facts.other_tables)

    def _read(self, statement: Statement, tables: set[str]) -> Iterator[Row]:
        head = statement.text[:HEAD_SIZE].lstrip()
        word = first_word(head)
        if word in {b"INSERT", b"REPLACE"}:
            table = target_of(head)
            if table in tables and statement.whole:
                yield from insert_rows(statement, table, self.facts)
            elif table:
                self.facts.other_tables.add(table)
        elif word == b"CREATE":
            note_columns(statement, tables, self.facts)
        elif word == b"SET":
            note_setting(statement, self.facts)
        elif word == b"COPY" and b"FROM STDIN" in head[:1000].upper():
            raise DumpError(_wrong_kind(b"-- PostgreSQL database dump"))


# --- opening, and telling a dump from other files -----------------------------------------------------------


class _Opened:
    """The file, unpacked where it is a gzip, after a look at its beginning."""

    def __init__(self, path: Path):
        self.path = path

    def __enter__(self) -> BinaryIO:
        try:
            self.raw = self.path.open("rb")
        except OSError as error:
            raise DumpError(
                _("Berkas %(path)s tidak dapat dibuka: %(reason)s. Periksa nama berkas dan hak bacanya.")
                % {"path": self.path, "reason": error.strerror or error}
            ) from error
        self.stream: BinaryIO = self.raw
        try:
            if self.raw.read(2) == b"\x1f\x8b":
                self.raw.seek(0)
                self.stream = gzip.GzipFile(fileobj=self.raw)  # type: ignore[assignment]
            else:
                self.raw.seek(0)
            beginning = read_from(self.stream, 4096)
            if problem := _wrong_kind(beginning):
                raise DumpError(problem)
            self.stream.seek(3 if beginning.startswith(b"\xef\xbb\xbf") else 0)
        except BaseException:
            self.__exit__()
            raise
        return self.stream

    def __exit__(self, *error) -> None:
        self.stream.close()
        self.raw.close()


def _opened(path: Path) -> _Opened:
    return _Opened(path)


def _not_sql() -> str:
    return _(
        "Berkas ini tidak memuat satu pun tabel MySQL atau MariaDB. "
        "Buat salinan basis data dengan mysqldump atau mariadb-dump, lalu coba lagi."
    )


def _wrong_kind(beginning: bytes) -> str:
    """What the file is when it is no MySQL dump, and what to do; empty when nothing speaks against it."""
    bare = beginning.lstrip(b"\xef\xbb\xbf \t\r\n")
    lowered = bare[:4096].lower()
    if not bare:
        return _("Berkas ini kosong. Buat ulang salinan basis data dengan mysqldump atau mariadb-dump.")
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _(
            "Berkas ini tersimpan sebagai UTF-16, biasanya karena dibuat dengan tanda > di PowerShell. "
            "Buat ulang dengan pilihan --result-file=NAMA.sql."
        )
    if beginning.startswith(b"PK\x03\x04"):
        return _("Berkas ini arsip ZIP. Buka arsipnya dahulu, lalu pakai berkas .sql di dalamnya.")
    if lowered.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        return _(
            "Berkas ini halaman web, bukan salinan basis data. Mungkin yang terunduh halaman masuk atau "
            "pesan "
            "galat. Masuk dahulu, lalu unduh ulang."
        )
    if bare.startswith(b"PGDMP") or b"postgresql database dump" in lowered or b"pg_catalog." in lowered:
        return _("Berkas ini berasal dari PostgreSQL. OpenSID memakai MySQL atau MariaDB; pakai mysqldump.")
    if bare.startswith(b"SQLite format 3"):
        return _("Berkas ini basis data SQLite. OpenSID memakai MySQL atau MariaDB; pakai mysqldump.")
    if b"\0" in beginning or beginning.startswith((b"%PDF", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")):
        return _(
            "Berkas ini bukan berkas teks SQL. Pakai berkas .sql atau .sql.gz hasil mysqldump atau "
            "mariadb-dump."
        )
    return ""
