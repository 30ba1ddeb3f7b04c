"""Somebody who asks in private, with one browser: opens forms, waits a little, sends them."""

import re
from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

OPEN, REPLY, ERASE = (reverse(f"private_messages:{name}") for name in ("open", "reply", "erase"))
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|stamp|sekali|code)" value="([^"]+)"')
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")


@dataclass
class Asker:
    """``asker.ask(notice, body=…)``; fields that are ``None`` are left out."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def form(self, page) -> dict[str, str]:
        """The hidden fields of a freshly opened form."""
        return hidden(self.client.get(ask_url(page)))

    def ask(self, page, **fields):
        opened = {} if {"csrfmiddlewaretoken", "stamp"} <= fields.keys() else self.form(page)
        return self.post(ask_url(page), {"name": "", "body": "Bagaimana cara ikut?"} | opened | fields)

    def open(self, code: str, **fields):
        return self.post(OPEN, {"code": code} | self.token() | fields)

    def reply(self, code: str, **fields):
        """Open the conversation and write again."""
        return self.post(REPLY, hidden(self.open(code)) | {"body": "Satu lagi."} | fields)

    def erase(self, code: str, **fields):
        return self.post(ERASE, {"code": code} | self.token() | fields)

    def token(self) -> dict[str, str]:
        return hidden(self.client.get(OPEN))

    def post(self, address: str, fields: dict, **extra):
        sent = {name: value for name, value in ({"lanjutan": ""} | fields).items() if value is not None}
        return self.client.post(address, sent, **extra)


def ask_url(page) -> str:
    return reverse("private_messages:ask", args=[page.translation_key])


def hidden(response) -> dict[str, str]:
    """The token, the stamp and the code of the first form in a page that have each."""
    found: dict[str, str] = {}
    for name, value in HIDDEN.findall(response.content.decode()):
        found.setdefault(name, value)
    return found


def text_of(response) -> str:
    return response.content.decode()


def code_in(response) -> str:
    """The code that a page shows."""
    return CODE.search(text_of(response))[0]
