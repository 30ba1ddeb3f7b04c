"""What all public views of comments share: whom an answer is for, and what is refused before a view runs.

Pages are named by their ``translation_key``: unlike a row's number it cannot be counted along, and it
stays when a village is restored elsewhere.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from wagtail.models import Page

from comments.text import MAX_RAW
from core.caching import depends_on
from village_pages.places import village_of

# Enough for the longest text that is read at all: an emoji takes twelve characters in a form.
LARGEST_BODY = 12 * MAX_RAW + 16_000


class TokenCheck(CsrfViewMiddleware):
    """Django's own check, as a question: its refusal page would throw the writer's words away."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason

    def is_foreign(self, request: HttpRequest) -> bool:
        """Whether the browser says that another site has sent this form."""
        return "Origin" in request.headers and not self._origin_verified(request)  # type: ignore[attr-defined]


def page_or_404(page_key: uuid.UUID) -> tuple[Page, Any]:
    """The page with comments that readers may see, and its village; else ``Http404``."""
    found = Page.objects.live().public().filter(translation_key=page_key).first()
    page = found.specific if found is not None else None
    village = village_of(page) if page is not None and getattr(page, "comments", False) else None
    if page is None or village is None:
        raise Http404
    return page, village


def own(response: HttpResponse) -> HttpResponse:
    """Mark an answer that is for one person only: stored nowhere, found by no search engine."""
    patch_cache_control(response, no_store=True, private=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def public(response: HttpResponse, village) -> HttpResponse:
    """Mark an answer that is the same for everybody until something in ``village`` changes."""
    depends_on(response, [f"village:{village.pk}"])
    return response


def told(words: str, status: int) -> HttpResponse:
    """A plain answer, where no page of ours can be shown."""
    return own(HttpResponse(words, status=status, content_type="text/plain; charset=utf-8"))


def small_body(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a body that is not UTF-8, or of more than ``LARGEST_BODY`` by its declared length, unread.

    Without a length that can be read, Django reads nothing at all. Must come before anything that looks into
    the form: the check of the token does.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            declared = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            declared = 0
        if declared > LARGEST_BODY:
            return told(_("Kiriman ini terlalu besar. Pendekkan tulisan Anda, lalu kirim lagi."), 413)
        # Others can put into a text what no page can be written with.
        if (request.content_params or {}).get("charset", "utf-8").lower() not in (
            "utf-8",
            "utf8",
            "us-ascii",
        ):
            return told(_("Formulir tidak dikenal."), 400)
        return view(request, *args, **kwargs)

    return guarded
