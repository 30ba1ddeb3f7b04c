"""Requests at all doors, each undone, with what each gave away or changed."""

import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler, encode_multipart
from wagtail.models import Collection, Page

from tests.walls.rows import Key, Rows, names_of
from tests.walls.world import SECRETS, World

BOUNDARY = "wall"
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@dataclass(frozen=True)
class Knock:
    """One request, whoever sends it."""

    method: str
    at: str
    data: Any = None
    """Fields of a form; ``None`` for none."""
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def url(self) -> str:
        return self.at + (f"?{self.query}" if self.query else "")

    def __str__(self) -> str:
        return f"{self.method} {self.url}"


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]
    wrote: bool
    changed: set[Key] = field(default_factory=set)
    rows: Rows = field(default_factory=Rows)
    error: str = ""
    asked: str = ""
    """What was asked for: what comes back of it gives nothing away."""

    def path_of(self, key: Key) -> str:
        """Where in its tree the row stands after the request; empty where it is gone."""
        at = [field.attname for field in key[0]._meta.local_concrete_fields].index("path")
        return self.rows[key][at] if key in self.rows else ""

    @property
    def secrets(self) -> set[str]:
        said = self.body.lower() + repr(self.headers).lower().encode()
        return {
            name for name, word in SECRETS.items() if word.encode() in said and word not in self.asked.lower()
        }


class Visitor(RequestFactory):
    """Somebody with a session, or nobody. Lighter than a ``Client``, which copies each template's context."""

    def __init__(self, user: Any = None):
        super().__init__()
        self.handler = ClientHandler(enforce_csrf_checks=False)
        if user is not None:
            client = Client()
            client.force_login(user)
            self.cookies = client.cookies

    def send(self, knock: Knock) -> Any:
        content_type, data = "application/octet-stream", b""
        if knock.data is not None:
            content_type = f"multipart/form-data; boundary={BOUNDARY}"
            data = encode_multipart(BOUNDARY, knock.data)
        return self.generic(knock.method, knock.url, data, content_type, headers=knock.headers)

    def request(self, **extra: Any) -> Any:
        return self.handler(self._base_environ(**extra))


class Knocker:
    """Sends requests as somebody, each in a savepoint that is rolled back."""

    def __init__(self, world: World):
        self.world = world
        everybody = world.people | {f"own {name}": user for name, user in world.insiders.items()}
        self.visitors = {"anonymous": Visitor()} | {name: Visitor(user) for name, user in everybody.items()}
        self.sent: Counter[str] = Counter()
        # Once more, because signing in is written down.
        world.after = Rows.now()
        self.theirs = world.after.since(world.before)

    def succeed(self, way: Any) -> tuple[Answer, Knock]:
        """Build the request of ``way`` as whoever may, and send it."""
        savepoint = transaction.savepoint()
        try:
            if way.prepare is not None:
                way.prepare(self.world)
            knock = way.build(self.world, self.visitors[way.who])
        finally:
            transaction.savepoint_rollback(savepoint)
        return self.knock(way.who, knock, prepare=way.prepare), knock

    def knock(self, who: str, knock: Knock, prepare: Callable[[World], Any] | None = None) -> Answer:
        """Send, look at what changed, and undo it."""
        self.sent[who] += 1
        errors: list[str] = []

        def remember(**kwargs: Any) -> None:
            errors.append(traceback.format_exc())

        savepoint = transaction.savepoint()
        got_request_exception.connect(remember)
        try:
            before = self.world.after
            if prepare is not None:
                prepare(self.world)
                before = Rows.now()
            with watched_writing() as writing:
                response = self.visitors[who].send(knock)
                body = b"".join(response.streaming_content) if response.streaming else response.content
            answer = Answer(
                response.status_code,
                body,
                {**response.headers, "Set-Cookie": response.cookies.output()},
                bool(writing),
                error="".join(errors),
                asked=knock.url,
            )
            if answer.wrote:
                answer.rows = Rows.now()
                answer.changed = answer.rows.changed(before)
            return answer
        finally:
            got_request_exception.disconnect(remember)
            transaction.savepoint_rollback(savepoint)

    def trespasses(self, answer: Answer) -> list[str]:
        """What ``answer`` gave away of the second village, or changed there."""
        found = [f"shows {sorted(answer.secrets)}"] if answer.secrets else []
        if answer.error:
            found.append(f"error: {answer.error.strip().splitlines()[-1]}")
        touched = {key for key in answer.changed if key in self.theirs or self._hangs_on_theirs(key, answer)}
        if touched:
            found.append(f"changes {sorted({f'{model.__name__} {pk}' for model, pk in touched})}")
        return found

    def _hangs_on_theirs(self, key: Key, answer: Answer) -> bool:
        model, _pk = key
        if key not in answer.rows or key in self.world.after:
            return False
        if model in (Page, Collection):
            above = self.world.village if model is Page else self.world.village.access.collection
            return answer.path_of(key).startswith(above.path)
        return any(name in self.theirs for name in names_of(key, answer.rows))


@contextmanager
def watched_writing() -> Iterator[list[str]]:
    """Statements that change rows, but for those about the session."""
    statements: list[str] = []

    def watch(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITING) and "django_session" not in sql:
            statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield statements


def queried(**fields: Any) -> str:
    return urlencode(fields, doseq=True)
