"""A refusal of the desk leads back to the page, with the reason; what was typed is kept as a draft."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page, TaskState

from editorial import pen
from editorial.models.review import AlreadyDecidedError
from editorial.problem_forms import tell_problems
from village_pages.publishing import PublishRefusedError
from village_pages.rights import may_publish

Refusal = PublishRefusedError | AlreadyDecidedError

# Wagtail's screens that write several rows, one after the other, and keep no draft of what was typed.
WHOLE_OR_NOT_AT_ALL = frozenset(
    {"wagtailadmin_pages:copy", "wagtailadmin_pages:convert_alias", "wagtailadmin_api:pages:action"}
)
DECIDING = frozenset(
    {"wagtailadmin_pages:workflow_action", "wagtailadmin_pages:collect_workflow_action_data"}
)


class RefusalMiddleware:
    """Every way to publish answers a refusal alike; the API itself says 403 with the same words.

    The last of those that look before a screen: it answers in the screen's place.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        response = self.get_response(request)
        _give_the_pen_back(request)
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponseBase | None:
        """Who decides second is told who was first; a screen refused midway leaves nothing half done."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        decided = _decided_before(request, kwargs) if name in DECIDING else None
        if decided is not None:
            return answer(request, decided)
        if request.method != "POST" or name not in WHOLE_OR_NOT_AT_ALL:
            return None
        try:
            with transaction.atomic():
                response = view(request, *args, **kwargs)
                if response.status_code >= 400:  # the API makes an answer of a refusal by itself
                    transaction.set_rollback(True)
                return response
        except (PublishRefusedError, AlreadyDecidedError) as refused:
            return answer(request, refused)

    def process_template_response(self, request: HttpRequest, response):
        """A form that the checks of content stopped is shown again, with the way to each problem."""
        tell_problems(request, (response.context_data or {}).get("form"))
        _give_the_pen_back(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer(request, exception) if isinstance(exception, Refusal) else None


def _give_the_pen_back(request: HttpRequest) -> None:
    """Whoever saved nothing, for what was typed was refused, does not keep others from writing."""
    page = getattr(request, "pen_reserved", None)
    if page is not None:
        request.pen_reserved = None  # type: ignore[attr-defined]
        pen.give_back(page, request.user)


def _decided_before(request: HttpRequest, kwargs) -> AlreadyDecidedError | None:
    """Wagtail's dialogs only say that a page does not wait, and of a decision on an earlier round nothing."""
    done = TaskState.objects.exclude(status=TaskState.STATUS_IN_PROGRESS)
    state = done.filter(pk=kwargs["task_state_id"]).first()
    if state is None or not may_publish(request.user, state.workflow_state.content_object):
        return None
    return AlreadyDecidedError(state)


def answer(request: HttpRequest, refused: Refusal) -> HttpResponse:
    """The words, in the form that whoever asked can use: a screen, a dialog, or the editor's script."""
    words = refused.messages[0] if isinstance(refused, AlreadyDecidedError) else str(refused)
    if "application/json" in request.headers.get("accept", ""):
        return JsonResponse({"success": False, "error_code": "refused", "error_message": words}, status=400)
    messages.error(request, words)
    address = _editor_of(request, refused.page)
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        # The dialog of the editor sends its form, and is told there; the list's leads on.
        return JsonResponse({"step": "success", "redirect": address, "cleaned_data": {}})
    return redirect(address)


def _editor_of(request: HttpRequest, page: Page | None) -> str:
    """Where the page is edited, or, of one that was not made, the page that it was to be made from."""
    named = (request.resolver_match.kwargs.get("page_id"),) if request.resolver_match else ()
    for key in (page.pk if page is not None else None, *named):
        if key is not None and Page.objects.filter(pk=key).exists():
            return reverse("wagtailadmin_pages:edit", args=[key])
    return reverse("wagtailadmin_home")
