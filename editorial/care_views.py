"""The screen of pages to look at again, and "masih benar" for one of them or a marked set."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from core.query import filters_of, page_of
from editorial.care import Confirmation, as_readers_see, care_to_check, confirm, seal, shown_of
from editorial.desk_rows import of_asked_village
from editorial.kinds import kind_of
from village_pages.places import village_names, village_path
from village_pages.rights import may_supervise

PER_PAGE = 20


@never_cache
@require_safe
def page_checks(request: HttpRequest) -> HttpResponse:
    """Public pages that are due to be looked at, the oldest date first; 403 for who publishes nowhere."""
    if not may_supervise(request.user):
        raise PermissionDenied
    rows = of_asked_village(care_to_check(request.user), request).select_related("checked_by")
    listed = page_of(rows, request.GET.get("page"), per_page=PER_PAGE)
    pages = as_readers_see(care.page_id for care in listed)
    names = village_names(pages.values())
    now = timezone.now()
    return render(
        request,
        "editorial/care.html",
        {
            "header_title": _("Periksa ulang"),
            "entries": [
                {
                    "page": page,
                    "kind": kind_of(page).label,
                    "village": names.get(village_path(page) or "", _("Kabupaten")),
                    "shown": shown_of(page),
                    "care": care,
                    "late": care.check_due_at <= now,
                    "seal": seal(page, request.user),
                    "url": page.get_url(request),
                }
                for care in listed
                if (page := pages.get(care.page_id))
            ],
            "paginator_page": listed,
            "query": filters_of(request.GET),
        },
    )


@never_cache
@require_POST
def page_checks_confirm(request: HttpRequest) -> HttpResponse:
    """Note "masih benar" for the one page whose button was pressed, or for all that are marked.

    404, and nothing is noted, where one of them is not this person's to publish.
    """
    if not may_supervise(request.user):
        raise PermissionDenied
    one = request.POST.get("one")
    words = [one] if one else request.POST.getlist("marked")[:PER_PAGE]
    result = confirm(request.user, words)
    if result is None:
        raise Http404
    _say(request, result, asked=len(words))
    return redirect("page_checks")


def _say(request: HttpRequest, result: Confirmation, asked: int) -> None:
    if result.confirmed:
        count = len(result.confirmed)
        words = ngettext(
            "%(count)d halaman dicatat masih benar.", "%(count)d halaman dicatat masih benar.", count
        )
        messages.success(request, words % {"count": count})
    if result.changed:
        messages.warning(
            request,
            _("Belum dicatat, karena isinya sudah lain dari yang Anda lihat: %(pages)s. Baca lagi di bawah.")
            % {"pages": ", ".join(f"“{page.title}”" for page in result.changed)},
        )
    if result.unknown:
        messages.warning(request, _("Daftar itu sudah lama. Baca lagi isinya di bawah, lalu tandai lagi."))
    if not asked:
        messages.warning(request, _("Belum ada yang ditandai. Tandai halaman yang isinya masih benar."))


urlpatterns = [
    path("periksa-ulang/", page_checks, name="page_checks"),
    path("periksa-ulang/benar/", page_checks_confirm, name="page_checks_confirm"),
]
