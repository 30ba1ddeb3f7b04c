"""Which offices, hours and contacts there are: asked by pages, forms and messages."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from offices.models import Office, OfficeContact
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
