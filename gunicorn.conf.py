"""How gunicorn serves the site: `gunicorn` alone, from any folder with `-c`, is enough."""

import gc
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "site"))

from config.env import env  # noqa: E402  (the line above makes it importable)

chdir = str(ROOT)
wsgi_app = "config.wsgi:application"
bind = f"127.0.0.1:{env('PORT')}"

worker_class = "gthread"
workers = env("WEB_CONCURRENCY")
threads = 4
keepalive = 5
timeout = 60
graceful_timeout = 30
# A worker is renewed now and then, against slow leaks, not all at the same moment.
max_requests = 50_000
max_requests_jitter = 10_000

# The code is loaded once and its memory shared by the workers. No database connection outlives the fork:
# `config.wsgi` closes what its checks opened.
preload_app = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  (heartbeat files, not data)
control_socket_disable = True  # two sites of one user would fight over its one default path

# Only these may say that the visitor came by https.
forwarded_allow_ips = ",".join(env("TRUSTED_PROXIES")) or "127.0.0.1,::1"


def pre_fork(server: Any, worker: Any) -> None:
    """Keep what is loaded by now out of garbage collection, so that its memory stays shared."""
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Keep who asks in private out of gunicorn's own logs too, also where somebody switches them on."""
    from private_messages.log_filter import HidePrivate

    for log in (worker.log.access_log, worker.log.error_log):
        log.addFilter(HidePrivate())
