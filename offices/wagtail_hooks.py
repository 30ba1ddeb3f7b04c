"""Offices and hours in Wagtail's admin: menu and addresses."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from offices import admin_views as views
from village_pages.rights import may_supervise


class OfficesMenuItem(MenuItem):
    def is_shown(self, request):
        return may_supervise(request.user)


@hooks.register("register_admin_menu_item")
def offices_menu_item():
    return OfficesMenuItem(
        _("Kantor dan jam"), reverse("offices"), name="offices", icon_name="time", order=140
    )


@hooks.register("register_admin_urls")
def offices_urls():
    return [
        path("kantor/", views.offices, name="offices"),
        path("kantor/<int:office_id>/", views.office, name="office"),
        path("kantor/baru/<int:village_id>/", views.office_new, name="office_new"),
        path("kantor/baru/kabupaten/", views.office_new, name="office_new_regency"),
        path("kantor/tutup/<int:village_id>/", views.special_hours, name="special_hours"),
        path("kantor/libur/", views.special_hours, name="special_hours_regency"),
    ]
