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
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from comments.text import MAX_RAW
from core.caching import depends_on
from village_pages.places import village_of

# Enough for the longest text that is read at all: an emoji takes twelve characters in a form.
LARGEST_BODY = 12 * MAX_RAW + 16_000
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
TOKEN_FAILED = gettext_lazy(
    "Formulir sudah kedaluwarsa, atau peramban menolak kuki. "
    "Tulisan Anda masih ada: periksa, lalu kirim lagi."
)

View = Callable[..., HttpResponse]


class TokenCheck(CsrfViewMiddleware):
    """Django's own check, as a question: its refusal page would throw the writer's words away."""

    def __init__(self) -> None:
        super().__init__(lambda request: HttpResponse())

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason

    def is_passed(self, request: HttpRequest) -> bool:
        """Whether the form came with a good token; where not, say ``TOKEN_FAILED`` and keep the words."""
        self.process_request(request)
        return self.process_view(request, None, (), {}) is None  # type: ignore[arg-type]

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


def too_large(request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """The answer to a body that is not read at all."""
    return told(_("Kiriman ini terlalu besar. Pendekkan tulisan Anda, lalu kirim lagi."), 413)


def body_up_to(largest: int, refuse: View = too_large) -> Callable[[View], View]:
    """Refuse a body that is not UTF-8, or of more than ``largest`` bytes by its declared length, unread.

    ``refuse`` gives the answer to the latter; it must not look into the form.

    Without a length that can be read, Django reads nothing at all. Must come before anything that looks into
    the form: the check of the token does.
    """

    def guarding(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            try:
                declared = int(request.META.get("CONTENT_LENGTH") or 0)
            except ValueError:
                declared = 0
            if declared > largest:
                return refuse(request, *args, **kwargs)
            # Others can put into a text what no page can be written with.
            if (request.content_params or {}).get("charset", "utf-8").lower() not in (
                "utf-8",
                "utf8",
                "us-ascii",
            ):
                return unknown_form()
            return view(request, *args, **kwargs)

        return guarded

    return guarding


small_body = body_up_to(LARGEST_BODY)


def public_form(
    *,
    files: tuple[str, ...] = (),
    largest: int = LARGEST_BODY,
    refuse: View = too_large,
    check: type[TokenCheck] = TokenCheck,
) -> Callable[[View], View]:
    """Make a view show a form and take what it sends: nothing too large, of another site, or of another kind.

    ``files``: names of the fields that may bring one file each; ``largest`` must then leave room for them,
    and ``refuse`` (see ``body_up_to``) can show a page.
    The view asks ``check().is_passed(request)`` itself, so that it can give the words back.
    """

    def guarding(view: View) -> View:
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @body_up_to(largest, refuse)
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method == "POST":
                if request.content_type not in FORM_TYPES or has_other_files(request, files):
                    return unknown_form()
                if check().is_foreign(request):
                    return told(_("Kiriman dari situs lain ditolak."), 403)
            return view(request, *args, **kwargs)

        return guarded

    return guarding


def has_other_files(request: HttpRequest, allowed: tuple[str, ...]) -> bool:
    """Whether files came that the form has no field for, or more than one for a field."""
    return any(name not in allowed or len(sent) > 1 for name, sent in request.FILES.lists())


def unknown_form() -> HttpResponse:
    """The answer to a body that no form of ours can have sent."""
    return told(_("Formulir tidak dikenal."), 400)
