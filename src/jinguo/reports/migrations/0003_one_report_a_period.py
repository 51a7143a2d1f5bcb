"""One report of a template, an area and a period, however often the button is pressed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_guards")]

    operations = [
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("template", "area", "starts_on", "ends_on"),
                name="report_once_a_template_area_and_period",
            ),
        )
    ]
