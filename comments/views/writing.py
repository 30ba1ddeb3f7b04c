"""The form, its sending, and the receipt that follows."""

import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comments import defences, limits, modes, posting, reading, receipts, stamps
from comments.forms import GuestCommentForm
from comments.models import ResidentComment
from comments.text import MAX_RAW
from comments.views.answers import TokenCheck, own, page_or_404, small_body, told
from village_pages.navigation import surroundings

RECEIPT_COOKIE = "komentar_bukti"
RECEIPT_SECONDS = 600
BUSY_SECONDS = 30  # when to try again where the database did not answer
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")

logger = logging.getLogger(__name__)


@csrf_exempt  # checked below by TokenCheck, which keeps the words
@require_http_methods(["GET", "HEAD", "POST"])
@small_body
def write(request: HttpRequest, page_key: uuid.UUID) -> HttpResponse:
    """The form of a guest under one page, and its sending. 303 to the receipt when it was taken."""
    try:
        return form_or_receipt(request, page_key)
    except DatabaseError:
        if request.method != "POST":
            raise
        # Not even a page can be made: the words alone, to be copied.
        logger.exception("A comment could not be stored, and its form not shown again.")
        response = told(f"{busy().message}\n\n{request.POST.get('body', '')[:MAX_RAW]}", 503)
        response["Retry-After"] = str(BUSY_SECONDS)
        return response


def busy() -> defences.Refusal:
    return defences.Refusal(
        "busy",
        _(
            "Tulisan Anda belum tersimpan karena situs sedang sibuk. "
            "Tulisan Anda masih ada: tunggu sebentar, lalu kirim lagi."
        ),
        retry_at=timezone.now() + timedelta(seconds=BUSY_SECONDS),
    )


def form_or_receipt(request: HttpRequest, page_key: uuid.UUID) -> HttpResponse:
    page, village = page_or_404(page_key)
    thread = reading.thread_of(page)
    is_open = modes.openness_of(page, village, thread).is_open
    if request.method != "POST":
        form = GuestCommentForm(initial={"stamp": stamps.issue(page_key)}) if is_open else None
        return form_page(request, page, village, form, status=200)

    if request.content_type not in FORM_TYPES or request.FILES:
        return told(_("Formulir tidak dikenal."), 400)
    form = GuestCommentForm(request.POST)
    valid = form.is_valid()
    checker = TokenCheck(lambda request: HttpResponse())
    checker.process_request(request)
    if checker.process_view(request, None, (), {}) is not None:  # type: ignore[arg-type]
        if checker.is_foreign(request):
            return told(_("Kiriman dari situs lain ditolak."), 403)
        return token_failed(request, page, village, form)

    stamp = stamps.read(request.POST.get("stamp", ""), page_key)
    if stamp is not None and valid:
        before = posting.already_posted(stamp.nonce)
        if before is not None:
            return sent_before(request, page, village, form, before, stamp)
    if not valid and is_open:
        return form_page(request, page, village, renewed(form, stamp, page_key), status=422)

    try:
        comment, refusal = judged(request, page, village, is_open, form.cleaned_data, stamp)
    except DatabaseError:
        logger.exception("A comment could not be stored.")
        comment, refusal = None, busy()
    if comment is not None:
        return to_receipt(comment)
    return refused(request, page, village, form, refusal or defences.closed(), stamp)


def judged(
    request: HttpRequest, page, village, is_open: bool, words: dict, stamp: stamps.Stamp | None
) -> tuple[ResidentComment | None, defences.Refusal | None]:
    """The comment as stored, or why it was not taken. Raises ``DatabaseError``."""
    verdict = defences.judge(
        defences.Submission(
            is_open=is_open,
            name=words.get("name", ""),
            body=words.get("body", ""),
            trap=words.get("lanjutan", ""),
            stamp=stamp,
            device=limits.device_of(request),
            address=limits.address_of(request),
        )
    )
    if verdict.refusal is None and stamp is not None:
        try:
            comment = posting.post_as_guest(
                page=page,
                village=village,
                name=words["name"],
                place=words["place"],
                body=words["body"],
                nonce=stamp.nonce,
                held=verdict.held,
            )
        except posting.ThreadClosedError:
            return None, defences.closed()
        return comment, None
    return None, verdict.refusal


def renewed(form: GuestCommentForm, stamp: stamps.Stamp | None, page_key: uuid.UUID) -> GuestCommentForm:
    """The same form with a usable stamp: the old one while it is good, so that it stays one comment."""
    if stamp is None or stamp.is_expired:
        form.data = {**form.data.dict(), "stamp": stamps.issue(page_key)}  # type: ignore[attr-defined]
    return form


def refused(request, page, village, form, refusal: defences.Refusal, stamp) -> HttpResponse:
    """The form again with the reason above it and every word kept."""
    form.add_error(None, refusal.message)
    status = {"closed": 403, "limit": 429, "busy": 503}.get(refusal.code, 422)
    response = form_page(
        request,
        page,
        village,
        renewed(form, stamp, page.translation_key),
        status=status,
        closed=refusal.code == "closed",
    )
    if refusal.retry_at is not None:
        response["Retry-After"] = str(limits.seconds_until(refusal.retry_at))
    return response


def token_failed(request, page, village, form) -> HttpResponse:
    """No valid token: nothing is stored, and the words come back with a new one."""
    form.add_error(
        None,
        _(
            "Formulir sudah kedaluwarsa, atau peramban menolak kuki. "
            "Tulisan Anda masih ada: periksa, lalu kirim lagi."
        ),
    )
    return form_page(request, page, village, renewed(form, None, page.translation_key), status=403)


def sent_before(request, page, village, form, before: ResidentComment, stamp: stamps.Stamp) -> HttpResponse:
    """The form was sent already: the same receipt for the same words; other words are asked about."""
    if before.body == form.cleaned_data["body"]:
        return to_receipt(before, with_code=not stamp.is_expired)
    form.add_error(
        None,
        _(
            "Komentar pertama dari formulir ini sudah terkirim. "
            "Bila ini komentar lain, tekan Kirim sekali lagi."
        ),
    )
    return form_page(request, page, village, renewed(form, None, page.translation_key), status=422)


def form_page(request, page, village, form, *, status: int, closed: bool = False) -> HttpResponse:
    context = surroundings(request, village=village) | {
        "commented_page": page,
        "commented_url": page.get_url(request),
        "form": form,
        "is_closed": closed or form is None,
        "contacts": village.contacts.all() if closed or form is None else [],
    }
    return own(render(request, "comments/write.html", context, status=status))


def to_receipt(comment: ResidentComment, *, with_code: bool = True) -> HttpResponse:
    response = HttpResponseRedirect(reverse("comments:sent"))
    response.status_code = 303
    if with_code:
        response.set_cookie(
            RECEIPT_COOKIE,
            signing.dumps(comment.submit_nonce.hex, salt=RECEIPT_COOKIE),
            max_age=RECEIPT_SECONDS,
            path=reverse("comments:sent"),
            httponly=True,
            samesite="Lax",
            secure=settings.CSRF_COOKIE_SECURE,
        )
    return own(response)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The receipt, once: the code is shown and the cookie that brought it is taken back."""
    comment = None
    try:
        nonce = signing.loads(
            request.COOKIES.get(RECEIPT_COOKIE, ""), salt=RECEIPT_COOKIE, max_age=RECEIPT_SECONDS
        )
        comment = ResidentComment.objects.select_related("thread__page", "village__access").get(
            submit_nonce=nonce
        )
    except (signing.BadSignature, ResidentComment.DoesNotExist, ValueError):
        pass
    context = surroundings(request, village=comment.village if comment else None) | {
        "comment": comment,
        "code": receipts.code_for(comment.submit_nonce) if comment else None,
        "commented_page": comment.thread.page if comment else None,
    }
    response = own(render(request, "comments/sent.html", context))
    if request.method == "GET":
        response.delete_cookie(RECEIPT_COOKIE, path=reverse("comments:sent"), samesite="Lax")
    return response
