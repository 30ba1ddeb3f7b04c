"""What villages and services said of their offices is not lost on the way to ``offices``; run for real."""

from datetime import time

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import VillageFactory

BEFORE = [
    ("village_pages", "0005_private_reading"),
    ("services", "0003_standards_and_places_of_the_village"),
    ("offices", "0001_places_hours_and_contacts"),
]
MOVED = [
    ("offices", "0002_what_villages_said_of_their_offices"),
    ("services", "0004_places_of_services_become_the_villages"),
]


@pytest.fixture
def migrate():
    """Leads the database to these migrations and gives the models of then; at the end to the newest."""

    def to(targets):
        return MigrationExecutor(connection).migrate(targets).apps

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def hours(weekday: int, opens: int, closes: int, **fields) -> dict:
    return {"weekday": weekday, "opens": time(opens), "closes": time(closes), **fields}


def facts_of(office) -> tuple:
    """An office without keys: address, access, hours, contacts."""
    rows = office.hours.order_by("weekday", "opens")
    contacts = office.contacts.order_by("sort_order", "pk")
    return (
        office.address,
        office.access,
        [(row.weekday, row.week, row.opens.hour, row.closes.hour, row.break_start) for row in rows],
        [(one.role, one.name, one.phone, one.whatsapp) for one in contacts],
    )


@pytest.mark.django_db(transaction=True)
def test_places_hours_and_contacts_move_to_the_offices_of_their_villages(migrate):
    village, ward = VillageFactory(), VillageFactory(kind="kelurahan")
    first, second, *placeless = ServicePageFactory.create_batch(4, village=village)
    elsewhere = ServicePageFactory(village=ward)
    apps = migrate(BEFORE)
    apps.get_model("offices", "Office").objects.all().delete()
    tell_of_villages(apps, village, ward)
    tell_of_services(apps, first, second, elsewhere, placeless)

    apps = migrate(MOVED)

    offices = apps.get_model("offices", "Office").objects
    links = apps.get_model("services", "ServiceOffice").objects
    main = offices.get(village_id=village.pk, is_main=True)
    assert main.name == "Kantor desa"
    assert facts_of(main) == (
        "Jalan Poros 1",
        "",
        [(1, 0, 8, 15, time(12)), (2, 0, 8, 11, None)],
        # The contact of services that named no place came to the village's own office, once.
        [("Sekretaris", "", "0812-1", ""), ("Kasi", "Bu Ani", "", "0812-2")],
    )
    posyandu = offices.get(village_id=village.pk, is_main=False)
    # Two services named it: one place, as the first of them described it.
    assert facts_of(posyandu) == ("Dusun I", "landai", [(3, 0, 9, 11, None)], [("Bidan", "", "0812-3", "")])
    assert set(links.filter(office=posyandu).values_list("page_id", flat=True)) == {
        first.pk,
        second.pk,
    }
    assert list(links.filter(office=main).values_list("page_id", flat=True)) == [first.pk]
    wards = offices.get(village_id=ward.pk, is_main=True)
    # It had said nothing of its hours itself: its service knew them.
    assert wards.name == "Kantor lurah"
    assert facts_of(wards) == ("", "", [(4, 0, 8, 12, None)], [("Lurah", "", "", "0812-4")])
    assert offices.count() == 3


def tell_of_villages(apps, village, ward) -> None:
    """As village pages told it: the ward says nothing but its number."""
    villages = apps.get_model("village_pages", "VillagePage").objects
    villages.filter(pk=village.pk).update(office_address="Jalan Poros 1")
    old_hours = apps.get_model("village_pages", "OfficeHours").objects
    old_hours.create(page_id=village.pk, **hours(1, 8, 15, break_start=time(12), break_end=time(13)))
    old_hours.create(page_id=village.pk, **hours(2, 8, 11))
    contacts = apps.get_model("village_pages", "VillageContact").objects
    contacts.create(page_id=village.pk, sort_order=0, role="Sekretaris", phone="0812-1")
    contacts.create(page_id=ward.pk, sort_order=0, role="Lurah", whatsapp="0812-4")


def tell_of_services(apps, first, second, elsewhere, placeless) -> None:
    """As services told it, each for itself."""
    places = apps.get_model("services", "ServicePlace").objects
    posyandu = {"name": "Posyandu", "address": "Dusun I", "access": "landai"}
    described = [
        (places.create(page_id=first.pk, sort_order=0, **posyandu), hours(3, 9, 11)),
        (places.create(page_id=second.pk, sort_order=0, name="POSYANDU"), hours(5, 9, 10)),
        # What the village itself says of its office holds against what a service says.
        (places.create(page_id=first.pk, sort_order=1, name="Kantor desa"), hours(6, 1, 2)),
        (places.create(page_id=elsewhere.pk, sort_order=0, name="Kantor lurah"), hours(4, 8, 12)),
    ]
    for place, row in described:
        apps.get_model("services", "ServiceHours").objects.create(place=place, **row)
    contacts = apps.get_model("services", "ServiceContact").objects
    contacts.create(page_id=second.pk, sort_order=0, role="Bidan", phone="0812-3")
    for page in placeless:
        contacts.create(page_id=page.pk, sort_order=0, role="Kasi", name="Bu Ani", whatsapp="0812-2")
