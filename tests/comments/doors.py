"""Every address of comments and residents, found by itself, and every form behind it, filled in by a machine.

Tests of abuse go through all of them, so that a screen that is added tomorrow is tried too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.test import Client

from tests.walls.addresses import Address, all_addresses

PREFIXES = ("komentar/", "pesan/", "admin/komentar/", "admin/warga/")
# Rows that every visit may touch, and columns that looking changes.
UNCOUNTED_MODELS = {"LimitCounter"}
SEEN = {"author_seen_at", "seen_at", "expires_at", "last_published_at", "latest_revision_created_at"}
_PART = re.compile(r"\(\?P<(?P<named>\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(?P<typed>\w+)>")


def doors() -> list[Address]:
    """The addresses of comments and residents, public ones and those of the admin."""
    return sorted(
        (address for address in all_addresses() if address.route.startswith(PREFIXES)),
        key=lambda address: address.route,
    )


def parts_of(address: Address) -> list[str]:
    return [match["named"] or match["typed"] for match in _PART.finditer(address.route)]


def address_with(address: Address, values: dict[str, Any]) -> str:
    """The path of ``address`` with ``values``, which may be such as no pattern takes."""

    def value(match: re.Match) -> str:
        return quote(str(values[match["named"] or match["typed"]]), safe="")

    return "/" + _PART.sub(value, address.route).removesuffix("$").replace("^", "")


def stored() -> dict[str, list[dict]]:
    """All rows of the app as they are now, without what a mere look may change."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in SEEN}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_app_config("comments").get_models()
        if model.__name__ not in UNCOUNTED_MODELS
    }


@dataclass
class Form:
    """A form of a page: where it goes, what it holds, and the buttons that send it."""

    action: str
    method: str
    fixed: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, words: str) -> Iterator[dict[str, str]]:
        """What would be sent by each button, with ``words`` in every field that takes words."""
        for name, value in self.buttons or [("", "")]:
            yield self.fixed | dict.fromkeys(self.words, words) | ({name: value} if name else {})


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, html: str, address: str):
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.current: Form | None = None
        self.select: tuple[Form, str] | None = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = values.get("action") or self.address
            self.current = Form(action.split("#")[0], values.get("method", "get").lower())
            self.forms.append(self.current)
            if "id" in values:
                self.by_id[values["id"]] = self.current
            return
        form = self.by_id.get(values["form"]) if "form" in values else self.current
        name = values.get("name", "")
        if form is None or "disabled" in values:
            return
        if tag == "textarea" and name:
            form.words.append(name)
        elif tag == "select" and name:
            self.select = (form, name)
        elif tag == "option" and self.select is not None:
            form, name = self.select
            if values.get("value"):
                form.fixed.setdefault(name, values["value"])
        elif tag == "button" and values.get("type", "submit") == "submit":
            form.buttons.append((name, values.get("value", "")))
        elif tag == "input" and name:
            self._input(form, name, values)

    def _input(self, form: Form, name: str, values: dict[str, str]) -> None:
        kind = values.get("type", "text")
        if kind == "submit":
            form.buttons.append((name, values.get("value", "")))
        elif kind in ("checkbox", "radio"):
            form.fixed.setdefault(name, values.get("value") or "on")
        elif kind == "hidden":
            form.fixed[name] = values.get("value", "")
        elif kind != "file":
            form.words.append(name)

    def handle_endtag(self, tag):
        if tag == "form":
            self.current = None
        elif tag == "select":
            self.select = None


def forms_of(client: Client, address: str) -> list[Form]:
    """The forms that ``address`` shows to ``client`` and that are sent to an address of ours."""
    answer = client.get(address)
    assert answer.status_code < 500, (address, answer.status_code)
    if not answer.get("Content-Type", "").startswith("text/html"):
        return []
    found = Forms(answer.content.decode(), address).forms
    return [form for form in found if form.method == "post" and form.action.startswith(_starts())]


def _starts() -> tuple[str, ...]:
    return tuple(f"/{prefix}" for prefix in PREFIXES)


class Harm(HTMLParser):
    """Looks for a mark in places where a browser would run it, or follow it."""

    SAFE = frozenset({"value", "content", "title", "aria-label", "placeholder", "alt", "data-fallback"})

    def __init__(self, html: str, mark: str):
        super().__init__()
        self.mark, self.found, self.running = mark, [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.running = tag if tag in ("script", "style") else ""
        for name, value in attrs:
            if self.mark in f"{name}{value or ''}" and (name not in self.SAFE or self.mark in name):
                self.found.append(f"<{tag} {name}={value!r}>")
        if self.mark in tag:
            self.found.append(f"<{tag}>")

    def handle_endtag(self, tag):
        self.running = ""

    def handle_data(self, data):
        if self.running and self.mark in data:
            self.found.append(f"<{self.running}> {data[:80]}")

    def handle_comment(self, data):
        if self.mark in data:
            self.found.append(f"<!--{data[:80]}")
