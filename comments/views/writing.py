"""The form, its sending, and the receipt that follows."""

import logging
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from comments import consent, defences, limits, modes, posting, reading, receipts, stamps
from comments.enums import CommentState
from comments.forms import CommentForm, GuestCommentForm
from comments.models import Resident, ResidentComment
from comments.models.comment import is_public_id
from comments.residents.sessions import resident_of
from comments.text import MAX_RAW, beginning
from comments.views.answers import TokenCheck, own, page_or_404, small_body, told
from village_pages.navigation import surroundings

RECEIPT_COOKIE = "komentar_bukti"
RECEIPT_SECONDS = 600
BUSY_SECONDS = 30  # when to try again where the database did not answer
QUOTED = 200  # characters of what is answered
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
STATUS = {"closed": 403, "muted": 403, "limit": 429, "busy": 503}
# After these, the words can only be copied.
FINAL = ("closed", "muted")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """What a request is about: the page, what of it is answered, and who is asking."""

    request: HttpRequest
    page: Page
    village: Any
    openness: modes.Openness
    resident: Resident | None
    # The public id in ``?balas=``, and the comment that it names if that is public here.
    answered_id: str
    parent: ResidentComment | None

    @property
    def key(self) -> uuid.UUID:
        return self.page.translation_key

    @property
    def mark(self) -> str:
        return defences.speaker_mark(self.resident)

    @property
    def parent_is_gone(self) -> bool:
        return bool(self.answered_id) and self.parent is None

    @cached_property
    def stamp(self) -> stamps.Stamp | None:
        return stamps.read(self.request.POST.get("stamp", ""), self.key)

    def form(self, *args, **kwargs) -> CommentForm:
        return (GuestCommentForm if self.resident is None else CommentForm)(*args, **kwargs)

    def fresh_form(self) -> CommentForm:
        return self.form(initial={"stamp": stamps.issue(self.key, self.mark), "place": self.village.title})

    def renewed(self, form: CommentForm) -> CommentForm:
        """The same form with a usable stamp: the old one while it is good, so that it stays one comment."""
        stamp = self.stamp
        if stamp is None or stamp.is_expired or stamp.speaker != self.mark:
            return self.restamped(form)
        return form

    def restamped(self, form: CommentForm) -> CommentForm:
        form.data = {**form.data.dict(), "stamp": stamps.issue(self.key, self.mark)}  # type: ignore[attr-defined]
        return form


def asked_in(request: HttpRequest, page_key: uuid.UUID) -> Asked:
    """What ``request`` is about; ``Http404`` when readers see no such page."""
    page, village = page_or_404(page_key)
    answered_id = request.GET.get("balas", "")
    return Asked(
        request=request,
        page=page,
        village=village,
        openness=modes.openness_of(page, village, reading.thread_of(page)),
        resident=resident_of(request),
        answered_id=answered_id,
        parent=answered_in(page, answered_id) if answered_id else None,
    )


def answered_in(page: Page, public_id: str) -> ResidentComment | None:
    """The comment with ``public_id``, if it is public under ``page``."""
    if not is_public_id(public_id):
        return None
    shown = ResidentComment.objects.published().filter(thread__page=page)
    return shown.with_author_role().filter(public_id=public_id).first()


@csrf_exempt  # checked below by TokenCheck, which keeps the words
@require_http_methods(["GET", "HEAD", "POST"])
@small_body
def write(request: HttpRequest, page_key: uuid.UUID) -> HttpResponse:
    """The form under one page, for a guest or who is signed in, and its sending. 303 when it was taken."""
    is_sent = request.method == "POST"
    if is_sent and (request.content_type not in FORM_TYPES or request.FILES):
        return told(_("Formulir tidak dikenal."), 400)
    try:
        asked = asked_in(request, page_key)
        return taken_or_refused(asked) if is_sent else empty_form(asked)
    except (Http404, posting.PageGoneError):
        if not is_sent:
            raise
        return page_gone(request)
    except DatabaseError as error:
        if not is_sent:
            raise
        # Not even a page can be made: the words alone, to be copied.
        log_trouble(error)
        response = told(f"{busy().message}\n\n{request.POST.get('body', '')[:MAX_RAW]}", 503)
        response["Retry-After"] = str(BUSY_SECONDS)
        return response


def log_trouble(error: DatabaseError) -> None:
    # Only the kind: a database tells the failing row, and with it words and names.
    logger.error("A comment could not be stored: %s", type(error).__name__)


def busy() -> defences.Refusal:
    return defences.Refusal(
        "busy",
        _(
            "Tulisan Anda belum tersimpan karena situs sedang sibuk. "
            "Tulisan Anda masih ada: tunggu sebentar, lalu kirim lagi."
        ),
        retry_at=timezone.now() + timedelta(seconds=BUSY_SECONDS),
    )


def parent_gone() -> defences.Refusal:
    return defences.Refusal(
        "parent",
        _(
            "Komentar yang ingin Anda jawab tidak ada di halaman ini, atau tidak tayang lagi. "
            "Tulisan Anda masih ada: bila masih cocok, kirim sebagai komentar baru."
        ),
    )


def empty_form(asked: Asked) -> HttpResponse:
    resident = asked.resident
    if not asked.openness.is_open:
        return form_page(asked, None, status=200)
    if resident is not None and not resident.may_write:
        return form_page(asked, None, status=200, closed_words=defences.muted_words(resident))
    return form_page(asked, asked.fresh_form(), status=404 if asked.parent_is_gone else 200)


def taken_or_refused(asked: Asked) -> HttpResponse:
    request, stamp = asked.request, asked.stamp
    form = asked.form(request.POST)
    valid = form.is_valid()
    checker = TokenCheck(lambda request: HttpResponse())
    checker.process_request(request)
    if checker.process_view(request, None, (), {}) is not None:  # type: ignore[arg-type]
        if checker.is_foreign(request):
            return told(_("Kiriman dari situs lain ditolak."), 403)
        return token_failed(asked, form)

    # Also when somebody has signed out since, so that a name is missing: the words decide.
    before = (
        posting.already_posted(stamp.nonce) if stamp is not None and "body" in form.cleaned_data else None
    )
    if before is not None:
        return sent_before(asked, form, before)
    if not valid and asked.openness.is_open:
        if stamp is not None and stamp.speaker != asked.mark:
            form.add_error(None, defences.speaker_changed(asked.resident))
        return form_page(asked, asked.renewed(form), status=422)

    try:
        comment, refusal = judged(asked, form.cleaned_data)
    except DatabaseError as error:
        log_trouble(error)
        comment, refusal = None, busy()
    if comment is not None:
        return to_receipt(comment)
    return refused(asked, form, refusal or defences.closed())


def judged(asked: Asked, words: dict) -> tuple[ResidentComment | None, defences.Refusal | None]:
    """The comment as stored, or why it was not taken. Raises ``DatabaseError``, ``posting.PageGoneError``."""
    resident, stamp = asked.resident, asked.stamp
    if resident is None:
        speaker = posting.Speaker(words.get("name", ""), words.get("place", ""))
    else:
        speaker = posting.Speaker(resident.display_name, resident.village.title, resident)
    verdict = defences.judge(
        defences.Submission(
            is_open=asked.openness.is_open,
            closed_because=asked.openness.closed_because,
            name=speaker.name,
            body=words.get("body", ""),
            village=asked.village,
            links_allowed=0 if resident is None else defences.LINKS_OF_RESIDENTS,
            trap=words.get("lanjutan", ""),
            stamp=stamp,
            device=limits.device_of(asked.request),
            address=limits.address_of(asked.request),
            resident=resident,
        )
    )
    if verdict.refusal is not None or stamp is None:
        return None, verdict.refusal
    if asked.parent_is_gone:
        return None, parent_gone()
    try:
        comment = posting.post(
            page=asked.page,
            village=asked.village,
            speaker=speaker,
            body=words["body"],
            nonce=stamp.nonce,
            held=verdict.held,
            parent=asked.parent,
            about_cadre=words["about_cadre"],
        )
    except posting.ThreadClosedError as error:
        return None, defences.closed(error.because)
    except posting.ParentGoneError:
        return None, parent_gone()
    except posting.MutedError:
        return None, defences.muted(resident or Resident())
    return comment, None


def refused(asked: Asked, form: CommentForm, refusal: defences.Refusal) -> HttpResponse:
    """The form again with the reason above it and every word kept."""
    form.add_error(None, refusal.message)
    response = form_page(
        asked,
        asked.renewed(form),
        status=STATUS.get(refusal.code, 422),
        closed_words=refusal.message if refusal.code in FINAL else "",
        as_answer=refusal.code != "parent",
    )
    if refusal.retry_at is not None:
        response["Retry-After"] = str(limits.seconds_until(refusal.retry_at))
    return response


def token_failed(asked: Asked, form: CommentForm) -> HttpResponse:
    """No valid token: nothing is stored, and the words come back with a new one."""
    form.add_error(
        None,
        _(
            "Formulir sudah kedaluwarsa, atau peramban menolak kuki. "
            "Tulisan Anda masih ada: periksa, lalu kirim lagi."
        ),
    )
    return form_page(asked, asked.restamped(form), status=403)


def sent_before(asked: Asked, form: CommentForm, before: ResidentComment) -> HttpResponse:
    """The form was sent already: the same receipt for the same words; other words are asked about."""
    if before.body == form.cleaned_data["body"]:
        return to_receipt(before, with_code=asked.stamp is not None and not asked.stamp.is_expired)
    form.add_error(
        None,
        _(
            "Komentar pertama dari formulir ini sudah terkirim. "
            "Bila ini komentar lain, tekan Kirim sekali lagi."
        ),
    )
    return form_page(asked, asked.restamped(form), status=422)


def form_page(
    asked: Asked,
    form: CommentForm | None,
    *,
    status: int,
    closed_words: str = "",
    as_answer: bool = True,
) -> HttpResponse:
    """The form; or, where ``closed_words`` or the page's openness say why not, whom to ask instead."""
    because = asked.openness.closed_because
    closed_words = closed_words or (str(because.label) if because is not None else "")
    context = surroundings(asked.request, village=asked.village)
    parent = asked.parent if as_answer else None
    context |= {
        "commented_page": asked.page,
        "commented_url": asked.page.get_url(asked.request),
        "form": form,
        "resident": asked.resident,
        "closed_words": closed_words,
        "parent": parent,
        "parent_is_gone": asked.parent_is_gone,
        "quote": beginning(parent.shown_body, QUOTED) if parent is not None else "",
        "privacy_url": address_ending(context["footer_links"], "/privasi/"),
    }
    if closed_words:
        context |= {
            "contacts": asked.village.contacts.all(),
            "services_url": services_of(asked, context["section_links"]),
        }
    else:
        context |= {
            "is_public_at_once": posting.is_public_at_once(asked.openness, asked.village, asked.resident),
            "consent": consent.current(),
        }
    return own(render(asked.request, "comments/write.html", context, status=status))


def address_ending(links, ending: str) -> str | None:
    return next((url for _title, url in links if url.endswith(ending)), None)


def services_of(asked: Asked, section_links) -> str | None:
    """Where questions are taken when news take none any more."""
    if not asked.page.comments_close_by_themselves or not asked.village.is_open:  # type: ignore[attr-defined]
        return None
    return address_ending([(link.title, link.url) for link in section_links], "/layanan/")


def page_gone(request: HttpRequest) -> HttpResponse:
    """The page went while somebody was writing: the words alone, to be copied."""
    if TokenCheck(lambda request: HttpResponse()).is_foreign(request):
        return told(_("Kiriman dari situs lain ditolak."), 403)
    context = surroundings(request) | {
        "form": GuestCommentForm(request.POST),
        "closed_words": _(
            "Halaman ini sudah tidak ada, atau tidak tayang lagi. Tulisan Anda tidak terkirim."
        ),
    }
    return own(render(request, "comments/write.html", context, status=404))


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
    """What comes of it, once: the cookie that brought it is taken back. A guest also gets the code."""
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
    has_code = comment is not None and comment.receipt_hash is not None
    context = surroundings(request, village=comment.village if comment else None) | {
        "comment": comment,
        "code": receipts.code_for(comment.submit_nonce) if comment and has_code else None,
        "commented_page": comment.thread.page if comment else None,
        "is_resident": not has_code if comment else resident_of(request) is not None,
        "CommentState": CommentState,
    }
    response = own(render(request, "comments/sent.html", context))
    if request.method == "GET":
        response.delete_cookie(RECEIPT_COOKIE, path=reverse("comments:sent"), samesite="Lax")
    return response
