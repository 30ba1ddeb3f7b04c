"""Django writes the address of a request that it refuses to the log; that of a one-use link is its key."""

import logging
import re

ADDRESS = re.compile(r"(/akun/(?:undangan|sandi-baru|password/reset/key)/|/komentar/saya/tautan/)[^/\s]+")


class HideTokens(logging.Filter):
    """Writes an ellipsis in the place of tokens. Named by the settings, so it imports nothing of the site."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):  # the caller's mistake, told by the handler
            return True
        record.msg, record.args = ADDRESS.sub(r"\1…", message), ()
        return True
