"""The list of help in Wagtail's admin: menu and addresses."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from safety import admin_views as views
from safety.contacts import may_read_list


class HelpMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read_list(request.user)


@hooks.register("register_admin_menu_item")
def help_menu_item():
    url = reverse("help_contacts")
    return HelpMenuItem(_("Nomor bantuan"), url, name="help_contacts", icon_name="help", order=145)


@hooks.register("register_admin_urls")
def help_urls():
    return [
        path("bantuan/", views.contact_list, name="help_contacts"),
        path("bantuan/baru/", views.contact_new, name="help_contact_new"),
        path("bantuan/keluar-cepat/", views.safety_settings, name="safety_settings"),
        path("bantuan/<int:contact_id>/", views.contact, name="help_contact"),
    ]
