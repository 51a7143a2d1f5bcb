"""The lists of requests, rounds and reports keep filters too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_filters_of_more_lists")]

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
                    ("messages", "Messages"),
                    ("sites", "Sites"),
                    ("faults", "Ledger of faults"),
                    ("rectifications", "Ledger of rectifications"),
                    ("area-levels", "Levels of villages and towns"),
                    ("retention", "What lasts"),
                    ("gaps", "Gaps"),
                    ("requests", "Requests about data"),
                    ("rounds", "Evaluation"),
                    ("reports", "Reports"),
                    ("audit", "Trail"),
                ],
                max_length=20,
            ),
        ),
    ]
