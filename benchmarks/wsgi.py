"""The site as `config.wsgi` serves it, with one more address that costs nothing: the bare WSGI answer."""

from collections.abc import Callable, Iterable
from typing import Any

from config.wsgi import application as site

BARE_PATH = "/bench-bare"
BARE_ANSWER = b"ok"


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """Answer `BARE_PATH` with a constant before anything of ours runs; hand over everything else."""
    if environ["PATH_INFO"] == BARE_PATH:
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(BARE_ANSWER)))])
        return [BARE_ANSWER]
    return site(environ, start_response)
