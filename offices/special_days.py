"""Holidays and closings that are running or still to come, and what they are called."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from offices.models import SpecialHours
from offices.wording import special_in_words

# Whoever plans further ahead has mistaken the year.
LONGEST = timedelta(days=60)
FURTHEST = timedelta(days=365)


def ahead(village) -> QuerySet[SpecialHours]:
    """Running or to come, of ``village`` and its places (``None``: of the regency and its bodies)."""
    of_all, of_one = Q(village=village, office=None), Q(office__village=village, office__isnull=False)
    rows = SpecialHours.objects.filter(of_all | of_one, last_day__gte=timezone.localdate())
    return rows.select_related("office").order_by("first_day", "last_day", "pk")


def holidays_ahead() -> QuerySet[SpecialHours]:
    """Those of the whole regency, which hold in every village."""
    return ahead(None).filter(office=None)


def is_running(special: SpecialHours) -> bool:
    """Has it begun?"""
    return special.first_day <= timezone.localdate()


def in_words(special: SpecialHours) -> str:
    """``Kamis, 24 Desember 2026: tutup (cuti bersama)``."""
    return special_in_words(special)


def place_of(special: SpecialHours) -> str:
    """Where it holds: the office, or all of them."""
    if special.office:
        return special.office.name
    return _("Semua tempat di desa") if special.village_id else _("Seluruh kabupaten, juga kantor semua desa")
