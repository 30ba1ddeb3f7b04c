"""The calendar of one's villages, as a plain list."""

from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core.formats import weekday_date
from core.query import filters_of, page_of
from editorial.calendar import Entry, What, entries_of
from editorial.periods import late_words
from village_pages.places import village_names, village_path
from village_pages.rights import may_publish, may_supervise, regency_roles, villages_supervised_by

PER_PAGE = 50


@never_cache
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What is late and what comes, by days; 403 for who answers for no village, 404 for another's code."""
    if not may_supervise(request.user):
        raise PermissionDenied
    villages = list(villages_supervised_by(request.user).order_by("title"))
    code = request.GET.get("desa", "")
    chosen = next((village for village in villages if village.code == code), None)
    if code and chosen is None:
        raise Http404
    if chosen is not None:
        entries = entries_of([chosen])
    else:
        entries = entries_of(None if regency_roles(request.user) else villages)
    listed = page_of(entries, request.GET.get("page"), per_page=PER_PAGE)
    pages = Page.objects.in_bulk({entry.page_id for entry in listed})
    names = village_names(pages.values())
    rows = [_row(request, entry, pages[entry.page_id], names) for entry in listed if entry.page_id in pages]
    return render(
        request,
        "editorial/calendar.html",
        {
            "header_title": _("Kalender"),
            "days": [
                (day, list(same)) for day, same in groupby(rows, key=lambda row: weekday_date(row["at"]))
            ],
            "villages": villages if len(villages) > 1 else [],
            "chosen": chosen,
            "paginator_page": listed,
            "query": filters_of(request.GET),
        },
    )


def _row(request: HttpRequest, entry: Entry, page: Page, names: dict[str, str]) -> dict:
    action, url = _action(request.user, entry, page)
    return {
        "at": timezone.localtime(entry.at),
        "what": What(entry.what).label,
        "late": late_words(entry.at),
        "title": page.draft_title or page.title,
        "village": names.get(village_path(page) or "", _("Kabupaten")),
        "action": action,
        "url": url,
    }


def _action(user, entry: Entry, page: Page) -> tuple[str, str]:
    """What to do about it: who may not write the page reads it."""
    if not may_publish(user, page):
        return _("Baca"), reverse("reading_page", args=[page.pk])
    if entry.what in (What.REVIEW, What.ASKS_TO_GO_LIVE):
        return _("Periksa"), reverse("review_page", args=[page.pk])
    if entry.what == What.CHECK:
        return _("Periksa ulang"), reverse("page_checks")
    return _("Buka"), reverse("wagtailadmin_pages:edit", args=[page.pk])


urlpatterns = [path("kalender/", calendar, name="calendar")]
