"""Offices with hours, contacts and special days."""

from datetime import time

import factory

from core.enums import Weekday
from offices.models import Office, OfficeContact, OfficeHours


def fill_office(office: Office, *, address: str = "", hours=(), contacts=()) -> Office:
    """``office`` with these unsaved rows of hours and contacts stored."""
    if address:
        office.address = address
        office.save()
    for row in (*hours, *contacts):
        row.office = office
        row.save()
    return office


class OfficeFactory(factory.django.DjangoModelFactory):
    """``OfficeFactory(village=village)``: a further place of it; without one, a body of the regency."""

    class Meta:
        model = Office

    village = None
    name = factory.Sequence(lambda n: f"Tempat layanan {n}")

    @classmethod
    def _create(cls, model_class, *args, hours=(), contacts=(), **fields):
        return fill_office(model_class.objects.create(**fields), hours=hours, contacts=contacts)


def weekly(*days: int, opens: str = "08:00", closes: str = "15:30", **fields) -> list[OfficeHours]:
    """Unsaved rows of hours for ``days`` (default: Monday to Friday)."""
    return [
        OfficeHours(weekday=day, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes), **fields)
        for day in days or range(Weekday.MONDAY, Weekday.SATURDAY)
    ]


def contact(role: str = "Kasi Pelayanan", phone: str = "0812-0000-0000", **fields) -> OfficeContact:
    """An unsaved contact."""
    return OfficeContact(role=role, phone=phone, **fields)
