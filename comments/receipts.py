"""Receipt codes: how a guest without account, phone or mail comes back to a comment.

A code has 80 bits in four groups of four, without letters that sound or look alike. It follows from
the form's nonce and the site's secret, so that a form sent twice shows the same code, and only its slow
keyed hash is stored (ASVS 5.0, 6.5.2 and 6.5.4).
"""

import hashlib
import re
import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from comments.models import ResidentComment

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
LENGTH = 16
OF_COMMENTS = "comments.receipt"
# Brings the code from the form to the page that shows it, also when that is loaded again.
COOKIE = "komentar_bukti"
SHOWN_FOR = timedelta(minutes=10)
_HEARD_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def code_for(nonce: uuid.UUID, purpose: str = OF_COMMENTS) -> str:
    """The code of what was sent with ``nonce``, as ``XXXX-XXXX-XXXX-XXXX``; another one for each purpose."""
    digest = salted_hmac(f"{purpose}.code", nonce.bytes, algorithm="sha256").digest()
    number = int.from_bytes(digest[:10], "big")
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(letters[i : i + 4] for i in range(0, LENGTH, 4))


def normalised(typed: str) -> str | None:
    """What somebody typed or heard as 16 signs of the alphabet; ``None`` when it cannot be a code."""
    letters = re.sub(r"[\s.\-]", "", typed[:100]).upper().translate(_HEARD_AS)
    if len(letters) != LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    return letters


def hash_of(code: str, secret: str | None = None, purpose: str = OF_COMMENTS) -> str:
    """The stored form of a code: 64 hex digits, slow to make (about 15 ms), useless without the secret."""
    salt = salted_hmac(f"{purpose}.hash", b"", secret=secret, algorithm="sha256").digest()
    letters = normalised(code) or ""
    return hashlib.scrypt(letters.encode(), salt=salt, n=2**12, r=8, p=1, dklen=32).hex()


def find(typed: str) -> ResidentComment | None:
    """The comment of a typed code, or ``None``; takes the same time for every answer."""
    return find_in(ResidentComment.objects.select_related("thread__page", "village__access"), typed)


def find_in(rows: QuerySet, typed: str, purpose: str = OF_COMMENTS):
    """That of ``rows`` which a typed code opens, or ``None``; takes the same time for every answer."""
    code = normalised(typed)
    # Also hash what cannot be a code, so that time tells nothing.
    hashes = [
        hash_of(code or "", secret, purpose)
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
    found = rows.filter(receipt_hash__in=hashes).first()
    if code is None or found is None:
        return None
    return found if any(constant_time_compare(found.receipt_hash or "", value) for value in hashes) else None


def hand_over(response: HttpResponse, comment: ResidentComment) -> None:
    """Let the browser that gets ``response`` see for ten minutes what comes of ``comment``, and its code."""
    response.set_cookie(
        COOKIE,
        signing.dumps(comment.submit_nonce.hex, salt=COOKIE),
        max_age=SHOWN_FOR,
        path=reverse("comments:sent"),
        httponly=True,
        samesite="Lax",
        secure=settings.CSRF_COOKIE_SECURE,
    )


def put_away(response: HttpResponse) -> None:
    """The code was noted, or somebody else takes the phone."""
    response.delete_cookie(COOKIE, path=reverse("comments:sent"), samesite="Lax")


def handed_over(request: HttpRequest) -> ResidentComment | None:
    """The comment that was just sent from this browser; with its thread, page, village and topic."""
    rows = ResidentComment.objects.select_related("thread__page", "village__access", "topic")
    try:
        nonce = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=SHOWN_FOR)
        return rows.filter(submit_nonce=uuid.UUID(nonce)).first()
    except (signing.BadSignature, ValueError):
        return None
