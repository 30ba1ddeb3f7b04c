"""A flood of readers and writers against one village, with the workers killed in the middle.

Grows 5,000 comments under one article and 1,000 that wait, starts production's server on loopback and lets
readers, writers and a cadre loose on it. Afterwards every comment that was acknowledged must be stored once,
and only once. Prints a table, writes `var/flood.json`, and ends with 1 if something was lost, doubled or
answered with an error. Docs: docs/benchmarks.md.

    .venv/bin/python benchmarks/flood.py                                    # SQLite in a folder of its own
    scripts/with_services .venv/bin/python benchmarks/flood.py --services   # PostgreSQL and Redis
"""

import argparse
import http.client
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

from benchmarks.load import LOOPBACK  # noqa: E402  (the line above makes it importable)
from benchmarks.run import WORKERS, free_port, memory, say, server, surroundings  # noqa: E402

COMMENTS, WAITING = 5_000, 1_000
READER_PAUSE = (0.5, 1.5)  # seconds between two pages of one reader
WRITER_PAUSE = (0.2, 0.8)
CADRE_PAUSE = 1.0
PATIENCE = 20.0  # seconds that a reader or writer waits for an answer
TRIES = 8  # how often a writer sends a form again whose sending was cut
CUT_FOR = 5.0  # seconds after a kill in which a broken connection is its doing
QUEUE_GOAL = 1.0  # seconds for the moderators' list
FORM = re.compile(r'name="(csrfmiddlewaretoken|stamp)" value="([^"]+)"')
CODE = re.compile(r'class="receipt"[^>]*>\s*([0-9A-Z-]{19})')


@dataclass
class Village:
    """What was grown, as addresses."""

    pages: list[str]
    write: str
    queue: str
    session: str
    cadre: int


@dataclass
class Tally:
    """What all threads saw; appending to a list is atomic."""

    times: dict[str, list[float]] = field(default_factory=lambda: {"reader": [], "writer": [], "queue": []})
    statuses: Counter = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)
    kills: list[float] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)  # words: receipt code, "" if it was not seen
    sent_again: list[str] = field(default_factory=list)
    approved: list[int] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, who: str, seconds: float, status: int, what: str) -> None:
        with self.lock:
            self.statuses[f"{who} {status}"] += 1
        self.times[who].append(seconds)
        if status >= 500:
            self.errors.append(f"{who}: {what} answered {status}")

    def broken(self, who: str, begun: float, error: Exception) -> None:
        """A connection that broke: by a kill while it was open or just before, or by a fault of the site."""
        now = time.monotonic()
        by_kill = any(begun - CUT_FOR <= kill <= now for kill in self.kills)
        (self.cuts if by_kill else self.errors).append(f"{who}: {type(error).__name__} {error}")


class Visitor:
    """One browser: a connection, its cookies, and an address of its own, as the proxy would name it."""

    def __init__(self, port: int, tally: Tally, who: str, cookies: dict[str, str] | None = None) -> None:
        self.port, self.tally, self.who = port, tally, who
        self.cookies = dict(cookies or {})
        self.address = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(1, 255)}"
        self.connection: http.client.HTTPConnection | None = None

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str] | None:
        """Status and text of one answer; ``None`` when the connection broke. Time and outcome are counted."""
        headers = {"X-Forwarded-For": self.address}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.monotonic()
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
            self.connection.request(
                "GET" if form is None else "POST",
                path,
                urlencode(form) if form is not None else None,
                headers,
            )
            answer = self.connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            self.tally.broken(self.who, begun, error)
            return None
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        self.tally.count(self.who, time.monotonic() - begun, answer.status, path)
        return answer.status, text

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def read_on(port: int, village: Village, tally: Tally, until: float) -> None:
    """A reader: one page after the other, from a connection that is kept open."""
    visitor = Visitor(port, tally, "reader")
    while time.monotonic() < until:
        visitor.ask(random.choice(village.pages))
        time.sleep(random.uniform(*READER_PAUSE))
    visitor.close()


def write_on(port: int, village: Village, tally: Tally, until: float) -> None:
    """Writers, one after the other: each opens the form, sends it, and again when the sending was cut."""
    while time.monotonic() < until:
        visitor = Visitor(port, tally, "writer")
        opened = visitor.ask(village.write)
        if opened is not None and opened[0] == 200:
            words = f"Usul warga {uuid.uuid4()} tentang jalan dan air bersih."
            values = {"name": "Nurhayati", "place": "Dusun Hilir", "body": words, "lanjutan": ""}
            send(visitor, village, values | dict(FORM.findall(opened[1])), tally)
        visitor.close()
        time.sleep(random.uniform(*WRITER_PAUSE))


def send(visitor: Visitor, village: Village, values: dict[str, str], tally: Tally) -> None:
    for attempt in range(TRIES):
        answer = visitor.ask(village.write, values)
        if answer is None:
            tally.sent_again.append(values["body"])
            time.sleep(0.3 * (attempt + 1))
            continue
        if answer[0] == 303:
            tally.acknowledged[values["body"]] = ""
            receipt = visitor.ask("/komentar/terkirim/")
            if receipt is not None and (code := CODE.search(receipt[1])):
                tally.acknowledged[values["body"]] = code[1]
        else:
            tally.errors.append(f"writer: the comment was answered with {answer[0]}")
        return
    tally.errors.append("writer: gave up")


def moderate(port: int, village: Village, tally: Tally, until: float) -> None:
    """A cadre: looks at the queue, and publishes what waits longest, so that kept pages grow old."""
    from django.contrib.auth import get_user_model
    from django.db import close_old_connections

    from comments import moderation
    from comments.models import ResidentComment

    visitor = Visitor(port, tally, "queue", {"sessionid": village.session})
    cadre = get_user_model().objects.get(pk=village.cadre)
    while time.monotonic() < until:
        visitor.ask(village.queue)
        comment = ResidentComment.objects.waiting().select_related("thread", "village").first()
        if comment is not None:
            moderation.approve(cadre, comment, version=comment.version)
            tally.approved.append(comment.pk)
        time.sleep(CADRE_PAUSE)
    visitor.close()
    close_old_connections()


def prepare() -> Village:
    """Static files, tables, and one village full of comments, where `DATA_DIR` or `DATABASE_URL` says."""
    say("static files ...")
    # Those of the admin too: the queue is measured.
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"], cwd=ROOT, check=True
    )
    import django
    from django.core.management import call_command

    django.setup()
    from django.contrib.auth import get_user_model
    from django.db import connections
    from django.test import Client
    from django.urls import reverse

    from benchmarks.content import grow
    from village_pages.models import VillagePage

    say("tables ...")
    call_command("migrate", interactive=False, verbosity=0)
    if VillagePage.objects.exists():
        sys.exit("This database holds villages already; the flood wants an empty one.")
    say(f"{COMMENTS:,} comments, {WAITING:,} waiting ...")
    regency = grow(villages=2, articles=21, comments=COMMENTS)
    wait_for_review(regency)
    thread = regency.article.resident_thread
    roots = list(thread.resident_comments.filter(depth=0).values_list("public_id", flat=True)[:400])
    further = reverse("comments:further", args=[regency.article.translation_key])
    cadre = get_user_model().objects.get(username="kader-ukur")
    browser = Client(SERVER_NAME=LOOPBACK)
    browser.force_login(cadre)
    connections.close_all()
    return Village(
        pages=[
            *[regency.article.url] * 40,
            *(f"{further}?sesudah={one}" for one in roots[19::20]),
            *(reverse("comments:comment", args=[one]) for one in random.sample(roots, 20)),
            *[regency.village.url] * 10,
        ],
        write=reverse("comments:write", args=[regency.article.translation_key]),
        queue=reverse("comment_moderation:index"),
        session=browser.cookies["sessionid"].value,
        cadre=cadre.pk,
    )


def wait_for_review(regency) -> None:
    """``WAITING`` comments that nobody has looked at yet, under another article of the village."""
    from django.utils import timezone

    from benchmarks.content import comment_words
    from comments.models import ResidentComment, Thread
    from comments.text import fold_hash
    from news.models import NewsArticlePage

    other = NewsArticlePage.objects.child_of(regency.news).exclude(pk=regency.article.pk).first()
    thread = Thread.objects.create(page_id=other.pk, village_id=regency.village.pk)
    begun = timezone.now() - timedelta(days=3)
    ResidentComment.objects.bulk_create(
        ResidentComment(
            thread=thread,
            village_id=regency.village.pk,
            shown_name=f"Warga {number}",
            body=words,
            body_fold_hash=fold_hash(words),
            created_at=begun + timedelta(minutes=number),
        )
        for number, words in enumerate(comment_words(WAITING))
    )


def children(process: subprocess.Popen) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def kill_workers(process: subprocess.Popen, tally: Tally, how_many: int) -> None:
    for pid in children(process)[:how_many]:
        os.kill(pid, signal.SIGKILL)
        tally.kills.append(time.monotonic())
    say(f"killed {how_many} of the workers")


def flood(port: int, process: subprocess.Popen, village: Village, arguments: argparse.Namespace) -> Tally:
    """Everybody at once for the time asked; all workers are killed in the middle, one more near the end."""
    tally = Tally()
    begun = time.monotonic()
    until = begun + arguments.seconds
    jobs = [read_on] * arguments.readers + [write_on] * arguments.writers + [moderate]
    threads = [threading.Thread(target=job, args=(port, village, tally, until), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for share, how_many in ((0.5, WORKERS), (0.75, 1)):
        time.sleep(max(0.0, begun + arguments.seconds * share - time.monotonic()))
        kill_workers(process, tally, how_many)
    for thread in threads:
        thread.join(timeout=arguments.seconds + TRIES * PATIENCE)
    tally.errors += ["a thread did not come to its end" for thread in threads if thread.is_alive()]
    return tally


def stored_once(tally: Tally) -> dict[str, Any]:
    """What the database holds of what the writers were told; what is wrong goes to the errors."""
    from comments import receipts
    from comments.models import ResidentComment, Thread

    stored = Counter(
        ResidentComment.objects.filter(body__startswith="Usul warga ").values_list("body", flat=True)
    )
    lost = [words for words in tally.acknowledged if not stored[words]]
    doubled = [words for words, number in stored.items() if number > 1]
    shown = {words: code for words, code in tally.acknowledged.items() if code}
    wrong = [
        words
        for words, code in list(shown.items())[:20]
        if (found := receipts.find(code)) is None or found.body != words
    ]
    miscounted = [
        thread.pk
        for thread in Thread.objects.all()
        if thread.n_published != thread.resident_comments.published().count()
    ]
    tally.errors += [
        f"{len(rows)} comments {what}" for rows, what in ((lost, "lost"), (doubled, "doubled")) if rows
    ]
    tally.errors += [f"{len(wrong)} receipts open another comment or none"] * bool(wrong)
    tally.errors += [f"the count of threads {miscounted} is wrong"] * bool(miscounted)
    return {
        "acknowledged": len(tally.acknowledged),
        "stored": sum(stored.values()),
        "lost": len(lost),
        "doubled": len(doubled),
        "sent_again": len(tally.sent_again),
        "stored_without_answer": len([words for words in stored if words not in tally.acknowledged]),
        "receipts_seen": len(shown),
        "approved": len(tally.approved),
    }


def figures(times: list[float]) -> dict[str, float]:
    ordered = sorted(times) or [0.0]
    return {
        "answers": len(times),
        "p50_ms": round(statistics.median(ordered) * 1000, 1),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000, 1),
        "max_ms": round(ordered[-1] * 1000, 1),
    }


def quiet_queue(port: int, village: Village) -> float:
    """Median time of the moderators' list when nobody else asks, in seconds; the first answer warms up."""
    tally = Tally()
    visitor = Visitor(port, tally, "queue", {"sessionid": village.session})
    for _number in range(6):
        answer = visitor.ask(village.queue)
        if answer is None or answer[0] != 200:
            sys.exit(f"the queue answered {answer and answer[0]}")
    visitor.close()
    return statistics.median(tally.times["queue"][1:])


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    about = surroundings()
    port = int(os.environ["PORT"])
    village = prepare()
    from django.db import connection

    say("server ...")
    with server(port) as process:
        used_before = memory(process)
        queue_seconds = quiet_queue(port, village)
        say(f"{arguments.readers} readers, {arguments.writers} writers, {arguments.seconds} s ...")
        tally = flood(port, process, village, arguments)
        used = memory(process)
    counts = stored_once(tally)
    if queue_seconds > QUEUE_GOAL:
        tally.errors.append(f"the queue took {queue_seconds:.2f} s")
    if not counts["acknowledged"]:
        tally.errors.append("no comment was acknowledged")
    return {
        "about": about,
        "database": connection.vendor,
        "comments": COMMENTS,
        "waiting": WAITING,
        "seconds": arguments.seconds,
        "readers": arguments.readers,
        "writers": arguments.writers,
        "workers": WORKERS,
        "kills": len(tally.kills),
        "times": {who: figures(times) for who, times in tally.times.items()},
        "queue_quiet_ms": round(queue_seconds * 1000, 1),
        "answers": dict(sorted(tally.statuses.items())),
        "connections_cut_by_kills": len(tally.cuts),
        "comments_sent": counts,
        "memory_before": used_before,
        "memory": used,
        "errors": tally.errors,
    }


def table(result: dict[str, Any]) -> str:
    about, sent = result["about"], result["comments_sent"]
    lines = [
        f"{about['date']}  {about['cores']} cores, load {about['load_before']} before the run",
        f"{result['readers']} readers, {result['writers']} writers, {result['seconds']} s; "
        f"{result['database']}, {result['workers']} workers, {result['kills']} killed; "
        f"{result['comments']:,} comments, {result['waiting']:,} waiting",
        "",
        f"{'':<12}{'answers':>9}{'p50 ms':>10}{'p95 ms':>10}{'max ms':>10}",
    ]
    for who, row in result["times"].items():
        lines.append(
            f"{who:<12}{row['answers']:>9,}{row['p50_ms']:>10,.1f}{row['p95_ms']:>10,.1f}{row['max_ms']:>10,.1f}"
        )
    workers = result["memory"]["workers"]
    lines += [
        f"{'queue, quiet':<21}{result['queue_quiet_ms']:>10,.1f}   (goal: {QUEUE_GOAL * 1000:,.0f})",
        "",
        f"comments acknowledged {sent['acknowledged']}, lost {sent['lost']}, doubled {sent['doubled']}; "
        f"sent again after a cut {sent['sent_again']}, "
        f"stored but never answered {sent['stored_without_answer']}",
        f"connections cut by the kills {result['connections_cut_by_kills']}; answers {result['answers']}",
        "memory per worker " + ", ".join(f"{one['pss']:.0f} MB PSS" for one in workers),
        f"errors {len(result['errors'])}",
        *(f"  {number} x {words}" for words, number in Counter(result["errors"]).most_common(10)),
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--writers", type=int, default=5)
    parser.add_argument(
        "--services", action="store_true", help="use the empty database in DATABASE_URL, and CACHE_URL"
    )
    parser.add_argument("--output", type=Path, default=ROOT / "var" / "flood.json")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="desa-flood-")
    ours = ("PUBLIC_BASE_URL", "ALLOWED_HOSTS", "SECRET_KEY")
    os.environ.update(
        DATA_DIR=folder,
        PORT=str(free_port()),
        WEB_CONCURRENCY=str(WORKERS),
        DJANGO_SETTINGS_MODULE="config.settings.demo",
        # Each visitor names an address of its own, as behind a proxy: limits see many people, not one.
        TRUSTED_PROXIES=LOOPBACK,
        **dict.fromkeys(ours if arguments.services else (*ours, "DATABASE_URL", "CACHE_URL"), ""),
    )
    try:
        result = run(arguments)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(result, indent=2) + "\n")
    print(table(result))
    say(f"written to {arguments.output}")
    sys.exit(bool(result["errors"]))


if __name__ == "__main__":
    main()
