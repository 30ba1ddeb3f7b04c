"""Where the archive and corrections show in Wagtail's admin: menu, buttons, and the lists that they leave."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from editorial import archive, archive_views
from editorial.corrections import may_correct
from village_pages.rights import standing_of


@hooks.register("register_admin_urls")
def archive_urls():
    return archive_views.urlpatterns


class ArchiveMenuItem(MenuItem):
    def is_shown(self, request):
        standing = standing_of(request.user)
        return bool(standing.regency or standing.by_village)


@hooks.register("register_admin_menu_item")
def archive_menu_item():
    return ArchiveMenuItem(
        gettext_lazy("Arsip"), reverse("archive"), name="archive", icon_name="folder-inverse", order=125
    )


@hooks.register("construct_explorer_page_queryset")
@hooks.register("construct_page_chooser_queryset")
def leave_out_archived(*arguments):
    """By key, because the search of pages cannot filter by a field that it does not index."""
    pages = arguments[-2]
    return pages.exclude(pk__in=Page.objects.exclude(archive.not_archived()).order_by().values("pk"))


@hooks.register("register_page_listing_more_buttons")
@hooks.register("register_page_header_buttons")
def archive_button(page, user, next_url=None, view_name=None):
    if archive.offers_archiving(user, page):
        yield Button(
            _("Arsipkan"),
            url=reverse("archive_page", args=[page.pk]),
            icon_name="folder-inverse",
            priority=50,
        )


@hooks.register("register_page_header_buttons")
def correction_button(page, user, next_url=None, view_name=None):
    if page.live and may_correct(user, page):
        yield Button(
            _("Tulis ralat"), url=reverse("correct_page", args=[page.pk]), icon_name="warning", priority=45
        )


@hooks.register("register_log_actions")
def words_for_the_history(actions):
    for action, label in (
        ("archived", gettext_lazy("Diarsipkan")),
        ("restored", gettext_lazy("Dipulihkan dari arsip")),
        ("corrected", gettext_lazy("Ralat ditulis")),
        ("correction_withdrawn", gettext_lazy("Ralat dicabut")),
    ):
        actions.register_action(f"wagtail.{action}", label, label)
