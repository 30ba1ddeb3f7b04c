"""What villages make of the regency's services: by service, and all differences. For officers only."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.query import filters_of, page_of
from services.facts import facts_of, with_facts
from services.models import ServiceStandard
from services.standard_use import (
    STATES,
    Use,
    counts_of,
    differing_pages,
    standards_with_counts,
    told_otherwise,
    uses_in,
    using_villages,
)
from village_pages.models import VillagePage
from village_pages.places import village_path
from village_pages.rights import may_keep_standards

PER_PAGE = 20


@never_cache
@require_safe
def standard_list(request: HttpRequest) -> HttpResponse:
    """Every standard: what it costs, how many villages have it and differ, when it was last changed."""
    if not may_keep_standards(request.user):
        raise PermissionDenied
    listed = page_of(standards_with_counts(), request.GET.get("page"), per_page=PER_PAGE)
    context = {
        "header_title": _("Layanan kabupaten"),
        "entries": [(standard, facts_of(standard).fee_in_words) for standard in listed],
        "listed": listed,
    }
    return render(request, "services/admin/standards.html", context)


@never_cache
@require_safe
def standard_use(request: HttpRequest, standard_id: int) -> HttpResponse:
    """Each village: follows, differs (in what, why, last looked at), has a draft, or lacks it."""
    if not may_keep_standards(request.user):
        raise PermissionDenied
    standard = get_object_or_404(ServiceStandard, pk=standard_id)
    counts = counts_of(standard)
    listed = page_of(using_villages(), request.GET.get("page"), per_page=PER_PAGE, count=sum(counts.values()))
    context = {
        "header_title": _("Dipakai di desa: %(service)s") % {"service": standard.title},
        "standard": standard,
        "counts": [(str(STATES[state]), number) for state, number in counts.items()],
        "uses": uses_in(standard, listed),
        "listed": listed,
    }
    return render(request, "services/admin/standard_use.html", context)


@never_cache
@require_safe
def service_differences(request: HttpRequest) -> HttpResponse:
    """Every live page that differs from its standard; ``?desa=<code>`` and ``?layanan=<slug>`` narrow it."""
    if not may_keep_standards(request.user):
        raise PermissionDenied
    villages = {village.code: village for village in VillagePage.objects.order_by("title", "pk")}
    standards = {standard.slug: standard for standard in ServiceStandard.objects.all()}
    village = _chosen(villages, request.GET.get("desa", ""))
    standard = _chosen(standards, request.GET.get("layanan", ""))
    pages = differing_pages(standard, village)
    listed = page_of(pages, request.GET.get("page"), per_page=PER_PAGE)
    by_path = {village.path: village for village in villages.values()}
    shown = with_facts(pages.filter(pk__in=[page.pk for page in listed])).select_related("standard", "care")
    context = {
        "header_title": _("Perbedaan di desa"),
        "uses": [
            Use(
                by_path[village_path(page) or ""],
                "differs",
                page,
                getattr(page, "care", None),
                told_otherwise(facts_of(page)),
            )
            for page in shown
        ],
        "villages": villages.values(),
        "standards": standards.values(),
        "village": village,
        "standard": standard,
        "listed": listed,
        "query": filters_of(request.GET),
    }
    return render(request, "services/admin/differences.html", context)


def _chosen(known: dict, key: str):
    """What ``key`` names, ``None`` for an empty one; 404 for what there is not."""
    if key and key not in known:
        raise Http404
    return known.get(key)


urlpatterns = [
    path("layanan-kabupaten/perbedaan/", service_differences, name="service_differences"),
    path("layanan-kabupaten/<int:standard_id>/desa/", standard_use, name="standard_use"),
]
