"""Whose comment is it? Who has just shown its receipt code on this browser, or the resident who wrote it.

A browser owns one comment at a time: on a phone that many use, the next code ends what the one before opened.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from comments.models import ResidentComment, ResidentSession
from comments.residents.sessions import session_of

COOKIE = "milik"
OWNED_FOR = timedelta(minutes=15)


def grant(response: HttpResponse, comment: ResidentComment) -> None:
    """Let the browser that gets ``response`` act as the author of ``comment`` for 15 minutes."""
    response.set_cookie(
        COOKIE,
        signing.dumps(comment.public_id, salt=COOKIE),
        max_age=OWNED_FOR,
        path=_path(),
        httponly=True,
        samesite="Lax",
        secure=settings.CSRF_COOKIE_SECURE,
    )


def forget(response: HttpResponse) -> None:
    """Take back what ``grant`` gave to the browser that gets ``response``."""
    response.delete_cookie(COOKIE, path=_path(), samesite="Lax")


def owned_comment(request: HttpRequest, public_id: str) -> ResidentComment:
    """The comment of ``public_id``, whatever its state, if this browser may act for its author now.

    Of a resident only what ``opens_to`` the session. With its thread, page, village, rules and resident.
    Raises ``Http404``, the same for a comment of somebody else as for one that is not there.
    """
    session = session_of(request)
    mine = Q(pk__in=[])
    if granted(request) == public_id:
        mine |= Q(public_id=public_id)
    if session is not None:
        mine |= Q(resident=session.resident_id) & opens_to(session)
    comment = ResidentComment.objects.for_author().filter(mine, public_id=public_id).first()
    if comment is None:
        raise Http404
    return comment


def opens_to(session: ResidentSession) -> Q:
    """What of the resident's own comments ``session`` shows: about the cadre only to who surely wrote it.

    A cadre can make links and reset PINs, and must not come to complaints about himself in that way.
    """
    if session.sure_since is None:
        return Q(about_cadre=False)
    return Q(about_cadre=False) | Q(created_at__gte=session.sure_since)


def opens_everything(session: ResidentSession) -> bool:
    """Whether nothing can be closed to ``session``; tells nothing of whether something is."""
    if session.sure_since is None:
        return False
    return not session.resident.comments.filter(created_at__lt=session.sure_since).exists()


def granted(request: HttpRequest) -> str | None:
    """The id of the comment whose code this browser has shown within the time."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=OWNED_FOR)
    except signing.BadSignature:
        return None


def _path() -> str:
    return reverse("comments:leave").removesuffix("selesai/")
