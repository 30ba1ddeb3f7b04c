"""What everybody can open: the form, the receipt, further comments, a comment's own address.

Pages are named by their ``translation_key``: unlike a row's number it cannot be counted along, and it
stays when a village is restored elsewhere.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from comments import defences, limits, posting, reading, receipts, stamps
from comments.enums import CommentState
from comments.forms import GuestCommentForm, ReceiptForm
from comments.models import ResidentComment
from comments.models.comment import is_public_id
from comments.text import MAX_RAW
from core.caching import depends_on
from village_pages.navigation import surroundings
from village_pages.places import village_of

RECEIPT_COOKIE = "komentar_bukti"
RECEIPT_SECONDS = 600
BUSY_SECONDS = 30  # when to try again where the database did not answer
# Enough for the longest text that is read at all: an emoji takes twelve characters in a form.
LARGEST_BODY = 12 * MAX_RAW + 16_000
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


logger = logging.getLogger(__name__)


class TokenCheck(CsrfViewMiddleware):
    """Django's own check, as a question: its refusal page would throw the writer's words away."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason

    def is_foreign(self, request: HttpRequest) -> bool:
        """Whether the browser says that another site has sent this form."""
        return "Origin" in request.headers and not self._origin_verified(request)  # type: ignore[attr-defined]


def page_or_404(page_key: uuid.UUID) -> tuple[Page, Any]:
    """The page with comments that readers may see, and its village; else ``Http404``."""
    found = Page.objects.live().public().filter(translation_key=page_key).first()
    page = found.specific if found is not None else None
    village = village_of(page) if page is not None and getattr(page, "comments", False) else None
    if page is None or village is None:
        raise Http404
    return page, village


def takes_comments(page, village) -> bool:
    """Is ``page`` open for comments now, and its village too?"""
    return page.accepts_comments() and village.is_open


def own(response: HttpResponse) -> HttpResponse:
    """Mark an answer that is for one person only: stored nowhere, found by no search engine."""
    patch_cache_control(response, no_store=True, private=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def public(response: HttpResponse, village) -> HttpResponse:
    """Mark an answer that is the same for everybody until something in ``village`` changes."""
    depends_on(response, [f"village:{village.pk}"])
    return response


def told(words: str, status: int) -> HttpResponse:
    """A plain answer, where no page of ours can be shown."""
    return own(HttpResponse(words, status=status, content_type="text/plain; charset=utf-8"))


def small_body(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a body of more than ``LARGEST_BODY`` by its declared length, before a byte of it is read.

    Without a length that can be read, Django reads nothing at all. Must come before anything that looks into
    the form: the check of the token does.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            declared = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            declared = 0
        if declared > LARGEST_BODY:
            return told(_("Kiriman ini terlalu besar. Pendekkan tulisan Anda, lalu kirim lagi."), 413)
        return view(request, *args, **kwargs)

    return guarded


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
    is_open = takes_comments(page, village) and (thread is None or thread.is_open())
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
        comment, refusal = judged(request, page, village, thread, form.cleaned_data, stamp)
    except DatabaseError:
        logger.exception("A comment could not be stored.")
        comment, refusal = None, busy()
    if comment is not None:
        return to_receipt(comment)
    return refused(request, page, village, form, refusal or defences.closed(), stamp)


def judged(
    request: HttpRequest, page, village, thread, words: dict, stamp: stamps.Stamp | None
) -> tuple[ResidentComment | None, defences.Refusal | None]:
    """The comment as stored, or why it was not taken. Raises ``DatabaseError``."""
    verdict = defences.judge(
        defences.Submission(
            page_accepts=takes_comments(page, village),
            thread=thread,
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


@csrf_exempt  # checked by csrf_protect, once the size is known
@require_http_methods(["GET", "HEAD", "POST"])
@small_body
@csrf_protect
def receipt(request: HttpRequest) -> HttpResponse:
    """What became of a comment, for who has its code. Unknown and mistyped codes get the same answer."""
    form, comment, status = ReceiptForm(), None, 200
    if request.method == "POST":
        form, status = ReceiptForm(request.POST), 422
        counts = [limits.hit(limits.RECEIPT_ADDRESS, limits.address_of(request))]
        if device := limits.device_of(request):
            counts.append(limits.hit(limits.RECEIPT_DEVICE, device))
        over = next((count for count in counts if count is None or count.is_over), False)
        if over is not False:
            form.is_valid()
            form.add_error(None, _("Terlalu banyak percobaan. Coba lagi sepuluh menit lagi."))
            status = 429
        elif form.is_valid():
            comment = receipts.find(form.cleaned_data["code"])
            if comment is None:
                form.add_error("code", _("Kode ini tidak ditemukan. Periksa setiap huruf dan angka."))
            else:
                status = 200
    village = comment.village if comment is not None else None
    is_closed = village is not None and village.is_closed
    context = surroundings(request, village=None if is_closed else village) | {
        "form": form,
        "comment": comment,
        "closed_village": village if is_closed else None,
    }
    if comment is not None:
        context["commented_page"] = readable_page(comment)
        # What others said went with the village; the words are the author's own.
        is_shown = comment.is_shown and not is_closed
        context["answers"] = comment.answers.published().with_author_role() if is_shown else []
        context["CommentState"] = CommentState
    return own(render(request, "comments/receipt.html", context, status=status))


def readable_page(comment: ResidentComment) -> Page | None:
    """The page that ``comment`` stands under, if everybody may read it now."""
    return Page.objects.live().public().filter(pk=comment.thread.page_id).first()


@require_safe
def further(request: HttpRequest, page_key: uuid.UUID) -> HttpResponse:
    """Further comments of a page, 20 at a time; ``?sesudah=`` names the last one already read."""
    if set(request.GET) - {"sesudah"}:
        # One address for one content, so that nobody can fill the cache with made-up ones.
        cursor = request.GET.get("sesudah", "")
        query = f"?sesudah={cursor}" if is_public_id(cursor) else ""
        return HttpResponseRedirect(f"{request.path}{query}")
    page, village = page_or_404(page_key)
    thread = reading.thread_of(page)
    after: ResidentComment | None = None
    if asked := request.GET.get("sesudah"):
        after = (
            ResidentComment.objects.filter(thread=thread, public_id=asked, depth=0).first()
            if thread and is_public_id(asked)
            else None
        )
        if after is None:
            raise Http404
    part = reading.slice_of(thread, after) if thread else reading.Slice(comments=[], after=None)
    context = surroundings(request, village=village) | {
        "commented_page": page,
        "commented_url": page.get_url(request),
        "page_key": page_key,
        "thread": thread,
        "part": part,
        "is_start": after is None,
    }
    return public(render(request, "comments/further.html", context), village)


@require_safe
def comment(request: HttpRequest, public_id: str) -> HttpResponse:
    """A published comment at its own address, whole, with its answers. Anything unpublished is a 404."""
    found = (
        ResidentComment.objects.published()
        .of_readable_pages()
        .filter(public_id=public_id)
        .select_related("thread__page", "village__access")
        .with_author_role()
        .with_answers()
        .first()
    )
    if found is None:
        raise Http404
    context = surroundings(request, village=found.village) | {
        "comment": found,
        "commented_page": found.thread.page,
        "commented_url": found.thread.page.get_url(request),
    }
    return public(render(request, "comments/comment.html", context), found.village)
