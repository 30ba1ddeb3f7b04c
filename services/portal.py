"""The finder over the regency, and one service across villages: `/layanan/`, `/layanan/<slug>/`."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from core.caching import depends_on
from core.query import filters_of, page_of
from services.facts import facts_of
from services.finder import catalogue
from services.finder.nearest import Provider, providers_of, reached
from services.finder.question import answers_to, question_of, village_asked, ways_in
from services.models import ServicePage, ServiceStandard
from village_pages.models import RegencyHomePage
from village_pages.navigation import page_context

NEAREST_SHOWN = 5


def portal_view(home: RegencyHomePage, request: HttpRequest) -> HttpResponse:
    """All services of the regency, each once, found by words, life event or audience."""
    question, origin = question_of(request), village_asked(request)
    entries = catalogue.of_regency(home, request, origin)
    answers = answers_to(question, entries)
    listed = page_of(answers.entries, request.GET.get("page"))
    home_url = home.get_url(request) or "/"
    context = page_context(home, request) | {
        "page": home,
        "breadcrumbs": [(_("Beranda"), home_url)],
        "origin": origin,
        "question": question,
        "q": question.words,
        "paginator_page": listed,
        "entries": listed.object_list,
        "suggestions": answers.suggestions,
        "page_query": _without_page(request),
        **ways_in(question, entries, origin),
    }
    response = TemplateResponse(request, "services/finder_portal.html", context)
    depends_on(response, ["portal"])
    if question.words:
        response["X-Robots-Tag"] = "noindex"
    return response


def portal_entry(home: RegencyHomePage, slug: str):
    """The view of the standard of that slug, or ``None``."""
    standard = ServiceStandard.objects.filter(slug=slug).prefetch_related("requirements").first()
    return partial(show_standard, home, standard) if standard is not None else None


def show_standard(home: RegencyHomePage, standard: ServiceStandard, request: HttpRequest) -> HttpResponse:
    """The facts in short, and who gives it: villages, offices; `?desa=`: nearest first."""
    origin = village_asked(request)
    providers = providers_of([standard.pk], origin)[standard.pk]
    villages = reached([one for one in providers if one.page is not None], request)
    own = None
    if origin is not None:
        own = ServicePage.objects.published(origin).filter(standard=standard).first()
    home_url = home.get_url(request) or "/"
    context = page_context(home, request) | {
        "page": home,
        "breadcrumbs": [(_("Beranda"), home_url), (_("Layanan"), f"{home_url}layanan/")],
        "standard": standard,
        "sheet": facts_of(standard),
        "example": standard.is_example,
        "origin": origin,
        "own_url": own.get_url(request) if own is not None else "",
        "nearest": reached(providers[:NEAREST_SHOWN], request) if origin is not None and own is None else [],
        "villages_count": len(villages) + (own is not None),
        "districts": _by_district(villages),
        "offices": [one for one in providers if one.office is not None],
    }
    response = TemplateResponse(request, "services/standard.html", context)
    depends_on(response, ["portal"])
    return response


def _by_district(villages: list[Provider]) -> dict[str, list[Provider]]:
    """Districts and their villages by name."""
    grouped: dict[str, list[Provider]] = {}
    for village in sorted(villages, key=lambda one: (one.district, one.name)):
        grouped.setdefault(village.district, []).append(village)
    return grouped


def _without_page(request: HttpRequest) -> str:
    rest = filters_of(request.GET)
    return f"{rest}&" if rest else ""
