"""The desk stands where Wagtail shows its own home panels."""

from wagtail import hooks
from wagtail.admin.ui.components import Component

from editorial.desk import groups_for
from village_pages.rights import villages_where
from village_pages.sections import all_sections


class DeskPanel(Component):
    name = "desk"
    template_name = "editorial/desk.html"
    order = 10

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        return {"groups": groups_for(request), "starts": starts_for(request)}


def starts_for(request) -> list[dict]:
    """For a person of one or few villages: where to begin something new, by village and section."""
    if request.user.is_superuser:
        return []
    return [
        {"village": village, "sections": [s for s in all_sections() if s.on_portal]}
        for village in villages_where(request.user).order_by("title")
    ]


@hooks.register("construct_homepage_panels")
def desk_only(request, panels):
    panels[:] = [DeskPanel()]


@hooks.register("construct_homepage_summary_items")
def no_counts(request, summary_items):
    summary_items.clear()
