"""Fixtures for every test: a clean cache and media folder, and a browser for the tests that need one."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from core.caching import forget

ROOT = Path(__file__).resolve().parents[1]
BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing of the browser's own may reach the network or wait for it while a test measures.
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING_BROWSER = "no Chromium on this machine; `sudo apt-get install chromium` brings it"


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, BROWSER_NAMES)), None)


def _flushes_the_database(item: Any) -> bool:
    marker = item.get_closest_marker("django_db")
    return (
        "transactional_db" in item.fixturenames
        or "live_server" in item.fixturenames
        or bool(marker and marker.kwargs.get("transaction"))
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep browser tests on one worker, skip them where there is no browser, keep data of migrations."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
            if _chromium() is None:
                item.add_marker(pytest.mark.skip(reason=MISSING_BROWSER))
        if item.get_closest_marker("services") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL and Redis: make test-services"))
        if _flushes_the_database(item) and "django_db_serialized_rollback" not in item.fixturenames:
            item.fixturenames.append("django_db_serialized_rollback")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what the wall tests counted, whichever worker ran them."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    figures = [
        value
        for report in reports
        for name, value in getattr(report, "user_properties", [])
        if name == "wall"
    ]
    if figures:
        terminalreporter.section("walls between villages")
        for figure in sorted(set(figures)):
            terminalreporter.write_line(figure)


def _migrated_database() -> Path:
    """Where a migrated, empty SQLite database is kept for the migrations and packages of this moment."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for file in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return ROOT / "var" / "tests" / f"{digest.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """On SQLite Django shall go on from the file that the next fixture lays down."""
    return connection.vendor == "sqlite" or request.config.getvalue("reuse_db")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[Any]:
    """Start from a copy of a migrated database, made by whichever worker comes first: saves 15 s a run.

    Yields what `django_db_setup` calls when the database is migrated.
    """
    if connection.vendor != "sqlite":
        yield lambda: None
        return
    kept = _migrated_database()
    kept.parent.mkdir(parents=True, exist_ok=True)
    database = connection.settings_dict["TEST"]["NAME"]
    with (kept.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            shutil.copyfile(kept, database)
            fcntl.flock(lock, fcntl.LOCK_UN)

        def keep() -> None:
            if not kept.exists():
                for old in kept.parent.glob("*.sqlite3"):
                    old.unlink()
                with sqlite3.connect(database) as source, sqlite3.connect(f"{kept}.new") as target:
                    source.backup(target)
                os.replace(f"{kept}.new", kept)
            fcntl.flock(lock, fcntl.LOCK_UN)

        yield keep


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_modify_db_settings: Any,
    django_db_blocker: Any,
) -> None:
    """Keep the database that the migrations have just made, and their rows where a test is going to flush."""
    django_db_modify_db_settings()
    if any(map(_flushes_the_database, request.session.items)):
        with django_db_blocker.unblock():
            # Kept on the session: once a browser has run, `connection` may be another object.
            request.session.migrated_rows = connection.creation.serialize_db_to_string()


@pytest.fixture(autouse=True)
def _restored_after_flush(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Bring back what the migrations wrote (Wagtail's root page and collection) after a test that flushed it.

    Django restores it before the next flushing test only; an ordinary test may come in between.
    """
    if _flushes_the_database(request.node):
        # First, also for the first test of all: there the rows are read, and a browser changes `connection`.
        request.getfixturevalue("django_db_setup")
        if "browser" in request.fixturenames:
            request.getfixturevalue("browser")
    rows = getattr(request.session, "migrated_rows", None)
    if rows is not None:
        connection._test_serialized_contents = rows
    yield
    if rows is not None and _flushes_the_database(request.node):
        with django_db_blocker.unblock():
            connection.creation.deserialize_db_from_string(rows)


@pytest.fixture
def _django_db_helper(_restored_after_flush: None, _django_db_helper: None) -> None:
    """Begin after, and so end before, the fixture above: first the flush, then the restoring."""


@pytest.fixture(autouse=True)
def _clean_surroundings(_restored_after_flush: None, settings: Any, tmp_path: Any) -> Iterator[None]:
    """Give each test an empty media folder and an empty cache."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    forget()
    yield
    cache.clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The distribution's Chromium, driven by Playwright; one per test run."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django takes for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=BROWSER_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """A function that opens a page in a fresh browser profile: ``new_page(width=360, javascript=True)``.

    Addresses are relative to the test's own server. Options are those of Playwright's ``new_context``.
    """
    contexts = []

    def opened(width: int = 360, height: int = 740, javascript: bool = True, **options: Any) -> Any:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            **options,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """One page, 360 px wide, with JavaScript."""
    return new_page()


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """A function that runs axe-core on a page and returns its violations as lines: rule, element, advice."""
    from axe_playwright_python.sync_playwright import Axe

    def violations(page: Any, context: Any = None, rules_off: tuple[str, ...] = ()) -> list[str]:
        options: dict[str, Any] = {
            "resultTypes": ["violations"],
            "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            "rules": {rule: {"enabled": False} for rule in rules_off},
        }
        results = Axe().run(page, context=context, options=options)
        return [
            f"{violation['id']}: {node['html'][:160]} ({violation['help']})"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]

    return violations
