"""Taking the pen and putting it down: one question, one button, no script needed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from editorial import pen


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pen_take(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take the pen of a page, from whoever has it; back to the editor, or to ``next``."""
    page = get_object_or_404(Page, pk=page_id, depth__gt=1).specific
    state = pen.state_for(page, request.user)
    if not state.may_take and not state.mine:
        raise PermissionDenied
    if request.method == "POST":
        pen.take(page, request.user)
        messages.success(request, _("Pena sekarang di tangan Anda. Orang lain hanya dapat membaca."))
        return _back(request, page)
    return _ask(request, page, state, _("Ambil pena"), takes=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pen_free(request: HttpRequest, page_id: int) -> HttpResponse:
    """Put the pen of a page down, one's own or one that is stuck."""
    page = get_object_or_404(Page, pk=page_id, depth__gt=1).specific
    state = pen.state_for(page, request.user)
    if not state.may_free:
        # Somebody who may, and comes second, has nothing left to do.
        if state.holder is None and state.may_take:
            return _back(request, page)
        raise PermissionDenied
    if request.method == "POST":
        pen.free(page, request.user)
        messages.success(request, _("Pena dilepas. Halaman dapat disunting lagi."))
        return _back(request, page)
    return _ask(request, page, state, _("Lepas pena"), takes=False)


def _back(request: HttpRequest, page: Page) -> HttpResponse:
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return redirect(get_valid_next_url_from_request(request) or editor)


def _ask(request: HttpRequest, page: Page, state: pen.PenState, label: str, *, takes: bool) -> HttpResponse:
    context = {
        "header_title": f"{label}: {page.draft_title}",
        "page": page,
        "pen": state,
        "button": label,
        "takes": takes,
        "next": get_valid_next_url_from_request(request),
    }
    return render(request, "editorial/pen.html", context)


urlpatterns = [
    path("pena/<int:page_id>/ambil/", pen_take, name="pen_take"),
    path("pena/<int:page_id>/lepas/", pen_free, name="pen_free"),
]
