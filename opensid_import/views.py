"""Leads readers from an address of the old site to the page that took its place."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opensid_import.addresses import asked_paths, old_number_path
from opensid_import.models import OldAddress
from village_pages.models import VillagePage
from village_pages.navigation import surroundings
from village_pages.places import site_root


@require_safe
def article_by_date(request: HttpRequest, year: str, month: str, day: str, slug: str) -> HttpResponse:
    return _lead(request, asked_paths(year, month, day, slug.replace("\x00", "")))


@require_safe
def article_by_number(request: HttpRequest, number: str) -> HttpResponse:
    return _lead(request, [old_number_path(int(number))])


def _lead(request: HttpRequest, paths: list[str]) -> HttpResponse:
    """Redirect to the one page that is meant; where several villages claim the path, let the reader choose.

    On a village's own domain only that village's addresses count. Pages that nobody may read count nowhere.
    """
    claims = OldAddress.objects.claiming(paths)
    root = site_root(request)
    if root is not None and root.specific_class is VillagePage:
        claims = claims.filter(village_id=root.pk)
    found = sorted(claims, key=lambda claim: (claim.village.title, paths.index(claim.path)))
    # One village may claim both forms of the asked address: the surer one counts.
    by_village = {claim.village_id: claim for claim in reversed(found)}
    choices = [claim for claim in found if by_village[claim.village_id] is claim]
    if not choices:
        raise Http404
    if len(choices) == 1:
        url = choices[0].page.get_url(request)
        if not url:
            raise Http404
        response: HttpResponse = HttpResponsePermanentRedirect(url)
        # Kept by the browser for a day, not for ever: an article may still move or go.
        response["Cache-Control"] = "public, max-age=86400"
        return response
    context = surroundings(request) | {
        "choices": [
            {
                "url": claim.page.get_url(request),
                "title": claim.page.title,
                "village": claim.village.full_name,
                "district": claim.village.district,
            }
            for claim in choices
        ]
    }
    response = render(request, "opensid_import/choose_village.html", context)
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
