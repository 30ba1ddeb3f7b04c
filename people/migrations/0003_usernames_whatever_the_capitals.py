from django.db import migrations, models
from django.db.models import Count
from django.db.models.functions import Lower

import people.models


def refuse_twins(apps, schema_editor):
    """Two accounts that differ in capitals only let neither person in: which to rename, people decide."""
    users = apps.get_model("people", "User").objects.using(schema_editor.connection.alias)
    names = users.annotate(lower=Lower("username")).order_by().values("lower")
    twins = names.annotate(count=Count("pk")).filter(count__gt=1).values_list("lower", flat=True)
    if twins:
        raise RuntimeError(
            "Usernames that differ in capitals only: "
            + ", ".join(twins)
            + ". Rename all but one of each in the admin, then migrate again."
        )


def forget_addresses(apps, schema_editor):
    """Only `User.email` opens an account; allauth kept older ones beside it."""
    addresses = apps.get_model("account", "EmailAddress").objects
    addresses.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0001_initial"),
        ("people", "0002_session_epochs"),
    ]

    operations = [
        migrations.RunPython(refuse_twins, migrations.RunPython.noop),
        migrations.RunPython(forget_addresses, migrations.RunPython.noop),
        migrations.AlterModelManagers(name="user", managers=[("objects", people.models.Users())]),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                Lower("username"),
                name="username_whatever_the_capitals",
                violation_error_message=(
                    "Nama pengguna ini sudah dipakai; huruf besar dan kecil tidak dibedakan. Pilih yang lain."
                ),
            ),
        ),
    ]
