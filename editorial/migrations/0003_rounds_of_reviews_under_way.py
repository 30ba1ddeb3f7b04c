"""Reviews that were under way before there were rounds get one, with the default time from now on."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

DUE_DAYS = 3
VILLAGE_PATH_LENGTH = 12  # three steps of four letters


def begin_rounds(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Round = apps.get_model("editorial", "ReviewRound")
    villages = dict(apps.get_model("village_pages", "VillagePage").objects.values_list("path", "pk"))
    states = apps.get_model("wagtailcore", "TaskState").objects.filter(
        status="in_progress", workflow_state__status="in_progress"
    )
    for state in states.select_related("workflow_state"):
        page = Page.objects.filter(pk=state.workflow_state.object_id).first()
        if page is not None:
            Round.objects.get_or_create(
                task_state=state,
                defaults={
                    "page": page,
                    "village_id": villages.get(page.path[:VILLAGE_PATH_LENGTH]),
                    "sent_in_by_id": state.workflow_state.requested_by_id,
                    "sent_in_at": state.started_at,
                    "due_at": timezone.now() + timedelta(days=DUE_DAYS),
                },
            )


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0002_rules_rounds_care_and_overrides"),
        ("village_pages", "0003_wagtails_own_groups_go"),
    ]

    operations = [migrations.RunPython(begin_rounds, migrations.RunPython.noop)]
