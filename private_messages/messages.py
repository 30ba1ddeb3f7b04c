"""Who is told of an emergency opening. Of ordinary private messages nobody is ever told.

The message says that there was one, and leads to its record; it names no village, as it also goes by mail.
"""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import Act
from notifications.kinds import Kind, register
from notifications.sending import notify
from people.models import User
from private_messages.models import EmergencyOpening
from village_pages.enums import Role
from village_pages.models import Membership
from village_pages.rights import private_readings, reviewers_of

OPENED = "private.opened"
STILL_TOLD_FOR = timedelta(days=30)
register(Kind(OPENED, gettext_lazy("Pembukaan darurat"), may_be_muted=False, urgent=True, of_no_village=True))


def tell_of_opening(opening: EmergencyOpening) -> None:
    """Tell who reads in that village, all officers but the one who did it, and who read there lately.

    Where that is nobody, the administrators. Those who may not read the record are told without a link.
    """
    key = f"{OPENED}:{opening.pk}"
    readings = private_readings().filter(village=opening.village)
    readers = User.objects.filter(pk__in=readings.values("user"))
    told = notify(
        {*readers, *reviewers_of(None, [Role.OFFICER])} - {opening.officer},
        OPENED,
        headline=_("Dinas PMD melakukan pembukaan darurat. Baca catatannya."),
        url=reverse("private_opening", args=[opening.pk]),
        key=key,
    )
    headline = _("Dinas PMD melakukan pembukaan darurat. Tanyakan kepada kepala Dinas PMD.")
    told += notify({*_read_lately(opening.village)} - {opening.officer}, OPENED, headline=headline, key=key)
    if not told:
        administrators = User.objects.filter(is_superuser=True)
        notify({*administrators} - {opening.officer}, OPENED, headline=headline, key=key)


def _read_lately(village) -> QuerySet[User]:
    """Who lost the right, or the role with it, within ``STILL_TOLD_FOR``."""
    since = timezone.now() - STILL_TOLD_FOR
    held = Membership.objects.filter(village=village)
    lost = Act.objects.filter(
        verb="membership.distrusted",
        object_type=User._meta.label_lower,
        village_code=village.code,
        at__gt=since,
    ).values_list("object_key", flat=True)
    ended = Q(reads_private=True) & (Q(until__isnull=True) | Q(until__gt=since))
    return User.objects.filter(
        pk__in=held.filter(ended | Q(user__in=[int(key) for key in lost])).values("user")
    )
