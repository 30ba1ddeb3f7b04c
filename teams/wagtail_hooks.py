"""The screens of people in Wagtail's admin."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from teams import admin_views, member_views
from village_pages.rights import may_supervise


class TeamMenuItem(MenuItem):
    def is_shown(self, request):
        return may_supervise(request.user)


@hooks.register("register_admin_menu_item")
def team_menu_item():
    return TeamMenuItem(_("Petugas"), reverse("team"), name="team", icon_name="group", order=700)


@hooks.register("register_admin_urls")
def team_urls():
    one = "petugas/<int:membership_id>/"
    return [
        path("petugas/", admin_views.team, name="team"),
        path("petugas/undang/", admin_views.invite, name="team_invite"),
        path(
            "petugas/undangan/<int:invitation_id>/batal/",
            admin_views.revoke_invitation,
            name="team_invitation_revoke",
        ),
        path("petugas/angkat/", admin_views.appoint_account, name="team_appoint"),
        path(one, member_views.member, name="team_member"),
        path(f"{one}jeda/", member_views.pause_member, name="team_pause"),
        path(f"{one}lanjutkan/", member_views.resume_member, name="team_resume"),
        path(f"{one}berhenti/", member_views.end_member, name="team_end"),
        path(f"{one}pesan-aman/", member_views.entrust_member, name="membership_entrust"),
        path(f"{one}sandi/", member_views.member_password, name="team_password"),
        path(f"{one}pengaman/", member_views.member_second_factor, name="team_second_factor"),
        path(f"{one}keluarkan/", member_views.member_sessions, name="team_sessions"),
    ]
