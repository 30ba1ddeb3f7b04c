"""How often somebody may do something. Counters in the database, so all workers count together.

Whole villages share one address behind a carrier's NAT: strict per device, loose per address
(comments.md 4.5). Addresses are kept as keyed hashes that change daily, and are gone after a day.
Registered residents are known by themselves: a flood behind their village's address does not silence them.
"""

import ipaddress
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.models import LimitCounter

logger = logging.getLogger(__name__)

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times in each window of ``seconds``."""

    name: str
    most: int
    seconds: int


POST_FORM = Limit("post-form", 1, 600)
POST_RESIDENT = Limit("post-resident", 5, 600)
POST_DEVICE = Limit("post-device", 3, 600)
POST_ADDRESS = Limit("post-address", 60, 600)
POST_SITE = Limit("post-site", 200, 3600)
# Each photo costs a second of work and 60 KB for a day, whatever becomes of its form.
PHOTO_DEVICE = Limit("photo-device", 10, 600)
PHOTO_ADDRESS = Limit("photo-address", 60, 600)
PHOTO_SITE = Limit("photo-site", 300, 3600)
RECEIPT_DEVICE = Limit("receipt-device", 10, 600)
RECEIPT_ADDRESS = Limit("receipt-address", 60, 600)


@dataclass(frozen=True)
class Count:
    """``n`` hits so far in the window that ends at ``until`` (aware)."""

    limit: Limit
    n: int
    until: datetime

    @property
    def is_over(self) -> bool:
        return self.n > self.limit.most


def device_of(request: HttpRequest) -> str | None:
    """A mark of the browser: its CSRF cookie, which every form sets anyway. ``None`` on a first visit."""
    return request.META.get("CSRF_COOKIE") or None


def address_of(request: HttpRequest) -> str:
    """The visitor's network: /24 of an IPv4 address, /48 of an IPv6 address; "?" for junk."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "?"
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))


def seconds_until(moment: datetime) -> int:
    """Whole seconds from now to ``moment``, at least one (for ``Retry-After``)."""
    return max(1, round((moment - timezone.now()).total_seconds()))


def hit(limit: Limit, value: str, now: datetime | None = None) -> Count | None:
    """Count one more for ``value``; atomic, also between processes. ``None`` when counting failed.

    Who gets ``None`` must hold the words for a person, not lose them and not let them through.
    """
    key, start = _place(limit, value, now or timezone.now())
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO comments_limitcounter (key, window_start, n) VALUES (%s, %s, 1) "
                "ON CONFLICT (key, window_start) DO UPDATE SET n = comments_limitcounter.n + 1 RETURNING n",
                [key, connection.ops.adapt_datetimefield_value(start)],
            )
            n = cursor.fetchone()[0]
    except DatabaseError:
        logger.exception("A limit could not be counted: %s", limit.name)
        return None
    return Count(limit=limit, n=n, until=start + timedelta(seconds=limit.seconds))


def look(limit: Limit, value: str) -> Count | None:
    """What was counted for ``value`` so far, without counting; ``None`` when that failed, as for ``hit``."""
    key, start = _place(limit, value, timezone.now())
    try:
        with transaction.atomic():
            n = LimitCounter.objects.filter(key=key, window_start=start).values_list("n", flat=True).first()
    except DatabaseError:
        logger.exception("A limit could not be read: %s", limit.name)
        return None
    return Count(limit=limit, n=n or 0, until=start + timedelta(seconds=limit.seconds))


def _place(limit: Limit, value: str, now: datetime) -> tuple[str, datetime]:
    """Where it is counted: the keyed hash of this day, and the start of the window."""
    start = datetime.fromtimestamp(now.timestamp() // limit.seconds * limit.seconds, tz=UTC)
    key = salted_hmac(f"comments.limits.{now.date()}", f"{limit.name}:{value}", algorithm="sha256")
    return key.hexdigest(), start


def forget_old() -> int:
    """Delete counters of windows that began more than a day ago; returns how many. Safe to repeat."""
    return LimitCounter.objects.filter(window_start__lt=timezone.now() - KEPT).delete()[0]
