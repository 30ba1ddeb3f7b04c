"""The screens of who reads, and of the office that only counts. For everybody else there is nothing here.

Nobody learns by asking: no right, another village and no such conversation are the same 404.
"""

from functools import wraps
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from core.query import page_of
from private_messages import answering, counts, emergency
from private_messages.admin_forms import AnswerForm, EmergencyForm, VersionForm
from private_messages.enums import ConversationState
from private_messages.models import Conversation
from private_messages.reading import lines_of, name_of, said_in, waiting_first
from village_pages.models import VillagePage
from village_pages.rights import may_count_private, may_open_in_emergency, reads_private_somewhere


def hidden(view):
    """Keeps the addresses of these screens from other pages: they learn the site, no more."""

    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        return response

    return answered


writes = require_http_methods(["GET", "HEAD", "POST"])


@hidden
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What residents of one's villages ask in private: how long each waits, and no word of it."""
    if not reads_private_somewhere(request.user):
        raise Http404
    listed = page_of(waiting_first(answering.read_by(request.user)), request.GET.get("page"))
    context = {
        "header_title": _("Pesan aman"),
        "listed": listed,
        "lines": lines_of(listed),
        "many": len({line.village_id for line in listed}) > 1,
    }
    return render(request, "private_messages/admin/inbox.html", context)


@hidden
@never_cache
@writes
@sensitive_post_parameters()
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """One conversation, unlocked; answering and closing it."""
    mine = answering.read_by(request.user).select_related("village").filter(pk=conversation_id)
    found = mine.first()
    if found is None:
        return _gone(request)
    form, problem = None, ""
    if request.method == "POST":
        form, problem = _decided(request, found)
        if form is None and not problem:
            return redirect("private_inbox")
        found = mine.first()
        if found is None:
            return _gone(request)
    context = {
        "header_title": name_of(found),
        "back_url": reverse("private_inbox"),
        "conversation": found,
        "said": said_in(found),
        "openings": found.openings.select_related("officer"),
        "is_open": found.state != ConversationState.CLOSED,
        "form": _shown_again(form, found, problem)
        if form
        else AnswerForm(initial={"version": found.version}),
        "problem": problem,
    }
    return render(
        request, "private_messages/admin/conversation.html", context, status=409 if problem else 200
    )


def _gone(request: HttpRequest) -> HttpResponse:
    """No such conversation here: to who writes an answer the words, to be copied; nobody learns why."""
    words = AnswerForm(request.POST)["body"].value()
    if not words or not reads_private_somewhere(request.user):
        raise Http404
    context = {"header_title": _("Pesan aman"), "back_url": reverse("private_inbox"), "words": words}
    return render(request, "private_messages/admin/gone.html", context, status=404)


def _decided(request: HttpRequest, found: Conversation) -> tuple[AnswerForm | None, str]:
    """Answer or close. Returns the form where its words are to be shown again, and what went wrong."""
    by = request.user
    if request.POST.get("action") == "close":
        seen = VersionForm(request.POST)
        if not seen.is_valid():
            return None, _changed_meanwhile()
        try:
            answering.close(found, by=by, version=seen.cleaned_data["version"])
        except answering.ChangedMeanwhileError:
            return None, _changed_meanwhile()
        messages.success(request, _("Percakapan ditutup."))
        return None, ""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return form, ""
    try:
        answering.answer(found, by=by, **form.cleaned_data)
    except answering.ChangedMeanwhileError:
        return form, _changed_meanwhile()
    except ValueError:
        return form, _("Jawaban belum tersimpan: kunci pesan aman belum dipasang. Hubungi administrator.")
    messages.success(request, _("Jawaban terkirim. Pengirim membacanya dengan kodenya."))
    return None, ""


def _changed_meanwhile() -> str:
    return _(
        "Belum tersimpan: percakapan ini baru saja berubah. Petugas lain menjawab atau menutupnya, atau "
        "pengirim menulis lagi. Baca dulu di bawah, lalu putuskan."
    )


def _shown_again(sent: AnswerForm, found: Conversation, problem: str) -> AnswerForm:
    """What was written is kept. Who was told that the conversation changed answers it as it stands now."""
    if problem:
        return AnswerForm(dict(sent.data.items()) | {"version": found.version})
    return sent


@hidden
@never_cache
@require_safe
def all_counts(request: HttpRequest) -> HttpResponse:
    """Each village for the office: who reads, by role, and how many wait."""
    if not may_count_private(request.user):
        raise Http404
    figures = counts.figures()
    context = {
        "header_title": _("Pesan aman: jumlah"),
        "figures": figures,
        "total": counts.together(figures),
    }
    return render(request, "private_messages/admin/counts.html", context)


@hidden
@never_cache
@require_safe
def village_counts(request: HttpRequest, village_id: int) -> HttpResponse:
    """Conversations of one village without a word of them, to find the one that is opened in an emergency."""
    if not may_count_private(request.user):
        raise Http404
    village = get_object_or_404(VillagePage, pk=village_id)
    conversations = Conversation.objects.filter(village=village)
    listed = page_of(waiting_first(conversations), request.GET.get("page"))
    context = {
        "header_title": _("Pesan aman: %(village)s") % {"village": village.title},
        "back_url": reverse("private_counts"),
        "listed": listed,
        "lines": lines_of(listed),
        "openings": emergency.openings_seen_by(request.user).filter(village=village)[:20],
    }
    return render(request, "private_messages/admin/village_counts.html", context)


@hidden
@never_cache
@writes
def emergency_opening(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """One conversation for the office, after it has said why and shown once more who is asking."""
    if not may_open_in_emergency(request.user):
        raise Http404
    found = get_object_or_404(Conversation.objects.select_related("village"), pk=conversation_id)
    return _opened_or_asked(request, found)


@reauthentication_required(app="allauth.account")
def _opened_or_asked(request: HttpRequest, found: Conversation) -> HttpResponse:
    context = {
        "header_title": name_of(found),
        "back_url": reverse("private_village_counts", args=[found.village_id]),
        "conversation": found,
    }
    form = EmergencyForm(request.POST or None, conversation=found)
    if request.method == "POST" and form.is_valid():
        emergency.open_in_emergency(found, by=request.user, **form.cleaned_data)
        return redirect("private_emergency", found.pk)
    if opening := emergency.opening_of(request.user, found):
        emergency.note_look(opening)
        context |= {"opening": opening, "said": said_in(found)}
        return render(request, "private_messages/admin/opened.html", context)
    return render(request, "private_messages/admin/emergency.html", context | {"form": form})


@hidden
@never_cache
@require_safe
def opening(request: HttpRequest, opening_id: int) -> HttpResponse:
    """The record of an emergency opening: who, when and why, for the officers and who reads there."""
    found = get_object_or_404(emergency.openings_seen_by(request.user), pk=opening_id)
    context = {"header_title": _("Pembukaan darurat %(number)s") % {"number": found.pk}, "opening": found}
    return render(request, "private_messages/admin/opening.html", context)
