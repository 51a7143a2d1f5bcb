"""An entry may end because two records of a person were made one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0002_guards")]

    operations = [
        migrations.AlterField(
            model_name="enrolment",
            name="ended_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("cancelled", "She cancelled."),
                    ("declined", "She declined the seat offered."),
                    ("expired", "The seat offered was not taken in time."),
                    ("not-drawn", "The lot did not fall on her."),
                    ("not-confirmed", "The organiser did not confirm it."),
                    ("called-off", "The activity was cancelled."),
                    ("over", "The activity is over."),
                    ("merged", "Two records of hers were made one; she keeps the other place."),
                ],
                max_length=13,
            ),
        ),
    ]
