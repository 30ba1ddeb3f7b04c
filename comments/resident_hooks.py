"""Residents in Wagtail's admin: menu and addresses."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from comments import resident_views as views
from comments.residents import words  # noqa: F401 - adds its words and links to the log
from village_pages.rights import looks_after_residents


class ResidentsMenuItem(MenuItem):
    def is_shown(self, request):
        return looks_after_residents(request.user)


@hooks.register("register_admin_menu_item")
def residents_menu_item():
    return ResidentsMenuItem(_("Warga"), reverse("residents"), name="residents", icon_name="user", order=690)


@hooks.register("register_admin_urls")
def resident_urls():
    one = "warga/<uuid:resident_id>/"
    return [
        path("warga/", views.residents, name="residents"),
        path("warga/baru/", views.resident_new, name="resident_new"),
        path(one, views.resident, name="resident"),
        path(f"{one}verifikasi/", views.resident_verify, name="resident_verify"),
        path(f"{one}cabut-verifikasi/", views.resident_unverify, name="resident_unverify"),
        path(f"{one}ubah/", views.resident_amend, name="resident_amend"),
        path(f"{one}larang-menulis/", views.resident_mute, name="resident_mute"),
        path(f"{one}larang-masuk/", views.resident_ban, name="resident_ban"),
        path(f"{one}cabut-larangan/", views.resident_lift, name="resident_lift"),
        path(f"{one}keluarkan/", views.resident_sign_out, name="resident_sign_out"),
        path(f"{one}tautan/", views.resident_make_link, name="resident_make_link"),
        path(f"{one}pin/", views.resident_reset_pin, name="resident_reset_pin"),
    ]
