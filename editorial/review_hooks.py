"""The way to the review screen from the editor and from the tree."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from editorial import review_views
from editorial.review_editor import ReviewEditView
from village_pages.rights import may_read_drafts


@hooks.register("register_admin_urls")
def review_urls():
    return review_views.urlpatterns


@hooks.register("before_edit_page", order=-1000)
def with_what_changes(request, page):
    """The form of a page that waits, with the panel beside it; first, so that other hooks are asked once.

    Wagtail has no hook for panels, and its editor's address must keep its name and view for the wall.
    """
    waits = request.method == "GET" and page.workflow_in_progress and may_read_drafts(request.user, page)
    if not waits or getattr(request, "has_reader_panel", False):
        return None
    request.has_reader_panel = True
    return ReviewEditView.as_view()(request, page.pk)


@hooks.register("register_page_listing_more_buttons")
@hooks.register("register_page_header_buttons")
def compare_for_readers(page, user, next_url=None, view_name=None):
    """Beside the form: the page as readers have it, and as they would get it."""
    if page.workflow_in_progress and may_read_drafts(user, page):
        yield Button(
            _("Bandingkan dan putuskan"),
            url=reverse("review_page", args=[page.pk]),
            icon_name="clipboard-list",
            priority=2,
        )
