"""Wagtail's own groups may write in every village. Where they have members, ``check_rights`` tells of them."""

from django.conf import settings
from django.db import migrations


def delete_empty_groups(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=["Moderators", "Editors"], user__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("village_pages", "0002_pauses_states_and_former_addresses"),
        # These make the groups and give them rights.
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0011_add_choose_permissions"),
        ("wagtailimages", "0023_add_choose_permissions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(delete_empty_groups, migrations.RunPython.noop)]
