"""The archive and its two acts, and the lines of correction."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from core.query import page_of
from editorial import archive, corrections
from editorial.models import PageCare, care_of
from village_pages.places import village_names, village_path
from village_pages.publishing import PublishRefusedError
from village_pages.rights import may_publish

PER_PAGE = 20
writes = require_http_methods(["GET", "HEAD", "POST"])


class ArchiveForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan (boleh kosong)"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CorrectionForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Apa yang keliru, dan apa yang benar"),
        help_text=gettext_lazy("Contoh: biaya bukan Rp10.000, melainkan gratis. Paling panjang 200 huruf."),
        max_length=corrections.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis apa yang keliru dan apa yang benar.")},
    )

    def clean_words(self) -> str:
        return corrections.cleaned(self.cleaned_data["words"])


@never_cache
@require_safe
def archived_pages(request: HttpRequest) -> HttpResponse:
    """What was put away in one's villages, and what can be brought back (a fixed number of queries)."""
    listed = page_of(archive.archived_pages_for(request.user), request.GET.get("page"), PER_PAGE)
    names = village_names(care.page for care in listed)
    return render(
        request,
        "editorial/archive.html",
        {
            "header_title": _("Arsip"),
            "days": archive.KEPT_FOR.days,
            "entries": [_entry(request.user, care, names) for care in listed],
            "paginator_page": listed,
        },
    )


def _entry(user, care: PageCare, names: dict[str, str]) -> dict:
    until = archive.restorable_until(care)
    return {
        "page": care.page,
        "care": care,
        "village": names.get(village_path(care.page) or "", _("Kabupaten")),
        "days_left": (timezone.localdate(until) - timezone.localdate()).days,
        "is_over": archive.is_over(care),
        "may_restore": archive.may_restore(user, care.page, care),
    }


@never_cache
@writes
def archive_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Asks, with room for a reason; POST puts the page away. Says why where it cannot be."""
    page = get_object_or_404(Page, pk=page_id, depth__gt=1).specific
    form = ArchiveForm(request.POST if request.method == "POST" else None)
    refused = archive.refusal_to_archive(request.user, page)
    if request.method == "POST" and not refused and form.is_valid():
        try:
            archive.archive(page, request.user, form.cleaned_data["reason"])
        except PublishRefusedError as late:
            refused = str(late)
        else:
            words = _("“%(title)s” masuk arsip. Dalam %(days)s hari masih dapat dipulihkan.")
            messages.success(request, words % {"title": page.draft_title, "days": archive.KEPT_FOR.days})
            return redirect("archive")
    return render(
        request,
        "editorial/archive_page.html",
        {
            "header_title": _("Arsipkan halaman"),
            "page": page,
            "form": form,
            "refused": refused,
            "days": archive.KEPT_FOR.days,
            "back_url": reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
        },
        status=403 if refused else 200,
    )


@never_cache
@require_POST
def restore_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Bring a page back as it was; 404 for who does not see it in the archive, 403 when it is too late."""
    care = get_object_or_404(archive.archived_pages_for(request.user), page_id=page_id)
    title = care.page.draft_title
    refused = archive.restore(care.page, request.user)
    if refused:
        words = _("“%(title)s” dipulihkan sebagai draf, belum tayang. %(why)s")
        messages.warning(request, words % {"title": title, "why": refused})
    else:
        is_live = Page.objects.filter(pk=page_id, live=True).exists()
        words = _("“%(title)s” tayang lagi.") if is_live else _("“%(title)s” dipulihkan sebagai draf.")
        messages.success(request, words % {"title": title})
    return redirect("wagtailadmin_pages:edit", page_id)


@never_cache
@writes
def correct_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """The lines of a page that readers see: write one, take one back."""
    page = get_object_or_404(Page, pk=page_id, depth__gt=1).specific
    if not may_publish(request.user, page):
        raise PermissionDenied
    if not page.live:
        raise Http404
    refused = corrections.refusal_to_correct_alone(page, request.user)
    form = CorrectionForm(request.POST if "words" in request.POST else None)
    if request.method == "POST" and (_withdrew(request, page) or _wrote(request, page, form)):
        return redirect("correct_page", page.pk)
    return render(
        request,
        "editorial/correction.html",
        {
            "header_title": _("Ralat"),
            "page": page,
            "form": form,
            "refused": refused,
            "lines": care_of(page).correction_lines,
            "back_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        },
        status=403 if refused and form.is_bound else 200,
    )


def _wrote(request: HttpRequest, page: Page, form: CorrectionForm) -> bool:
    if not form.is_valid():
        return False
    try:
        corrections.correct_alone(page, form.cleaned_data["words"], request.user)
    except ValidationError as error:
        form.add_error("words", error)
        return False
    except PublishRefusedError:
        return False  # the screen says why
    messages.success(request, _("Ralat tampil di halaman."))
    return True


def _withdrew(request: HttpRequest, page: Page) -> bool:
    """By its own words, not by its place: somebody else may have taken one back meanwhile."""
    asked = request.POST.get("withdraw")
    line = next((one for one in care_of(page).correction_lines if str(one) == asked), None)
    if line is None:
        return asked is not None
    corrections.withdraw_correction(page, line, request.user)
    messages.success(request, _("Ralat dicabut."))
    return True


urlpatterns = [
    path("arsip/", archived_pages, name="archive"),
    path("arsip/<int:page_id>/simpan/", archive_page, name="archive_page"),
    path("arsip/<int:page_id>/pulihkan/", restore_page, name="restore_page"),
    path("ralat/<int:page_id>/", correct_page, name="correct_page"),
]
