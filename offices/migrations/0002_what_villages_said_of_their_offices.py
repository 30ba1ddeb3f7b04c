"""Address, hours and contacts leave the village's page: they are the village's own office from now on."""

from django.db import migrations

MAIN_NAME = "Kantor desa"
HOURS = ("weekday", "opens", "closes", "break_start", "break_end")
CONTACT = ("sort_order", "role", "name", "phone", "whatsapp")


def move(apps, schema_editor):
    Village = apps.get_model("village_pages", "VillagePage")
    Office = apps.get_model("offices", "Office")
    Hours = apps.get_model("offices", "OfficeHours")
    Contact = apps.get_model("offices", "OfficeContact")
    OldHours = apps.get_model("village_pages", "OfficeHours")
    OldContact = apps.get_model("village_pages", "VillageContact")
    offices = {}
    for pk, address, kind in Village.objects.values_list("pk", "office_address", "kind"):
        name = "Kantor lurah" if kind == "kelurahan" else MAIN_NAME
        offices[pk] = Office.objects.create(village_id=pk, is_main=True, name=name, address=address)
    for old, new, fields in ((OldHours, Hours, HOURS), (OldContact, Contact, CONTACT)):
        rows = old.objects.order_by("pk").values("page_id", *fields)
        new.objects.bulk_create(
            new(office=offices[row["page_id"]], **{name: row[name] for name in fields}) for row in rows
        )


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_places_hours_and_contacts"), ("village_pages", "0005_private_reading")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
