"""Saved filters, and when a page was last looked at."""

import django.db.models.deletion
import jinguo.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # A database made before this was one migration has these applied.
    replaces = [
        ('desk', '0001_saved_filters'),
        ('desk', '0002_last_looks'),
        ('desk', '0003_filters_of_activities'),
    ]

    initial = True

    dependencies = [
        ('org', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='LastLook',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('list', models.CharField(choices=[('households', 'Households'), ('courtyards', 'Applications'), ('activities', 'Activities'), ('notices', 'Public notices'), ('audit', 'Trail')], max_length=12)),
                ('name', models.CharField(max_length=30)),
                ('query', models.CharField(max_length=300)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'list', 'name'), name='saved_filter_has_a_name_of_its_own')],
            },
        ),
    ]
