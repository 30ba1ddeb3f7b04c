"""Every environment variable the project reads, with its type and default.

`docs/settings.md` explains each one; a test keeps the two lists equal. Nothing else in the project reads the
environment, so that a variable can be found, and its default changed, in one place.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env(
    DATA_DIR=(str, ""),
    DATABASE_URL=(str, ""),
    CACHE_URL=(str, ""),
    SECRET_KEY=(str, ""),
    ALLOWED_HOSTS=(list, []),
    EMAIL_URL=(str, ""),
    DEFAULT_FROM_EMAIL=(str, "tidak-dibalas@localhost"),
    PUBLIC_BASE_URL=(str, ""),
    CSRF_TRUSTED_ORIGINS=(list, []),
    TRUSTED_PROXIES=(list, []),
    MEDIA_ACCEL_PREFIX=(str, ""),
    MESSAGE_KEY=(list, []),
    HSTS_SECONDS=(int, 31_536_000),
    PORT=(int, 8000),
    WEB_CONCURRENCY=(int, 2),
)


def forget_empty() -> None:
    """Take variables without a value as not set: `export PORT` of a Makefile means the default."""
    for name in env.scheme:
        if not os.environ.get(name, "unset").strip():
            del os.environ[name]


forget_empty()
# A developer's `.env` must not bend the test run.
if not os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".test"):
    env.read_env(BASE_DIR / ".env")
    forget_empty()


def data_dir() -> Path:
    """Return the absolute folder for everything the running site writes (`DATA_DIR`, default `var/`)."""
    return (BASE_DIR / (env("DATA_DIR") or "var")).resolve()


def stored_secret(name: str, make: Callable[[], str] = lambda: secrets.token_urlsafe(64)) -> str:
    """Return the secret kept in `DATA_DIR/secrets/<name>`, made by `make` on first use.

    The file is readable by its owner only. Two processes that start together agree on one value: whoever
    creates the file first wins, the other reads it.
    """
    folder = data_dir() / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        draft = folder / f".{name}.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
