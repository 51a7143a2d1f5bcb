"""A slim index of the open households by area, on which all of an area are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_erasures'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='household',
            index=models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['area'], name='household_open_by_area'),
        ),
    ]
