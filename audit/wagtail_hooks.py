"""The log's place in Wagtail's admin, and the acts that only Wagtail's bulk actions know of."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from audit.bulk_acts import record_bulk
from audit.views import acts_csv_view, acts_view
from village_pages.rights import may_supervise


class ActsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_supervise(request.user)


@hooks.register("register_admin_menu_item")
def acts_menu_item():
    return ActsMenuItem(_("Catatan"), reverse("acts"), name="acts", icon_name="history", order=850)


@hooks.register("register_admin_urls")
def acts_urls():
    return [
        path("catatan/", acts_view, name="acts"),
        path("catatan/csv/", acts_csv_view, name="acts_csv"),
    ]


@hooks.register("after_bulk_action")
def bulk_action_done(request, action_type, objects, action):
    record_bulk(request.user, action_type, objects, action)
