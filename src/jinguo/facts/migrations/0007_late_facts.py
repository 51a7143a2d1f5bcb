"""
One index finds the facts recorded after a point for days before another; a roll-up notes when it took them.

The time of a roll-up was that of its beginning; from now on every transaction it took had begun by then.
"""

from django.db import migrations, models

ROLLED_AT = "ALTER TABLE facts_batch ALTER COLUMN rolled_at SET DEFAULT {}()"


class Migration(migrations.Migration):
    dependencies = [("facts", "0006_cells_of_days")]

    operations = [
        migrations.RemoveIndex(model_name="fact", name="fact_tail"),
        migrations.RemoveIndex(model_name="fact", name="fact_recorded"),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["xid", "occurred_on"], name="fact_tail"),
        ),
        migrations.RunSQL(ROLLED_AT.format("clock_timestamp"), ROLLED_AT.format("now")),
    ]
