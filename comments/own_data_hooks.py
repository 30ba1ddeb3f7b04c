"""Places of own data in the admin, and what the log calls it."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from audit import words
from comments import own_data_admin_views as views

words.register(
    {
        "resident.export": _("Data warga diunduh atas permintaannya"),
        "resident.erase": _("Data warga dihapus atas permintaannya"),
        "resident.erase_asked": _("Penghapusan data warga diteruskan kepada duta"),
    }
)


@hooks.register("register_admin_urls")
def own_data_urls():
    return [
        path("warga/<uuid:resident_id>/unduh/", views.resident_export, name="resident_export"),
        path("warga/<uuid:resident_id>/hapus/", views.resident_erase, name="resident_erase"),
        re_path(
            r"^komentar/(?P<public_id>[2-9a-hjkmnp-z]{12})/hapus/$", views.comment_erase, name="comment_erase"
        ),
    ]
