"""What ambassadors are told of ways in to residents, and of erasures that no cadre may carry out.

A cadre can make a link for anybody. So that nobody comes to a complaint about himself that way, somebody
beside the cadres hears of it. Cards and names stay out, as in all messages.
"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Resident
from notifications.kinds import Kind, register
from notifications.sending import notify, settle
from village_pages.enums import Role
from village_pages.rights import reviewers_of

LINK_MADE, ERASURE_ASKED = "resident.link_made", "resident.erasure_asked"
register(Kind(LINK_MADE, gettext_lazy("Tautan masuk baru untuk warga yang sudah punya PIN")))
register(
    Kind(
        ERASURE_ASKED,
        gettext_lazy("Penghapusan data warga menunggu duta"),
        may_be_muted=False,
        urgent=True,
    )
)


def tell_of_link(resident: Resident, *, by) -> None:
    """``by`` made a way in for somebody who has one: the village's other ambassadors may ask why."""
    _tell(
        LINK_MADE,
        resident,
        _("Tautan masuk baru dibuat di %(village)s untuk warga yang sudah punya PIN. Tanyakan alasannya."),
        leaving_out=by,
        url=reverse("resident", args=[resident.pk]),
    )


def tell_of_erasure(resident: Resident) -> None:
    """An ambassador is to erase ``resident``, once for each: something about the cadre is undecided."""
    _tell(
        ERASURE_ASKED,
        resident,
        _("Penghapusan data warga di %(village)s menunggu Anda: paling lama 3 x 24 jam."),
        url=reverse("resident_erase", args=[resident.pk]),
        key=_erasure(resident),
    )


def erasure_is_done(resident: Resident) -> None:
    """Nobody has to do it any more."""
    settle(_erasure(resident))


def _erasure(resident: Resident) -> str:
    return f"{ERASURE_ASKED}:{resident.pk}"


def _tell(kind: str, resident: Resident, words: str, *, url: str, leaving_out=None, key: str = "") -> None:
    """The ambassadors; where there are none the officers, who see no residents but can appoint one."""
    village = resident.village
    people, where = reviewers_of(village, [Role.AMBASSADOR]), url
    if not people:
        people, where = reviewers_of(None, [Role.OFFICER]), ""
    told = [person for person in people if person != leaving_out]
    notify(told, kind, headline=words % {"village": village.title}, village=village, url=where, key=key)
