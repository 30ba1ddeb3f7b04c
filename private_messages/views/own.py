"""What somebody reads and does with the code. It is sent each time, so the browser owns nothing."""

from django.db import DatabaseError, IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from comments import stamps
from comments.text import MAX_RAW, clean_body
from private_messages import asking, passes, sealing
from private_messages.enums import ConversationState
from private_messages.erasing import KEPT_AFTER_CLOSING, SILENT_FOR, UNANSWERED_FOR
from private_messages.forms import CodeForm, MessageForm
from private_messages.models import Conversation
from private_messages.views.answers import (
    CODE_ADDRESS,
    CODE_DEVICE,
    FORM_ADDRESS,
    FORM_DEVICE,
    TOKEN_FAILED,
    QuietTokenCheck,
    over,
    private_form,
)
from private_messages.views.asking import (
    another,
    busy,
    expired,
    limited,
    looks_like_a_machine,
    too_many,
    with_error,
)
from village_pages.navigation import surroundings


@sensitive_post_parameters()
@private_form
def open_by_code(request: HttpRequest) -> HttpResponse:
    """Type the code, and read the conversation."""
    if request.method != "POST":
        return code_page(request, CodeForm())
    try:
        found = opened(request)
        return found if isinstance(found, HttpResponse) else continued(request, found)
    except DatabaseError as error:
        return busy(request, error)


@sensitive_post_parameters()
@private_form
def reply(request: HttpRequest) -> HttpResponse:
    """Write again, below what was said."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("private_messages:open"))
    try:
        found = opened(request)
        return found if isinstance(found, HttpResponse) else replied(request, found)
    except DatabaseError as error:
        return busy(request, error)


@sensitive_post_parameters()
@private_form
def erase(request: HttpRequest) -> HttpResponse:
    """Ask once, then delete the conversation, rows and all."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("private_messages:open"))
    try:
        found = opened(request)
        return found if isinstance(found, HttpResponse) else erased_or_asked(request, found)
    except DatabaseError as error:
        return busy(request, error)


def erased_or_asked(request: HttpRequest, found: Conversation) -> HttpResponse:
    is_sure = request.POST.get("yakin") == "ya"
    if is_sure:
        asking.erase(found)
    context = surroundings(request) | {
        "code": request.POST["code"],
        "once": passes.issue(),
        "is_erased": is_sure,
    }
    return render(request, "private_messages/erase.html", context)


def opened(request: HttpRequest) -> Conversation | HttpResponse:
    """The conversation of the code that was sent, or the answer that says why none is shown.

    A wrong code, one that never was and one whose conversation is gone get the same answer. Only those are
    counted: whoever has the right code reads, however many others try.
    """
    form = CodeForm(request.POST)
    valid = form.is_valid()
    if not QuietTokenCheck().is_passed(request):
        return code_page(request, with_error(form, TOKEN_FAILED), status=403)
    if not passes.use(request.POST.get("sekali", "")):
        return code_page_again(request)
    conversation = asking.find(form.cleaned_data["code"]) if valid else None
    if conversation is None:
        count = over(request, CODE_DEVICE, CODE_ADDRESS) if valid else None
        if count is not None:
            return limited(code_page(request, with_error(form, too_many(count)), status=429), count)
        if valid:
            form.add_error(
                "code",
                _(
                    "Kode ini tidak ditemukan. Periksa setiap huruf dan angka. "
                    "Pesan yang sudah dihapus tidak dapat dibuka lagi."
                ),
            )
        return code_page(request, form, status=422)
    return conversation


def code_page(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    """Where the code is typed; words that were sent with a code that opens nothing can be copied there."""
    context = surroundings(request) | {
        "form": form,
        "once": passes.issue(),
        "kept": clean_body(request.POST.get("disimpan", "")),
        "written": clean_body(request.POST.get("body", "")[:MAX_RAW]),
    }
    return render(request, "private_messages/open.html", context, status=status)


@sensitive_variables("body", "kept")
def code_page_again(request: HttpRequest) -> HttpResponse:
    """What was sent before, by a step back or two taps: an empty page. Words go along, locked."""
    body = clean_body(request.POST.get("body", "")[:MAX_RAW])
    kept = clean_body(request.POST.get("disimpan", ""))
    if body and sealing.is_ready():
        kept = sealing.wrap({"body": body, "stamp": clean_body(request.POST.get("stamp", ""))})
    context = surroundings(request) | {
        "form": CodeForm(),
        "once": passes.issue(),
        "kept": kept,
        "is_again": True,
    }
    return render(request, "private_messages/open.html", context)


@sensitive_variables("kept", "body")
def continued(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The conversation; words that went along are in its form again, unless they were sent."""
    kept = sealing.unwrap(request.POST.get("disimpan", ""))
    body = kept.get("body", "")
    if not body:
        return conversation_page(request, conversation)
    stamp = stamps.read(kept.get("stamp", ""), conversation.pk)
    before = asking.sent_with(stamp.nonce) if stamp is not None else None
    if before is not None and asking.has_said(before, clean_body(body)):
        return conversation_page(request, conversation, is_sent=True)
    form = MessageForm(initial={"stamp": stamps.issue(conversation.pk), "body": body})
    return conversation_page(request, conversation, form)


@sensitive_variables("form")
def replied(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    form = MessageForm(request.POST)
    stamp = stamps.read(request.POST.get("stamp", ""), conversation.pk)
    if not may_write(conversation):
        form.is_valid()
        return conversation_page(request, conversation, form, status=403)
    if stamp is None or stamp.is_expired:
        return again(request, conversation, form, expired())
    valid = form.is_valid()
    before = asking.sent_with(stamp.nonce)
    if before is not None:
        if asking.has_said(before, form.cleaned_data.get("body", "")):
            return conversation_page(request, conversation, is_sent=True)
        return again(request, conversation, form, another())
    if not valid or looks_like_a_machine(form, stamp):
        return conversation_page(request, conversation, form, status=422)
    count = over(request, FORM_DEVICE, FORM_ADDRESS)
    if count is not None:
        with_error(form, too_many(count))
        return limited(conversation_page(request, conversation, form, status=429), count)
    try:
        asking.add(conversation, body=form.cleaned_data["body"], nonce=stamp.nonce)
    except asking.ConversationClosedError:
        conversation.refresh_from_db()
        return conversation_page(request, conversation, form, status=403)
    except IntegrityError:
        pass  # the same form, sent twice at once: it is there
    conversation.refresh_from_db()
    return conversation_page(request, conversation, is_sent=True)


def may_write(conversation: Conversation) -> bool:
    """Whether more can be said: not closed, and somebody reads."""
    return conversation.state != ConversationState.CLOSED and bool(asking.readers_in(conversation.village))


def again(request: HttpRequest, conversation: Conversation, form: MessageForm, words: str) -> HttpResponse:
    """The form with every word kept and a new stamp."""
    form.data = {**form.data.dict(), "stamp": stamps.issue(conversation.pk)}  # type: ignore[attr-defined]
    return conversation_page(request, conversation, with_error(form, words), status=422)


def conversation_page(
    request: HttpRequest,
    conversation: Conversation,
    form: MessageForm | None = None,
    *,
    status: int = 200,
    is_sent: bool = False,
) -> HttpResponse:
    """Everything that was said, and the form to write again where that is possible."""
    readers = asking.readers_in(conversation.village)
    closed_at = conversation.closed_at
    village = None if conversation.village.is_closed else conversation.village
    said = asking.said_in(conversation)
    context = surroundings(request, village=village) | {
        "conversation": conversation,
        "said": said,
        "was_answered": any(one.is_answer for one in said),
        "waits_on": bool(said) and not said[-1].is_answer,
        "openings": conversation.openings.order_by("at"),
        "code": request.POST["code"],
        "once": passes.issue(),
        "is_sent": is_sent,
        "is_closed": closed_at is not None,
        "is_answered": conversation.state == ConversationState.ANSWERED,
        "erased_on": timezone.localdate(closed_at + KEPT_AFTER_CLOSING) if closed_at else None,
        "silent_days": SILENT_FOR.days,
        "kept_days": KEPT_AFTER_CLOSING.days,
        "unanswered_days": UNANSWERED_FOR.days,
        "readers": readers,
        "may_write": bool(readers) and closed_at is None,
        "form": form or MessageForm(initial={"stamp": stamps.issue(conversation.pk)}),
    }
    return render(request, "private_messages/conversation.html", context, status=status)
