"""Which offices, hours and contacts there are: asked by pages, forms and messages."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from offices.models import Office, OfficeContact, SpecialHours
from offices.timetable import DAYS_SEARCHED, local_day
from village_pages.enums import VillageKind
from village_pages.models import VillagePage


def ensure_main_office(village: VillagePage) -> Office:
    """The village's own office, made (without address, hours and contacts) where there is none."""
    name = _("Kantor lurah") if village.kind == VillageKind.KELURAHAN else _("Kantor desa")
    return Office.objects.get_or_create(village=village, is_main=True, defaults={"name": name})[0]


def known_contacts(village: VillagePage | None) -> QuerySet[OfficeContact]:
    """Of every office that people of ``village`` may be told of: its own, the regency's (one query)."""
    return OfficeContact.objects.filter(Q(office__village=village) | Q(office__village__isnull=True))


def contacts_of(village: VillagePage) -> QuerySet[OfficeContact]:
    """Whom to ask at the village's own office, in order (one query)."""
    return OfficeContact.objects.filter(office__village=village, office__is_main=True)


def with_hours(offices: Iterable[Office]) -> list[Office]:
    """``offices`` with hours, contacts and special days ahead: three queries, however many offices.

    Each gets ``special_days``, the strongest first: its own before its village's before the regency's, and
    among equals the newest. ``offices.timetable`` asks nothing more.
    """
    offices = list(offices)
    if not offices:
        return []
    prefetch_related_objects(offices, "hours", "contacts")
    today = local_day()
    villages = {office.village_id for office in offices if office.village_id}
    of_all = Q(office__isnull=True, village__isnull=True)
    rows = SpecialHours.objects.filter(
        of_all | Q(office__in=offices) | Q(office__isnull=True, village__in=villages),
        last_day__gte=today,
        first_day__lte=today + timedelta(days=DAYS_SEARCHED),
    ).order_by("-created_at", "-pk")
    by_scope = defaultdict(list)
    for row in rows:
        by_scope["office" if row.office_id else "village", row.office_id or row.village_id].append(row)
    for office in offices:
        scopes = ("office", office.pk), ("village", office.village_id), ("village", None)
        office.special_days = [row for scope in dict.fromkeys(scopes) for row in by_scope[scope]]
    return offices
