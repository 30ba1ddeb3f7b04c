"""The desk stands where Wagtail shows its own home panels."""

import json

from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from editorial import (  # noqa: F401
    archive_hooks,
    care_hooks,
    desk_groups,
    pen_hooks,
    problem_hooks,
    reading_views,
    review_hooks,
    rule_hooks,
)
from editorial.desk import groups_for
from editorial.desk_rows import ALL, rows_for
from editorial.models import SectionIndexPage
from editorial.models.review import REMARK, approving_words, words_of_last_decision
from village_pages.places import VILLAGE_DEPTH, in_villages, village_path
from village_pages.rights import (
    may_publish,
    may_read_drafts,
    may_supervise,
    open_villages_where,
    regency_roles,
)


class DeskPanel(Component):
    name = "desk"
    template_name = "editorial/desk.html"
    order = 10

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        groups = groups_for(request)
        return {
            "waiting": [group for group in groups if group.waits],
            "known": [group for group in groups if not group.waits],
            "starts": starts_for(request),
            # Who only writes came to write.
            "starts_first": not may_supervise(request.user),
            "rows": rows_for(request),
            "all_rows": f"?desa={ALL}",
        }


def starts_for(request) -> list[dict]:
    """Where to begin something new, by village: one button for each kind of page (three queries)."""
    if request.user.is_superuser:
        return []
    villages = list(open_villages_where(request.user).order_by("title"))
    indexes = (
        Page.objects.filter(in_villages(villages), depth=VILLAGE_DEPTH + 1).order_by("path")
        if villages
        else []
    )
    by_village: dict[str, list[dict]] = {}
    for index_page in indexes:
        model = index_page.specific_class
        # A list page with one kind of page below it: what its section is for.
        if (
            model is not None
            and issubclass(model, SectionIndexPage)
            and len(model.creatable_subpage_models()) == 1
        ):
            kind = model.creatable_subpage_models()[0]
            by_village.setdefault(village_path(index_page) or "", []).append(
                {
                    "label": capfirst(kind.get_verbose_name()),
                    "url": reverse(
                        "wagtailadmin_pages:add",
                        args=[kind._meta.app_label, kind._meta.model_name, index_page.pk],
                    ),
                }
            )
    return [{"village": village, "links": by_village.get(village.path, [])} for village in villages]


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html(
        '<link rel="stylesheet" href="{}"><noscript><link rel="stylesheet" href="{}"></noscript>',
        static("css/admin.css"),
        static("css/admin-without-script.css"),
    )


@hooks.register("construct_homepage_panels")
def desk_only(request, panels):
    panels[:] = [DeskPanel()]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(request, summary_items):
    summary_items.clear()


@hooks.register("before_edit_page", order=-20)
def decide_once_and_with_good_words(request, page):
    """Say why a decision is not taken; what was typed with it is then only saved, as a draft.

    Wagtail's edit form fails (error 500) when the review ended meanwhile, and looks neither at the name of
    the decision nor at the words that come with it. Before the pen is asked: saving takes it.
    """
    if not request.POST.get("action-workflow-action"):
        return None
    if not page.workflow_in_progress:
        messages.warning(request, words_of_last_decision(page))
        return redirect("wagtailadmin_pages:edit", page.pk)
    sent = request.POST.copy()
    task, action = page.current_workflow_task, sent.get("workflow-action-name")
    if action in {name for name, *_rest in task.get_actions(page, request.user)}:
        form = task.get_form_for_action(action)(_words_given(sent))
        refused = [words for errors in form.errors.values() for words in errors]
    else:
        refused = [_("Keputusan Anda tidak terbaca. Tekan lagi tombolnya.")]
    for words in refused:
        messages.error(request, words)
    if refused:
        del sent["action-workflow-action"]
    else:
        sent["workflow-action-extra-data"] = json.dumps(form.cleaned_data)
    request.POST = sent
    return None


def _words_given(sent) -> dict[str, str]:
    """Reason and remark as they came with a decision, of whatever else there is nothing."""
    try:
        data = json.loads(sent.get("workflow-action-extra-data") or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(data, dict):
        return {}
    given = {name: data[name] for name in ("comment", "reason") if isinstance(data.get(name), str)}
    # Half a letter can be written in JSON, but nowhere else.
    return {name: words.encode(errors="ignore").decode() for name, words in given.items()}


class SendInMenuItem(SubmitForModerationMenuItem):
    """Wagtail names the workflow on this button; a writer wants to know what happens."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        page = context.get("page")
        state = page.current_workflow_state if page else None
        returned = state is not None and state.status == state.STATUS_NEEDS_CHANGES
        context["label"] = _("Kirim lagi untuk diperiksa") if returned else _("Kirim untuk diperiksa")
        return context


@hooks.register("construct_page_action_menu", order=1000)
def obvious_action_first(menu_items, request, context):
    """The big button does what the person came for: a reviewer approves, a writer sends in."""
    menu_items[:] = [
        SendInMenuItem(order=item.order) if item.name == "action-submit" else item for item in menu_items
    ]
    names = [item.name for item in menu_items]
    page = context.get("page") or context.get("parent_page")
    for item in menu_items:
        if item.name == "approve":
            # Wagtail adds "and publish" to whatever the task calls it.
            item.label = REMARK if item.launch_modal else approving_words(page)
    if "approve" in names:
        # Approving publishes: a second button for the same would only raise a question.
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]
        first = "approve"
    elif "action-submit" in names and page is not None and not may_publish(request.user, page):
        first = "action-submit"
    else:
        return
    menu_items.sort(key=lambda item: item.name != first)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def back_to_the_desk(request, page):
    """What was sent in or decided is done: the desk shows what comes next."""
    if {"action-submit", "action-workflow-action"} & request.POST.keys():
        return redirect("wagtailadmin_home")
    return None


@hooks.register("register_admin_urls")
def reading_urls():
    return reading_views.urlpatterns


class ReadingMenuItem(MenuItem):
    """People of a village find their drafts on the desk and in the tree; the regency has only this way."""

    def is_shown(self, request):
        return bool(regency_roles(request.user))


@hooks.register("register_admin_menu_item")
def reading_menu_item():
    return ReadingMenuItem(
        gettext_lazy("Baca draf"), reverse("reading"), name="reading", icon_name="view", order=120
    )


@hooks.register("register_page_listing_more_buttons")
@hooks.register("register_page_header_buttons")
def read_what_one_may_not_write(page, user, next_url=None, view_name=None):
    """In the tree: the way to drafts and history for who cannot open the editor."""
    if may_read_drafts(user, page) and not page.permissions_for_user(user).can_edit():
        yield Button(
            _("Baca draf"), url=reverse("reading_page", args=[page.pk]), icon_name="view", priority=3
        )
