"""Where pages to look at again, and the calendar, show in Wagtail's admin: addresses, menu, desk."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from editorial import calendar_views, care_views, desk
from editorial.care import care_to_check
from editorial.desk import MOST_ENTRIES, DeskEntry, DeskGroup
from village_pages.places import village_names, village_path
from village_pages.rights import may_supervise

DESK_ORDER = 34


@hooks.register("register_admin_urls")
def care_urls():
    return [*care_views.urlpatterns, *calendar_views.urlpatterns]


class CalendarMenuItem(MenuItem):
    def is_shown(self, request):
        return may_supervise(request.user)


@hooks.register("register_admin_menu_item")
def calendar_menu_item():
    return CalendarMenuItem(
        gettext_lazy("Kalender"), reverse("calendar"), name="calendar", icon_name="calendar-alt", order=115
    )


def pages_to_check(request) -> DeskGroup | None:
    """Public pages whose review date has come, of where this person publishes (three queries)."""
    if not may_supervise(request.user):
        return None
    rows = care_to_check(request.user).filter(check_due_at__lte=timezone.now()).select_related("page")
    shown = list(rows[:MOST_ENTRIES])
    if not shown:
        return None
    names = village_names(care.page for care in shown)
    return DeskGroup(
        title=_("Halaman untuk diperiksa ulang"),
        entries=[
            DeskEntry(
                title=care.page.title,
                url=reverse("page_checks"),
                action=_("Periksa ulang"),
                since=care.check_due_at,
                detail=names.get(village_path(care.page) or "", _("Kabupaten")),
            )
            for care in shown
        ],
        count=rows.count(),
        all_url=reverse("page_checks"),
    )


desk.register("checks", DESK_ORDER, pages_to_check)
