"""How often a password may be tried. Strict per account, loose per address, counted for all workers together.

A whole village stands behind one address, so an address is only held to how many *different* accounts fail
behind it; trying one account again and again uses up nothing but that account's own allowance. Nobody can
shut a person out from elsewhere: a device on which the person once signed in has an allowance of its own.
"""

import hashlib
import time
from dataclasses import dataclass

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

DEVICE_COOKIE = "perangkat"
DEVICE_COOKIE_PATH = "/akun/"
DEVICE_COOKIE_AGE = 180 * 24 * 3600
PEOPLE_PER_DEVICE = 5


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times in each window of ``seconds``; windows are the same for everybody."""

    name: str
    most: int
    seconds: int

    def take(self, key: str) -> int:
        """Count one for ``key``; returns 0, or how many seconds to wait when there were too many."""
        slot = self._slot(key)
        cache.add(slot, 0, timeout=2 * self.seconds)
        try:
            count = cache.incr(slot)
        except ValueError:  # thrown out of a full cache in between
            return 0
        return self._wait() if count > self.most else 0

    def give_back(self, key: str) -> None:
        """Take back one that was counted."""
        try:
            cache.decr(self._slot(key))
        except ValueError:  # a new window has begun
            pass

    def wait(self, key: str) -> int:
        """What ``take`` would answer for one more, without counting it."""
        return self._wait() if cache.get(self._slot(key), 0) >= self.most else 0

    def take_once(self, key: str, member: str) -> None:
        """Count ``member`` for ``key``, the first time in a window only."""
        if cache.add(f"{self._slot(key)}:{_hashed(member)}", 1, timeout=2 * self.seconds):
            self.take(key)

    def _slot(self, key: str) -> str:
        return f"limit:{self.name}:{int(time.time() // self.seconds)}:{_hashed(key)}"

    def _wait(self) -> int:
        return self.seconds - int(time.time() % self.seconds)


# One account, tried from devices where its owner never signed in.
STRANGERS = Limit("strangers", 5, 300)
# The same from a device where the owner did.
KNOWN_DEVICES = Limit("known-devices", 10, 300)
# Different accounts with a wrong password behind one address.
ADDRESS = Limit("address", 100, 3600)


class Attempt:
    """One try of a password for ``name``, whether an account of that name exists or not."""

    def __init__(self, request: HttpRequest, name: str) -> None:
        self.name = name.lower()
        self.address = get_ip(request)
        self.known = _mark(self.name) in _marks(request)
        self.limit = KNOWN_DEVICES if self.known else STRANGERS

    def begin(self) -> int:
        """Count the try; returns 0, or how many seconds to wait before the next."""
        wait = self.limit.take(self.name)
        return wait or (0 if self.known else ADDRESS.wait(self.address))

    def succeeded(self) -> None:
        self.limit.give_back(self.name)

    def failed(self) -> None:
        if not self.known:
            ADDRESS.take_once(self.address, self.name)


def remember_device(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """Mark the browser as one where ``name`` has signed in."""
    mark = _mark(name)
    marks = [mark, *(other for other in _marks(request) if other != mark)][:PEOPLE_PER_DEVICE]
    response.set_cookie(
        DEVICE_COOKIE,
        ".".join(marks),
        max_age=DEVICE_COOKIE_AGE,
        path=DEVICE_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> list[str]:
    return [mark for mark in request.COOKIES.get(DEVICE_COOKIE, "").split(".") if mark]


def _mark(name: str) -> str:
    """What only this site can write, and what says nothing about the name."""
    return salted_hmac("people.limits.device", name.lower(), algorithm="sha256").hexdigest()


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
