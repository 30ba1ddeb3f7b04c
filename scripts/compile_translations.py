#!/usr/bin/env python3
"""Compiles every locale/<language>/LC_MESSAGES/*.po to a .mo beside it, where the .po is newer.

The .mo files are not in the repository: they follow from the .po files. polib does it; gettext need not be
installed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_catalogues(locale: Path = LOCALE) -> list[Path]:
    """Compiles what changed under a locale folder; returns the .mo files written.

    Each file is put in place whole, so that a server starting at the same moment never reads half of one.
    """
    written = []
    for po in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        draft = mo.with_name(f"{mo.name}.{os.getpid()}")
        polib.pofile(po).save_as_mofile(draft)
        draft.replace(mo)
        written.append(mo)
    return written


def main() -> int:
    for mo in compile_catalogues():
        print(f"compiled {mo.relative_to(LOCALE.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
