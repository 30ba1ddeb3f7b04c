"""The log on the screen and as a table, for those who supervise a village, and the regency's."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit.export import csv_lines
from audit.links import addresses_for
from audit.models import Act
from audit.reading import ActFilter, UnknownVillageError
from audit.words import phrase_for
from core.query import filters_of, page_of
from village_pages.rights import may_supervise

PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """One act as it is shown; ``url`` is empty where the thing is gone or not the reader's to open."""

    act: Act
    what: str
    url: str


@never_cache
@require_safe
def acts_view(request: HttpRequest) -> HttpResponseBase:
    """The list, fifty on a page."""
    if not may_supervise(request.user):
        raise PermissionDenied
    form = _form_of(request)
    listed = page_of(form.acts(), request.GET.get("page"), per_page=PER_PAGE)
    acts = list(listed)
    addresses = addresses_for(request.user, acts)
    query = filters_of(request.GET)
    context = {
        "header_title": _("Catatan"),
        "form": form,
        "lines": [
            Line(act, phrase_for(act.verb), addresses.get((act.object_type, act.object_key), ""))
            for act in acts
        ],
        "history_of": acts[0].object_name if acts and "objek" in form.chosen else "",
        "is_narrowed": bool(form.chosen),
        "query": query,
        "csv_url": f"{reverse('acts_csv')}?{query}",
        "paginator_page": listed,
    }
    return render(request, "audit/acts.html", context)


@require_safe
def acts_csv_view(request: HttpRequest) -> HttpResponseBase:
    """The same acts as a file. With something wrong in the address: the screen, which says what."""
    if not may_supervise(request.user):
        raise PermissionDenied
    form = _form_of(request)
    if not form.is_valid():
        return redirect(f"{reverse('acts')}?{filters_of(request.GET)}")
    response = StreamingHttpResponse(csv_lines(form.acts()), content_type="text/csv; charset=utf-8")
    # Names of people and reasons: nothing that a shared computer should keep.
    response["Cache-Control"] = "no-store, private"
    response["Content-Disposition"] = f'attachment; filename="{_file_name(form)}"'
    return response


def _form_of(request: HttpRequest) -> ActFilter:
    try:
        return ActFilter(request.user, request.GET)
    except UnknownVillageError as error:
        raise Http404 from error


def _file_name(form: ActFilter) -> str:
    """``catatan-15.07.09.2002-2026-11-24.csv``; the code is a name without surprises."""
    where = form.chosen.get("desa") or form.only_village or "semua-desa"
    return f"catatan-{where}-{timezone.localdate():%Y-%m-%d}.csv"
