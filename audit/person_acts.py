"""Accounts in the log: changed by an administrator on Wagtail's own screens, or by others where they work."""

from django.utils.translation import gettext as _

from audit.log import record
from audit.models import Act
from village_pages.models import VillagePage
from village_pages.rights import not_ended


def record_switch(person, active: bool, by) -> Act:
    """Write that ``by`` let ``person`` sign in, or not any more."""
    words = _("Tidak aktif"), _("Aktif")
    return record(
        "person.activated" if active else "person.deactivated",
        by=by,
        about=person,
        before=words[not active],
        after=words[active],
    )


def record_person(action: str, person, by) -> Act:
    """Write that ``by`` did ``action`` to an account, with the groups in which it is now."""
    groups = ", ".join(person.groups.order_by("name").values_list("name", flat=True))
    return record(f"person.{action}", by=by, about=person, after=groups)


def record_where_at_work(verb: str, person, **more) -> None:
    """Write ``verb`` about ``person`` in each village where he has a role, paused too, or for the regency."""
    held = not_ended().filter(user=person, village__isnull=False)
    for village in list(VillagePage.objects.filter(pk__in=held.values("village"))) or [None]:
        record(verb, village=village, about=person, **more)
