"""What Wagtail writes in its own history of a page, as acts with states.

Wagtail's history is about one page and says what it did step by step; the log tells what a person did.
"""

from datetime import datetime

from django.utils import timezone
from wagtail.models import PageLogEntry, WorkflowState

from audit.enums import PageState
from audit.log import record
from audit.models import Act
from audit.sittings import goes_on, last_acts
from village_pages.places import village_of

PUBLISHING = frozenset({"publish", "publish.schedule"})
SAVING = frozenset({"edit", "revert"})
# Before one more change of the same person, these say enough.
SAVED = ("page.create", "page.edit", "page.copy")
ENTERS_REVIEW = frozenset({"workflow.start", "workflow.resume"})
LIVE_STATES = frozenset(state for state in PageState if state.startswith("live"))
# What becomes of a page that readers see, where another becomes the key.
WHILE_LIVE = {
    PageState.DRAFT: PageState.LIVE_CHANGED,
    PageState.IN_REVIEW: PageState.LIVE_IN_REVIEW,
    PageState.RETURNED: PageState.LIVE_RETURNED,
    PageState.SCHEDULED: PageState.LIVE_SCHEDULED,
}
BEGINS_FROM = {
    "publish": PageState.DRAFT,
    "publish.scheduled": PageState.SCHEDULED,
    "unpublish": PageState.LIVE,
    "unpublish.scheduled": PageState.LIVE,
    "workflow.resume": PageState.RETURNED,
    "workflow.approve": PageState.IN_REVIEW,
    "workflow.reject": PageState.IN_REVIEW,
    "workflow.cancel": PageState.IN_REVIEW,
}
BY_REVIEW = {
    WorkflowState.STATUS_IN_PROGRESS: PageState.IN_REVIEW,
    WorkflowState.STATUS_NEEDS_CHANGES: PageState.RETURNED,
}
BY_LABEL = {str(state.label): state for state in PageState}


def record_page_entry(entry: PageLogEntry) -> Act | None:
    """Write the act that ``entry`` tells of; ``None`` where an act that stands already tells it.

    Three queries: the page's last acts, its village, the act.
    """
    page, action = entry.page, entry.action.removeprefix("wagtail.")
    if action == "create" and getattr(page.specific_class, "is_skeleton", False):
        return None  # part of opening a village, which is one act
    acts = [] if action == "create" else last_acts(page)
    if action == "edit" and goes_on(acts, entry.user_id, SAVED):
        return None
    before = _last_state(acts)
    if before is None and action not in ("create", "copy"):
        before = _state_before(entry, action)
    after = _state_after(entry, action, before)
    if action in PUBLISHING and _was_approved(acts, entry, after):
        return None
    states = (before.label if before else "", after.label) if after else _other_words(entry, action)
    comment = entry.data.get("comment")
    return record(
        f"page.{action}",
        village=village_of(page),
        by=entry.user,
        about=page,
        name=entry.label,
        before=states[0],
        after=states[1],
        # A reviewer's reason is words; of a note in the margin Wagtail keeps more, and the log nothing.
        reason=comment if isinstance(comment, str) else "",
    )


def _was_approved(acts: list[Act], entry: PageLogEntry, after: PageState | None) -> bool:
    """Approving publishes, and its act said so; a new title is told in between."""
    last = next((act for act in acts if act.verb != "page.rename"), None)
    return (
        last is not None
        and last.verb == "page.workflow.approve"
        and last.actor_key == entry.user_id
        and after is not None
        and last.after == str(after.label)
    )


def _last_state(acts: list[Act]) -> PageState | None:
    states = (BY_LABEL.get(act.after) for act in acts if act.verb not in ("page.rename", "page.move"))
    return next((state for state in states if state is not None), None)


def _state_before(entry: PageLogEntry, action: str) -> PageState:
    """The state of a page that is older than the log: what the action begins from, or as the page stands."""
    page = entry.page
    if action in BEGINS_FROM:
        live = page.live and action.startswith("workflow.")
        return _while_live(BEGINS_FROM[action], live)
    review = page.current_workflow_state if action != "workflow.start" else None
    if review is not None:
        return _while_live(BY_REVIEW[review.status], page.live)
    if page.live:
        changed = page.has_unpublished_changes and action not in SAVING  # saving has just changed it
        return PageState.LIVE_CHANGED if changed else PageState.LIVE
    return PageState.WITHDRAWN if page.first_published_at else PageState.DRAFT


def _while_live(state: PageState, live: bool) -> PageState:
    return WHILE_LIVE.get(state, state) if live else state


def _state_after(entry: PageLogEntry, action: str, before: PageState | None) -> PageState | None:
    """The state to which ``action`` brings the page; ``None`` where it changes none."""
    page = entry.page
    # Publishing ends a review first, when the page is live already: what it was before counts.
    live = before in LIVE_STATES if before is not None else page.live
    if action in ("create", "copy"):
        return PageState.LIVE if page.live else PageState.DRAFT
    if action in SAVING:
        return PageState.LIVE_CHANGED if before == PageState.LIVE else before
    if action == "workflow.approve":
        if entry.data.get("workflow", {}).get("next"):
            return _while_live(PageState.IN_REVIEW, live)
        action = "publish.schedule" if _is_later(page.go_live_at) else "publish"
    if action in ENTERS_REVIEW:
        return _while_live(PageState.IN_REVIEW, live)
    if action == "restored":
        if page.live:
            return PageState.LIVE_CHANGED if page.has_unpublished_changes else PageState.LIVE
        return PageState.WITHDRAWN if page.first_published_at else PageState.DRAFT
    after = {
        "publish": PageState.LIVE,
        "publish.scheduled": PageState.LIVE,
        "publish.schedule": _while_live(PageState.SCHEDULED, live),
        "schedule.cancel": _while_live(PageState.DRAFT, live),
        "unpublish": PageState.WITHDRAWN,
        "unpublish.scheduled": PageState.WITHDRAWN,
        "workflow.reject": _while_live(PageState.RETURNED, live),
        "workflow.cancel": _while_live(PageState.DRAFT, live),
        "archived": PageState.ARCHIVED,
        "delete": PageState.DELETED,
    }
    return after.get(action)


def _is_later(moment: datetime | None) -> bool:
    return moment is not None and moment > timezone.now()


def _other_words(entry: PageLogEntry, action: str) -> tuple[str, str]:
    """Where no state changes: the old and the new title, or place."""
    data = entry.data
    if action == "rename":
        return data.get("title", {}).get("old", ""), data.get("title", {}).get("new", "")
    if action == "move":
        return data.get("source", {}).get("title", ""), data.get("destination", {}).get("title", "")
    return "", ""
