"""What the editor says of a page's review."""

from django import template
from wagtail.models import Page, WorkflowState

from editorial.models import ReviewRound

register = template.Library()


@register.inclusion_tag("editorial/page_returned.html")
def page_returned(page: Page) -> dict:
    """Why ``page`` came back, while it is not sent in again (at most two queries)."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return {"returned": None}
    rounds = ReviewRound.objects.filter(task_state=state.current_task_state_id)
    return {"returned": rounds.select_related("task_state__finished_by").first()}
