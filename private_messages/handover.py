"""What is said before the last reader of a village loses the right: nobody would read what residents ask."""

from django.utils.translation import gettext as _

from private_messages.models import Conversation
from teams.handover import register_warning
from village_pages.rights import may_count_private, private_readings


def last_reader(membership, user) -> str:
    """The warning, with the number that waits for who may know it; empty while somebody else reads there."""
    if not membership.reads_private:
        return ""
    others = private_readings().filter(village=membership.village_id).exclude(user=membership.user_id)
    if others.exists():
        return ""
    words = _(
        "Ia yang terakhir membaca pesan aman warga desa ini. Sebaiknya beri hak itu kepada orang lain dulu; "
        "tanpa pembaca, warga tidak dapat bertanya dengan aman."
    )
    if may_count_private(user):
        waiting = Conversation.objects.filter(village=membership.village_id).waiting().count()
        words += " " + _("Pesan yang menunggu jawaban: %(number)s.") % {"number": waiting}
    return words


register_warning("private_messages", last_reader)
