"""Messages in Wagtail's admin: the menu, the own account, the icon."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import NotificationsSettingsPanel

from notifications import views

# Wagtail has no setting for this panel. It asks which of its mails one wants; none is sent here.
NotificationsSettingsPanel.is_active = lambda panel: False


@hooks.register("register_admin_urls")
def message_urls():
    return views.urlpatterns


@hooks.register("register_admin_menu_item")
def messages_menu_item():
    return MenuItem(
        gettext_lazy("Pesan"), reverse("notifications"), name="notifications", icon_name="bell", order=50
    )


@hooks.register("register_account_menu_item")
def message_settings(request):
    return {
        "url": reverse("notification_settings"),
        "label": _("Pesan"),
        "help_text": _("Pilih pesan yang ingin Anda terima, dan ringkasannya lewat email."),
    }


@hooks.register("register_icons")
def bell_icon(icons):
    return [*icons, "notifications/icons/bell.svg"]
