"""Who is told that somebody may read private messages, or no longer: nobody gets that right in silence."""

from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.kinds import Kind, register
from notifications.sending import notify
from people.models import User
from village_pages.enums import MembershipChange, Role
from village_pages.rights import private_readings, reviewers_of
from village_pages.signals import membership_changed

ENTRUSTED = "membership.entrusted"
register(Kind(ENTRUSTED, gettext_lazy("Hak membaca pesan aman diberikan atau dicabut"), may_be_muted=False))


@receiver(membership_changed)
def tell_of_the_right(sender, membership, change, by, **kwargs):
    """Readers, cadres and ambassadors of the village, the person and all officers, but not who did it."""
    if change == MembershipChange.ENTRUSTED:
        headline = _("Hak membaca pesan aman %(village)s diberikan kepada %(name)s")
    elif change == MembershipChange.DISTRUSTED:
        headline = _("Hak membaca pesan aman %(village)s dicabut dari %(name)s")
    else:
        return
    village, person = membership.village, membership.user
    readers = User.objects.filter(pk__in=private_readings().filter(village=village).values("user"))
    told = {*readers, *reviewers_of(village), *reviewers_of(None, [Role.OFFICER]), person} - {by}
    notify(
        told,
        ENTRUSTED,
        headline=headline % {"village": village.title, "name": person.get_full_name()},
        village=village,
    )
