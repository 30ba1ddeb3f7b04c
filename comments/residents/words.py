"""What the village's log calls acts on residents, and where one opens the resident. No name stands there."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit import links, words
from comments.residents import registering

words.register(
    {
        "resident.registered": _("Warga didaftarkan"),
        "resident.amended": _("Data warga diubah"),
        "resident.verified": _("Warga diverifikasi"),
        "resident.unverified": _("Verifikasi warga dicabut"),
        "resident.muted": _("Warga dilarang menulis sementara"),
        "resident.banned": _("Warga dilarang masuk"),
        "resident.lifted": _("Larangan warga dicabut"),
        "resident.link_made": _("Tautan warga dibuat"),
        "resident.pin_reset": _("PIN warga dihapus, tautan baru dibuat"),
        "resident.link_used": _("Tautan warga dipakai"),
        "resident.pin_chosen": _("Warga memilih PIN"),
        "resident.signed_out": _("Warga dikeluarkan dari semua ponsel"),
    }
)


def _looked_after(user, keys: list[str]) -> dict[str, str]:
    """The screen of each resident whom ``user`` looks after (one query)."""
    found = registering.residents_seen_by(user).filter(pk__in=keys).values_list("pk", flat=True)
    return {str(pk): reverse("resident", args=[pk]) for pk in found}


links.register("comments.resident", _looked_after)
