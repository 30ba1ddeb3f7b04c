"""How often somebody may do something. Counters in the database, so all workers count together.

Whole villages share one address behind a carrier's NAT: strict per device, loose per address
(comments.md 4.5). Addresses are kept as keyed hashes that change daily, and are gone after a day.
Registered residents are known by themselves: a flood behind their village's address does not silence them.
"""

import ipaddress
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

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
# Each photo costs a second of work and 60 KB for a day, whatever becomes of its form. What one address may
# send is a fifth of what the site takes: nobody uses that up for all villages.
PHOTO_DEVICE = Limit("photo-device", 10, 600)
PHOTO_ADDRESS = Limit("photo-address", 60, 3600)
PHOTO_SITE = Limit("photo-site", 300, 3600)
RECEIPT_DEVICE = Limit("receipt-device", 10, 600)
RECEIPT_ADDRESS = Limit("receipt-address", 60, 600)
# A household signs in on one phone; what protects a PIN is counted for each resident.
SIGN_IN_DEVICE = Limit("resident-sign-in-device", 30, 600)
SIGN_IN_ADDRESS = Limit("resident-sign-in", 120, 600)

KNOWN_COOKIE = "kenal"
KNOWN_FOR = timedelta(days=90)


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


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """This browser has sent, signed in or shown a receipt: a flood behind its address does not stop it.

    Nothing new is told by it: it is worked out from the mark that the browser has anyway, and falls with it.
    """
    if device := device_of(request):
        response.set_cookie(
            KNOWN_COOKIE,
            _known(device),
            max_age=KNOWN_FOR,
            path=reverse("comments:receipt").removesuffix("bukti/"),
            httponly=True,
            samesite="Lax",
            secure=settings.CSRF_COOKIE_SECURE,
        )


def is_known(request: HttpRequest) -> bool:
    """Whether ``remember`` was said of this browser while it had the mark that it has now."""
    device = device_of(request)
    return device is not None and constant_time_compare(request.COOKIES.get(KNOWN_COOKIE, ""), _known(device))


def _known(device: str) -> str:
    return salted_hmac("comments.limits.known", device, algorithm="sha256").hexdigest()


def take_try(request: HttpRequest, of_device: Limit, of_address: Limit) -> list[Count | None]:
    """Count a try: of a known browser by itself alone, of others also by address.

    A browser that is stopped counts no more towards what all behind its address share.
    """
    counts: list[Count | None] = []
    if device := device_of(request):
        count = hit(of_device, device)
        counts.append(count)
        if count is None or count.is_over or is_known(request):
            return counts
    return [*counts, hit(of_address, address_of(request))]


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
        # Without its name: that tells which form it was.
        logger.exception("A limit could not be counted")
        return None
    return Count(limit=limit, n=n, until=start + timedelta(seconds=limit.seconds))


def look(limit: Limit, value: str) -> Count | None:
    """What was counted for ``value`` so far, without counting; ``None`` when that failed, as for ``hit``."""
    key, start = _place(limit, value, timezone.now())
    try:
        with transaction.atomic():
            n = LimitCounter.objects.filter(key=key, window_start=start).values_list("n", flat=True).first()
    except DatabaseError:
        logger.exception("A limit could not be read")
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
