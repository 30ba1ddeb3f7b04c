"""People take along or erase what is kept about them: a resident all, a guest by receipt one comment."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from comments import conflicts, erasing, ownership
from comments.downloads import as_download
from comments.enums import CommentState
from comments.exporting import of_comment, of_resident
from comments.models import ResidentComment
from comments.own_data_forms import EraseMineForm, ExportFormat, SureForm
from comments.residents import sessions
from comments.residents.messages import tell_of_erasure
from comments.views.answers import own, small_body
from village_pages.navigation import surroundings


@require_safe
def export_mine(request: HttpRequest) -> HttpResponse:
    """The choice of a form, or (``?bentuk=``) the download of all that is kept about this resident."""
    session = sessions.session_of(request)
    if session is None:
        return _to_sign_in()
    resident = session.resident
    if (shape := request.GET.get("bentuk")) in ExportFormat:
        return own(as_download(of_resident(resident, session=session), str(shape), "data-saya"))
    is_whole = ownership.opens_everything(session)
    return _choice(request, resident.village, back=reverse("comments:mine"), is_whole=is_whole)


@require_safe
def export_one(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same for one comment, for who has its receipt or wrote it as a resident."""
    comment = _owned_or_404(request, public_id)
    if (shape := request.GET.get("bentuk")) in ExportFormat:
        return own(as_download(of_comment(comment), str(shape), f"komentar-{public_id}"))
    return _choice(request, comment.village, back=reverse("comments:own", args=[public_id]))


@csrf_exempt  # checked by csrf_protect, once the size is known
@require_http_methods(["GET", "HEAD", "POST"])
@small_body
@csrf_protect
def erase_mine(request: HttpRequest) -> HttpResponse:
    """Says what goes and what stays, asks the PIN where there is one, and erases this resident.

    Everybody is signed out by it.
    """
    session = sessions.session_of(request)
    if session is None:
        return _to_sign_in()
    resident = session.resident
    form = EraseMineForm(request.POST if request.method == "POST" else None, resident=resident)
    if request.method == "POST" and form.is_valid() and _is_for_an_ambassador(session):
        tell_of_erasure(resident)
        form.add_error(
            None,
            _(
                "Demi keamanan, penghapusan ini diteruskan kepada duta digital, yang memastikan dulu bahwa "
                "Anda sendiri yang meminta. Paling lama 3 x 24 jam."
            ),
        )
    elif request.method == "POST" and form.is_valid():
        response = _to_erased()
        sessions.end(request, response)
        erasing.erase_resident(resident)
        return response
    context = {
        "act_title": _("Hapus data saya"),
        "form": form,
        "resident": resident,
        "back_url": reverse("comments:mine"),
        "count": resident.comments.filter(ownership.opens_to(session)).count(),
    }
    return _asked(request, resident.village, context)


@csrf_exempt  # checked by csrf_protect, once the size is known
@require_http_methods(["GET", "HEAD", "POST"])
@small_body
@csrf_protect
def erase_one(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same for one comment, for who has its receipt or wrote it as a resident."""
    comment = _owned_or_404(request, public_id)
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erasing.erase_comment(comment)
        response = _to_erased()
        ownership.forget(response)
        return response
    context = {
        "act_title": _("Hapus komentar saya"),
        "form": form,
        "comment": comment,
        "back_url": reverse("comments:own", args=[public_id]),
    }
    return _asked(request, comment.village, context)


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Done: the same for everybody."""
    return own(render(request, "comments/own_data/erased.html", surroundings(request, village=None)))


def _is_for_an_ambassador(session) -> bool:
    """Whether a complaint would go with it that is closed to this session: a cadre may have come in here."""
    return not ownership.opens_everything(session) and conflicts.has_case_about_cadres(session.resident)


def _owned_or_404(request: HttpRequest, public_id: str) -> ResidentComment:
    comment = ownership.owned_comment(request, public_id)
    if comment.state == CommentState.ERASED:
        raise Http404
    return comment


def _to_sign_in() -> HttpResponse:
    return own(redirect("comments:sign_in"))


def _to_erased() -> HttpResponse:
    response = HttpResponseRedirect(reverse("comments:erased"))
    response.status_code = 303
    return own(response)


def _choice(request: HttpRequest, village, *, back: str, is_whole: bool = True) -> HttpResponse:
    context = _around(request, village)
    context |= {"shapes": ExportFormat.choices, "back_url": back, "is_whole": is_whole}
    return own(render(request, "comments/own_data/choose.html", context))


def _asked(request: HttpRequest, village, context: dict) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    context = _around(request, village) | context
    return own(render(request, "comments/own_data/erase.html", context, status=status))


def _around(request: HttpRequest, village) -> dict:
    return surroundings(request, village=None if village.is_closed else village)
