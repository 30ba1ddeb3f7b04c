"""Screens of the problems found in pages: the list of one's villages, and one page with its exceptions."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from core.query import filters_of, page_of
from editorial.content_checks import Problem, problems_of
from editorial.desk_rows import of_asked_village
from editorial.found_problems import care_with_problems, overrule
from editorial.models import CheckOverride
from village_pages.places import village_names, village_path
from village_pages.rights import may_publish, may_read_drafts, regency_roles, standing_of

PER_PAGE = 20


class ReasonForm(forms.Form):
    """Why a problem is none here; which one, it says itself."""

    found_in = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Tetap boleh, karena"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Tulis alasannya. Alasan ini dicatat.")},
    )


@never_cache
@require_safe
def problem_list(request: HttpRequest) -> HttpResponse:
    """Public pages with problems in one's villages, the oldest problem first."""
    standing = standing_of(request.user)
    if not standing.regency and not standing.by_village:
        raise PermissionDenied
    listed = page_of(
        of_asked_village(care_with_problems(request.user), request).select_related("page"),
        request.GET.get("page"),
        per_page=PER_PAGE,
    )
    names = village_names(care.page for care in listed)
    entries = [
        {
            "page": care.page,
            "village": names.get(village_path(care.page) or "", _("Halaman kabupaten")),
            "since": care.problems_since,
            "problems": care.problems,
            "writes": _writes(request.user, care.page),
        }
        for care in listed
    ]
    return render(
        request,
        "editorial/problem_list.html",
        {
            "header_title": _("Masalah ditemukan"),
            "entries": entries,
            "paginator_page": listed,
            "query": filters_of(request.GET),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page_problems(request: HttpRequest, page_id: int) -> HttpResponse:
    """The problems of the newest version of a page; who may publish it says which are none, and why.

    404 for who may not read that version, 403 for an exception by who may not publish.
    """
    page = get_object_or_404(Page, pk=page_id).specific
    if not _may_read(request.user, page):
        raise Http404
    newest = page.get_latest_revision_as_object()
    overruled = {(word.code, word.found_in): word for word in _words_about(page)}
    found = problems_of(newest)
    still_open = [one for one in found if not _is_overruled(one, overruled)]
    form = ReasonForm(request.POST) if request.method == "POST" else None
    if form is not None:
        if not may_publish(request.user, page):
            raise PermissionDenied
        problem = next((one for one in still_open if one.found_in == form.data.get("found_in")), None)
        if problem is None:
            messages.warning(request, _("Masalah ini sudah tidak ada, atau sudah dikecualikan."))
            return redirect("page_problem_override", page.pk)
        if form.is_valid():
            overrule(newest, problem, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Alasan Anda dicatat. Masalah ini tidak lagi menahan halaman."))
            return redirect("page_problem_override", page.pk)
    writes = page.permissions_for_user(request.user).can_edit()
    return render(
        request,
        "editorial/problem_page.html",
        {
            "header_title": _("Periksa isi"),
            "page_title": newest.get_admin_display_title(),
            "page": page,
            "entries": [_entry(number, one, form) for number, one in enumerate(still_open, start=1)],
            "exceptions": [
                {"problem": one, "word": overruled[one.code, one.found_in]}
                for one in found
                if _is_overruled(one, overruled)
            ],
            "publishes": may_publish(request.user, page),
            "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if writes else "",
        },
        status=422 if form is not None else 200,
    )


def _entry(number: int, problem: Problem, sent: ReasonForm | None) -> dict:
    """A problem with its form; the one that was sent keeps what was typed and its error."""
    if sent is not None and sent.data.get("found_in") == problem.found_in:
        form = sent
    else:
        form = ReasonForm(initial={"found_in": problem.found_in})
    form.auto_id = f"masalah-{number}-%s"
    return {"problem": problem, "form": form if problem.judgement else None}


def _is_overruled(problem: Problem, overruled: dict) -> bool:
    return problem.judgement and (problem.code, problem.found_in) in overruled


def _words_about(page: Page):
    return CheckOverride.objects.filter(page_id=page.pk).select_related("by").order_by("at")


def _may_read(user, page: Page) -> bool:
    return may_read_drafts(user, page) or page.permissions_for_user(user).can_edit()


def _writes(user, page: Page) -> bool:
    """Without loading the page: people of an open village write there, of the regency's pages officers."""
    where = village_path(page)
    standing = standing_of(user)
    if where is None or user.is_superuser:
        return bool(regency_roles(user))
    return where in standing.by_village and where not in standing.read_only


urlpatterns = [
    path("masalah/", problem_list, name="page_problems"),
    path("masalah/<int:page_id>/", page_problems, name="page_problem_override"),
]
