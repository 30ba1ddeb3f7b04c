"""What the regency's log calls emergency openings, and where their record is."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit import links, words
from private_messages.emergency import openings_seen_by

words.register(
    {
        "private.opened": _("Pesan aman dibuka darurat"),
        "private.read": _("Pesan aman dibaca dalam pembukaan darurat"),
    }
)


def _records(user, keys: list[str]) -> dict[str, str]:
    found = openings_seen_by(user).filter(pk__in=keys).values_list("pk", flat=True)
    return {str(pk): reverse("private_opening", args=[pk]) for pk in found}


links.register("private_messages.emergencyopening", _records)
