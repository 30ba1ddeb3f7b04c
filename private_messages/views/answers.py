"""What all answers to who asks in private share: nothing keeps them, no page learns where one came from."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from comments.limits import Count, Limit, address_of, device_of, hit
from comments.views.answers import TokenCheck, View, own, public_form

# One name for asking and writing again, and one for typing codes: a counter does not tell which.
FORM_DEVICE = Limit("form-device", 6, 600)
FORM_ADDRESS = Limit("form-address", 60, 600)
# What readers of one village could still answer; from wherever it comes.
FORM_VILLAGE = Limit("form-village", 100, 3600)
CODE_DEVICE = Limit("code-device", 20, 600)
CODE_ADDRESS = Limit("code-address", 120, 600)
TOKEN_FAILED = gettext_lazy(
    "Belum terkirim: halaman ini sudah terlalu lama terbuka, atau ponsel ini tidak mengizinkan tanda "
    "pengaman (kuki). Tulisan Anda masih ada: periksa, lalu kirim lagi."
)


class QuietTokenCheck(TokenCheck):
    """The check of the token where pages tell no referrer: a browser then says ``Origin: null`` of itself.

    The token in the form and in the cookie must agree all the same, and another site's origin is refused.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        return request.META["HTTP_ORIGIN"] == "null" or super()._origin_verified(request)  # type: ignore[misc]

    def _check_referer(self, request: HttpRequest) -> None:
        if "HTTP_REFERER" in request.META:
            super()._check_referer(request)  # type: ignore[misc]


def private_form(view: View) -> View:
    """Make a view show and take a form of who asks; every answer is for this person alone."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return unseen(public_form(check=QuietTokenCheck)(view)(request, *args, **kwargs))

    # Known to Django's own check, which comes before: ours keeps the words.
    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def unseen(response: HttpResponse) -> HttpResponse:
    """``response`` stored nowhere, found by no search engine, named to no other page."""
    own(response)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


def over(request: HttpRequest, device: Limit, address: Limit, village: Any = None) -> Count | None:
    """Count this try; the limit that it went over, if any. What cannot be counted is not stopped.

    Who is stopped by the first counts no further: ``device``, ``address``, then all who ask in ``village``.
    """
    marks = [(device, device_of(request)), (address, address_of(request))]
    if village is not None:
        marks.append((FORM_VILLAGE, str(village.pk)))
    for limit, mark in marks:
        count = hit(limit, mark) if mark else None
        if count is not None and count.is_over:
            return count
    return None
