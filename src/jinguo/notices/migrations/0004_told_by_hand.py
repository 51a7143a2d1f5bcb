"""A message may be told by hand."""

from django.db import migrations, models

STATES = [
    ("queued", "Waiting"),
    ("sending", "Being sent"),
    ("sent", "Sent"),
    ("delivered", "Delivered"),
    ("failed", "Failed"),
    ("suppressed", "Not sent"),
    ("unknown", "Perhaps sent"),
    ("told", "Told by hand"),
]


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_names_of_places")]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(choices=STATES, default="queued", max_length=10),
        ),
        migrations.AlterField(
            model_name="messagechange",
            name="state",
            field=models.CharField(choices=STATES, max_length=10),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["area", "queued_at"],
                condition=models.Q(("is_sensitive", False), ("state__in", ["failed", "suppressed"])),
                name="message_to_tell_by_hand",
            ),
        ),
    ]
