"""Who is told of an emergency opening. Of ordinary private messages nobody is ever told.

The message says that there was one, and leads to its record; it names no village, as it also goes by mail.
"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.kinds import Kind, register
from notifications.sending import notify
from people.models import User
from private_messages.models import EmergencyOpening
from village_pages.enums import Role
from village_pages.rights import private_readings, reviewers_of

OPENED = "private.opened"
register(Kind(OPENED, gettext_lazy("Pembukaan darurat"), may_be_muted=False, urgent=True))


def tell_of_opening(opening: EmergencyOpening) -> None:
    """Tell who reads in that village, and all officers but the one who did it."""
    readings = private_readings().filter(village=opening.village)
    readers = User.objects.filter(pk__in=readings.values("user"))
    notify(
        {*readers, *reviewers_of(None, [Role.OFFICER])} - {opening.officer},
        OPENED,
        headline=_("Dinas PMD melakukan pembukaan darurat. Baca catatannya."),
        url=reverse("private_opening", args=[opening.pk]),
        key=f"{OPENED}:{opening.pk}",
    )
