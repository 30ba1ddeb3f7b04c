"""Words with their marks, written anew as the small HTML of a rich-text block."""

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import nh3

LINK_LIMIT = 2000
SCHEMES = {"http", "https", "mailto", "tel"}


@dataclass
class Run:
    """Words that share their marks; ``text`` is ``None`` for a line break."""

    text: str | None
    bold: bool = False
    italic: bool = False
    href: str = ""


def lines_of(runs: list[Run]) -> list[list[Run]]:
    """The lines of ``runs``: blanks (no-break ones too) made one, ends trimmed, empty lines kept as
    ``[]``."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text is None:
            lines.append([])
            continue
        text = re.sub(r"[\s\xa0]+", " ", run.text)
        line = lines[-1]
        if not line or (line[-1].text or "").endswith(" "):
            text = text.removeprefix(" ")
        if not text:
            continue
        last = line[-1] if line else None
        if last and (last.bold, last.italic, last.href) == (run.bold, run.italic, run.href):
            last.text = (last.text or "") + text
        else:
            line.append(Run(text, run.bold, run.italic, run.href))
    for line in lines:
        while line and not (line[-1].text or "").rstrip():
            line.pop()
        if line:
            line[-1].text = (line[-1].text or "").rstrip()
    return lines


def plain(lines: list[list[Run]], joint: str = " ") -> str:
    return joint.join("".join(run.text or "" for run in line) for line in lines if line)


def rich(lines: list[list[Run]]) -> str:
    return "<br/>".join("".join(rich_run(run) for run in line) for line in lines if line)


def rich_run(run: Run) -> str:
    text = html.escape(run.text or "", quote=False)
    if run.italic:
        text = f"<i>{text}</i>"
    if run.bold:
        text = f"<b>{text}</b>"
    return f'<a href="{html.escape(run.href)}">{text}</a>' if run.href else text


def cleaned(rich: str) -> str:
    """The last word on what may go out, whatever was overlooked before it."""
    return nh3.clean(
        rich,
        tags={"p", "br", "b", "i", "a", "ul", "ol", "li"},
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel=None,
    ).replace("<br>", "<br/>")


def clean_link(raw: str) -> str:
    """An address that may stand in an article: http, https, mailto, tel, or an old article of the same site.

    Returns "" for everything else: other schemes, files and pages of the old site that do not come along.
    """
    address = re.sub(r"[\s\x00-\x20\x7f\xa0]+", "", raw)
    if not address or len(address) > LINK_LIMIT:
        return ""
    if address.startswith("//"):
        address = f"https:{address}"
    if scheme := re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", address):
        if scheme[1].lower() not in SCHEMES:
            return ""
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        return address if parts.netloc or scheme[1].lower() in {"mailto", "tel"} else ""
    old = re.match(r"(?:\.{0,2}/)*(?:index\.php/)?(?:first/)?(artikel/\d.*)", address)
    return f"/{old[1]}" if old else ""
