"""PINs of residents: which are good, how they are kept, and how often one may be tried.

Tries are counted in the resident's row by one conditional update, before the PIN is looked at: of many at the
same moment no more get through than one after the other would.
"""

from datetime import timedelta
from itertools import pairwise

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db.models import Case, DateTimeField, F, Q, Value, When
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from comments.models import Resident
from comments.residents.numbers import digits_in

SHORTEST, LONGEST = 6, 12
FREE_TRIES = 5
# After the fifth wrong try, the sixth, and so on; the last holds for all that follow.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
_COUNTED_UP_TO = 1000


def checked_pin(typed: str, resident: Resident) -> str:
    """The PIN that ``resident`` chose, as plain digits. Raises ``ValidationError`` for a bad one."""
    pin = digits_in(typed)
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise ValidationError(
            _("PIN terdiri dari %(least)s sampai %(most)s angka, tanpa huruf."),
            params={"least": SHORTEST, "most": LONGEST},
            code="length",
        )
    if _is_easily_guessed(pin, resident.card_number or ""):
        raise ValidationError(
            _("PIN ini mudah ditebak. Jangan pakai angka berurutan, angka berulang, atau nomor kartu."),
            code="trivial",
        )
    return pin


def _is_easily_guessed(pin: str, card: str) -> bool:
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    repeats = any(pin == (pin[:n] * len(pin))[: len(pin)] for n in range(1, len(pin) // 2 + 1))
    on_card = bool(card) and (pin in card or pin[::-1] in card or card in pin)
    return len(steps) == 1 or len(set(pin)) < 3 or repeats or pin == pin[::-1] or on_card


def keep(resident: Resident, pin: str) -> None:
    """Store ``pin`` (checked) as the one of ``resident``, from now on; tries begin anew."""
    resident.pin_hash = make_password(_keyed(pin, settings.SECRET_KEY))
    resident.pin_tries, resident.pin_wait_until = 0, None
    resident.save(update_fields=["pin_hash", "pin_tries", "pin_wait_until"])


def matches(pin: str, pin_hash: str) -> bool:
    """Whether ``pin`` is the one stored as ``pin_hash``; where none is stored, the same work for nothing."""
    keyed = [_keyed(pin, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    if not pin_hash:
        for one in keyed:
            make_password(one)
        return False
    return any(check_password(one, pin_hash) for one in keyed)


def take_try(resident: Resident) -> bool:
    """Count one try for ``resident``; ``False`` while waiting is due. Atomic, also between processes."""
    now = timezone.now()
    free = Q(pin_wait_until__isnull=True) | Q(pin_wait_until__lte=now)
    # The row's own numbers are those before this try.
    waits = [When(pin_tries=FREE_TRIES - 1 + n, then=Value(now + wait)) for n, wait in enumerate(WAITS)]
    return bool(
        Resident.objects.filter(free, pk=resident.pk).update(
            pin_tries=Least(F("pin_tries") + 1, Value(_COUNTED_UP_TO)),
            pin_wait_until=Case(
                *waits,
                When(pin_tries__gte=FREE_TRIES, then=Value(now + WAITS[-1])),
                default=Value(None),
                output_field=DateTimeField(),
            ),
        )
    )


def give_back(resident: Resident) -> None:
    """The try was right for another of the household, so it was no wrong one for ``resident``."""
    Resident.objects.filter(pk=resident.pk, pin_tries__gt=0).update(
        pin_tries=F("pin_tries") - 1,
        pin_wait_until=Case(
            When(pin_tries__lte=FREE_TRIES, then=Value(None)),
            default=F("pin_wait_until"),
            output_field=DateTimeField(),
        ),
    )


def forget_tries(resident: Resident) -> None:
    """Begin anew: the right PIN was given, or a cadre has met the person."""
    Resident.objects.filter(pk=resident.pk).update(pin_tries=0, pin_wait_until=None)


def _keyed(pin: str, secret: str | bytes) -> str:
    """Six digits are soon guessed from a hash alone; without the site's secret they are not."""
    return salted_hmac("comments.residents.pin", pin, secret=secret, algorithm="sha256").hexdigest()
