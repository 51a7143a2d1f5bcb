"""The trail: its events, their links and the roots of its days."""

import jinguo.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DayRoot',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('first_seq', models.BigIntegerField()),
                ('last_seq', models.BigIntegerField()),
                ('root', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('event', models.UUIDField(unique=True)),
                ('digest', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(help_text="Set by the database's clock.")),
                ('xid', models.BigIntegerField(help_text='Recording transaction; set by the database.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(help_text='Account name, or `system:job`.', max_length=80)),
                ('session', models.CharField(blank=True, help_text='Keyed digest, not the key.', max_length=64)),
                ('address', models.CharField(blank=True, max_length=45)),
                ('action', models.CharField(help_text='module.verb', max_length=60)),
                ('object_type', models.CharField(blank=True, max_length=40)),
                ('object_id', models.UUIDField(null=True)),
                ('area', models.CharField(blank=True, max_length=12)),
                ('result', models.CharField(help_text='done, refused or denied', max_length=10)),
                ('count', models.IntegerField(default=1, help_text='Objects touched.')),
                ('purpose', models.CharField(blank=True, max_length=200)),
                ('fields', models.JSONField(default=list)),
                ('version', models.CharField(max_length=20)),
            ],
            options={
                'indexes': [models.Index(fields=['object_id', 'at'], name='audit_event_object'), models.Index(fields=['account', 'at'], name='audit_event_account'), models.Index(fields=['xid'], name='audit_event_xid'), models.Index(fields=['at'], name='audit_event_at'), models.Index(condition=models.Q(('action__in', ('exchange.annotate', 'exchange.certificate', 'exchange.export', 'exchange.plaques', 'exchange.score-sheets')), ('result', 'done')), fields=['at'], name='audit_event_taken_out')],
            },
        ),
    ]
