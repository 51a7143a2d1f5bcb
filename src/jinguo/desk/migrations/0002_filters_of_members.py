"""The lists of members and what belongs to them keep filters too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_tables")]

    operations = [
        migrations.AlterField(
            model_name="savedfilter",
            name="list",
            field=models.CharField(
                choices=[
                    ("households", "Households"),
                    ("courtyards", "Applications"),
                    ("activities", "Activities"),
                    ("members", "Members"),
                    ("agreements", "Agreements"),
                    ("volunteers", "Volunteers"),
                    ("appointments", "Appointments"),
                    ("assignments", "Assignments"),
                    ("notices", "Public notices"),
                    ("audit", "Trail"),
                ],
                max_length=12,
            ),
        ),
    ]
