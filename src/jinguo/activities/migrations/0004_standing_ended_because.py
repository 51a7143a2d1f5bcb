"""A standing says why it ended before its day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0003_merged_records")]

    operations = [
        migrations.AddField(
            model_name="standing",
            name="ended_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no-longer", "She no longer belongs to it."),
                    ("withdrawn", "Who confirmed it withdrew the letter."),
                    ("renewed", "A new letter takes its place."),
                    ("asked", "She asked for it."),
                    ("mistaken", "It was recorded by mistake."),
                    ("merged", "Two records of hers were made one."),
                ],
                default="",
                help_text="Why it ended before its day.",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="standing",
            name="until_on",
            field=models.DateField(
                help_text="Exclusive. Ahead of its day: until when the letter holds.", null=True
            ),
        ),
    ]
