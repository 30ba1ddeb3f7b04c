"""From "my account" in the admin to the addresses where passwords and second factors are kept."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.views.account import NameEmailSettingsPanel

from people.forms import ShownNameForm

# Wagtail has no setting for this panel. It asks for a first and a last name, which show nowhere here.
NameEmailSettingsPanel.form_class = ShownNameForm


@hooks.register("register_account_menu_item")
def change_password(request):
    return {
        "url": reverse("account_change_password"),
        "label": _("Ganti kata sandi"),
        "help_text": _("Gantilah kata sandi pertama, dan setiap kali orang lain mungkin mengetahuinya."),
    }


@hooks.register("register_account_menu_item")
def second_factor(request):
    return {
        "url": reverse("mfa_index"),
        "label": _("Pengaman kedua"),
        "help_text": _("Kode dari aplikasi di ponsel, supaya kata sandi saja tidak cukup untuk masuk."),
    }


@hooks.register("register_account_menu_item")
def sessions(request):
    return {
        "url": reverse("usersessions_list"),
        "label": _("Perangkat yang masuk"),
        "help_text": _("Lihat di mana akun Anda sedang terbuka, dan keluarkan yang tidak Anda kenal."),
    }


@hooks.register("register_account_menu_item")
def mail_address(request):
    return {
        "url": reverse("account_email"),
        "label": _("Email"),
        "help_text": _("Ke sana tautan dikirim bila Anda lupa kata sandi. Tidak wajib."),
    }
