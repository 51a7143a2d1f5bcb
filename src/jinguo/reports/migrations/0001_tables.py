"""Templates, reports and their freezes."""

import django.db.models.deletion
import jinguo.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('pack', models.CharField(max_length=60)),
                ('area', models.CharField(max_length=12)),
                ('key', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=100)),
                ('title_en', models.CharField(blank=True, max_length=100)),
                ('body', models.JSONField(help_text='The parsed template; see jinguo.reports.templates.')),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'key', 'version'), name='template_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('area', models.CharField(max_length=12)),
                ('starts_on', models.DateField(help_text='Inclusive.')),
                ('ends_on', models.DateField(help_text='Inclusive.')),
                ('state', models.CharField(choices=[('open', 'Open'), ('frozen', 'Frozen')], max_length=8)),
                ('created_at', models.DateTimeField()),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reports.template')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='report_period_is_not_empty'), models.UniqueConstraint(fields=('template', 'area', 'starts_on', 'ends_on'), name='report_once_a_template_area_and_period')],
            },
        ),
        migrations.CreateModel(
            name='Freeze',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('as_of', models.JSONField(help_text='jinguo.facts.queries.AsOf, as it writes itself.')),
                ('values', models.JSONField(help_text='Key of a figure → all of it; see jinguo.reports.rendered.Value.')),
                ('text', models.JSONField(help_text='Title, issuer, attachments and the rendered blocks.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='freezes', to='reports.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='freeze_number_once')],
            },
        ),
    ]
