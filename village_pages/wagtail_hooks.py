"""Wagtail's admin, made a village's: choosers that stay inside, a short menu, opening a village."""

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from village_pages import life_views
from village_pages.admin_views import open_village_view
from village_pages.explorer import page_viewset
from village_pages.files import FILE_MODELS, STAYS_IN_VILLAGE, may_change_file, may_lie_in
from village_pages.menu_views import menu
from village_pages.rights import may_appoint
from village_pages.walls import readable_pages, sent_back

# What a person of a village finds in the menu; the rest is the administrator's.
VILLAGE_MENU = frozenset(
    {
        "explorer",
        "images",
        "documents",
        "comments",
        "topics",
        "reading",
        "team",
        "acts",
        "villages",
        "help_contacts",
        "notifications",
        "archive",
        "calendar",
        "review_rules",
        "residents",
        "private_messages",
        "private_counts",
        "adopt_services",
        "standards",
        "offices",
    }
)


@hooks.register("construct_page_chooser_queryset")
@hooks.register("construct_explorer_page_queryset")
def stay_inside(*arguments):
    """Pages to choose or list: the public ones, and those of one's own villages."""
    pages, request = arguments[-2:]
    return readable_pages(pages, request.user)


@hooks.register("construct_page_chooser_queryset", order=1000)
def with_their_states(pages, request):
    """The chooser says of each row whether it is scheduled or in review, and would ask for each."""
    return pages.prefetch_workflow_states().annotate_approved_schedule()


@hooks.register("register_admin_viewset")
def page_lists():
    return page_viewset


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


@hooks.register("before_bulk_action")
def keep_files_in_their_village(request, action_type, objects, action):
    """Wagtail puts several files into a collection without saving each, so no rule of theirs is asked."""
    if action_type == "add_to_collection":
        collection = action.cleaned_form.cleaned_data["collection"]
        if not all(may_lie_in(file, collection) for file in objects):
            messages.error(request, STAYS_IN_VILLAGE)
            return redirect(action.next_url)


class VillagesMenuItem(MenuItem):
    def is_shown(self, request):
        return may_appoint(request.user)


@hooks.register("register_admin_menu_item")
def villages_menu_item():
    return VillagesMenuItem(_("Desa"), reverse("villages"), name="villages", icon_name="site", order=130)


@hooks.register("register_admin_urls")
def village_urls():
    return [
        path("buka-desa/", open_village_view, name="open_village"),
        path("menu/", menu, name="menu"),
        *life_views.urlpatterns,
    ]
