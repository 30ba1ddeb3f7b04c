"""The rules of comments where people meet them: addresses in the admin, a button beside each page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from comments import rule_views
from village_pages.enums import REVIEWING_ROLES
from village_pages.places import village_path
from village_pages.rights import standing_of


@hooks.register("register_admin_urls")
def rule_urls():
    return rule_views.urlpatterns


@hooks.register("register_page_listing_more_buttons")
@hooks.register("register_page_header_buttons")
def comments_of_page(page, user, next_url=None, view_name=None):
    """For who moderates there, without a query for each row of a list."""
    kind = page.specific_class
    if not page.pk or not getattr(kind, "comments", False) or kind.comments_private:
        return
    held = standing_of(user).by_village.get(village_path(page) or "", frozenset())
    if user.is_superuser or held & set(REVIEWING_ROLES):
        yield Button(
            _("Atur komentar"),
            url=reverse("comment_thread", args=[page.pk]),
            icon_name="comment",
            priority=55,
        )
