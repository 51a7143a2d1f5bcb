"""Addresses of personal calendars."""

import django.db.models.deletion
import jinguo.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # A database made before this was one migration has these applied.
    replaces = [
        ('portal', '0001_calendar_feeds'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
