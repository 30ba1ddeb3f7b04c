"""The form of who asks in private, and its sending. The answer shows the code: no cookie carries it."""

import logging
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.db import DatabaseError, IntegrityError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from wagtail.models import Page

from comments import stamps
from comments.limits import Count, seconds_until
from comments.text import MAX_RAW
from comments.views.answers import page_or_404, told
from offices.reading import contacts_of
from private_messages import asking
from private_messages.erasing import KEPT_AFTER_CLOSING
from private_messages.forms import AskForm, MessageForm
from private_messages.models import PrivateMessage
from private_messages.views.answers import (
    FORM_ADDRESS,
    FORM_DEVICE,
    TOKEN_FAILED,
    QuietTokenCheck,
    over,
    private_form,
)
from village_pages.navigation import surroundings

BUSY_SECONDS = 30
# A form that is sent again because the answer was lost shows its code again; later it may be somebody
# else who goes back in the history of the browser.
CODE_SHOWN_FOR = timedelta(minutes=2)

# Named like no module of ours: a line of the log must not tell which form it was.
logger = logging.getLogger("forms")

FormT = TypeVar("FormT", bound=Form)


@dataclass(frozen=True)
class Asked:
    """What a request is about."""

    request: HttpRequest
    page: Page
    village: Any
    readers: asking.Readers

    @property
    def key(self) -> uuid.UUID:
        return self.page.translation_key

    @cached_property
    def stamp(self) -> stamps.Stamp | None:
        return stamps.read(self.request.POST.get("stamp", ""), self.key)


@sensitive_post_parameters()
@private_form
def ask(request: HttpRequest, page_key: uuid.UUID) -> HttpResponse:
    """The form about one page, and its sending: 200 with the code when it was taken."""
    is_sent = request.method == "POST"
    try:
        asked = asked_in(request, page_key)
        return taken_or_refused(asked) if is_sent else form_page(asked, new_form(asked))
    except Http404:
        if not is_sent:
            raise
        return page_gone(request)
    except DatabaseError as error:
        if not is_sent:
            raise
        return busy(request, error)


def asked_in(request: HttpRequest, page_key: uuid.UUID) -> Asked:
    """What ``request`` is about; ``Http404`` where there is no such page, or it is asked about in public."""
    page, village = page_or_404(page_key)
    if not asking.is_asked_in_private(page, village):
        raise Http404
    return Asked(request, page, village, asking.readers_in(village))


def new_form(asked: Asked) -> AskForm:
    return AskForm(initial={"stamp": stamps.issue(asked.key)})


@sensitive_variables("form", "words")
def taken_or_refused(asked: Asked) -> HttpResponse:
    form, stamp = AskForm(asked.request.POST), asked.stamp
    valid = form.is_valid()
    if not asked.readers:
        return form_page(asked, form, status=403)
    if not QuietTokenCheck().is_passed(asked.request):
        return again(asked, form, TOKEN_FAILED, status=403)
    if stamp is None or stamp.is_expired:
        return again(asked, form, expired())
    before = asking.sent_with(stamp.nonce)
    if before is not None:
        return sent_before(asked, form, before)
    if not valid:
        return form_page(asked, form, status=422)
    if looks_like_a_machine(form, stamp):
        return form_page(asked, form, status=422)
    count = over(asked.request, FORM_DEVICE, FORM_ADDRESS, asked.village)
    if count is not None:
        return limited(form_page(asked, with_error(form, too_many(count)), status=429), count)
    words = form.cleaned_data
    try:
        asking.ask(
            village=asked.village,
            name=words["name"],
            body=words["body"],
            page=asked.page.title,
            nonce=stamp.nonce,
        )
    except IntegrityError:
        # The same form, sent twice at once.
        before = asking.sent_with(stamp.nonce)
        if before is None:
            raise
        return sent_before(asked, form, before)
    return sent_page(asked, asking.code_for(stamp.nonce))


def sent_before(asked: Asked, form: AskForm, before: PrivateMessage) -> HttpResponse:
    """The same code for the same words, for a while; other words are asked about."""
    if asking.has_said(before, form.cleaned_data.get("body", "")):
        is_fresh = timezone.now() - before.at < CODE_SHOWN_FOR
        return sent_page(asked, asking.code_for(before.nonce) if is_fresh else None)
    return again(asked, form, another())


def another() -> str:
    return _("Pesan dari formulir ini sudah terkirim. Bila ini pesan lain, tekan Kirim sekali lagi.")


def expired() -> str:
    return _("Formulir ini sudah terlalu lama terbuka. Tulisan Anda masih ada: periksa, lalu kirim lagi.")


def too_many(count: Count) -> str:
    return _(
        "Terlalu banyak kiriman dari sini. Tulisan Anda masih ada: kirim lagi sesudah pukul %(time)s WIB."
    ) % {"time": f"{timezone.localtime(count.until):%H.%M}"}


def limited(response: HttpResponse, count: Count) -> HttpResponse:
    response["Retry-After"] = str(seconds_until(count.until))
    return response


def looks_like_a_machine(form: MessageForm, stamp: stamps.Stamp) -> bool:
    """Whether the trap was filled or it came too fast; then ``form`` asks for one more tap, words kept.

    Nobody moderates here, so nothing can be held; and a browser's autofill must not cost the words.
    """
    is_suspect = bool(form.cleaned_data["lanjutan"].strip()) or stamp.is_too_fast
    if is_suspect:
        form.data = {**form.data.dict(), "lanjutan": ""}  # type: ignore[attr-defined]
        form.add_error(None, _("Pesan Anda belum terkirim. Periksa sekali lagi, lalu tekan Kirim."))
    return is_suspect


def with_error(form: FormT, words: str | Promise) -> FormT:
    """``form`` with ``words`` above it."""
    form.add_error(None, str(words))
    return form


def again(asked: Asked, form: AskForm, words: str | Promise, status: int = 422) -> HttpResponse:
    """The form with every word kept and a new stamp."""
    form.data = {**form.data.dict(), "stamp": stamps.issue(asked.key)}  # type: ignore[attr-defined]
    return form_page(asked, with_error(form, words), status=status)


def form_page(asked: Asked, form: AskForm, *, status: int = 200) -> HttpResponse:
    """The form; where nobody reads: whom to ask instead, and what was written, to be copied."""
    context = surroundings(asked.request, village=asked.village) | {
        "asked_page": asked.page,
        "asked_url": asked.page.get_url(asked.request),
        "readers": asked.readers,
        "form": form,
        "kept_days": KEPT_AFTER_CLOSING.days,
        "contacts": () if asked.readers else contacts_of(asked.village),
    }
    return render(asked.request, "private_messages/ask.html", context, status=status)


def sent_page(asked: Asked, code: str | None) -> HttpResponse:
    context = surroundings(asked.request, village=asked.village) | {
        "code": code,
        "open_address": asked.request.build_absolute_uri(reverse("private_messages:open")),
    }
    return render(asked.request, "private_messages/sent.html", context)


def page_gone(request: HttpRequest) -> HttpResponse:
    """The page went while somebody was writing, or takes no private question: the words, to be copied."""
    context = surroundings(request) | {
        "form": AskForm(request.POST),
        "readers": asking.NOBODY,
        "is_gone": True,
    }
    return render(request, "private_messages/ask.html", context, status=404)


def busy(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    """Not even a page can be made: the words alone, to be copied. The log learns the kind of trouble only."""
    logger.error("A form could not be stored: %s", type(error).__name__)
    body = request.POST.get("body", "")[:MAX_RAW]
    words = _(
        "Tulisan Anda belum tersimpan karena situs sedang sibuk. Salin tulisan di bawah ini, lalu coba lagi "
        "sebentar lagi."
    )
    if not body:
        words = _("Situs sedang sibuk, jadi belum ada yang berubah. Coba lagi sebentar lagi.")
    response = told(f"{words}\n\n{body}".strip(), 503)
    response["Retry-After"] = str(BUSY_SECONDS)
    return response
