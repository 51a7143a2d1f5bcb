from django.db import migrations, models


class Migration(migrations.Migration):
    """When a session was last moved; of those moved before now it is not known."""

    dependencies = [
        ("activities", "0009_counsellor_on_duty"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="moved_at",
            field=models.DateTimeField(
                null=True, help_text="Instant its time or venue was last changed; null when never."
            ),
        ),
    ]
