"""For pytest: fast hashing, plain static files, everything written to a folder that goes away."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from config.env import env

from .base import *
from .base import CACHES, DATABASES, STORAGES

_scratch = Path(tempfile.mkdtemp(prefix="desa-test-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)

SECRET_KEY = "only-for-the-tests-" * 4
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", ".example.test"]
PUBLIC_BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
CSRF_TRUSTED_ORIGINS = []
TRUSTED_PROXIES = []
EXAMPLE_ACCOUNTS_ALLOWED = True

DATA_DIR = _scratch
MEDIA_ROOT = _scratch / "media"
STATIC_ROOT = _scratch / "static"
STATIC_ROOT.mkdir()
MESSAGE_KEYS = ["dW5pdC10ZXN0cy1vbmx5LXVuaXQtdGVzdHMtb25seS0="]
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": _scratch / "private"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the browser tests' server needs connections of its own, as in real life.
    DATABASES["default"]["NAME"] = str(_scratch / "db.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}
if env("CACHE_URL"):
    # Each test process clears its own numbered Redis database, not its neighbours'.
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = f"{env('CACHE_URL').rstrip('/')}/{_worker}"
else:
    CACHES["default"]["LOCATION"] = str(_scratch / "cache")

# Changes are told to the page cache on commit, which most tests never reach; its own tests switch it on.
PAGE_CACHE_ENABLED = False

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
