"""The site as production serves it, with worker processes, on the test's own database."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
LOOPBACK = "127.0.0.1"
READY_SECONDS = 60
SETTINGS = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


@contextmanager
def served(workers: int) -> Iterator[int]:
    """Gunicorn with the project's own settings file and ``workers`` processes; gives its port.

    What the test has committed is what it serves: for tests with ``transaction=True`` only.
    """
    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.served_settings",
        "SERVED_DATABASE": json.dumps(
            {name: connection.settings_dict[name] for name in SETTINGS}, default=str
        ),
        "PORT": str(port),
        "WEB_CONCURRENCY": str(workers),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "--log-level", "warning"],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        _wait_until_ready(process, port)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_until_ready(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server stopped while starting"
        try:
            with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not get ready")
