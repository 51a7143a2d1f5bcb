"""A visit names the vetoes of the sheet that it found; the visits there are named none."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assess', '0004_passed_on'),
    ]

    operations = [
        migrations.AddField(
            model_name='finding',
            name='vetoes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'met'), ('vetoes', []), _connector='OR'), name='finding_has_vetoes_only_where_someone_was_met'),
        ),
    ]
