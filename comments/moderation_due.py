"""What ``run_due`` says of comments that have waited longer than residents were promised."""

from django.utils import timezone
from django.utils.translation import gettext as _

from comments import conflicts
from comments.messages import OVERDUE, tell, tell_that_nobody_can
from comments.models import ResidentComment
from comments.undecided import overdue
from core import due
from notifications.models import Notification
from village_pages.models import VillagePage
from village_pages.rights import reviewers_of


def remind() -> int:
    """Tell who may decide about an overdue comment, once a day and village; returns how many villages.

    Where nobody of the village may, the officers are told, once for each comment.
    """
    late = conflicts.in_open_villages(overdue(ResidentComment.objects.all()))
    villages = VillagePage.objects.filter(pk__in=late.order_by().values("village"))
    for village in villages:
        people = list(reviewers_of(village))
        rows = late.filter(village=village)
        for comment in _nobodys(people, rows):
            tell_that_nobody_can(comment)
        key = f"{OVERDUE}:{village.pk}:{timezone.localdate():%Y%m%d}"
        told = set(Notification.objects.filter(key=key).values_list("recipient", flat=True))
        tell(
            [one for one in people if one.pk not in told and _waits_for(one, rows)],
            OVERDUE,
            village,
            headline=_("Komentar menunggu lebih dari dua hari di %(village)s"),
            key=key,
        )
    return len(villages)


def _waits_for(person, rows) -> bool:
    return conflicts.decidable_by(person).filter(pk__in=rows.order_by().values("pk")).exists()


def _nobodys(people: list, rows):
    """Those of ``rows`` about which none of ``people`` may decide."""
    for person in people:
        rows = rows.exclude(pk__in=conflicts.decidable_by(person).values("pk"))
    return rows.select_related("village")


due.register("comments: what waits too long", remind)
