"""The read-only screens: what waits, is drafted and was changed in every village. Nothing here writes."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page, Revision, get_page_models

from core.query import clean_words, filters_of, page_of
from editorial.reading import (
    STATES,
    changes_between,
    history_of,
    in_state,
    pages_to_read,
    states_of,
    version_before,
)
from village_pages.models import BranchPage
from village_pages.places import regency_pages, village_of, village_path
from village_pages.rights import may_read_drafts, regency_roles, villages_supervised_by

PER_PAGE = 50
REGENCY = "kabupaten"
# A version is looked at: its style and pictures are loaded, and nothing can be sent or run.
LOOKED_AT = "; ".join(
    (
        "default-src 'none'",
        "img-src 'self' data:",
        "style-src 'unsafe-inline'",
        "font-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)


@never_cache
@require_safe
def page_list(request: HttpRequest) -> HttpResponse:
    """Pages of all villages, or of those one reviews, the newest change first; 404 for everybody else."""
    is_regency = bool(regency_roles(request.user))
    villages = list(villages_supervised_by(request.user).order_by("title"))
    if not villages and not is_regency:
        raise Http404
    names = {village.path: village.title for village in villages}
    kinds = {model._meta.model_name: model for model in get_page_models() if issubclass(model, BranchPage)}
    asked = {key: request.GET.get(key, "") for key in ("desa", "keadaan", "jenis")}
    words = clean_words(request.GET.get("kata", ""))

    pages = pages_to_read(request.user, villages).select_related("owner")
    if asked["desa"] == REGENCY:
        pages = pages.filter(regency_pages())
    elif asked["desa"]:
        within = next((village.path for village in villages if village.code == asked["desa"]), None)
        if within is None:
            raise Http404
        pages = pages.filter(path__startswith=within)
    if asked["keadaan"] in STATES:
        pages = pages.filter(in_state(asked["keadaan"]))
    if asked["jenis"] in kinds:
        pages = pages.exact_type(kinds[asked["jenis"]])
    for word in words.split():
        pages = pages.filter(Q(draft_title__icontains=word) | Q(title__icontains=word))

    listed = page_of(pages, request.GET.get("page"), per_page=PER_PAGE)
    states = states_of(listed)
    return render(
        request,
        "editorial/reading_list.html",
        {
            "header_title": _("Baca draf"),
            "entries": [
                {
                    "page": page,
                    "state": states[page.pk].label,
                    "village": names.get(village_path(page) or "", _("Kabupaten")),
                    "kind": capfirst(page.cached_content_type.name),
                    "author": str(page.owner or ""),
                }
                for page in listed
            ],
            "paginator_page": listed,
            "query": filters_of(request.GET),
            "villages": villages,
            "regency": REGENCY if is_regency else "",
            "states": [(state.value, state.label) for state in STATES],
            "kinds": sorted((capfirst(model.get_verbose_name()), key) for key, model in kinds.items()),
            "asked": asked,
            "words": words,
        },
    )


@never_cache
@require_safe
def page_screen(request: HttpRequest, page_id: int) -> HttpResponse:
    """The newest version of a page, in a frame, with what is known about it."""
    page = _readable(request, page_id)
    newest = page.revisions.order_by("created_at", "pk").values_list("pk", flat=True).last()
    return render(
        request,
        "editorial/reading_page.html",
        _head(request, page)
        | {
            "screen": "page",
            "header_title": _title(page),
            "revision_id": newest,
            "live_url": page.get_url(request) if page.live else None,
            "may_edit": page.permissions_for_user(request.user).can_edit(),
        },
    )


@never_cache
@require_safe
def version(request: HttpRequest, page_id: int, revision_id: int) -> HttpResponse:
    """One version as readers would see it, rendered by the page itself, with a line that says what it is."""
    page = _readable(request, page_id)
    revision = _revision(page, revision_id)
    shown = revision.as_object()
    response = shown.make_preview_request(
        request,
        shown.default_preview_mode,
        extra_request_attrs={"read_only": {"at": revision.created_at, "url": request.path}},
    )
    response.headers["Content-Security-Policy"] = LOOKED_AT
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
def history(request: HttpRequest, page_id: int) -> HttpResponse:
    """Who did what with a page, when, and why."""
    page = _readable(request, page_id)
    listed = page_of(history_of(page), request.GET.get("page"), per_page=PER_PAGE)
    return render(
        request,
        "editorial/reading_history.html",
        _head(request, page)
        | {
            "screen": "history",
            "header_title": _("Riwayat: %(title)s") % {"title": _title(page)},
            "paginator_page": listed,
        },
    )


@never_cache
@require_safe
def comparison(request: HttpRequest, page_id: int, revision_id: int) -> HttpResponse:
    """What one version changed against the one before it."""
    page = _readable(request, page_id)
    newer = _revision(page, revision_id)
    older = version_before(newer)
    changes = (
        changes_between(page, older.as_object(), newer.as_object(), request) if older is not None else []
    )
    return render(
        request,
        "editorial/reading_compare.html",
        _head(request, page)
        | {
            "header_title": _("Perubahan: %(title)s") % {"title": _title(page)},
            "newer": newer,
            "older": older,
            "changes": changes,
        },
    )


def _readable(request: HttpRequest, page_id: int) -> Page:
    """The page, as its own type; 404 for who may not read it, as for one that does not exist."""
    page = Page.objects.filter(pk=page_id, depth__gt=1).first()
    if page is None or not may_read_drafts(request.user, page):
        raise Http404
    return page.specific


def _revision(page: Page, revision_id: int) -> Revision:
    return get_object_or_404(page.revisions.select_related("user"), pk=revision_id)


def _title(page: Page) -> str:
    return page.draft_title or page.title


def _head(request: HttpRequest, page: Page) -> dict:
    village = village_of(page)
    return {
        "page": page,
        "state": states_of([page])[page.pk].label,
        "village": village.full_name if village else _("Kabupaten"),
        "author": str(page.owner or ""),
        "kind": capfirst(page.get_verbose_name()),
    }


urlpatterns = [
    path("baca/", page_list, name="reading"),
    path("baca/<int:page_id>/", page_screen, name="reading_page"),
    path("baca/<int:page_id>/riwayat/", history, name="reading_history"),
    path("baca/<int:page_id>/versi/<int:revision_id>/", version, name="reading_revision"),
    path("baca/<int:page_id>/banding/<int:revision_id>/", comparison, name="reading_compare"),
]
