"""The signed stamp of a form: for which page and person, when it was opened, and its nonce."""

import time
import uuid
from dataclasses import dataclass

from django.core import signing

MIN_SECONDS = 3
MAX_SECONDS = 24 * 60 * 60
CLOCK_SKEW = 120  # seconds between the clocks of two servers

_SALT = "comments.form"


@dataclass(frozen=True)
class Stamp:
    """A stamp that we signed for this page. ``age`` in seconds, never negative.

    ``speaker``: the id of the resident whom the form was shown to, empty for a guest. On a shared phone
    somebody may sign in or out before it is sent, and words must not appear under another's name.
    """

    nonce: uuid.UUID
    age: float
    speaker: str = ""

    @property
    def is_too_fast(self) -> bool:
        """Nobody writes a comment in three seconds; but some paste one, hence hold and not refuse."""
        return self.age < MIN_SECONDS

    @property
    def is_expired(self) -> bool:
        return self.age > MAX_SECONDS


def issue(page_key: uuid.UUID, speaker: str = "") -> str:
    """A new stamp for the form under the page with ``page_key``, shown to ``speaker``."""
    payload = {"p": page_key.hex, "n": uuid.uuid4().hex, "t": int(time.time()), "s": speaker}
    return signing.Signer(salt=_SALT).sign_object(payload)


def read(value: str, page_key: uuid.UUID) -> Stamp | None:
    """The stamp in ``value``; ``None`` when it is altered, of another page, or from the future."""
    try:
        payload = signing.Signer(salt=_SALT).unsign_object(value)
        page, nonce, opened = payload["p"], uuid.UUID(payload["n"]), int(payload["t"])
        speaker = str(payload.get("s", ""))
    except (signing.BadSignature, AttributeError, KeyError, TypeError, ValueError):
        return None
    age = time.time() - opened
    if page != page_key.hex or age < -CLOCK_SKEW:
        return None
    return Stamp(nonce=nonce, age=max(age, 0.0), speaker=speaker)
