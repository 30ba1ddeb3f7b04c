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

from people.models import User

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

    def forget(self, key: str) -> None:
        """Begin anew for ``key``."""
        cache.delete(self._slot(key))

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
# Different accounts with a wrong password behind one address, which may be that of a mobile carrier.
ADDRESS = Limit("address", 30, 900)


class Attempt:
    """One try of a password for ``name``, whether an account of that name exists or not."""

    def __init__(self, request: HttpRequest, name: str) -> None:
        self.name = name.lower()
        self.address = get_ip(request)
        # Work for a name that nobody has is that for an account.
        self.account = User.objects.filter(username__iexact=name).first() or User(username=name)
        self.known = _mark(self.account) in _marks(request)
        self.limit = KNOWN_DEVICES if self.known else STRANGERS

    def begin(self) -> int:
        """Count the try, unless the address must wait; returns 0, or how many seconds to wait."""
        wait = 0 if self.known else ADDRESS.wait(self.address)
        return wait or self.limit.take(self.name)

    def succeeded(self) -> None:
        self.limit.give_back(self.name)

    def failed(self) -> None:
        if not self.known:
            # Names that nobody has, counted apart for the same work, lock nobody out.
            ADDRESS.take_once(self.address if self.account.pk else f"nobody:{self.address}", self.name)


def forget_tries(user: User) -> None:
    """Let ``user`` sign in at once, with a password that those who tried do not know."""
    for limit in (STRANGERS, KNOWN_DEVICES):
        limit.forget(user.username.lower())


class KnownDeviceMiddleware:
    """Marks the browser in which somebody is signed in, anew after what makes older marks worthless."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        response = self.get_response(request)
        if request.path_info.startswith(DEVICE_COOKIE_PATH) and request.user.is_authenticated:
            _remember_device(request, response, _mark(request.user))
        return response


def _remember_device(request: HttpRequest, response: HttpResponse, mark: str) -> None:
    if mark in _marks(request):
        return
    marks = [mark, *_marks(request)][:PEOPLE_PER_DEVICE]
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


def _mark(user: User) -> str:
    """What only this site can write, says nothing about the name, and ends with the person's sessions."""
    kept = f"{user.username.lower()}:{user.get_session_auth_hash()}"
    return salted_hmac("people.limits.device", kept, algorithm="sha256").hexdigest()


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
