"""`make run`: production's server, caching and headers, on loopback, plain http, with example accounts."""

from config.env import env, stored_secret

from .base import *
from .base import ALLOWED_HOSTS, PUBLIC_BASE_URL, SECRET_KEY

SECRET_KEY = SECRET_KEY or stored_secret("secret-key")
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
PUBLIC_BASE_URL = PUBLIC_BASE_URL or f"http://127.0.0.1:{env('PORT')}"
WAGTAILADMIN_BASE_URL = PUBLIC_BASE_URL

EXAMPLE_ACCOUNTS_ALLOWED = True
