"""`make run`: production's server, caching and headers, on loopback, plain http, with example accounts."""

from cryptography.fernet import Fernet

from config.env import env, stored_secret

from .base import *
from .base import ALLOWED_HOSTS, MESSAGE_KEYS, PUBLIC_BASE_URL, SECRET_KEY

SECRET_KEY = SECRET_KEY or stored_secret("secret-key")
MESSAGE_KEYS = MESSAGE_KEYS or [stored_secret("message-key", lambda: Fernet.generate_key().decode())]
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
PUBLIC_BASE_URL = PUBLIC_BASE_URL or f"http://127.0.0.1:{env('PORT')}"
WAGTAILADMIN_BASE_URL = PUBLIC_BASE_URL

EXAMPLE_ACCOUNTS_ALLOWED = True
