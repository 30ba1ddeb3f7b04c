"""Places, hours and contacts that each service had for itself become the village's, once."""

from django.db import migrations

STEPLEN = 4
HOURS = ("weekday", "opens", "closes", "break_start", "break_end")
CONTACT = ("role", "name", "phone", "whatsapp")


def move(apps, schema_editor):
    Village = apps.get_model("village_pages", "VillagePage")
    Place = apps.get_model("services", "ServicePlace")
    Contact = apps.get_model("services", "ServiceContact")
    Office = apps.get_model("offices", "Office")
    villages = dict(Village.objects.values_list("path", "pk"))
    for place in Place.objects.select_related("page").order_by("page_id", "sort_order", "pk"):
        office = _office(apps, villages.get(place.page.path[: 3 * STEPLEN]), place)
        if office is not None:
            apps.get_model("services", "ServiceOffice").objects.create(
                page_id=place.page_id, office=office, sort_order=place.sort_order
            )
    for contact in Contact.objects.select_related("page").order_by("page_id", "sort_order", "pk"):
        link = (
            apps.get_model("services", "ServiceOffice")
            .objects.filter(page_id=contact.page_id)
            .order_by("sort_order", "pk")
            .first()
        )
        village = villages.get(contact.page.path[: 3 * STEPLEN])
        main = Office.objects.filter(village_id=village, is_main=True).first()
        office = link.office if link else main
        values = {name: getattr(contact, name) for name in CONTACT}
        if office is not None and not office.contacts.filter(**values).exists():
            office.contacts.create(sort_order=office.contacts.count(), **values)


def _office(apps, village_id, place):
    """The village's place of that name, made where there is none; ``None`` outside every village."""
    Office = apps.get_model("offices", "Office")
    if village_id is None:
        return None
    office = Office.objects.filter(village_id=village_id, name__iexact=place.name).first()
    if office is None:
        office = Office.objects.create(
            village_id=village_id, name=place.name, address=place.address, access=place.access
        )
    if not office.hours.exists():
        rows = place.hours.order_by("weekday", "opens").values(*HOURS)
        office.hours.bulk_create(office.hours.model(office=office, **row) for row in rows)
    return office


class Migration(migrations.Migration):
    dependencies = [("services", "0003_standards_and_places_of_the_village")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
