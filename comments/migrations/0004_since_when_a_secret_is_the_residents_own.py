from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0003_topics_of_the_community_space")]

    operations = [
        migrations.AddField(
            model_name="resident",
            name="pin_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="residentsession",
            name="sure_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
