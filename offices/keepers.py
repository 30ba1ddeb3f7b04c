"""Who reads which offices in the admin, and where the log leads from them."""

from collections.abc import Mapping

from django.db.models import Q
from django.urls import reverse

from offices.models import Office, OfficeQuerySet
from village_pages.rights import regency_roles, villages_supervised_by


def offices_read_by(user) -> OfficeQuerySet:
    """Those of the villages where ``user`` reviews; for the regency's people all, and the regency's own."""
    mine = Q(village__in=villages_supervised_by(user).values("pk"))
    return Office.objects.filter(mine | Q(village=None) if regency_roles(user) else mine)


def addresses_for(user, keys: list[str]) -> Mapping[str, str]:
    """Where the log leads from an office: to its screen (one query)."""
    found = offices_read_by(user).filter(pk__in=keys).values_list("pk", flat=True)
    return {str(pk): reverse("office", args=[pk]) for pk in found}
