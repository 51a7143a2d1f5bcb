"""Packs, and the lines and programmes they name."""

import jinguo.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('pack', models.CharField(max_length=60)),
                ('area', models.CharField(max_length=12)),
                ('key', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=100)),
                ('title_en', models.CharField(blank=True, max_length=100)),
                ('summary', models.CharField(blank=True, max_length=300)),
                ('summary_en', models.CharField(blank=True, max_length=300)),
                ('icon', models.CharField(blank=True, max_length=40)),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'key'), name='line_once_a_pack')],
            },
        ),
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('area', models.CharField(max_length=12)),
                ('year', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=100)),
                ('title_en', models.CharField(blank=True, max_length=100)),
                ('digest', models.CharField(max_length=64)),
                ('files', models.JSONField(help_text='Name → text, as applied; what export writes back.')),
                ('applied_at', models.DateTimeField()),
                ('applied_by', models.CharField(max_length=80)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='pack_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('pack', models.CharField(max_length=60)),
                ('area', models.CharField(max_length=12)),
                ('key', models.CharField(max_length=40)),
                ('line', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=100)),
                ('title_en', models.CharField(blank=True, max_length=100)),
                ('summary', models.CharField(blank=True, max_length=300)),
                ('summary_en', models.CharField(blank=True, max_length=300)),
                ('source', models.CharField(max_length=300)),
                ('position', models.PositiveSmallIntegerField()),
                ('codes', models.JSONField(default=list, help_text='Code lists: {id, title, source, items}.')),
                ('primitives', models.JSONField(default=list, help_text='Names of the primitives it uses.')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'key'), name='programme_once_a_pack')],
            },
        ),
    ]
