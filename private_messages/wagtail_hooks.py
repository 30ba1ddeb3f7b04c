"""Private messages in Wagtail's admin: menu and addresses. Nobody else's menu says that there are any."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from private_messages import admin_views as views
from private_messages import desk  # noqa: F401 - adds its group
from private_messages.answering import read_by
from village_pages.rights import may_count_private, reads_private_somewhere


class InboxMenuItem(MenuItem):
    """With the number that waits now."""

    def is_shown(self, request):
        return reads_private_somewhere(request.user)

    def render_component(self, request):
        component = super().render_component(request)
        if waiting := read_by(request.user).waiting().count():
            component.label = f"{self.label} ({waiting})"
        return component


class CountsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_count_private(request.user)


@hooks.register("register_admin_menu_item")
def inbox_menu_item():
    url = reverse("private_inbox")
    return InboxMenuItem(_("Pesan aman"), url, name="private_messages", icon_name="lock", order=140)


@hooks.register("register_admin_menu_item")
def counts_menu_item():
    url = reverse("private_counts")
    return CountsMenuItem(_("Pesan aman: jumlah"), url, name="private_counts", icon_name="lock", order=710)


@hooks.register("register_admin_urls")
def private_urls():
    below = "pesan-aman/"
    return [
        path(below, views.inbox, name="private_inbox"),
        path(f"{below}jumlah/", views.all_counts, name="private_counts"),
        path(f"{below}jumlah/<int:village_id>/", views.village_counts, name="private_village_counts"),
        path(f"{below}darurat/<uuid:conversation_id>/", views.emergency_opening, name="private_emergency"),
        path(f"{below}pembukaan/<int:opening_id>/", views.opening, name="private_opening"),
        path(f"{below}<uuid:conversation_id>/", views.conversation, name="private_conversation"),
    ]
