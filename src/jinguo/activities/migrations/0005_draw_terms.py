"""A draw keeps the seats and places that were drawn, so that anybody can repeat it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0004_standing_ended_because")]

    operations = [
        migrations.AddField(
            model_name="draw",
            name="capacity",
            field=models.PositiveIntegerField(help_text="Seats, once drawn.", null=True),
        ),
        migrations.AddField(
            model_name="draw",
            name="kept",
            field=models.PositiveIntegerField(
                help_text="Seats of them kept for entries with priority.", null=True
            ),
        ),
        migrations.AddField(
            model_name="draw",
            name="places",
            field=models.PositiveIntegerField(help_text="Of the waiting list.", null=True),
        ),
    ]
