"""What the log calls the acts of this app."""

from django.utils.translation import gettext_lazy as _

from audit import words

words.register(
    {
        "invitation.made": _("Undangan dibuat"),
        "invitation.accepted": _("Undangan diterima"),
        "invitation.revoked": _("Undangan dibatalkan"),
        "password.link": _("Tautan kata sandi dibuat"),
        "password.revoked": _("Tautan kata sandi dibatalkan"),
        "password.mended": _("Kata sandi diganti lewat tautan"),
        "sessions.ended": _("Dikeluarkan dari semua perangkat"),
        "handover": _("Serah terima"),
    }
)
