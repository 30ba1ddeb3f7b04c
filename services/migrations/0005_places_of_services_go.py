from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("services", "0004_places_of_services_become_the_villages")]

    operations = [
        migrations.DeleteModel(name="ServiceHours"),
        migrations.DeleteModel(name="ServicePlace"),
        migrations.DeleteModel(name="ServiceContact"),
    ]
