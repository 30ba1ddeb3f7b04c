"""The log as a table for a spreadsheet, one row after the other, however long it is.

Semicolons, because a spreadsheet set to Indonesian splits a comma-separated file nowhere (the comma is its
decimal sign), and a byte order mark, without which Excel takes UTF-8 for another encoding.
"""

import csv
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Act
from audit.words import phrase_for

MOST_ROWS = 50_000
BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet takes a cell that begins so for a formula, and formulas can send what stands beside them.
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file for ``csv.writer`` that keeps nothing: each line is handed on as it is written."""

    def write(self, text: str) -> str:
        return text


def csv_lines(acts: QuerySet[Act]) -> Iterator[str]:
    """The table of ``acts`` line by line; at most ``MOST_ROWS``, and then a line that says so."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield BYTE_ORDER_MARK + writer.writerow(_headings())
    for number, act in enumerate(acts[: MOST_ROWS + 1].iterator(chunk_size=1000)):
        if number == MOST_ROWS:
            yield writer.writerow(
                [_("Terpotong setelah %(most)d baris. Pilih masa yang lebih pendek.") % {"most": MOST_ROWS}]
            )
            return
        yield writer.writerow(harmless(cell) for cell in _cells(act))


def _headings() -> list[str]:
    return [
        _("Waktu (WIB)"),
        _("Kode desa"),
        _("Desa"),
        _("Siapa"),
        _("Tindakan"),
        _("Apa"),
        _("Keadaan sebelumnya"),
        _("Keadaan sesudahnya"),
        _("Alasan"),
        _("Kode tindakan"),
        _("Kunci"),
    ]


def _cells(act: Act) -> Iterable[str]:
    return (
        f"{timezone.localtime(act.at):%Y-%m-%d %H:%M:%S}",
        act.village_code,
        act.village_name,
        act.actor_name or _("Sistem"),
        phrase_for(act.verb),
        act.object_name,
        act.before,
        act.after,
        act.reason,
        act.verb,
        f"{act.object_type}:{act.object_key}" if act.object_type else "",
    )


def harmless(cell: str) -> str:
    """``cell`` so that no spreadsheet runs it: an apostrophe before what would begin a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_BEGINNINGS) else cell
