"""Reporting a comment: the form, its sending, and thanks that tell nothing about others."""

import logging
import uuid

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments import limits, reporting, stamps
from comments.limits import Limit
from comments.models import Report, Resident, ResidentComment
from comments.report_form import ReportForm
from comments.residents.sessions import resident_of
from comments.text import MAX_RAW, clean_body
from comments.views.answers import TOKEN_FAILED, TokenCheck, own, public_form
from village_pages.navigation import surroundings

BY_READER = Limit("report-reader", 5, 3600)
# Forty neighbours share one address.
BY_ADDRESS = Limit("report-address", 100, 3600)

logger = logging.getLogger(__name__)


class _RefusedError(Exception):
    """Not stored: ``status`` and words for the reader."""

    def __init__(self, status: int, message: str, retry_after: int | None = None):
        super().__init__(message)
        self.status, self.message, self.retry_after = status, message, retry_after


@public_form()
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form against one published comment, and its sending. 303 to the thanks."""
    try:
        comment = _reportable_or_404(public_id)
    except Http404:
        # Hidden meanwhile, perhaps for what was to be reported.
        if not (typed := clean_body(request.POST.get("text", "")[:MAX_RAW])):
            raise
        context = surroundings(request, village=None) | {"typed": typed}
        return own(render(request, "comments/report_gone.html", context, status=404))
    if request.method != "POST":
        return _shown(request, comment, ReportForm(initial={"stamp": stamps.issue(_stamp_key(comment))}))
    form = ReportForm(request.POST)
    try:
        if not TokenCheck().is_passed(request):
            raise _RefusedError(403, str(TOKEN_FAILED))
        if not form.is_valid():
            return _shown(request, comment, _renewed(form, comment), status=422)
        _take(request, comment, form)
    except _RefusedError as refusal:
        form.add_error(None, refusal.message)
        response = _shown(request, comment, _renewed(form, comment), status=refusal.status)
        if refusal.retry_after is not None:
            response["Retry-After"] = str(refusal.retry_after)
        return response
    response = HttpResponseRedirect(reverse("comments:reported"))
    response.status_code = 303
    return own(response)


@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """Thanks: the same for everybody, whatever became of it."""
    return own(render(request, "comments/reported.html", surroundings(request, village=None)))


def _reportable_or_404(public_id: str) -> ResidentComment:
    rows = reporting.reportable().select_related("thread__page", "village__access")
    comment = rows.filter(public_id=public_id).first()
    if comment is None or comment.village.is_closed:
        raise Http404
    return comment


def _stamp_key(comment: ResidentComment) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, comment.get_absolute_url())


def _take(request: HttpRequest, comment: ResidentComment, form: ReportForm) -> None:
    """Check and store; raises ``_RefusedError``, which asks again and keeps the words."""
    resident = resident_of(request)
    device = limits.device_of(request) or ""
    mark = reporting.reader_mark(comment, resident, device)
    if Report.objects.filter(comment=comment, reporter_key_hash=mark).exists():
        return
    stamp = stamps.read(request.POST.get("stamp", ""), _stamp_key(comment))
    if stamp is None or stamp.is_expired:
        raise _RefusedError(
            422, _("Formulir ini sudah terlalu lama terbuka. Tulisan Anda masih ada: kirim sekali lagi.")
        )
    if stamp.is_too_fast or form.cleaned_data["lanjutan"].strip():
        raise _RefusedError(422, _("Periksa laporan Anda, lalu tekan Kirim laporan sekali lagi."))
    is_counted = _count(request, resident, device)
    try:
        reporting.report(
            comment,
            reason=form.cleaned_data["reason"],
            text=form.cleaned_data["text"],
            resident=resident,
            device=device,
            is_counted=is_counted,
        )
    except DatabaseError as error:
        # Only the kind: a database tells the failing row, and with it words and names.
        logger.error("A report could not be stored: %s", type(error).__name__)
        raise _RefusedError(
            503, _("Laporan belum tersimpan karena situs sedang sibuk. Tunggu sebentar, lalu kirim lagi."), 30
        ) from None


def _count(request: HttpRequest, resident: Resident | None, device: str) -> bool:
    """Whether the counters answered; raises ``_RefusedError`` over the limit."""
    if resident is not None:
        # Known by himself: a flood behind the village's address does not silence him.
        counts = [limits.hit(BY_READER, f"resident:{resident.pk}")]
    else:
        counts = [limits.hit(BY_READER, f"device:{device}")]
        if counts[0] is None or not counts[0].is_over:
            counts.append(limits.hit(BY_ADDRESS, limits.address_of(request)))
    over = next((count for count in counts if count is not None and count.is_over), None)
    if over is not None:
        time = f"{timezone.localtime(over.until):%H.%M}"
        raise _RefusedError(
            429,
            _(
                "Terlalu banyak laporan dari sini. Tulisan Anda masih ada: kirim lagi sesudah pukul "
                "%(time)s WIB."
            )
            % {"time": time},
            limits.seconds_until(over.until),
        )
    return None not in counts


def _renewed(form: ReportForm, comment: ResidentComment) -> ReportForm:
    """The same form with a usable stamp and an empty trap."""
    stamp = stamps.read(form.data.get("stamp", ""), _stamp_key(comment))
    data = {**form.data.dict(), "lanjutan": ""}  # type: ignore[attr-defined]
    if stamp is None or stamp.is_expired:
        data["stamp"] = stamps.issue(_stamp_key(comment))
    form.data = data
    return form


def _shown(
    request: HttpRequest, comment: ResidentComment, form: ReportForm, *, status: int = 200
) -> HttpResponse:
    context = surroundings(request, village=comment.village) | {
        "comment": comment,
        "form": form,
        "commented_page": comment.thread.page,
        "commented_url": comment.thread.page.get_url(request),  # type: ignore[union-attr]
    }
    return own(render(request, "comments/report.html", context, status=status))
