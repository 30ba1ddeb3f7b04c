"""Settings of a gunicorn that a test has started: those of the tests, on the test's own database."""

import json
import os

from config.settings.test import *  # noqa: F403  (as the settings themselves do)
from config.settings.test import DATABASES

DATABASES["default"].update(json.loads(os.environ["SERVED_DATABASE"]))
# Nobody in these tests waits for the pages to grow old.
PAGE_CACHE_ENABLED = False
