"""Every published page has somebody who answers for it and who still works in its village."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from audit.log import record
from editorial.models import SectionIndexPage
from people.models import User
from village_pages.enums import REVIEWING_ROLES, Role
from village_pages.models import BranchPage, VillagePage
from village_pages.places import VILLAGE_DEPTH
from village_pages.rights import not_ended

AT_A_TIME = 200


@transaction.atomic
def give_owners() -> int:
    """Give live pages without an owner of their village to who looked at them last, or its oldest cadre.

    At most ``AT_A_TIME`` at once; where nobody of a village could answer, its pages wait. Returns how many.
    """
    heirs = _heirs()
    by_owner: dict[tuple[str, int], list[int]] = {}
    for key, path, last in _orphans(list(heirs))[:AT_A_TIME]:
        able = heirs[path]
        by_owner.setdefault((path, last if last in able else able[0]), []).append(key)
    if not by_owner:
        return 0
    villages = VillagePage.objects.in_bulk([path for path, _owner in by_owner], field_name="path")
    people = User.objects.in_bulk([owner for _path, owner in by_owner])
    for (path, owner), keys in by_owner.items():
        Page.objects.filter(pk__in=keys).update(owner=owner)
        record(
            "page.owner_given",
            village=villages[path],
            about=people[owner],
            name=_("%(count)d halaman") % {"count": len(keys)},
            after=people[owner].get_full_name(),
        )
    return sum(len(keys) for keys in by_owner.values())


def _heirs() -> dict[str, list[int]]:
    """By tree path of the village: who publishes there now, cadres first, the longest-serving first."""
    held = not_ended().filter(
        since__lte=timezone.now(), paused_since=None, role__in=REVIEWING_ROLES, user__is_active=True
    )
    rows = sorted(
        held.values_list("village__path", "role", "since", "user"),
        key=lambda row: (row[1] != Role.CADRE, row[2]),
    )
    heirs: dict[str, list[int]] = {}
    for path, _role, _since, user in rows:
        heirs.setdefault(path, []).append(user)
    return heirs


def _orphans(paths: list[str]):
    """Key, village's path and who looked last, of live pages whose owner holds no role in their village."""
    steps = VILLAGE_DEPTH * Page.steplen
    holds_a_role = not_ended().filter(
        user=OuterRef("owner"), village__path=OuterRef("village_path"), user__is_active=True
    )
    pages = Page.objects.live().filter(depth__gte=VILLAGE_DEPTH, alias_of=None)
    return (
        pages.type(BranchPage)
        .not_type(SectionIndexPage)
        .annotate(village_path=Substr("path", 1, steps))
        .filter(~Exists(holds_a_role), village_path__in=paths)
        .order_by("pk")
        .values_list("pk", "village_path", F("care__checked_by"))
    )
