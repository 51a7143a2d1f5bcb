"""Cells of single days above the villages, and an index by which the facts of a village's days are found."""

from django.db import migrations, models

FILL = """
INSERT INTO facts_cell (area, grain, kind, category, programme, starts_on, quantity, amount, facts, records)
SELECT left(area, level), 'd', kind, category, programme, occurred_on, sum(quantity), sum(amount), count(*),
    sum(CASE WHEN quantity < 0 OR quantity = 0 AND corrects IS NOT NULL THEN -1 ELSE 1 END)
FROM facts_fact JOIN (VALUES (2), (4), (6), (9)) AS levels (level) ON length(area) >= level
WHERE xid < coalesce((SELECT watermark FROM facts_state), 0)
GROUP BY 1, 2, 3, 4, 5, 6;
"""


class Migration(migrations.Migration):
    dependencies = [("facts", "0005_failures")]

    operations = [
        migrations.AlterField(
            model_name="cell",
            name="grain",
            field=models.CharField(
                choices=[("d", "day"), ("m", "month"), ("y", "year")], max_length=1
            ),
        ),
        migrations.AlterField(
            model_name="cell",
            name="starts_on",
            field=models.DateField(help_text="The day, or the first of the month or year."),
        ),
        migrations.RemoveIndex(model_name="fact", name="fact_of_a_day"),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(
                fields=["kind", "area", "occurred_on"], name="fact_of_a_place_and_day"
            ),
        ),
        migrations.RunSQL(FILL, "DELETE FROM facts_cell WHERE grain = 'd'"),
    ]
