"""`make bench`: what the site costs, measured against what the same server can do at best.

Grows a regency in a temporary folder, starts production's server on it, prints one table and writes
`var/bench.json`. Ratios come first, because times depend on the machine: a page against a bare WSGI answer,
and against the same bytes as a static file. Nothing is asserted. Docs: docs/benchmarks.md.
"""

import argparse
import gzip
import importlib.metadata
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

from benchmarks import load  # noqa: E402  (the line above makes it importable)

if TYPE_CHECKING:
    from benchmarks.content import Regency

WORKERS = 2
CONNECTIONS = 8
ROUNDS = 3
LONG, SHORT = 0.8, 0.4  # seconds of one run with many connections, and with one
WARM_UP = 12  # requests on each address, so that both workers have met it
MEMORY_GOAL = 150  # MB of one worker
STATIC_FILE = "bench-article.html"
# A query that the page cache does not know makes a page it neither keeps nor looks up.
UNCACHED = "?tanpa-simpanan=1"
READY_SECONDS = 60
BEGUN = time.monotonic()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((load.LOOPBACK, 0))
        return probe.getsockname()[1]


def say(words: str) -> None:
    """One line of progress, with the seconds since the start."""
    print(f"{time.monotonic() - BEGUN:4.0f} s  {words}", file=sys.stderr, flush=True)


def prepare(articles: int) -> "Regency":
    """Make static files, tables and content in the folder named by `DATA_DIR`; `articles` in each village."""
    say("static files ...")
    # Before Django reads their list, and without those of the admin, which no measured page uses.
    subprocess.run(
        [
            *(sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"),
            *("--ignore", "wagtail*", "--ignore", "account*", "--ignore", "mfa*"),
        ],
        cwd=ROOT,
        check=True,
    )
    import django
    from django.core.management import call_command

    django.setup()
    say("tables ...")
    call_command("migrate", interactive=False, verbosity=0)
    say("content ...")
    from benchmarks.content import grow

    return grow(villages=20, articles=articles)


def addresses(regency: "Regency") -> dict[str, str]:
    """The measured pages by name; each is asked for as a reader would."""
    return {
        "portal": "/",
        "village": regency.village.url,
        "article": regency.article.url,
        # Few pages hold this word, nearly all hold the next.
        "search": "/cari/?q=jembatan",
        "search, common word": "/cari/?q=desa",
    }


def uncached(address: str) -> str:
    return f"{address}&{UNCACHED[1:]}" if "?" in address else f"{address}{UNCACHED}"


def count_queries(pages: dict[str, str]) -> dict[str, int]:
    """Database queries of each page, asked in this process with the page cache out of the way."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME=load.LOOPBACK)
    counts = {}
    for name, address in pages.items():
        # The first one fills what Django keeps in the process: content types, Wagtail's site.
        client.get(uncached(address))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(uncached(address))
        if response.status_code != 200:
            sys.exit(f"{address} answered {response.status_code}")
        counts[name] = len(queries)
    return counts


def lay_down_static_copy(address: str) -> int:
    """Put the bytes of a page where whitenoise finds them, compressed; returns their number."""
    from django.conf import settings
    from django.test import Client

    body = Client(SERVER_NAME=load.LOOPBACK).get(uncached(address)).content
    target = Path(settings.STATIC_ROOT) / STATIC_FILE
    target.write_bytes(body)
    packed = gzip.compress(body, 9, mtime=0)
    target.with_name(f"{STATIC_FILE}.gz").write_bytes(packed)
    return len(packed)


@contextmanager
def server(port: int) -> Iterator[subprocess.Popen]:
    """Production's gunicorn with its own settings file, on `port`; gone when the block ends."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"),
            # No worker may be renewed in the middle of a run.
            *("--max-requests", "0", "--max-requests-jitter", "0"),
            *("--log-level", "warning", "benchmarks.wsgi:application"),
        ],
        cwd=ROOT,
    )
    try:
        wait_until_ready(process, port)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit("the server stopped while starting")
        try:
            with urllib.request.urlopen(f"http://{load.LOOPBACK}:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not get ready")


def sent_bytes(port: int, address: str, encoding: str) -> tuple[int, str]:
    """Bytes of the body on the wire, and the encoding the server chose."""
    request = urllib.request.Request(
        f"http://{load.LOOPBACK}:{port}{address}", headers={"Accept-Encoding": encoding}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return len(answer.read()), answer.headers.get("Content-Encoding", "identity")


def measure(port: int, targets: dict[str, str]) -> dict[str, dict[str, float]]:
    """Requests per second and median time of each target.

    The targets take turns, `ROUNDS` times, so that a neighbour on the machine slows all of them, not one;
    the medians over the rounds are given.
    """
    for address in targets.values():
        for _request in range(WARM_UP):
            sent_bytes(port, address, "gzip")
    rates: dict[str, list[float]] = {name: [] for name in targets}
    medians: dict[str, list[float]] = {name: [] for name in targets}
    busy: dict[str, list[float]] = {name: [] for name in targets}
    for round_number in range(1, ROUNDS + 1):
        say(f"round {round_number} of {ROUNDS} ...")
        for name, address in targets.items():
            many = load.run(port, address, connections=CONNECTIONS, seconds=LONG)
            one = load.run(port, address, connections=1, seconds=SHORT)
            rates[name].append(many.per_second)
            medians[name].append(one.median_ms)
            busy[name].append(many.busy)
    return {
        name: {
            "requests_per_second": round(statistics.median(rates[name]), 1),
            "median_ms": round(statistics.median(medians[name]), 2),
            "of_bare": round(statistics.median(ratios(rates[name], rates["bare"])), 3),
            "of_static": round(statistics.median(ratios(rates[name], rates["static"])), 3),
            "generator_busy": round(statistics.median(busy[name]), 2),
        }
        for name in targets
    }


def ratios(some: list[float], others: list[float]) -> list[float]:
    return [one / other for one, other in zip(some, others, strict=True)]


def memory(process: subprocess.Popen) -> dict[str, Any]:
    """Memory of gunicorn's processes in MB. PSS shares out what several of them have in common."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        return {"workers": []}

    def of(pid: int) -> dict[str, float]:
        lines = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
        kilobytes = {words[0].rstrip(":").lower(): int(words[1]) for words in lines}
        return {key: round(kilobytes[key] / 1024, 1) for key in ("pss", "rss")}

    return {"master": of(process.pid), "workers": [of(int(pid)) for pid in children.read_text().split()]}


def surroundings() -> dict[str, Any]:
    packages = ("Django", "wagtail", "gunicorn", "whitenoise")
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": platform.platform(),
        **{name.lower(): importlib.metadata.version(name) for name in packages},
    }


def table(result: dict[str, Any]) -> str:
    """The result for a terminal: ratios, then absolutes, then what does not depend on the machine."""
    about, speed = result["about"], result["speed"]
    lines = [
        f"{about['date']}  {about['cores']} cores, load {about['load_before']} before the run",
        ", ".join(
            f"{name} {about[name]}" for name in ("python", "django", "wagtail", "gunicorn", "whitenoise")
        ),
        f"{WORKERS} workers, {CONNECTIONS} connections; {result['villages']} villages, "
        f"{result['articles']} articles, {result['comments']} comments under the article",
        "",
        f"{'':<20}{'of bare':>9}{'of static':>11}{'requests/s':>12}{'median ms':>11}",
    ]
    for name, figures in speed.items():
        lines.append(
            f"{name:<20}{figures['of_bare']:>9.3f}{figures['of_static']:>11.3f}"
            f"{figures['requests_per_second']:>12,.1f}{figures['median_ms']:>11.2f}"
        )
    lines += ["", f"{'':<20}{'queries':>9}{'gzip bytes':>12}{'brotli bytes':>14}"]
    for name, figures in result["pages"].items():
        lines.append(f"{name:<20}{figures['queries']:>9}{figures['gzip']:>12,}{figures['br']:>14,}")
        if figures["encoding"] == "identity":
            lines[-1] += "  (goes out uncompressed)"
    workers = result["memory"]["workers"]
    lines += [
        "",
        "memory per worker    "
        + ", ".join(f"{worker['pss']:.0f} MB PSS ({worker['rss']:.0f} MB RSS)" for worker in workers)
        + f"; goal {MEMORY_GOAL} MB",
    ]
    busiest = max(speed.values(), key=lambda figures: figures["generator_busy"])["generator_busy"]
    lines.append(f"load generator       at most {busiest:.0%} of one core")
    return "\n".join(lines)


def bench(articles: int) -> dict[str, Any]:
    """The whole run, in the folder and on the port that the environment names."""
    about = surroundings()
    port = int(os.environ["PORT"])
    regency = prepare(articles // 20)
    pages = addresses(regency)
    queries = count_queries(pages)
    lay_down_static_copy(pages["article"])
    from django.db import connections

    connections.close_all()
    targets = {"bare": "/bench-bare", "static": f"/static/{STATIC_FILE}"}
    # Search is never kept, so as served and uncached are the same.
    kept = {name: address for name, address in pages.items() if not name.startswith("search")}
    targets |= {f"{name}, cached": address for name, address in kept.items()}
    targets |= {f"{name}, uncached": uncached(address) for name, address in kept.items()}
    targets |= {name: address for name, address in pages.items() if name not in kept}
    say("server ...")
    with server(port) as process:
        speed = measure(port, targets)
        weights = {}
        for name, address in pages.items():
            packed, encoding = sent_bytes(port, address, "gzip")
            weights[name] = {
                "queries": queries[name],
                "gzip": packed,
                "br": sent_bytes(port, address, "br")[0],
                "encoding": encoding,
            }
        used = memory(process)
    return {
        "about": about,
        "villages": 20,
        "articles": articles // 20 * 20,
        "comments": 20,
        "workers": WORKERS,
        "connections": CONNECTIONS,
        "speed": speed,
        "pages": weights,
        "memory": used,
        "seconds": round(time.monotonic() - BEGUN, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=400, help="live articles in all (400)")
    parser.add_argument("--output", type=Path, default=ROOT / "var" / "bench.json")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="desa-bench-")
    os.environ.update(
        DATA_DIR=folder,
        PORT=str(free_port()),
        WEB_CONCURRENCY=str(WORKERS),
        DJANGO_SETTINGS_MODULE="config.settings.demo",
        # Whatever a developer's `.env` names: the benchmark measures SQLite and local files.
        **dict.fromkeys(("DATABASE_URL", "CACHE_URL", "PUBLIC_BASE_URL", "ALLOWED_HOSTS", "SECRET_KEY"), ""),
    )
    try:
        result = bench(arguments.articles)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(result, indent=2) + "\n")
    print(table(result))
    say(f"written to {arguments.output}, {result['seconds']:.0f} s in all")


if __name__ == "__main__":
    main()
