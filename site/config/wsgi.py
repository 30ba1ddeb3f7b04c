"""The entry point for web servers; production settings unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

django_application = get_wsgi_application()

# Only now are the apps ready.
from django.apps import apps  # noqa: E402
from django.db import connections  # noqa: E402

from core.caching import answered_first  # noqa: E402

# What the page cache holds is answered before Django builds a request.
application = answered_first(django_application)

if apps.is_installed("config.guards"):
    from config.guards import refuse_example_accounts

    refuse_example_accounts()
connections.close_all()
