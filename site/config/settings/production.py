"""The public site: https only, and no start without what makes it safe."""

from django.core.exceptions import ImproperlyConfigured

from config.env import env

from .base import *
from .base import ALLOWED_HOSTS, INSTALLED_APPS, PUBLIC_BASE_URL, SECRET_KEY

_missing = [name for name in ("SECRET_KEY", "ALLOWED_HOSTS") if not env(name)]
if _missing:
    raise ImproperlyConfigured(f"Not set: {', '.join(_missing)}. See docs/settings.md.")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters. See docs/settings.md.")

# Adds the checks; by its class, which Django does not look for in a module.
INSTALLED_APPS = [*INSTALLED_APPS, "config.guards.GuardsConfig"]

if not PUBLIC_BASE_URL:
    PUBLIC_BASE_URL = f"https://{ALLOWED_HOSTS[0].lstrip('.*')}"
WAGTAILADMIN_BASE_URL = PUBLIC_BASE_URL

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a probe on the machine itself speaks plain http
SECURE_HSTS_SECONDS = env("HSTS_SECONDS")
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
