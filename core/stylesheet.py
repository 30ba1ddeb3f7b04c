"""The one stylesheet of the public pages: four files made one, small enough to stand inside every page.

There is no build: the files are read, joined and squeezed when the first page is rendered. The
Content-Security-Policy allows exactly this text by its hash, so templates must write it untouched:
``<style>{% inline_css %}</style>``.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

from core.inline_sources import source_hash

# Layers: what comes later may overrule what came before.
FILES = ("tokens.css", "base.css", "components.css", "pages.css")

TOKENS = re.compile(
    r"""
    (?P<comment>/\*.*?\*/)
    | (?P<verbatim>"(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | url\(\s*[^"'\s)][^)]*\))
    | (?P<space>\s+)
    | (?P<text>[^\s"'/u]+ | .)
    """,
    re.VERBOSE | re.DOTALL,
)
# Blanks beside these mean nothing. Not so before ":" ("a :hover") or "(" ("and ("), nor around + and -.
TIGHT_AFTER = "{};,:(>"
TIGHT_BEFORE = "{};,)>"


def stylesheet(files: tuple[str, ...] = FILES) -> str:
    """The CSS of the public pages (or other ``files``) as one line; read again each time with ``DEBUG``."""
    return _read(files) if settings.DEBUG else _kept(files)


def stylesheet_hash() -> str:
    """The source expression for ``style-src`` that allows ``stylesheet()`` inline: ``'sha256-...'``."""
    return source_hash(stylesheet())


def minified(css: str) -> str:
    """``css`` without comments and needless blanks. Strings and ``url(...)`` are left as they are."""
    pieces: list[str] = []
    between = ""
    for match in TOKENS.finditer(css):
        if match.lastgroup == "space":
            between = " "
            continue
        if match.lastgroup == "comment":
            # Alone between two words a comment parts them, yet is no blank: "a/**/.b" is "a.b", not "a .b".
            between = between or "/**/"
            continue
        text = match.group()
        if between and pieces and pieces[-1][-1] not in TIGHT_AFTER and text[0] not in TIGHT_BEFORE:
            pieces.append(between)
        between = ""
        if text[0] == "}" and pieces and pieces[-1] == ";":
            pieces.pop()
        pieces.extend((text,) if match.lastgroup == "verbatim" else text)
    return "".join(pieces)


@cache
def _kept(files: tuple[str, ...]) -> str:
    return _read(files)


def _read(files: tuple[str, ...]) -> str:
    folder = Path(settings.BASE_DIR) / "static" / "css"
    css = minified("\n".join((folder / name).read_text(encoding="utf-8") for name in files))
    if "</" in css:
        raise ValueError("The stylesheet holds '</', which would end the <style> element it stands in.")
    return css
