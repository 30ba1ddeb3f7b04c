"""The script of "Keluar cepat", small enough to stand inside the pages that have it."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings


def exit_script() -> str:
    """The script as it stands in the page; read again at each call while ``DEBUG`` is on."""
    return _read() if settings.DEBUG else _kept()


@cache
def _kept() -> str:
    return _read()


def _read() -> str:
    """Without the lines of comment and the blanks at the beginning of lines: the file is written for that."""
    source = (Path(settings.BASE_DIR) / "static" / "js" / "quick_exit.js").read_text(encoding="utf-8")
    return re.sub(r"^\s*(//.*)?\n?", "", source, flags=re.MULTILINE).strip()
