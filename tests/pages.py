"""What every test of a rendered page asks."""

import sys
from html.parser import HTMLParser

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.inline_sources import source_hash
from safety.exit_script import exit_script


class Outline(HTMLParser):
    """Collects what a reader's software sees first: language, title, headings, links, pictures."""

    def __init__(self, html: str):
        super().__init__()
        self.lang, self.title, self._in = "", "", ""
        self.headings: list[tuple[str, str]] = []
        self.links: list[dict[str, str | None]] = []
        self.pictures: list[dict[str, str | None]] = []
        self.scripts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "html":
            self.lang = values.get("lang") or ""
        elif tag == "a":
            self.links.append(values)
        elif tag == "img":
            self.pictures.append(values)
        elif tag == "script":
            self.scripts.append("")
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append((tag, ""))
        if tag in ("title", "script", "h1", "h2", "h3", "h4", "h5", "h6"):
            self._in = tag

    def handle_endtag(self, tag):
        if tag == self._in:
            self._in = ""

    def handle_data(self, data):
        if self._in == "title":
            self.title += data.strip()
        elif self._in == "script":
            self.scripts[-1] += data
        elif self._in:
            tag, text = self.headings[-1]
            self.headings[-1] = (tag, (text + data).strip())

    def levels(self) -> list[int]:
        return [int(tag[1]) for tag, _text in self.headings]


def outline_of(client: Client, address: str, **extra) -> Outline:
    """The outline of a page that a reader gets; asserts what holds for every public page."""
    answer = client.get(address, **extra)
    assert answer.status_code == 200, (address, answer.status_code)
    outline = Outline(answer.content.decode())
    assert outline.lang == "id", address
    assert outline.title, address
    assert outline.levels().count(1) == 1, (address, outline.headings)
    steps = zip([0, *outline.levels()], outline.levels(), strict=False)
    assert all(after - before <= 1 for before, after in steps), (address, outline.headings)
    # The way out is the only script, and runs by its hash.
    assert outline.scripts in ([], [exit_script()]), address
    assert all(source_hash(script) in answer["Content-Security-Policy"] for script in outline.scripts), (
        address
    )
    assert all("alt" in picture for picture in outline.pictures), address
    assert not answer.cookies, address
    return outline


def query_count(client: Client, address: str, **extra) -> int:
    """Queries of one page, after the same page was asked once (content types and sites are remembered)."""
    assert client.get(address, **extra).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, **extra).status_code == 200
    return len(queries)


def say(words: str) -> None:
    """Print a measured figure, for whoever runs the test with ``-s`` and for the log of a failure."""
    sys.stdout.write(f"{words}\n")
