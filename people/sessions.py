"""The sessions of a person: when each was last seen, and ending them at the next request."""

import time
from datetime import timedelta
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from people.models import User

SEEN = "last_seen"
SEEN_EVERY = timedelta(minutes=10).total_seconds()
FORGOTTEN_EVERY = timedelta(days=1).total_seconds()


@transaction.atomic
def end_sessions(user: User) -> int:
    """End every session of ``user``; returns how many of those shown under "Perangkat yang masuk".

    What a session's fingerprint is made of changes, so a session that nobody listed ends too.
    """
    return _end(user)


@transaction.atomic
def end_other_sessions(request: HttpRequest, user: User) -> int:
    """The same for all sessions of ``user``, who is signed in here, except this one."""
    ended = _end(user, keep=request.session.session_key)
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    return ended


def _end(user: User, keep: str | None = None) -> int:
    User.objects.filter(pk=user.pk).update(sessions_epoch=F("sessions_epoch") + 1)
    user.refresh_from_db(fields=["sessions_epoch"])
    return forget_sessions(user, keep)


def forget_sessions(user: User, keep: str | None = None) -> int:
    """Delete what is kept of the sessions of ``user``; returns how many were listed."""
    sessions = list(UserSession.objects.filter(user_id=user.pk).exclude(session_key=keep or ""))
    for session in sessions:
        session.end()
    return len(sessions)


def forget_ended_sessions() -> int:
    """Delete, once a day, sessions whose time is over and what is listed of ones that are gone.

    Returns how many were listed.
    """
    today = int(time.time() // FORGOTTEN_EVERY)
    if not cache.add(f"people.sessions:forgotten:{today}", 1, timeout=FORGOTTEN_EVERY):
        return 0
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    # A session of this moment may be listed before it is kept.
    listed = UserSession.objects.filter(last_seen_at__lt=timezone.now() - timedelta(hours=1))
    return listed.exclude(session_key__in=Session.objects.values("session_key")).delete()[0]


class LastSeenMiddleware:
    """Notes that a session is in use, once in ten minutes, where staff work."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        if (
            request.path_info.startswith(("/admin/", "/akun/"))
            and request.user.is_authenticated
            and time.time() - request.session.get(SEEN, 0) > SEEN_EVERY
        ):
            request.session[SEEN] = time.time()
            UserSession.objects.filter(session_key=request.session.session_key).update(
                last_seen_at=timezone.now()
            )
        return self.get_response(request)
