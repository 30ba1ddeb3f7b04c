"""Which messages a person may read: the own ones, of villages where the person has a role now."""

from django.db.models import Q, QuerySet

from notifications.kinds import keys_of_no_village
from notifications.models import Notification
from village_pages.rights import standing_of


def visible_to(user) -> QuerySet[Notification]:
    """Messages to ``user``, the newest first. Of a village where the role has ended or is paused: none.

    The regency's people read all of theirs; what is no village's is read by them only, but for kinds that
    never name one.
    """
    standing = standing_of(user)
    if standing.regency:
        return Notification.objects.filter(recipient=user)
    if not standing.by_village:
        return Notification.objects.none()
    own_villages = Q(village__path__in=standing.by_village.keys())
    unnamed = Q(village=None, kind__in=keys_of_no_village())
    return Notification.objects.filter(own_villages | unnamed, recipient=user)


def unread_count(user) -> int:
    """How many of them nobody has opened: one query, none for whoever has no role."""
    return visible_to(user).filter(read_at=None).count()
