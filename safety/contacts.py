"""The one list of help lines and offices: as readers see it, and as those who keep it do."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.urls import reverse

from safety.models import HelpContact
from village_pages.rights import may_set_help, standing_of, villages_where


def shown(village) -> list[HelpContact]:
    """What somebody in ``village`` (``None``: anywhere in the regency) may call or go to (one query).

    Only those that are sure, by what is needed.
    """
    return list(HelpContact.objects.sure().for_village(village).in_order())


def may_read_list(user) -> bool:
    """May ``user`` read the whole list, also what is not sure yet? All of the staff; no query of its own."""
    standing = standing_of(user)
    return bool(standing.regency or standing.by_village)


def listed_for(user) -> QuerySet[HelpContact]:
    """The list as ``user`` may read it: who keeps it all of it, others what holds in their villages."""
    contacts = HelpContact.objects.select_related("village", "checked_by").in_order()
    if may_set_help(user):
        return contacts
    return contacts.filter(Q(village=None) | Q(village__in=villages_where(user).values("pk")))


def addresses_for(user, keys: list[str]) -> Mapping[str, str]:
    """Where the log leads from a contact: to its screen, for who keeps the list (one query)."""
    if not may_set_help(user):
        return {}
    found = HelpContact.objects.filter(pk__in=keys).values_list("pk", flat=True)
    return {str(pk): reverse("help_contact", args=[pk]) for pk in found}
