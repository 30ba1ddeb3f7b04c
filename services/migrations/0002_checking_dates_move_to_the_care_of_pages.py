"""When a service was last checked is said by whoever checks it (``PageCare``), no longer typed by hand."""

from datetime import datetime, time

from django.db import migrations
from django.utils import timezone


def keep_dates(apps, schema_editor):
    """A date becomes noon of that day; nobody is named, for nobody was. What care says already stays."""
    Care = apps.get_model("editorial", "PageCare")
    services = apps.get_model("services", "ServicePage").objects.filter(last_checked__isnull=False)
    for page_id, day in services.values_list("pk", "last_checked").iterator():
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        care, _created = Care.objects.get_or_create(page_id=page_id)
        if care.checked_at is None:
            care.checked_at = noon
            care.save(update_fields=["checked_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0001_initial"),
        ("editorial", "0003_rounds_of_reviews_under_way"),
    ]

    operations = [
        migrations.RunPython(keep_dates, migrations.RunPython.noop),
        migrations.RemoveField(model_name="servicepage", name="last_checked"),
    ]
