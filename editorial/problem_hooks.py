"""The screens of problems, the way to them from the editor, and their group on the desk."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from editorial import desk, problem_views
from editorial.desk import MOST_ENTRIES, DeskEntry, DeskGroup
from editorial.found_problems import care_with_problems
from village_pages.models import BranchPage
from village_pages.places import village_names, village_path
from village_pages.rights import may_supervise

DESK_ORDER = 35


@hooks.register("register_admin_urls")
def problem_urls():
    return problem_views.urlpatterns


@hooks.register("register_page_header_buttons")
def check_content(page, user, view_name=None, next_url=None):
    """In the editor: what is still wrong, before one sends in."""
    if view_name == "edit" and page.pk and issubclass(page.specific_class or object, BranchPage):
        yield Button(
            _("Periksa isi"),
            url=reverse("page_problem_override", args=[page.pk]),
            icon_name="tick",
            priority=5,
        )


def found_problems(request):
    """Public pages with problems in the villages that this person answers for (three queries)."""
    if not may_supervise(request.user):
        return None
    rows = care_with_problems(request.user)
    shown = list(rows.select_related("page")[:MOST_ENTRIES])
    if not shown:
        return None
    names = village_names(care.page for care in shown)
    entries = [
        DeskEntry(
            title=care.page.title,
            url=reverse("page_problem_override", args=[care.page_id]),
            action=_("Perbaiki"),
            since=care.problems_since,
            detail=names.get(village_path(care.page) or "", ""),
            note=care.problems[0]["words"],
        )
        for care in shown
        if care.problems
    ]
    return DeskGroup(
        title=_("Masalah ditemukan"), entries=entries, count=rows.count(), all_url=reverse("page_problems")
    )


desk.register("problems", DESK_ORDER, found_problems)
