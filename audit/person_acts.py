"""Accounts changed by an administrator on Wagtail's own screens, in the regency's log."""

from django.utils.translation import gettext as _

from audit.log import record
from audit.models import Act


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
