"""`make dev`: debug pages, reloading, mail on the console, static files straight from their folders."""

from cryptography.fernet import Fernet

from config.env import stored_secret

from .base import *
from .base import MESSAGE_KEYS, SECRET_KEY, STORAGES

DEBUG = True
EXAMPLE_ACCOUNTS_ALLOWED = True
SECRET_KEY = SECRET_KEY or stored_secret("secret-key")
MESSAGE_KEYS = MESSAGE_KEYS or [stored_secret("message-key", lambda: Fernet.generate_key().decode())]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
