"""The pen in Wagtail's editor and history."""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from editorial import pen, pen_views
from village_pages.rights import may_publish

# Done with a page, not to its words.
DECIDES = frozenset({"action-workflow-action", "action-cancel-workflow", "action-publish", "action-submit"})


@hooks.register("register_admin_urls")
def pen_urls():
    return pen_views.urlpatterns


@hooks.register("before_edit_page", order=-10)
def who_saves_takes_the_pen(request: HttpRequest, page: Page):
    """While a page waits; where somebody else writes, Wagtail shows the form again and saves nothing."""
    if request.method != "POST":
        return None
    by_script = "application/json" in request.headers.get("accept", "")
    if words := pen.refusal(request.user, page):
        if not by_script:
            messages.error(request, words)
        return None
    if DECIDES & request.POST.keys() or not page.workflow_in_progress:
        return None
    if not may_publish(request.user, page):
        return None
    if pen.reserve(page, request.user):
        request.pen_reserved = page  # type: ignore[attr-defined]
        return None
    if pen.has(page, request.user):
        return None
    # Somebody was faster by a moment, after Wagtail had looked at the lock.
    page.refresh_from_db(fields=["locked", "locked_by", "locked_at"])
    words = pen.refusal(request.user, page)
    if by_script:
        return JsonResponse({"success": False, "error_code": "locked", "error_message": words}, status=400)
    messages.error(request, words)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_edit_page", order=-10)
def what_was_saved_keeps_the_pen(request: HttpRequest, page: Page):
    if getattr(request, "pen_reserved", None) is not None:
        request.pen_reserved = None  # type: ignore[attr-defined]
        pen.keep(page, request.user)


@hooks.register("register_page_header_buttons")
def pen_button(page, user, next_url=None, view_name=None):
    """The pen is taken by the first saved change; this takes it before, or puts it down."""
    if view_name != "edit" or not page.workflow_in_progress:
        return
    state = pen.state_for(page, user)
    if state.mine:
        yield Button(
            _("Lepas pena"), url=reverse("pen_free", args=[page.pk]), icon_name="lock-open", priority=4
        )
    elif state.may_take:
        yield Button(_("Ambil pena"), url=reverse("pen_take", args=[page.pk]), icon_name="edit", priority=4)


def _formatter(own, others) -> type[LogFormatter]:
    """Says whose pen it was, where it was somebody else's."""

    class PenFormatter(LogFormatter):
        label = own

        def format_message(self, log_entry):
            return others % log_entry.data if "holder" in log_entry.data else own

    return PenFormatter


@hooks.register("register_log_actions")
def words_for_the_history(actions):
    for action, own, others in (
        ("wagtail.pen_taken", gettext_lazy("Pena diambil"), gettext_lazy("Pena diambil dari %(holder)s")),
        ("wagtail.pen_freed", gettext_lazy("Pena dilepas"), gettext_lazy("Pena %(holder)s dilepas")),
    ):
        actions.register_action(action)(_formatter(own, others))
