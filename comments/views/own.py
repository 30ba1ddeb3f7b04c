"""What an author sees: one comment by its receipt code, and, of a resident, all of them."""

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from comments import authoring, limits, ownership, receipts
from comments.enums import CommentState
from comments.forms import ReceiptForm
from comments.models import ResidentComment
from comments.querysets import readable_pages
from comments.residents.sessions import resident_of, session_of
from comments.topics import keeping
from comments.topics.progress import steps_of
from comments.undecided import REFUSED_STATES
from comments.views.answers import own, small_body
from core.query import page_of
from village_pages.navigation import surroundings

EDITS_SHOWN = 10
LINKS_SHOWN = 3


@csrf_exempt  # checked by csrf_protect, once the size is known
@require_http_methods(["GET", "HEAD", "POST"])
@small_body
@csrf_protect
def receipt(request: HttpRequest) -> HttpResponse:
    """Type a code, and go to the comment. Unknown and mistyped codes get the same answer."""
    form, status = ReceiptForm(), 200
    if request.method == "POST":
        form, status = ReceiptForm(request.POST), 422
        counts = limits.take_try(request, limits.RECEIPT_DEVICE, limits.RECEIPT_ADDRESS)
        if any(count is None or count.is_over for count in counts):
            form.is_valid()
            form.add_error(None, _("Terlalu banyak percobaan. Coba lagi sepuluh menit lagi."))
            status = 429
        elif form.is_valid():
            comment = receipts.find(form.cleaned_data["code"])
            if comment is not None:
                response = see_other("comments:own", comment.public_id)
                ownership.grant(response, comment)
                limits.remember(request, response)
                return response
            form.add_error("code", _("Kode ini tidak ditemukan. Periksa setiap huruf dan angka."))
    context = surroundings(request) | {"form": form}
    return own(render(request, "comments/receipt.html", context, status=status))


@require_safe
def own_comment(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything about a comment that concerns its author; looking at it makes what is new old."""
    try:
        comment = ownership.owned_comment(request, public_id)
    except Http404:
        return unknown(request)
    since = comment.author_seen_at or comment.created_at
    topic = authoring.topic_of(comment)
    is_closed = comment.village.is_closed
    context = own_surroundings(request, comment) | {
        "since": since,
        "is_new": has_new_state(comment),
        "is_refused": comment.state in REFUSED_STATES,
        "acts": authoring.acts_of(comment),
        "edits": comment.edits.order_by("-pk")[:EDITS_SHOWN],
        # What others said went with a village that is closed; the words are the author's own.
        "answers": None if is_closed else page_of(answers_to(comment), request.GET.get("page")),
        "picture_gone_at": keeping.taken_away_at(comment) if topic is not None else None,
        "steps": steps_of(topic) if topic is not None and comment.is_shown else [],
        "commented_page": readable_pages().filter(pk=comment.thread.page_id).first(),
    }
    if request.method == "GET":
        ResidentComment.objects.filter(pk=comment.pk).update(author_seen_at=timezone.now())
    return own(render(request, "comments/own.html", context))


def answers_to(comment: ResidentComment):
    """Answers that everybody may read, the author's too, oldest first; below an answer those to it."""
    below = Q(root=comment) | Q(parent=comment)
    readable = ResidentComment.objects.published().of_readable_pages()
    return readable.filter(below).with_badges().order_by("pk")


def has_new_state(comment: ResidentComment) -> bool:
    """Whether somebody changed the state since the author looked, or since it was sent."""
    if comment.author_seen_at is None:
        return comment.version > 1 and comment.state_changed_at > comment.created_at
    return comment.state_changed_at > comment.author_seen_at


@csrf_exempt  # checked by csrf_protect, once the size is known
@require_http_methods(["GET", "HEAD", "POST"])
@small_body
@csrf_protect
def leave(request: HttpRequest) -> HttpResponse:
    """ "Selesai, ini ponsel bersama": the browser owns nothing any more."""
    if request.method == "POST":
        response = see_other("comments:leave")
        ownership.forget(response)
        return response
    context = surroundings(request) | {"is_left": ownership.granted(request) is None}
    return own(render(request, "comments/own_left.html", context))


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All comments of the resident who is signed in, newest first, 20 at a time."""
    session = session_of(request)
    if session is None:
        return see_other("comments:sign_in")
    resident = session.resident
    fresh_answers = (
        ResidentComment.objects.published()
        .of_readable_pages()
        .filter(Q(root=OuterRef("pk")) | Q(parent=OuterRef("pk")), published_at__gt=OuterRef("since"))
    )
    comments = (
        ResidentComment.objects.filter(ownership.opens_to(session), resident=resident)
        .annotate(since=Coalesce(F("author_seen_at"), F("created_at")))
        .annotate(
            has_new_answer=Exists(fresh_answers.exclude(resident=resident)),
            has_readable_page=Exists(readable_pages().filter(pk=OuterRef("thread__page"))),
        )
        .select_related("thread__page", "topic")
        .order_by("-pk")
    )
    listed = page_of(comments, request.GET.get("page"))
    for comment in listed:
        comment.is_new = comment.has_new_answer or has_new_state(comment)
    village = None if resident.village.is_closed else resident.village
    context = surroundings(request, village=village) | {
        "resident": resident,
        "paginator_page": listed,
        "sure_since": session.sure_since,
        "opens_everything": ownership.opens_everything(session),
        "links": resident.links.all()[:LINKS_SHOWN],
    }
    return own(render(request, "comments/mine.html", context))


def own_surroundings(request: HttpRequest, comment: ResidentComment) -> dict:
    """What every page about one own comment has around it."""
    is_closed = comment.village.is_closed
    return surroundings(request, village=None if is_closed else comment.village) | {
        "comment": comment,
        "closed_village": comment.village if is_closed else None,
        "resident": resident_of(request),
        "is_by_code": ownership.granted(request) == comment.public_id,
        "CommentState": CommentState,
    }


def unknown(request: HttpRequest, typed: str = "") -> HttpResponse:
    """Not this browser's comment, or none at all, or its time is over; ``typed`` words are handed back."""
    context = surroundings(request) | {"typed": typed, "resident": resident_of(request)}
    return own(render(request, "comments/own_unknown.html", context, status=404))


def see_other(name: str, *args: str) -> HttpResponse:
    """Off to the page ``name``, by GET, whatever brought here."""
    response = HttpResponseRedirect(reverse(name, args=args))
    response.status_code = 303
    return own(response)
