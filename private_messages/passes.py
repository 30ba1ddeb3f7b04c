"""A pass: what carries a code is sent once, so that a step back in the browser does not show words again."""

import time
import uuid
from datetime import UTC, datetime

from django.core import signing

from comments.limits import Limit, hit
from comments.stamps import CLOCK_SKEW

# Counted in the window in which it was issued, and not longer good than such a count is kept.
ONCE = Limit("form-once", 1, 3600)
GOOD_FOR = 12 * 3600  # seconds

_SALT = "form.pass"


def issue() -> str:
    """A new pass for the forms of one page."""
    return signing.Signer(salt=_SALT).sign_object({"n": uuid.uuid4().hex, "t": int(time.time())})


def use(value: str) -> bool:
    """Use the pass up; ``False`` where that was done before, it is too old, or none of ours."""
    try:
        payload = signing.Signer(salt=_SALT).unsign_object(value)
        nonce, opened = str(payload["n"]), int(payload["t"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return False
    if not -CLOCK_SKEW < time.time() - opened < GOOD_FOR:
        return False
    count = hit(ONCE, nonce, datetime.fromtimestamp(opened, tz=UTC))
    return count is None or not count.is_over
