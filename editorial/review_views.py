"""The review screen: what changes for the reader, the page as it is and as it would be, and the decision."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import Page, Revision, TaskState

from core.formats import moment
from editorial import pen, rules
from editorial.content_checks import open_problems
from editorial.corrections import add_correction, may_correct
from editorial.models import ReviewRound
from editorial.models.review import AlreadyDecidedError, approving_words
from editorial.periods import late_words
from editorial.reader_changes import changes_for_readers, seen_by_readers, weights, what_it_has
from editorial.reading import states_of
from editorial.reading_views import LOOKED_AT
from editorial.review_forms import ApproveForm, SendBackForm
from village_pages.publishing import PublishRefusedError
from village_pages.rights import may_publish, may_read_drafts

FORMS = {"approve": ApproveForm, "reject": SendBackForm}


class ChangedMeanwhileError(Exception):
    """A newer version exists than the one that was looked at."""


@never_cache
@require_safe
def review_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """One page that waits, for who may read its draft; 404 for everybody else."""
    return _screen(request, _reviewed(request, page_id))


@never_cache
@require_safe
def review_live(request: HttpRequest, page_id: int) -> HttpResponse:
    """The page as readers have it now, to be looked at in a frame; 404 where they have none."""
    page = _reviewed(request, page_id)
    if not page.live:
        raise Http404
    response = page.make_preview_request(request, page.default_preview_mode)
    response.headers["Content-Security-Policy"] = LOOKED_AT
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_POST
def review_decide(request: HttpRequest, page_id: int) -> HttpResponse:
    """Approve or send back the version that was looked at; whatever hinders it is said on the screen.

    403 for who may not decide about pages of that village.
    """
    page = _reviewed(request, page_id)
    if not may_publish(request.user, page):
        raise PermissionDenied
    action = request.POST.get("action", "")
    if action not in FORMS:
        raise Http404
    options = {"may_correct": _offers_correction(request, page)} if action == "approve" else {}
    form = FORMS[action](request.POST, auto_id=f"{action}-%s", **options)
    if not form.is_valid():
        return _screen(request, page, sent=(action, form), status=422)
    try:
        _decide(page, request.user, action, form.cleaned_data)
    except ChangedMeanwhileError:
        page = _reviewed(request, page_id)
        words = _("Halaman ini diubah pada %(when)s, sejak Anda membukanya. Lihat lagi, lalu putuskan.") % {
            "when": moment(page.latest_revision.created_at)
        }
    except (AlreadyDecidedError, PublishRefusedError) as refused:
        page = _reviewed(request, page_id)
        words = refused.messages[0] if isinstance(refused, AlreadyDecidedError) else str(refused)
    else:
        messages.success(request, _done(page, action))
        return redirect("wagtailadmin_home")
    return _screen(request, page, sent=(action, form), refused=words, status=409)


@transaction.atomic
def _decide(page: Page, user, action: str, data: dict) -> None:
    """Act on the version ``data`` names; ``ChangedMeanwhileError``, and what the task itself raises."""
    states = TaskState.objects.filter(workflow_state__object_id=str(page.pk)).order_by("-started_at", "-pk")
    state = states.select_for_update(of=("self",)).first()
    if state is None:
        raise Http404
    # Whoever saves a version meanwhile waits here, so that what is decided is what was looked at.
    newest = Page.objects.select_for_update().values_list("latest_revision", flat=True).get(pk=page.pk)
    if state.status == TaskState.STATUS_IN_PROGRESS and newest != data["revision"]:
        raise ChangedMeanwhileError
    told = {key: data[key] for key in ("comment", "reason") if key in data}
    state.task.specific.on_action(state.specific, user, action, **told)
    if data.get("correction"):
        add_correction(Page.objects.get(pk=page.pk), data["correction"], user)


def _screen(
    request: HttpRequest, page: Page, sent=None, refused: str = "", status: int = 200
) -> HttpResponse:
    revision = page.get_latest_revision()
    proposed = revision.as_object() if revision else page
    state = page.current_workflow_task_state
    waits = state is not None and state.status == TaskState.STATUS_IN_PROGRESS
    round = (
        ReviewRound.objects.filter(task_state=state).select_related("sent_in_by").first() if waits else None
    )
    decides = waits and may_publish(request.user, page)
    why_not = _why_not(request.user, proposed, revision) if waits else ""
    return render(
        request,
        "editorial/review_page.html",
        {
            "header_title": _("Periksa: %(title)s") % {"title": proposed.title},
            "page": page,
            "village": page.village.full_name if page.village else _("Kabupaten"),
            "kind": capfirst(page.get_verbose_name()),
            "state": states_of([page])[page.pk].label,
            "waits": waits,
            "round": round,
            "author": (round and round.sent_in_by) or page.owner or "",
            "pen": pen.state_for(page, request.user),
            "goes_live": proposed.go_live_at,
            "late": late_words(round.due_at) if round else "",
            "problems": open_problems(proposed),
            "why_not": why_not,
            "who_may": ", ".join(map(str, rules.second_readers(proposed, revision))) if why_not else "",
            "revision": revision,
            "may_edit": page.permissions_for_user(request.user).can_edit(),
            "changes": changes_of(request, page, proposed),
            "refused": refused,
            "typed": [
                words for words in (sent[1].data.get(key) for key in ("comment", "correction")) if words
            ]
            if sent
            else [],
            "forms": _forms(request, page, revision, sent, why_not) if decides else [],
            "approving": approving_words(proposed),
        },
        status=status,
    )


def _why_not(user, proposed: Page, revision: Revision) -> str:
    if not may_publish(user, proposed):
        return _("Keputusan ada pada kader dan duta digital desa ini. Anda hanya membaca.")
    return rules.refusal(user, proposed, revision)


def changes_of(request: HttpRequest, page: Page, proposed: Page) -> dict:
    """What readers of ``page`` would find different in ``proposed``: topics and weight (two renderings)."""
    after = seen_by_readers(proposed, request)
    if not page.live:
        return {"is_new": True, "topics": what_it_has(after), "weights": weights(None, after)}
    before = seen_by_readers(page, request)
    return {"is_new": False, "topics": changes_for_readers(before, after), "weights": weights(before, after)}


def _forms(request: HttpRequest, page: Page, revision: Revision, sent, why_not: str) -> list[tuple]:
    """Action and form of each decision that this person may take; what was sent keeps its words."""
    actions = ["reject"] if why_not else ["approve", "reject"]
    offered = {
        action: FORMS[action](
            initial={"revision": revision.pk},
            auto_id=f"{action}-%s",
            **({"may_correct": _offers_correction(request, page)} if action == "approve" else {}),
        )
        for action in actions
    }
    if sent and sent[0] in offered:
        action, form = sent
        # The version that is on the screen now is the one that is looked at now.
        form.data = {**form.data.dict(), "revision": revision.pk}
        offered[action] = form
    return list(offered.items())


def _offers_correction(request: HttpRequest, page: Page) -> bool:
    """A line for readers comes with words that they get at once."""
    proposed = page.get_latest_revision_as_object()
    at_once = proposed.go_live_at is None or proposed.go_live_at <= timezone.now()
    return page.live and at_once and may_correct(request.user, page)


def _done(page: Page, action: str) -> str:
    page = Page.objects.get(pk=page.pk)
    if action == "reject":
        words = _("“%(title)s” dikembalikan kepada penulisnya.")
    elif page.has_unpublished_changes or not page.live:
        words = _("“%(title)s” disetujui dan dijadwalkan.")
    else:
        words = _("“%(title)s” disetujui dan tayang.")
    return words % {"title": page.draft_title}


def _reviewed(request: HttpRequest, page_id: int) -> Page:
    """The page as readers have it, as its own type; 404 for who may not read its draft."""
    page = Page.objects.filter(pk=page_id, depth__gt=1).first()
    if page is None or not may_read_drafts(request.user, page):
        raise Http404
    return page.specific


urlpatterns = [
    path("periksa/<int:page_id>/", review_page, name="review_page"),
    path("periksa/<int:page_id>/putusan/", review_decide, name="review_decide"),
    path("periksa/<int:page_id>/tayang/", review_live, name="review_live"),
]
