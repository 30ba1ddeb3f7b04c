"""That somebody asked shows nowhere: pages, database, files, caches, logs, mails, messages, log of acts."""

import io
import logging
import re
import statistics
import time
import zlib
from contextlib import contextmanager
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Act
from comments import stamps
from comments.enums import CommentState
from core.caching import _store
from notifications.models import Notification
from private_messages import answering, asking, sealing
from private_messages.log_filter import HidePrivate
from private_messages.models import Conversation, EmergencyOpening, PrivateMessage
from tests.factories.comments import ResidentCommentFactory
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.people import show_who_one_is
from tests.factories.private_messages import waiting_in
from tests.private_messages.asker import OPEN, Asker, ask_url, code_in, text_of

pytestmark = pytest.mark.django_db

BODY, NAME, ANSWER, TITLE = (
    "Bisakah ikutmelatirahasia",
    "Kenangarahasia",
    "Silakanmawarrahasia",
    "Kelasanggrek",
)
SECRETS = (BODY, NAME, ANSWER)
# Rows that asking may write: its own, and the counters of limits, which hold keyed hashes.
OWN_TABLES = ("private_messages_conversation", "private_messages_privatemessage", "comments_limitcounter")


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Nobody in these tests waits three seconds before sending."""
    monkeypatch.setattr(stamps, "MIN_SECONDS", 0)


@pytest.fixture
def notice(village, reader):
    return InclusionNoticePageFactory(village=village, title=TITLE)


# --- The public pages ---


@pytest.fixture
def addresses(notice, village) -> list[str]:
    """Whatever everybody can read of a village, and of all of them."""
    home = village.get_url()
    article = NewsArticlePageFactory(village=village)
    return [
        notice.get_url(),
        notice.get_parent().get_url(),
        article.get_url(),
        home,
        *(f"{home}{section}/" for section in ("berita", "layanan", "ruang-komunitas")),
        f"{home}berita/feed/",
        f"{home}ruang-komunitas/feed/",
        "/",
        "/inklusi/",
        "/ruang-komunitas/",
        "/cari/?q=pesan",
        f"/cari/?q={TITLE}",
        "/sitemap.xml",
        "/robots.txt",
        ask_url(notice).replace("/pesan/tulis/", "/komentar/halaman/"),
        "/komentar/bukti/",
        OPEN,
    ]


def seen_at(address: str) -> tuple:
    """Everything that a reader gets: status, headers, bytes without tokens; and what it cost."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = Client().get(address)
    token = response.context and response.context.get("csrf_token")
    content = response.content.replace(str(token).encode(), b"") if token else response.content
    content = re.sub(rb'name="sekali" value="[^"]+"', b"", content)
    return response.status_code, dict(response.headers), content, len(queries)


def test_public_pages_are_the_same_byte_for_byte_with_0_and_50_messages(addresses, village):
    """case 34"""
    with time_machine.travel(timezone.now(), tick=False):
        for address in addresses:
            seen_at(address)  # fills what is kept for all readers
        before = {address: seen_at(address) for address in addresses}
        assert sum(status == 200 for status, *_ in before.values()) >= 13
        waiting_in(village, 50)
        for address in addresses:
            assert seen_at(address) == before[address], address


def test_an_answer_takes_as_long_with_0_as_with_50_messages(notice, village):
    def took(n: int) -> float:
        Conversation.objects.all().delete()
        waiting_in(village, n)
        times = []
        for _ in range(3):
            start = time.perf_counter()
            Client().get(notice.get_url())
            times.append(time.perf_counter() - start)
        return min(times)

    took(0)
    rounds = [(took(0), took(50)) for _ in range(5)]
    none, many = (statistics.median(times) for times in zip(*rounds, strict=True))
    assert 0.4 < many / none < 2.5


def test_asking_and_opening_cost_the_same_whatever_is_there(notice, village):
    def cost() -> list[int]:
        asker, counts = Asker(), []
        for act in (lambda: asker.form(notice), lambda: asker.ask(notice), lambda: asker.open("A" * 16)):
            with CaptureQueriesContext(connection) as queries:
                act()
            counts.append(len(queries))
        return counts

    cost()
    before = cost()
    waiting_in(village, 50)
    assert cost() == before


# --- What is left behind ---


def rows() -> dict[str, list[tuple]]:
    """Every row of every table, bytes as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = [tuple(map(_as_text, row)) for row in cursor.fetchall()]
    return found


def _as_text(value) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return str(value)


def tables_with(words: str) -> list[str]:
    return [table for table, held in rows().items() if any(words in value for row in held for value in row)]


def files_with(words: str) -> list[Path]:
    """Files of the site (data, media, cache) that hold ``words``, packed or not."""
    folders = {django_settings.DATA_DIR, django_settings.MEDIA_ROOT}
    return [
        file
        for folder in folders
        for file in Path(folder).rglob("*")
        if file.is_file() and words.encode() in _unpacked(file.read_bytes())
    ]


def _unpacked(content: bytes) -> bytes:
    """``content``, and what Django's cache has packed behind the time at its start."""
    try:
        return content + zlib.decompress(content[content.index(b"\x78") :])
    except (ValueError, zlib.error):
        return content


@contextmanager
def log_as_configured():
    """What our own handler would write, filters and format included."""
    ours = django_settings.LOGGING["handlers"]["stderr"]["filters"]
    assert ours[0] == "private"
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("{levelname} {name}: {message}", style="{"))
    handler.addFilter(HidePrivate())
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield written
    finally:
        root.removeHandler(handler)


def asked_answered_and_read(notice, reader) -> None:
    """The whole way, with what goes wrong on it."""
    asker = Asker()
    assert asker.ask(notice, name=NAME, body="").status_code == 422
    assert asker.ask(notice, name=NAME, body=BODY, csrfmiddlewaretoken="x").status_code == 403
    code = code_in(asker.ask(notice, name=NAME, body=BODY))
    conversation = Conversation.objects.get()
    answering.answer(
        conversation, by=reader, body=ANSWER, version=conversation.version, nonce=stamps_nonce(conversation)
    )
    assert ANSWER in text_of(asker.open(code))
    assert asker.reply(code, body=f"{BODY} lagi").status_code == 200
    asker.open("AAAA-AAAA-AAAA-AAAA")
    asker.client.put(ask_url(notice))
    asker.client.get("/pesan/tidak-ada/")
    Client().get("/cari/?q=rahasia")


def stamps_nonce(conversation):
    return stamps.read(stamps.issue(conversation.pk), conversation.pk).nonce


def test_neither_words_nor_names_stand_anywhere(notice, reader, caplog):
    """case 34"""
    article = NewsArticlePageFactory(village=notice.village)
    before = rows()
    with log_as_configured() as written, caplog.at_level(logging.DEBUG):
        asked_answered_and_read(notice, reader)
    after = rows()

    # No table but its own has changed: no message to anybody, no entry in any log of acts, no search entry.
    assert changed_tables(before, after) == set(OWN_TABLES)
    for table in OWN_TABLES:
        assert not any(TITLE in value for row in after[table] for value in row)
    for words in SECRETS:
        assert tables_with(words) == []
        assert files_with(words) == []
        assert words not in written.getvalue()
        assert words not in caplog.text
    assert "pesan" not in written.getvalue().lower()
    assert "/pesan/" in caplog.text  # Django did write lines: it was our filter that dropped them
    assert mail.outbox == []

    # The same search does find what is public.
    ResidentCommentFactory(thread__page=article, body=BODY, state=CommentState.PUBLISHED)
    assert tables_with(BODY) == ["comments_residentcomment"]
    packed = Path(django_settings.DATA_DIR) / "uji"
    packed.write_bytes(b"12345678" + zlib.compress(BODY.encode()))
    assert files_with(BODY) == [packed]
    packed.unlink()
    # And it was all there to be found, for who has the key.
    said = [sealing.unseal(message)["body"] for message in PrivateMessage.objects.all()]
    assert said == [BODY, ANSWER, f"{BODY} lagi"]


def test_what_was_erased_leaves_nothing(notice, reader):
    """case 35, of private messages"""
    before = rows()
    asker = Asker()
    code = code_in(asker.ask(notice, name=NAME, body=BODY))
    asker.erase(code, yakin="ya")
    after = rows()
    assert changed_tables(before, after) <= {"comments_limitcounter"}


REASON = "Tetanggamelaporrahasia ia tidak terlihat."
# Beside its own rows: the opening, its entry in the log of the regency, the messages to who must know. The
# session has the words of the page after a form ("Jawaban terkirim"), none of a resident's.
OF_OPENINGS = {
    "private_messages_emergencyopening",
    "audit_act",
    "notifications_notification",
    "django_session",
}


def test_readers_screens_and_an_emergency_leave_only_what_they_must(
    notice, reader, second_reader, officer, signed_in, caplog
):
    """The same through the real screens: read and answered, counted, opened in an emergency."""
    asker, reading, counting = Asker(), signed_in(reader), signed_in(officer)
    show_who_one_is(counting.session, officer)
    before = rows()
    with log_as_configured() as written, caplog.at_level(logging.DEBUG):
        code = code_in(asker.ask(notice, name=NAME, body=BODY))
        asked = Conversation.objects.get()
        answered_on_screen(reading, asked)
        after_reading = rows()
        for name, args in (("private_counts", []), ("private_village_counts", [notice.village.pk])):
            page = text_of(counting.get(reverse(name, args=args)))
            assert not any(words in page for words in (*SECRETS, TITLE))
        emergency = reverse("private_emergency", args=[asked.pk])
        assert counting.post(emergency, {"reason_code": "life", "reason": REASON}).status_code == 302
        assert BODY in text_of(counting.get(emergency))
        assert ANSWER in text_of(asker.open(code))
    after = rows()

    # Readers leave nothing but the answer.
    assert changed_tables(before, after_reading) - {"django_session"} == set(OWN_TABLES)
    assert changed_tables(after_reading, after) <= {*OWN_TABLES, *OF_OPENINGS}
    for words in SECRETS:
        assert tables_with(words) == []
        assert files_with(words) == []
        assert words not in written.getvalue()
        assert words not in caplog.text
    assert "pesan" not in written.getvalue().lower()
    assert mail.outbox == []

    # What an opening leaves: who, when, where and why in its own row alone.
    opening = EmergencyOpening.objects.get()
    assert (opening.conversation, opening.village.pk, opening.officer) == (asked, notice.village.pk, officer)
    assert tables_with(REASON) == ["private_messages_emergencyopening"]
    acts = set(after["audit_act"]) - set(before["audit_act"])
    told = set(after["notifications_notification"]) - set(before["notifications_notification"])
    assert [act.verb for act in Act.objects.filter(pk__in=[row[0] for row in acts]).order_by("pk")] == [
        "private.opened",
        "private.read",
    ]
    messages = Notification.objects.filter(pk__in=[row[0] for row in told])
    assert sorted((one.kind, one.recipient.pk, one.village, one.url) for one in messages) == sorted(
        ("private.opened", person.pk, None, reverse("private_opening", args=[opening.pk]))
        for person in (reader, second_reader)
    )
    for row in (*acts, *told):
        line = " ".join(row)
        for words in (*SECRETS, REASON, TITLE, NAME, notice.village.title, notice.village.code, asked.pk.hex):
            assert words not in line


def answered_on_screen(client: Client, asked: Conversation) -> None:
    """As a reader does it: from the list into the conversation, an error, an answer, the end."""
    at = reverse("private_conversation", args=[asked.pk])
    assert at in text_of(client.get(reverse("private_inbox")))
    page = text_of(client.get(at))
    assert BODY in page
    fields = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("version", "nonce")}
    assert client.post(at, fields | {"action": "answer", "body": ""}).status_code == 200
    assert client.post(at, fields | {"action": "answer", "body": ANSWER}).status_code == 302
    assert ANSWER in text_of(client.get(at))
    client.get(reverse("wagtailadmin_home"))


def changed_tables(before: dict, after: dict) -> set[str]:
    return {table for table in after if after[table] != before[table]}


def test_kept_pages_hold_none_of_it(notice, reader, settings):
    settings.PAGE_CACHE_ENABLED = True
    asked_answered_and_read(notice, reader)
    for address in (notice.get_url(), ask_url(notice), OPEN):
        Client().get(address)
    kept = list(_store._pages)
    assert any(notice.get_url() in str(key) for key in kept)
    assert not [key for key in kept if "/pesan/" in str(key)]


@pytest.mark.parametrize("debug", [False, True])
def test_a_failure_is_known_by_its_kind_and_place_alone(notice, monkeypatch, debug, settings):
    def fail(**words):
        raise RuntimeError(f"tidak bisa: {words}")

    settings.DEBUG = debug
    asker = Asker(Client(enforce_csrf_checks=True, raise_request_exception=False))
    opened = asker.form(notice)
    monkeypatch.setattr(asking, "ask", fail)
    with log_as_configured() as written:
        response = asker.ask(notice, name=NAME, body=BODY, **opened)
    assert response.status_code == 500
    lines = written.getvalue()
    assert "RuntimeError at" in lines
    assert "/pesan/" not in lines
    assert not any(words in lines for words in (*SECRETS, TITLE))
    if not debug:
        assert not any(words in text_of(response) for words in SECRETS)


# --- The filter ---


def record(message: str, *args, level: int = logging.INFO, **fields) -> logging.LogRecord:
    made = logging.LogRecord("gunicorn.access", level, __file__, 1, message, args, None)
    made.__dict__.update(fields)
    return made


@pytest.mark.parametrize(
    "line",
    [
        '10.0.0.1 - - [24/Nov/2026:10:00:00 +0700] "GET /pesan/buka/ HTTP/1.1" 200 512 "-" "x"',
        '10.0.0.1 - - [24/Nov/2026:10:00:00 +0700] "POST /pesan/tulis/7d9c/ HTTP/1.1" 200 512 "-" "x"',
        '10.0.0.1 - - [..] "GET /cari/ HTTP/1.1" 200 512 "https://desa.example/pesan/buka/" "x"',
        '10.0.0.1 - - [..] "GET /admin/pesan-aman/ HTTP/1.1" 200 512 "-" "x"',
        "Not Found: /pesan/tidak-ada/",
        "Error handling request /pesan/balas/",
        "/pesan/hapus/?x=1",
    ],
)
def test_lines_of_private_addresses_are_dropped(line):
    assert not HidePrivate().filter(record(line))
    assert not HidePrivate().filter(record("%s", line))


@pytest.mark.parametrize(
    "line",
    [
        '10.0.0.1 - - [..] "GET /komentar/bukti/ HTTP/1.1" 200 512 "-" "x"',
        "Not Found: /desa-pesan/berita/",
        "Not Found: /pematang-rahim/pesan/",
        "Not Found: /pesanan/",
        "Forbidden: /admin/pesan-amanah/",
    ],
)
def test_lines_of_other_addresses_stay(line):
    assert HidePrivate().filter(record(line))


def test_a_line_is_known_by_its_request_too():
    request = type("Request", (), {"path": reverse("private_messages:open")})()
    assert not HidePrivate().filter(record("Bad Request", request=request))
    assert HidePrivate().filter(record("%d tidak cocok", "x"))


def test_gunicorn_drops_them_too():
    import importlib.util

    path = Path(django_settings.BASE_DIR) / "gunicorn.conf.py"
    spec = importlib.util.spec_from_file_location("gunicorn_conf", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    logs = {name: logging.Logger(name) for name in ("access_log", "error_log")}
    module.post_worker_init(type("Worker", (), {"log": type("Log", (), logs)})())
    for log in logs.values():
        assert any(isinstance(one, HidePrivate) for one in log.filters)
