"""The page cache: fast for everybody, old for nobody, and never somebody's own page for another."""

import gzip
import itertools
import subprocess
import sys
import textwrap
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import brotli
import pytest
import time_machine
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils.cache import add_never_cache_headers

from core import caching
from core.caching import PageCacheMiddleware, VersionBook, answered_first, bump, lookup, page_key

ROOT = Path(__file__).parents[2]
# Long enough, and varied enough, for the two settings of brotli to differ.
WORDS = " ".join(f"Berita {number * 7919 % 1000} dari desa, ditulis oleh kader." for number in range(400))


@pytest.fixture(autouse=True)
def _empty_cache(settings, tmp_path):
    """Each test begins with a counter file of its own and nothing kept."""
    settings.DATA_DIR = tmp_path
    settings.PAGE_CACHE_ENABLED = True
    settings.ALLOWED_HOSTS = ["testserver", ".example.test"]
    caching.forget()
    yield
    caching.forget()


@pytest.fixture
def commits(monkeypatch):
    """``bump`` acts at once, as outside any transaction, so that most tests need no database."""
    monkeypatch.setattr(caching.transaction, "on_commit", lambda act, **kwargs: act())


class Site:
    """A site of one view behind the middleware; counts how often the view had to work."""

    def __init__(self, *scopes: str, **wanted):
        self.scopes, self.wanted, self.rendered = list(scopes), wanted, 0
        self.while_rendering = lambda request: None
        self.middleware = PageCacheMiddleware(self.view)

    def view(self, request: HttpRequest) -> HttpResponse:
        self.rendered += 1
        self.while_rendering(request)
        response = HttpResponse(f"<p>{self.rendered}. {request.get_full_path()}</p>{WORDS}")
        response["Content-Security-Policy"] = "default-src 'none'"
        if self.scopes:
            response.cache_scopes = self.scopes
        for name, value in self.wanted.items():
            setattr(response, name, value)
        return response

    def get(self, path="/", method="get", **headers):
        request = getattr(RequestFactory(), method)(path, **headers)
        return self.middleware(request)


# --- What is kept ---


def test_a_page_is_rendered_once_for_any_number_of_readers():
    site = Site("village:7")

    answers = [site.get("/pematang-rahim/") for _ in range(5)]

    assert site.rendered == 1
    assert {answer.content for answer in answers} == {answers[0].content}
    assert all(answer["Content-Security-Policy"] == "default-src 'none'" for answer in answers)
    assert all(answer["Content-Type"] == "text/html; charset=utf-8" for answer in answers)


def test_browsers_are_told_to_ask_each_time_and_nothing_else():
    site = Site("portal")

    for answer in (site.get(), site.get()):
        assert answer["Cache-Control"] == "no-cache"
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["Content-Length"] == str(len(answer.content))
        assert "Set-Cookie" not in answer
        assert not answer.cookies


def test_what_names_no_scope_is_never_kept_and_left_as_it_is():
    site = Site()

    first, second = site.get(), site.get()

    assert site.rendered == 2
    assert "ETag" not in first
    assert "Content-Encoding" not in site.get(HTTP_ACCEPT_ENCODING="gzip, br")
    assert first.content != second.content


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_only_reading_is_answered_from_what_is_kept(method):
    site = Site("portal")
    site.get()

    site.get(method=method)
    site.get(method=method)

    assert site.rendered == 3


def test_head_gets_the_headers_of_the_page_without_its_body():
    site = Site("portal")
    whole = site.get()

    head = site.get(method="head")

    assert site.rendered == 1
    assert head.content == b""
    assert head["Content-Length"] == str(len(whole.content))
    assert head["ETag"] == whole["ETag"]


def test_a_head_request_alone_keeps_nothing():
    site = Site("portal")

    assert site.get(method="head").content == b""
    site.get()

    assert site.rendered == 2


def makes_cookie(request, response):
    response.set_cookie("csrftoken", "x")


def varies_by_cookie(request, response):
    response["Vary"] = "Accept-Encoding, Cookie"


def varies_by_language(request, response):
    response["Vary"] = "Accept-Language"


def is_private(request, response):
    response["Cache-Control"] = "private"


def is_restricted(request, response):
    # What Wagtail does for a page that somebody closed.
    add_never_cache_headers(response)


def is_missing(request, response):
    response.status_code = 404


def moved(request, response):
    response.status_code = 301


def has_nonce(request, response):
    response["Content-Security-Policy"] = "script-src 'nonce-abc'"


def is_encoded(request, response):
    response["Content-Encoding"] = "gzip"


def session_read(request, response):
    request.session = SimpleNamespace(accessed=True, modified=False)


def session_written(request, response):
    request.session = SimpleNamespace(accessed=False, modified=True)


@pytest.mark.parametrize(
    "spoil",
    [
        makes_cookie,
        varies_by_cookie,
        varies_by_language,
        is_private,
        is_restricted,
        is_missing,
        moved,
        has_nonce,
        is_encoded,
        session_read,
        session_written,
    ],
)
def test_whatever_may_be_somebody_s_own_is_neither_kept_nor_touched(spoil):
    site = Site("portal")

    def view(request):
        response = site.view(request)
        spoil(request, response)
        return response

    site.middleware = PageCacheMiddleware(view)

    answers = [site.get(HTTP_ACCEPT_ENCODING="br") for _ in range(2)]

    assert site.rendered == 2
    assert all("ETag" not in answer for answer in answers)


def test_a_stream_is_passed_through():
    def view(request):
        response = StreamingHttpResponse([b"a", b"b"])
        response.cache_scopes = ["portal"]
        return response

    answer = PageCacheMiddleware(view)(RequestFactory().get("/"))

    assert b"".join(answer.streaming_content) == b"ab"


def test_signed_in_people_get_the_public_page_but_never_make_it():
    site = Site("portal")
    cookie = {"HTTP_COOKIE": "sessionid=abc"}

    site.get(**cookie)
    assert site.get().content.startswith(b"<p>2.")
    assert site.get(**cookie).content.startswith(b"<p>2.")
    assert site.rendered == 2


def test_a_preview_of_a_draft_neither_shows_the_public_page_nor_becomes_it():
    """Wagtail sends previews through all middleware under the page's real address."""
    site = Site("village:7")
    preview = RequestFactory().get("/pematang-rahim/")
    preview.is_dummy = True

    assert b"<p>1." in site.middleware(preview).content
    assert b"<p>2." in site.get("/pematang-rahim/").content
    assert b"<p>3." in site.middleware(preview).content
    assert b"<p>2." in site.get("/pematang-rahim/").content


def test_a_request_with_credentials_goes_past_it():
    site = Site("portal")
    site.get()

    site.get(HTTP_AUTHORIZATION="Basic eDp5")
    site.get(HTTP_AUTHORIZATION="Basic eDp5")

    assert site.rendered == 3


def test_it_can_be_switched_off_and_pages_keep_their_headers(settings):
    settings.PAGE_CACHE_ENABLED = False
    site = Site("portal")

    site.get()
    answer = site.get(HTTP_ACCEPT_ENCODING="gzip")

    assert site.rendered == 2
    assert answer["ETag"]
    assert answer["Content-Encoding"] == "gzip"


def test_the_soonest_moment_at_which_a_part_changes_counts_and_none_is_never():
    request, noon = HttpRequest(), datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("UTC"))
    caching.changes_at(request, None)
    assert request.cache_until is None
    for moment, soonest in (
        (noon, noon),
        (noon + timedelta(hours=1), noon),
        (None, noon),
        (noon - timedelta(hours=1), noon - timedelta(hours=1)),
    ):
        caching.changes_at(request, moment)
        assert request.cache_until == soonest


def test_developers_see_their_changes_at_once(settings):
    del settings.PAGE_CACHE_ENABLED
    settings.DEBUG = True
    site = Site("portal")

    site.get()
    site.get()

    assert site.rendered == 2


# --- Addresses ---


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/berita/", "/layanan/"),
        ("/berita/", "/berita/?page=2"),
        ("/berita/?page=2", "/berita/?page=3"),
        ("/berita/?page=", "/berita/"),
        ("/berita/?pilar=people", "/berita/?topik=people"),
        ("/berita/", "/berita"),
        ("/berita/", "//berita/"),
        ("/berita/", "/berita/;x=1"),
        ("/berita/", "/Berita/"),
    ],
)
def test_different_addresses_are_different_pages(one, other):
    site = Site("portal")

    assert site.get(one).content != site.get(other).content
    assert site.rendered == 2


@pytest.mark.parametrize("link", ["?pilar=people&page=2", "?page=2&pilar=people", "?page=%32&pilar=people&"])
def test_the_order_and_spelling_of_a_query_make_no_new_page(link):
    site = Site("portal")
    site.get("/berita/?pilar=people&page=2")

    site.get(f"/berita/{link}")

    assert site.rendered == 1


@pytest.mark.parametrize(
    "clicked",
    ["fbclid=IwAR0abc", "utm_source=whatsapp&utm_medium=chat", "gclid=1&fbclid=2", "igshid", "fbclid="],
)
def test_a_link_shared_in_chats_is_the_same_page_and_its_click_number_is_not_shown(clicked):
    site = Site("portal")

    first = site.get(f"/berita/?{clicked}")
    again = site.get("/berita/")
    paged = site.get(f"/berita/?page=2&{clicked}")

    assert site.rendered == 2
    assert first.content == again.content
    assert b"/berita/</p>" in again.content
    assert b"/berita/?page=2</p>" in paged.content


@pytest.mark.parametrize(
    "query",
    [
        "q=ktp",
        "page=2&q=ktp",
        "x=<script>",
        "page=1&page=2",
        "page=" + "9" * 51,
        "&".join(f"k{n}=1" for n in range(300)),
        "page=\xe9",
        "page%00=1",
        "utm_source_x=1&evil=1",
        "UTM_SOURCE=1",
    ],
)
def test_any_other_query_is_answered_afresh_and_takes_no_room(query):
    site = Site("portal")
    site.get("/berita/")

    for _ in range(2):
        site.get("/berita/", QUERY_STRING=query)

    assert site.rendered == 3
    assert len(caching._store) == 1


def test_very_long_addresses_take_no_room():
    site = Site("portal")

    site.get("/" + "a" * 400)

    assert len(caching._store) == 0


def test_scheme_and_host_make_pages_of_their_own(settings):
    site = Site("portal")
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    site.get(HTTP_HOST="a.example.test")
    site.get(HTTP_HOST="b.example.test")
    site.get(HTTP_HOST="b.example.test", HTTP_X_FORWARDED_PROTO="https")
    site.get(HTTP_HOST="b.example.test", HTTP_X_FORWARDED_PROTO="https, http")

    assert site.rendered == 3


def test_a_host_that_is_not_ours_never_gets_a_page_kept():
    site = Site("portal")

    site.get(HTTP_HOST="evil.test")

    assert len(caching._store) == 0


def test_a_forwarded_host_counts_only_where_the_settings_say_so(settings):
    site = Site("portal")

    site.get(HTTP_X_FORWARDED_HOST="a.example.test")
    site.get(HTTP_X_FORWARDED_HOST="b.example.test")
    assert site.rendered == 1

    settings.USE_X_FORWARDED_HOST = True
    site.get(HTTP_X_FORWARDED_HOST="a.example.test")
    site.get(HTTP_X_FORWARDED_HOST="evil.test")
    assert site.rendered == 3
    assert (
        page_key(RequestFactory().get("/", HTTP_X_FORWARDED_HOST="a.example.test").META)[1]
        == "a.example.test"
    )
    assert len(caching._store) == 2


def test_a_request_that_names_no_host_has_no_page():
    request = RequestFactory().get("/")
    request.META["SERVER_NAME"] = ""

    assert page_key(request.META) is None


# --- How long ---


def test_a_change_in_a_village_is_seen_at_once_and_leaves_other_villages_alone(commits):
    one, other, portal = Site("village:1"), Site("village:2"), Site("village:1", "portal")
    one.get("/a/"), other.get("/b/"), portal.get("/")

    bump("village:1")
    one.get("/a/"), other.get("/b/"), portal.get("/")

    assert (one.rendered, other.rendered, portal.rendered) == (2, 1, 2)


def test_a_change_of_the_whole_site_is_seen_everywhere(commits):
    one, portal = Site("village:1"), Site("portal")
    one.get("/a/"), portal.get("/")

    bump("site")
    one.get("/a/"), portal.get("/")

    assert (one.rendered, portal.rendered) == (2, 2)


def test_a_page_that_changed_while_it_was_rendered_is_not_kept_as_new(commits):
    site = Site("village:1")
    site.while_rendering = lambda request: bump("village:1")

    site.get()
    site.while_rendering = lambda request: None
    site.get()
    site.get()

    assert site.rendered == 2


def test_a_page_ends_at_its_minute():
    until = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    with time_machine.travel(until - timedelta(minutes=5), tick=False) as clock:
        site = Site("village:1", cache_until=until)
        site.get()
        clock.move_to(until - timedelta(seconds=1))
        site.get()
        assert site.rendered == 1

        clock.move_to(until)
        site.get()
        assert site.rendered == 2
        # Its time is over: answered, but not kept any more.
        site.get()
        assert site.rendered == 3


def test_no_page_is_kept_longer_than_the_safety_net(settings):
    settings.PAGE_CACHE_MAX_AGE = 600
    now = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    with time_machine.travel(now, tick=False) as clock:
        site = Site("portal", cache_until=now + timedelta(days=30))
        site.get()
        clock.move_to(now + timedelta(seconds=599))
        site.get()
        assert site.rendered == 1

        clock.move_to(now + timedelta(seconds=600))
        site.get()

    assert site.rendered == 2


@pytest.mark.django_db(transaction=True)
def test_a_change_counts_when_it_is_committed_and_never_when_it_is_taken_back():
    site = Site("village:1")
    site.get()

    with transaction.atomic():
        bump("village:1")
        site.get()
        assert site.rendered == 1
    site.get()
    assert site.rendered == 2

    with transaction.atomic():
        bump("village:1")
        transaction.set_rollback(True)
    site.get()
    assert site.rendered == 2

    bump("village:1")
    site.get()
    assert site.rendered == 3


def test_a_counter_file_that_is_lost_ends_what_was_kept(settings, commits, tmp_path):
    site = Site("village:1")
    with time_machine.travel(datetime(2026, 11, 24, tzinfo=ZoneInfo("UTC")), tick=False) as clock:
        site.get()
        bump("village:1")
        site.get()
        assert site.rendered == 2

        (tmp_path / "page-versions").unlink()
        clock.shift(1)
        caching._book._looked = -10.0  # a second ago, on a clock that does not travel
        site.get()
        assert site.rendered == 3

        bump("village:1")
        site.get()
        assert site.rendered == 4


def test_a_change_right_after_the_counter_file_was_replaced_is_not_missed(commits, tmp_path):
    site = Site("village:1")
    site.get()
    (tmp_path / "page-versions").unlink()

    bump("village:1")
    site.get()

    assert site.rendered == 2
    # Written where the other processes will look.
    assert VersionBook(tmp_path).newest() == 1


def test_a_page_begun_before_the_counter_file_was_replaced_is_not_kept_as_new(commits, tmp_path):
    """Numbers of the new file start again: compared with them, any old page would look new."""
    site = Site("village:1")
    for _ in range(5):
        bump("village:1")

    def replaced(request):
        (tmp_path / "page-versions").unlink()
        bump("village:1")

    site.while_rendering = replaced
    site.get()
    site.while_rendering = lambda request: None
    site.get()

    assert site.rendered == 2


def test_without_a_writable_folder_pages_are_rendered_and_changes_are_saved(
    settings, commits, tmp_path, caplog
):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    settings.DATA_DIR = blocked
    site = Site("portal")

    site.get()
    site.get()
    bump("portal")

    assert site.rendered == 2
    assert caplog.text.count("The page cache is off") == 1


# --- Several processes ---

WORKER = textwrap.dedent(
    """
    import os, sys
    sys.path[:0] = [{root!r}, {site!r}]
    from pathlib import Path
    from django.conf import settings
    settings.configure(DATA_DIR=Path({data!r}), ALLOWED_HOSTS=["testserver"], USE_TZ=True)
    import django
    django.setup()
    from django.http import HttpResponse
    from django.test import RequestFactory
    from core import caching
    rendered = 0
    def view(request):
        global rendered
        rendered += 1
        response = HttpResponse("x")
        response.cache_scopes = ["village:" + request.path.strip("/")]
        return response
    middleware = caching.PageCacheMiddleware(view)
    for line in sys.stdin:
        word, village = line.split()
        if word == "get":
            middleware(RequestFactory().get(f"/{{village}}/"))
        elif word == "many":
            for _ in range(500):
                caching._bump_now(["village:" + village])
        else:
            caching._bump_now(["village:" + village])
        print(rendered, flush=True)
    """
)


class Worker:
    """Another process of the same machine, as gunicorn's workers are to each other."""

    def __init__(self, data: Path):
        code = WORKER.format(root=str(ROOT), site=str(ROOT / "site"), data=str(data))
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def tell(self, word: str, village: int) -> None:
        self.process.stdin.write(f"{word} {village}\n")
        self.process.stdin.flush()

    def heard(self) -> int:
        return int(self.process.stdout.readline())

    def ask(self, word: str, village: int) -> int:
        self.tell(word, village)
        return self.heard()


@pytest.fixture
def workers(tmp_path):
    """Two of them."""
    started = [Worker(tmp_path), Worker(tmp_path)]
    yield started
    for worker in started:
        worker.process.stdin.close()
        worker.process.wait(timeout=10)
        worker.process.stdout.close()


def test_what_one_process_changes_is_new_in_the_other_at_once(workers):
    reader, writer = workers
    assert reader.ask("get", 1) == 1
    assert reader.ask("get", 2) == 2
    assert reader.ask("get", 1) == 2

    for round_ in range(20):
        writer.ask("bump", 1)
        assert reader.ask("get", 1) == 3 + round_
        assert reader.ask("get", 2) == 3 + round_


def test_two_processes_that_change_things_at_the_same_time_lose_no_number(workers, tmp_path):
    for worker in workers:
        worker.tell("many", 1)
    for worker in workers:
        worker.heard()

    assert VersionBook(tmp_path).newest() == 1000


def test_scopes_are_counted_apart_as_far_as_there_is_room():
    places = [VersionBook.place(f"village:{number}") for number in range(1, 41)]

    assert len(set(places)) == len(places)
    assert not {0, VersionBook.place("site")} & set(places)


# --- Compression and validators ---


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0, br;q=0", None),
        ("*", "br"),
        ("*;q=0", None),
        ("br;q=0, *", "gzip"),
        ("identity", None),
        ("identity;q=1, gzip;q=0.5", None),
        ("identity;q=0.5, gzip;q=1.0", "gzip"),
        ("GZIP", "gzip"),
        ("zstd", None),
        ("identity;q=0", None),
        ("gzip;q=nonsense", "gzip"),
        (",,;q=,", None),
        ("a" * 5000, None),
    ],
)
def test_a_browser_gets_the_best_form_of_those_it_wishes_for(accepted, sent):
    site = Site("portal")
    plain = site.get().content

    for answer in (
        site.get("/", HTTP_ACCEPT_ENCODING=accepted),
        Site("portal").get("/fresh", HTTP_ACCEPT_ENCODING=accepted),
    ):
        assert answer.get("Content-Encoding") == sent
    answer = site.get("/", HTTP_ACCEPT_ENCODING=accepted)
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[sent](answer.content)
    assert unpacked == plain
    assert answer["Content-Length"] == str(len(answer.content))


def test_pages_get_lighter_for_all_who_come_later():
    site = Site("portal")

    first = site.get(HTTP_ACCEPT_ENCODING="br")
    later = site.get(HTTP_ACCEPT_ENCODING="br")

    assert site.rendered == 1
    assert brotli.decompress(first.content) == brotli.decompress(later.content)
    assert len(later.content) < len(first.content)
    assert later["ETag"] != first["ETag"]


def test_small_answers_and_pictures_are_not_compressed():
    def view(request):
        picture = request.path == "/peta.png"
        response = HttpResponse(b"\0" * 5000 if picture else "pendek")
        if picture:
            response["Content-Type"] = "image/png"
        response.cache_scopes = ["portal"]
        return response

    middleware = PageCacheMiddleware(view)
    for path in ("/peta.png", "/"):
        answer = middleware(RequestFactory().get(path, HTTP_ACCEPT_ENCODING="gzip, br"))
        assert "Content-Encoding" not in answer


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
@pytest.mark.parametrize("shape", ["{}", "W/{}", '"other", {}', '{} , "x"', "*"])
def test_who_has_the_page_already_is_sent_no_body(encoding, shape):
    site = Site("portal")
    tag = site.get(HTTP_ACCEPT_ENCODING=encoding)["ETag"]

    answer = site.get(HTTP_ACCEPT_ENCODING=encoding, HTTP_IF_NONE_MATCH=shape.format(tag))

    assert site.rendered == 1
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Vary"] == "Accept-Encoding"
    assert answer["Content-Security-Policy"]
    for name in ("Content-Length", "Content-Encoding", "Content-Type"):
        assert name not in answer


def test_each_form_has_a_tag_of_its_own_and_a_reader_may_keep_any_of_them():
    site = Site("portal")
    tags = [site.get(HTTP_ACCEPT_ENCODING=form)["ETag"] for form in ("", "gzip", "br", "br")]

    assert len(set(tags)) == 3
    for tag, form in itertools.product(tags, ("", "gzip", "br")):
        answer = site.get(HTTP_ACCEPT_ENCODING=form, HTTP_IF_NONE_MATCH=tag)
        assert (answer.status_code, answer["ETag"]) == (304, tag)


@pytest.mark.parametrize("tag", ['"other"', "other", '""', "", '"0' * 5000])
def test_an_unknown_tag_gets_the_page(tag):
    site = Site("portal")
    site.get()

    assert site.get(HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_a_page_rendered_again_with_the_same_words_keeps_its_tag(commits):
    response = HttpResponse(WORDS)

    def view(request):
        response.cache_scopes = ["portal"]
        return HttpResponse(WORDS, headers={"Content-Type": "text/html"})

    def told(request):
        answer = view(request)
        answer.cache_scopes = ["portal"]
        return answer

    middleware = PageCacheMiddleware(told)
    tag = middleware(RequestFactory().get("/"))["ETag"]
    bump("portal")

    assert middleware(RequestFactory().get("/", HTTP_IF_NONE_MATCH=tag)).status_code == 304


# --- Memory ---


def test_the_cache_stays_within_its_bytes_and_keeps_what_is_read(settings):
    settings.PAGE_CACHE_BYTES = 200_000
    site = Site("portal")
    site.get("/often/")

    for number in range(100):
        site.get(f"/{number}/")
        site.get("/often/")

    assert caching._store.bytes <= 200_000
    assert 5 < len(caching._store) < 100
    assert site.rendered == 1 + 100


def test_one_giant_page_does_not_push_out_all_others(settings):
    settings.PAGE_CACHE_BYTES = 20_000
    site = Site("portal")

    site.get()

    assert len(caching._store) == 0


def test_the_count_of_bytes_comes_back_to_nothing(commits):
    site = Site("portal")
    for number in range(10):
        site.get(f"/{number}/")
        site.get(f"/{number}/", HTTP_ACCEPT_ENCODING="br")
    bump("portal")
    for number in range(10):
        lookup(RequestFactory().get(f"/{number}/").META)

    assert len(caching._store) == 0
    assert caching._store.bytes == 0


# --- In front of Django ---


def test_a_server_can_ask_it_before_django_is_even_called():
    site = Site("portal")
    whole = site.get("/berita/", HTTP_ACCEPT_ENCODING="gzip")
    called, started = [], []

    def django(environ, start_response):
        called.append(environ["PATH_INFO"])
        return [b"from django"]

    application = answered_first(django)

    def ask(path, **headers):
        environ = RequestFactory().get(path, **headers).META
        return b"".join(application(environ, lambda status, given: started.append((status, dict(given)))))

    assert ask("/berita/", HTTP_ACCEPT_ENCODING="gzip") == whole.content
    status, headers = started[-1]
    assert status == "200 OK"
    assert headers["ETag"] == whole["ETag"]
    assert headers["Content-Security-Policy"]
    assert called == []

    assert ask("/berita/", HTTP_IF_NONE_MATCH=whole["ETag"]) == b""
    assert started[-1][0] == "304 Not Modified"

    assert ask("/lain/") == b"from django"
    assert called == ["/lain/"]
