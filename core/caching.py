"""The shared page cache: finished public pages, looked up before anything else runs.

Each worker process keeps finished answers in its own memory. Whether one is still good is read from a small
file of counters in ``DATA_DIR`` that all processes of the machine map into memory: ``bump("village:7")`` in
one of them makes the pages of that village old in all of them at once. The reasons stand in
docs/decisions/0004-page-cache.md.

A page is kept only where the view says what it depends on::

    depends_on(response, ["village:7"], until=notice.valid_until)  # or "portal": pages over all villages

A part of a page that changes by itself, and that the view knows nothing of, says so with ``changes_at``.

Settings, all optional: ``PAGE_CACHE_ENABLED`` (default: not ``DEBUG``), ``PAGE_CACHE_BYTES`` (per process,
16 MB), ``PAGE_CACHE_MAX_AGE`` (seconds, 600), ``PAGE_CACHE_QUERY_KEYS`` (keys that make a page of their own).
"""

import fcntl
import gzip
import hashlib
import logging
import mmap
import os
import re
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache, partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol, cast
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

try:
    import brotli
except ImportError:  # Comes with whitenoise[brotli]; gzip does without it.
    brotli = None

logger = logging.getLogger(__name__)

QUERY_KEYS = (
    "page",
    "pilar",
    "topik",
    "bulan",
    "desa",
    "sesudah",
    "urut",
    "keadaan",
    "bidang",
    "peristiwa",
    "untuk",
)
# Keys that advertising and chat services hang on links. Taken off before any view sees them: else every
# shared link would be a page of its own, or a page would carry somebody's click number to other readers.
TRACKING_KEYS = re.compile(r"(?:utm_\w+|fbclid|gclid|gbraid|wbraid|msclkid|igshid|igsh|mc_cid|mc_eid)(?:=|$)")
LONGEST_PATH = 300
LONGEST_QUERY = 1000
LONGEST_VALUE = 50

# Headers that belong to one answer, not to the page.
NOT_KEPT = frozenset(
    (
        *("content-length", "content-encoding", "etag", "vary", "cache-control", "expires", "date", "age"),
        *("server-timing", "x-request-id"),
    )
)
COMPRESSIBLE = re.compile(r"(?:text/|application/(?:[\w.-]+\+)?(?:xml|json|javascript))")
SMALLEST_COMPRESSED = 500  # bytes; below it the header costs more than it saves
# The first reader does not wait for the slow setting (about 50 ms a page); the second pays it for all others.
BROTLI_FIRST, BROTLI_BEST = 5, 11
RETRY_AFTER = 60  # seconds without a cache after its counters could not be opened
ENTRY_OVERHEAD = 2_000  # bytes of Python around one entry, roughly

Answer = tuple[int, list[tuple[str, str]], bytes]


class VersionBook:
    """Counters in a file, shared by all processes of the machine through memory mapping.

    Place 0 holds the newest number given out, place 1 that of "site"; all others are shared by the scopes
    whose hash leads there (a collision makes a page old too early, never too late). Reading takes no lock.
    """

    PLACES = 4096
    CHECK_EVERY = 1.0  # seconds between two looks whether the file was replaced

    def __init__(self, folder: Path | str) -> None:
        self.folder = folder
        self.path = Path(folder) / "page-versions"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = self._locked(self.path)
        try:
            if os.fstat(descriptor).st_size < self.PLACES * 8:
                os.ftruncate(descriptor, self.PLACES * 8)
            self.inode = os.fstat(descriptor).st_ino
            self._numbers = memoryview(mmap.mmap(descriptor, self.PLACES * 8)).cast("Q")
        finally:
            # Closing alone would keep the lock: the mapping holds a copy of the descriptor.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)
        self._looked = time.monotonic()
        self._replaced = False

    @staticmethod
    def _locked(path: Path) -> int:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return descriptor

    @classmethod
    def place(cls, scope: str) -> int:
        """Where the number of ``scope`` stands."""
        return 1 if scope == "site" else 2 + zlib.crc32(scope.encode()) % (cls.PLACES - 2)

    def newest(self) -> int:
        """The newest number given out so far; read it before rendering."""
        return self._numbers[0]

    def unchanged_since(self, number: int, places: Iterable[int]) -> bool:
        """Whether none of ``places`` got a number after ``number``."""
        numbers = self._numbers
        return all(numbers[place] <= number for place in places)

    def bump(self, scopes: Iterable[str]) -> None:
        """Give ``scopes`` a new number. Raises ``OSError`` where the file cannot be written."""
        descriptor = self._locked(self.path)
        try:
            number = self._numbers[0] + 1
            # The places first: a reader in between keeps its page too short rather than too long.
            for scope in scopes:
                self._numbers[self.place(scope)] = number
            self._numbers[0] = number
        finally:
            os.close(descriptor)

    def is_current(self, now: bool = False) -> bool:
        """Whether the file at the path is still the one mapped here; looked up once a second, or ``now``."""
        moment = time.monotonic()
        if not self._replaced and (now or not 0 <= moment - self._looked < self.CHECK_EVERY):
            self._looked = moment
            try:
                self._replaced = os.stat(self.path).st_ino != self.inode
            except OSError:
                self._replaced = True
        return not self._replaced


class StoredPage:
    """One finished answer in the forms that browsers ask for."""

    __slots__ = ("book", "expires", "forms", "headers", "is_squeezed", "places", "start", "tag", "weight")

    def __init__(
        self, *, body: bytes, headers: list[tuple[str, str]], scopes: Iterable[str], until: float
    ) -> None:
        self.headers = headers
        self.places = tuple({VersionBook.place(scope) for scope in ("site", *scopes)})
        self.expires = until
        self.tag = hashlib.sha256(body).hexdigest()[:24]
        # Each form with the end of its tag: a strong tag names bytes, so no two forms may share one.
        self.forms: dict[str, tuple[str, bytes]] = {"identity": ("", body)}
        self.is_squeezed = False
        self.book: VersionBook | None = None
        self.start = 0
        content_type = next((value for name, value in headers if name.lower() == "content-type"), "")
        if len(body) >= SMALLEST_COMPRESSED and COMPRESSIBLE.match(content_type):
            self.forms["gzip"] = "-gz", gzip.compress(body, 9, mtime=0)
            if brotli:
                self.forms["br"] = "-br", brotli.compress(body, quality=BROTLI_FIRST)
        # Bytes this takes in memory, roughly; that squeezing makes it lighter is not counted.
        self.weight = ENTRY_OVERHEAD + sum(len(form) for _, form in self.forms.values())

    def is_good(self, book: VersionBook, now: float) -> bool:
        """Whether nothing this page depends on has changed since it was begun."""
        return self.book is book and now < self.expires and book.unchanged_since(self.start, self.places)

    def squeeze(self) -> None:
        """Compress once more, as well as possible; does nothing the second time."""
        if not self.is_squeezed and "br" in self.forms:
            self.is_squeezed = True
            best = brotli.compress(self.forms["identity"][1], quality=BROTLI_BEST)
            if len(best) < len(self.forms["br"][1]):
                self.forms["br"] = "-br11", best

    def answer(self, method: str, accept_encoding: str, if_none_match: str) -> Answer:
        """Status, headers and body for one request; 304 where the browser has this very page."""
        form = next(name for name in _wanted_forms(accept_encoding[:200]) if name in self.forms)
        suffix, body = self.forms[form]
        headers = [*self.headers, ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")]
        if if_none_match and (known := self._known_tag(if_none_match)):
            unwanted = ("content-type", "content-language", "content-disposition")
            kept = [header for header in headers if header[0].lower() not in unwanted]
            return 304, [*kept, ("ETag", known if known != "*" else f'"{self.tag}{suffix}"')], b""
        headers += [("ETag", f'"{self.tag}{suffix}"'), ("Content-Length", str(len(body)))]
        if form != "identity":
            headers.append(("Content-Encoding", form))
        return 200, headers, b"" if method == "HEAD" else body

    def _known_tag(self, if_none_match: str) -> str | None:
        """The tag in the browser's list that names this page in any form: it may go on using what it has."""
        if if_none_match.strip() == "*":
            return "*"
        for given in if_none_match[:2000].split(","):
            tag = given.strip().removeprefix("W/")
            if tag.startswith(f'"{self.tag}') and tag[len(self.tag) + 1 :] in ('"', '-gz"', '-br"', '-br11"'):
                return tag
        return None


class PageStore:
    """The pages of this process, the longest unused thrown out first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple, StoredPage] = OrderedDict()
        self._lock = threading.Lock()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: tuple, book: VersionBook) -> StoredPage | None:
        """The page under ``key`` if it is still good; an old one is thrown out."""
        page = self._pages.get(key)
        if page is None:
            return None
        good = page.is_good(book, time.time())
        with self._lock:
            if self._pages.get(key) is page:
                if good:
                    self._pages.move_to_end(key)
                else:
                    self._remove(key)
        return page if good else None

    def put(self, key: tuple, page: StoredPage) -> None:
        """Keep ``page``, unless it alone would take an eighth of the room."""
        room = getattr(settings, "PAGE_CACHE_BYTES", 16 * 1024 * 1024)
        if page.weight > room // 8:
            return
        with self._lock:
            self._remove(key)
            self._pages[key] = page
            self.bytes += page.weight
            while self.bytes > room:
                self._remove(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def _remove(self, key: tuple) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.bytes -= page.weight


_store = PageStore()
_book: VersionBook | None = None
_book_lock = threading.Lock()
_failed: tuple[Path | str | None, float] = None, 0.0  # the folder that cannot be used, and since when


def bump(*scopes: str) -> None:
    """Make all kept pages of ``scopes`` old, in every process, as soon as the transaction is committed.

    Scopes are "site" (everything), "portal" (pages over all villages) and "village:<pk>". At once where no
    transaction runs; never where it is rolled back. A file that cannot be written is logged, not raised: the
    change itself is already saved, and kept pages end by themselves after ``PAGE_CACHE_MAX_AGE``.
    """
    transaction.on_commit(partial(_bump_now, scopes), robust=True)


def forget() -> None:
    """Throw out every page kept by this process (tests; nothing else needs it)."""
    _store.clear()


def lookup(environ: dict[str, Any]) -> Answer | None:
    """The finished answer to a WSGI request, if one is kept and still good."""
    method = environ["REQUEST_METHOD"]
    if method not in ("GET", "HEAD") or not _is_enabled():
        return None
    key = page_key(environ)
    book = _current_book() if key else None
    if key is None or book is None:
        return None
    page = _store.get(key, book)
    if page is None:
        return None
    accept_encoding = environ.get("HTTP_ACCEPT_ENCODING", "")
    if not page.is_squeezed and "br" in accept_encoding:
        page.squeeze()
    return page.answer(method, accept_encoding, environ.get("HTTP_IF_NONE_MATCH", ""))


def answered_first(application: Callable) -> Callable:
    """Wrap a WSGI application so that kept pages are answered before Django builds a request at all."""

    def answering(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        answer = lookup(environ)
        if answer is None:
            return application(environ, start_response)
        status, headers, body = answer
        start_response(_status_line(status), headers)
        return [body]

    return answering


class PageCacheMiddleware:
    """First in MIDDLEWARE: what it keeps already carries every header that the others set.

    Every answer that says its ``cache_scopes`` and is the same for everybody gets validators and compression;
    it is kept as well where its address can be a key.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from what is kept, or let the site answer and keep that."""
        # Wagtail's previews run through all middleware under the page's real address, as dummy requests.
        if request.method not in ("GET", "HEAD") or getattr(request, "is_dummy", False):
            return self.get_response(request)
        # Before the view: whoever reads the query must not see what is no part of the address.
        key = page_key(request.META)
        answer = lookup(request.META)
        if answer is not None:
            return _as_response(*answer)
        book = _current_book() if key and _is_enabled() else None
        start = book.newest() if book else 0
        response: Any = self.get_response(request)
        if not is_for_everybody(request, response):
            return response
        page = _finished(request, response)
        may_keep = request.method == "GET" and settings.SESSION_COOKIE_NAME not in request.COOKIES
        if key and book and may_keep and page.expires > time.time():
            page.book, page.start = book, start
            _store.put(key, page)
        return self._sent(request, response, page)

    def _sent(self, request: HttpRequest, response: HttpResponse, page: StoredPage) -> HttpResponse:
        """``response`` itself, so that tests still find its template and context, in the form asked for."""
        status, headers, body = page.answer(
            request.method or "GET",
            request.headers.get("Accept-Encoding", ""),
            request.headers.get("If-None-Match", ""),
        )
        if status == HTTPStatus.NOT_MODIFIED:
            return _as_response(status, headers, body)
        response.content = body
        _set_headers(response, headers)
        return response


def page_key(environ: dict[str, Any]) -> tuple | None:
    """What makes a request's page, or ``None`` where it must not be looked up or kept.

    Scheme, host as the client sent it, path, and the query keys of ``PAGE_CACHE_QUERY_KEYS`` in fixed order.
    A query with any other key, a key given twice or a long value is nobody's page. Tracking keys are taken
    off the request itself. A wrong host gets no page in: ``is_for_everybody`` asks ``get_host()`` first.
    """
    query = _query(environ)
    if query is None or "HTTP_AUTHORIZATION" in environ:
        return None
    host = environ.get("HTTP_HOST") or environ.get("SERVER_NAME")
    if settings.USE_X_FORWARDED_HOST:
        host = environ.get("HTTP_X_FORWARDED_HOST", host)
    script, path = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")
    if not host or len(host) > 255 or len(script) + len(path) > LONGEST_PATH:
        return None
    return _scheme(environ), host, environ.get("SERVER_PORT"), script, path, query


class _Dependent(Protocol):
    cache_scopes: list[str]
    cache_until: datetime | None


def depends_on(response: HttpResponseBase, scopes: list[str], until: datetime | None = None) -> None:
    """Note on ``response`` what it was made from, so that it may be kept.

    ``scopes`` are those of ``bump`` ("site" is always meant); ``until`` is the aware time at which the page
    changes by itself. Read again as ``response.cache_scopes`` and ``response.cache_until``.
    """
    noted = cast(_Dependent, response)
    noted.cache_scopes = scopes
    noted.cache_until = until


class _Noted(Protocol):
    cache_until: datetime | None


def changes_at(request: HttpRequest, moment: datetime | None) -> None:
    """Note on ``request`` that what is shown for it changes by itself at ``moment`` (aware; ``None``: never).

    For parts of a page, such as template tags, that have no response in their hands. The soonest counts.
    """
    noted = cast(_Noted, request)
    moments = [getattr(request, "cache_until", None), moment]
    noted.cache_until = min((one for one in moments if one is not None), default=None)


def is_for_everybody(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether ``response`` is a public page that is the same for every reader.

    The view must have said so (``cache_scopes``), and nothing may speak against it: another status, a cookie,
    a body that streams, a header that makes it private or somebody's own, a session that was looked at.
    """
    if (
        not getattr(response, "cache_scopes", None)
        or response.status_code != HTTPStatus.OK
        or response.streaming
    ):
        return False
    if response.cookies or response.has_header("Content-Encoding") or request.headers.get("Authorization"):
        return False
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    if varies - {"accept-encoding"}:
        return False
    if re.search(r"\b(private|no-store)\b", response.get("Cache-Control", ""), re.IGNORECASE):
        return False
    if "'nonce-" in response.get("Content-Security-Policy", ""):
        return False
    session = getattr(request, "session", None)
    if session is not None and (session.accessed or session.modified):
        return False
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _finished(request: HttpRequest, response: Any) -> StoredPage:
    """What to keep of ``response``, compressed."""
    now = time.time()
    ends = now + getattr(settings, "PAGE_CACHE_MAX_AGE", 600)
    for noted in (response, request):
        until = getattr(noted, "cache_until", None)
        if until is not None:
            ends = min(ends, until.timestamp())
    headers = [(name, value) for name, value in response.items() if name.lower() not in NOT_KEPT]
    return StoredPage(body=response.content, headers=headers, scopes=response.cache_scopes, until=ends)


def _as_response(status: int, headers: list[tuple[str, str]], body: bytes) -> HttpResponse:
    response = HttpResponse(body, status=status)
    _set_headers(response, headers)
    return response


def _set_headers(response: HttpResponse, headers: list[tuple[str, str]]) -> None:
    for name in list(response.headers):
        del response.headers[name]
    for name, value in headers:
        response.headers[name] = value


def _is_enabled() -> bool:
    return getattr(settings, "PAGE_CACHE_ENABLED", not settings.DEBUG)


def _scheme(environ: dict[str, Any]) -> str:
    """As ``HttpRequest.scheme`` decides it, without a request."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        if (value := environ.get(name)) is not None:
            return "https" if value.split(",", 1)[0].strip() == secure else "http"
    return environ.get("wsgi.url_scheme", "http")


def _query(environ: dict[str, Any]) -> tuple[tuple[str, str], ...] | None:
    raw = environ.get("QUERY_STRING", "")
    if not raw:
        return ()
    parts = raw.split("&")
    kept = [part for part in parts if not TRACKING_KEYS.match(part)]
    if len(kept) < len(parts):
        raw = environ["QUERY_STRING"] = "&".join(kept)
    if len(raw) > LONGEST_QUERY or not raw.isascii():
        return None
    allowed = getattr(settings, "PAGE_CACHE_QUERY_KEYS", QUERY_KEYS)
    given = parse_qsl(raw, keep_blank_values=True)
    values = dict(given)
    if len(values) < len(given) or any(
        key not in allowed or len(value) > LONGEST_VALUE for key, value in given
    ):
        return None
    return tuple((key, values[key]) for key in allowed if key in values)


def _current_book() -> VersionBook | None:
    """The book of ``DATA_DIR``, opened again where its file was replaced; ``None`` if it cannot be opened."""
    global _book, _failed
    folder, book = settings.DATA_DIR, _book
    # Asked for every request: comparing paths alone would cost more than the rest of the lookup.
    if book is not None and book.folder is folder and book.is_current():
        return book
    if book is None and _failed[0] is folder and time.monotonic() - _failed[1] < RETRY_AFTER:
        return None
    with _book_lock:
        if _book is None or _book.folder is not folder or not _book.is_current(now=True):
            try:
                _book = VersionBook(folder)
            except OSError:
                _book = None
                logger.exception("The page cache is off: its counters in %s cannot be opened.", folder)
                _failed = folder, time.monotonic()
            _store.clear()
        return _book


def _bump_now(scopes: Iterable[str]) -> None:
    book = _book
    if book is not None:
        book.is_current(now=True)
    book = _current_book()
    if book is None:
        return
    try:
        book.bump(scopes)
    except OSError:
        logger.exception("Kept pages of %s could not be made old.", ", ".join(scopes))


@lru_cache(maxsize=256)
def _wanted_forms(accept_encoding: str) -> tuple[str, ...]:
    """Forms in the order in which to try them (RFC 9110, 12.5.3); identity last: something always fits."""
    wishes: dict[str, float] = {}
    for wish in accept_encoding.lower().split(","):
        name, _, rest = wish.partition(";")
        weight = 1.0
        if match := re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", rest):
            weight = float(match[1])
        wishes[{"x-gzip": "gzip"}.get(name.strip(), name.strip())] = weight
    others = wishes.get("*", 0.0)
    weights = {"br": wishes.get("br", others), "gzip": wishes.get("gzip", others)}
    # Identity may always be sent unless refused; it wins only where it is wished for more than the others.
    plain = wishes.get("identity", wishes.get("*", 0.0))
    chosen = [name for name in ("br", "gzip") if weights[name] > 0 and weights[name] >= plain]
    return (*sorted(chosen, key=lambda name: -weights[name]), "identity")


@lru_cache
def _status_line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"
