"""The screen on which the cadre lifts answered questions into the page of a service."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from services.models import ServicePage
from services.question_forms import QuestionForm, mark_problems, picked_forms
from services.question_lifting import NotLiftedError, Offer, Outcome, Way, lift, overview, way_for, why_locked
from village_pages.rights import may_publish


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def service_questions(request: HttpRequest, page_id: int) -> HttpResponse:
    """What residents asked under a service and the office answered: tick, mend the words, lift.

    404 for what is no service, 403 for who does not publish it.
    """
    page = get_object_or_404(ServicePage, pk=page_id)
    if not may_publish(request.user, page):
        raise PermissionDenied
    if request.method != "POST":
        return _screen(request, page)
    picked = picked_forms(request.POST)
    if not picked:
        messages.warning(request, _("Belum ada yang dicentang. Centang pertanyaan yang akan diangkat."))
        return _screen(request, page, status=422)
    if not all(form.is_valid() for form in picked.values()):
        messages.error(request, _("Belum ada yang disimpan: perbaiki dulu yang ditandai."))
        return _screen(request, page, picked, status=422)
    try:
        chosen = [form.chosen for form in picked.values()]
        outcome = lift(page, chosen, by=request.user, way=_asked_way(request))
    except NotLiftedError as refused:
        messages.error(request, str(refused))
        mark_problems(picked, refused.problems)
        return _screen(request, page, picked, refused.gone, status=422)
    _say(request, page, outcome, len(chosen))
    return redirect("service_questions", page.pk)


def _asked_way(request: HttpRequest) -> Way:
    """What the button said that was pressed; a draft where it said nothing."""
    return next((way for way in Way if way.name == request.POST.get("way")), Way.DRAFT)


def _screen(
    request: HttpRequest,
    page: ServicePage,
    picked: dict[str, QuestionForm] | None = None,
    gone: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """``picked``: forms that were sent; ``gone``: by key, why one of them is not to be lifted any more."""
    picked, gone = picked or {}, gone or {}
    seen = overview(page)
    context = {
        "header_title": _("Tanya jawab: %(title)s") % {"title": page.title},
        "page": page,
        "offers": [_entry(request, offer, picked) for offer in seen.offers],
        "has_errors": any(form.errors for form in picked.values()),
        "lifted": seen.lifted,
        "gone": [{"form": picked[key], "words": words} for key, words in gone.items()],
        "locked": why_locked(page, request.user),
        "way": way_for(page, request.user),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    return render(request, "services/admin/questions.html", context, status=status)


def _entry(request: HttpRequest, offer: Offer, picked: dict[str, QuestionForm]) -> dict:
    """One offer with its form: as it was sent, ticked or not, or with what was asked and answered."""
    asked = offer.asked
    form = picked.get(asked.key)
    fresh = QuestionForm(key=asked.key, asked=asked)
    if form is None and f"{asked.key}-question" in request.POST:
        form = QuestionForm(request.POST, key=asked.key)
    return {"offer": offer, "asked": asked, "form": form or fresh, "was_cut": fresh.was_cut}


def _say(request: HttpRequest, page: ServicePage, outcome: Outcome, number: int) -> None:
    words = {
        Way.PUBLISH: ngettext(
            "%(n)d tanya jawab sudah tayang di halaman.", "%(n)d tanya jawab sudah tayang di halaman.", number
        ),
        Way.SEND_IN: ngettext(
            "%(n)d tanya jawab dikirim untuk diperiksa.", "%(n)d tanya jawab dikirim untuk diperiksa.", number
        ),
        Way.DRAFT: ngettext(
            "%(n)d tanya jawab disimpan di draf, belum tayang.",
            "%(n)d tanya jawab disimpan di draf, belum tayang.",
            number,
        ),
    }[outcome.way] % {"n": number}
    edit = messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Ubah halaman"))
    if outcome.words:
        messages.warning(request, f"{words} {outcome.words}", buttons=[edit])
    else:
        messages.success(request, words, buttons=[edit])


urlpatterns = [
    path("layanan/<int:page_id>/tanya-jawab/", service_questions, name="service_questions"),
]
