"""Wagtail's admin, made a village's: choosers that stay inside, a short menu, opening a village."""

from django.db.models import Q
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from village_pages.admin_views import open_village_view
from village_pages.files import FILE_MODELS, may_change_file
from village_pages.places import in_villages, regency_pages
from village_pages.rights import may_appoint, regency_roles, villages_where
from village_pages.walls import sent_back

# What a person of a village finds in the menu; the rest is the administrator's.
VILLAGE_MENU = frozenset(
    {"explorer", "images", "documents", "comments", "reading", "team", "acts", "villages", "open-village"}
)


@hooks.register("construct_page_chooser_queryset")
@hooks.register("construct_explorer_page_queryset")
def stay_inside(*arguments):
    """Pages to choose or list: the public ones, and those of one's own villages."""
    pages, request = arguments[-2:]
    user = request.user
    if user.is_superuser or regency_roles(user):
        return pages
    # A live page with newer words is listed by those words, so another village's is not listed meanwhile.
    # By key, because the search of pages cannot filter by a field that it does not index.
    public = Q(pk__in=Page.objects.filter(live=True, has_unpublished_changes=False).values("pk"))
    return pages.filter(in_villages(villages_where(user)) | regency_pages() | public)


@hooks.register("construct_main_menu")
def short_menu(request, menu_items):
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name in VILLAGE_MENU]


@hooks.register("before_bulk_action")
def keep_published_files(request, action_type, objects, action):
    """Several files at once, or "all": the address may name none of them."""
    files = [found for found in objects if isinstance(found, FILE_MODELS)]
    if not all(may_change_file(request.user, file) for file in files):
        return sent_back(request)


class OpenVillageMenuItem(MenuItem):
    def is_shown(self, request):
        return may_appoint(request.user)


@hooks.register("register_admin_menu_item")
def open_village_menu_item():
    return OpenVillageMenuItem(
        _("Buka desa"), reverse("open_village"), name="open-village", icon_name="plus", order=900
    )


@hooks.register("register_admin_urls")
def open_village_url():
    return [path("buka-desa/", open_village_view, name="open_village")]
