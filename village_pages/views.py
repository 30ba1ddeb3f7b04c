"""Public addresses that are not pages of the tree: search, robots, manifest."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.caching import depends_on
from core.query import clean_words
from village_pages.navigation import regency_home, surroundings
from village_pages.places import village_at_root, village_called
from village_pages.search import best_answers, found_cards


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/cari/?q=`: everywhere, or in one village with `desa=<slug>`. Odd input is answered."""
    query = clean_words(request.GET.get("q", ""))
    village = village_called(request.GET.get("desa", "")) or village_at_root(request)
    if village is not None and village.is_closed:
        village = None
    listed, cards = found_cards(request, query, village, request.GET.get("page"))
    answers = best_answers(request, query, village)
    told = {card.url for card in answers}
    context = surroundings(request, village=village) | {
        "q": query,
        "answers": answers,
        "cards": [card for card in cards if card.url not in told],
        "paginator_page": listed,
        "breadcrumbs": [(_("Beranda"), "/")],
    }
    response = render(request, "village_pages/search.html", context)
    depends_on(response, ["portal"])  # the same for everybody: compressed, with validators
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /akun/",
        "Disallow: /komentar/",
        "Disallow: /cari/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Lets a phone keep the site as an icon; names come from the regency's page."""
    home = regency_home(request)
    name = home.title if home else "Desa Cerdas"
    return JsonResponse(
        {
            "name": name,
            "short_name": home.programme_name if home else name,
            "lang": "id",
            "start_url": "/",
            "display": "browser",
            "icons": [{"src": static("icons/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )
