"""No line in our logs tells that somebody asked in private, or that somebody reads it."""

import logging
import re
import traceback
from urllib.parse import unquote

ADDRESS = re.compile(r"(?:^|[\s\"'=(\[])(?:https?://[^/\s]+)?/(?:pesan|admin/pesan-aman)(?:[/?\s\"']|$)")


class HidePrivate(logging.Filter):
    """Drops records of these addresses. Named by the settings, so it imports nothing of the site.

    A failure of our own stays known, as the kind of error and the place in the code: its message could
    carry what somebody wrote, and its address that somebody did.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if not _is_private(record):
            return True
        if record.levelno < logging.ERROR or not record.exc_info or record.exc_info[0] is None:
            return False
        kind, _error, trace = record.exc_info
        frames = traceback.extract_tb(trace)
        place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
        record.msg, record.args = f"{kind.__name__} at {place}", ()
        record.exc_info = record.exc_text = record.stack_info = record.request = None
        return True


def _is_private(record: logging.LogRecord) -> bool:
    path = getattr(getattr(record, "request", None), "path", "")
    if isinstance(path, str) and ADDRESS.match(path):
        return True
    try:
        return bool(ADDRESS.search(unquote(record.getMessage())))
    except (TypeError, ValueError, KeyError):  # the caller's mistake, told by the handler
        return False
