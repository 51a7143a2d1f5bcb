"""A workbook may hold the visits of an evaluation."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0002_rows_that_differ_and_runs'),
    ]

    operations = [
        migrations.AlterField(
            model_name='batch',
            name='kind',
            field=models.CharField(choices=[('roster', 'Household roster'), ('scores', 'Score sheets'), ('visits', 'Visits of an evaluation')], max_length=20),
        ),
    ]
