from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("opensid_import", "0001_records_and_old_addresses"),
    ]

    operations = [
        migrations.RemoveField(model_name="importedrecord", name="old_path"),
    ]
