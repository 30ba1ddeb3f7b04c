"""The session of a resident: a cookie of its own, sent only to ``/komentar/``; pages stay for everybody."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from comments.models import Resident, ResidentSession
from teams.models import hash_of, new_token

COOKIE = "warga"
# Of a phone that others use too, and of the person's own.
SHARED_FOR = timedelta(hours=2)
KEPT_FOR = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=10)


def begin(
    response: HttpResponse,
    resident: Resident,
    *,
    is_shared: bool,
    sure_since: datetime | None = None,
    instead_of: ResidentSession | None = None,
) -> ResidentSession:
    """Sign ``resident`` in on the browser that gets ``response``, always under a new token.

    ``sure_since``: from when on this is surely the person (see ``ResidentSession``). ``instead_of``: the
    session that this browser had until now, which ends.
    """
    if instead_of is not None:
        instead_of.delete()
    token = new_token()
    lasts = SHARED_FOR if is_shared else KEPT_FOR
    session = ResidentSession.objects.create(
        resident=resident,
        token_hash=hash_of(token),
        is_shared=is_shared,
        sure_since=sure_since,
        expires_at=timezone.now() + lasts,
    )
    response.set_cookie(
        COOKIE,
        token,
        # Without an age the cookie goes with the browser.
        max_age=None if is_shared else lasts,
        path=_path(),
        httponly=True,
        samesite="Lax",
        secure=settings.CSRF_COOKIE_SECURE,
    )
    return session


def session_of(request: HttpRequest) -> ResidentSession | None:
    """The session of this browser if it is good now, with its resident and village (one query, kept)."""
    if not hasattr(request, "_resident_session"):
        request._resident_session = _find(request)  # type: ignore[attr-defined]
    return request._resident_session  # type: ignore[attr-defined]


def resident_of(request: HttpRequest) -> Resident | None:
    """Who is signed in on this browser; ``None`` for a guest, and for somebody banned or erased since."""
    session = session_of(request)
    return session.resident if session is not None else None


def _find(request: HttpRequest) -> ResidentSession | None:
    token = request.COOKIES.get(COOKIE, "")
    if not token or len(token) > 100 or not token.isascii():
        return None
    now = timezone.now()
    sessions = ResidentSession.objects.select_related("resident__village__access")
    session = sessions.filter(token_hash=hash_of(token), expires_at__gt=now).first()
    if session is None or not session.resident.may_sign_in:
        return None
    if now - session.seen_at > SEEN_EVERY:
        # Somebody who is using a shared phone is not signed out in the middle.
        session.seen_at = now
        if session.is_shared:
            session.expires_at = now + SHARED_FOR
        kept = ResidentSession.objects.filter(pk=session.pk)
        if not kept.update(seen_at=session.seen_at, expires_at=session.expires_at):
            return None  # ended meanwhile, by another phone or by an erasure
    return session


def end(request: HttpRequest, response: HttpResponse) -> None:
    """Sign out here: the row goes, so that a copy of the cookie opens nothing."""
    session = session_of(request)
    if session is not None:
        session.delete()
        request._resident_session = None  # type: ignore[attr-defined]
    response.delete_cookie(COOKIE, path=_path(), samesite="Lax")


def end_all(resident: Resident) -> int:
    """Sign ``resident`` out everywhere; returns on how many phones that was."""
    return resident.sessions.all().delete()[0]


def end_others(session: ResidentSession) -> int:
    """Sign the resident of ``session`` out on every other phone; returns on how many that was."""
    return session.resident.sessions.exclude(pk=session.pk).delete()[0]


def _path() -> str:
    return reverse("comments:receipt").removesuffix("bukti/")
