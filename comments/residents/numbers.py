"""Numbers by which residents sign in: that of the card, and the telephone's.

Of a telephone only a slow keyed hash is kept, and the end, by which a household knows it again.
"""

import hashlib
import re
import secrets
import unicodedata

from django.conf import settings
from django.utils.crypto import salted_hmac

CARD_LENGTH = 8
PHONE_ENDING = 3
# No number that a person writes is longer, with all its blanks and brackets.
LONGEST_TYPED = 40

# The table of Damm's check digit: it notices every wrong digit and every two neighbours that changed places.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_SEPARATORS = re.compile(r"[\s().\-\u2010-\u2015/]")
# Country, area or operator, and the rest; an Indonesian number has nine to twelve digits after the +62.
_PHONE = re.compile(r"(?:\+62|62|0)([1-9][0-9]{7,11})")


def digits_in(typed: str) -> str:
    """What was typed, without blanks and signs that only part it; digits of other scripts as 0 to 9."""
    plain = "".join(
        char
        for char in unicodedata.normalize("NFKC", typed[:LONGEST_TYPED])
        if unicodedata.category(char) != "Cf"
    )
    return "".join(str(unicodedata.decimal(char, char)) for char in _SEPARATORS.sub("", plain))


def check_digit(digits: str) -> str:
    """The digit that makes ``digits`` a card number."""
    state = 0
    for digit in digits:
        state = _DAMM[state][int(digit)]
    return str(state)


def new_card_number() -> str:
    """A random one. It never begins with 0, so that it cannot be taken for a telephone's number."""
    first = str(10 ** (CARD_LENGTH - 2) + secrets.randbelow(9 * 10 ** (CARD_LENGTH - 2)))
    return first + check_digit(first)


def card_number(typed: str) -> str | None:
    """The eight digits of a card as somebody typed them; ``None`` when it cannot be a card's number."""
    digits = digits_in(typed)
    if not re.fullmatch(rf"[1-9][0-9]{{{CARD_LENGTH - 1}}}", digits) or check_digit(digits) != "0":
        return None
    return digits


def phone_number(typed: str) -> str | None:
    """An Indonesian telephone number as ``+62…`` (E.164); ``None`` for anything else."""
    found = _PHONE.fullmatch(digits_in(typed))
    return f"+62{found[1]}" if found else None


def phone_hash(phone: str, secret: str | None = None) -> str:
    """The stored form of ``+62…``: slow to make (about 15 ms), and useless without the site's secret."""
    salt = salted_hmac("comments.residents.phone", b"", secret=secret, algorithm="sha256").digest()
    return hashlib.scrypt(phone.encode(), salt=salt, n=2**12, r=8, p=1, dklen=32).hex()


def phone_hashes(phone: str) -> list[str]:
    """All under which ``phone`` may be stored: also those of secrets that were in use before."""
    return [phone_hash(phone, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def phone_ending(phone: str) -> str:
    """The digits by which somebody knows the own number again."""
    return phone[-PHONE_ENDING:]
