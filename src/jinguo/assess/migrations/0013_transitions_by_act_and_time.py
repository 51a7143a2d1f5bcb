from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assess", "0012_delistings")]

    operations = [
        migrations.AddIndex(
            model_name="transition",
            index=models.Index(fields=["account", "at"], name="transition_of_an_act"),
        ),
        migrations.AddIndex(
            model_name="transition",
            index=BrinIndex(fields=["at"], name="transition_by_time"),
        ),
    ]
