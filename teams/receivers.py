"""Links that nobody could use any more do not stay open."""

from django.dispatch import receiver
from django.utils.translation import gettext as _

from audit.log import record
from people.signals import second_factor_removed
from teams.invitations import revoke, usable
from teams.models import Invitation, PasswordLink
from teams.passwords import distrust_mended
from village_pages.enums import MembershipChange, VillageChange
from village_pages.signals import membership_changed, village_changed


@receiver(membership_changed)
def role_ended(sender, membership, change, by, **kwargs):
    """What the person may not give any more, wherever; a hand-over has moved its part before."""
    if change == MembershipChange.ENDED:
        own = Invitation.objects.open().filter(by=membership.user_id)
        _revoke_all(own.exclude(pk__in=usable().values("pk")), by, _("Peran pembuatnya berakhir."))


@receiver(second_factor_removed)
def mended_by_another(sender, user, by, **kwargs):
    if by != user:
        distrust_mended(user, by=by)


@receiver(village_changed)
def village_closed(sender, village, change, by, **kwargs):
    if change != VillageChange.CLOSED:
        return
    reason = _("Desa ditutup.")
    _revoke_all(Invitation.objects.open().filter(village=village), by, reason)
    for link in PasswordLink.objects.open().filter(village=village).select_related("user"):
        PasswordLink.objects.filter(pk=link.pk).revoke()
        record("password.revoked", village=village, by=by, about=link.user, reason=reason)


def _revoke_all(invitations, by, reason: str) -> None:
    for invitation in invitations.select_related("village"):
        revoke(invitation, by=by, reason=reason)
