"""Inspections get a day on which they are due, orders to put right the faults they are about."""

import django.db.models.deletion
import jinguo.core.ids
from django.db import migrations, models

FIRST_DUE = """
UPDATE assess_recognition AS held
SET next_check_on = (
    SELECT max(seen.on) + interval '6 months' FROM (
        SELECT held.certified_on AS on
        UNION ALL SELECT scored_on FROM assess_score WHERE recognition_id = held.id
    ) AS seen
)
WHERE ended_on IS NULL
"""

TRIGGER = """
CREATE TRIGGER {table}_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION assess_history_is_append_only()
"""

TABLES = ("assess_fault", "assess_repair")


class Migration(migrations.Migration):

    dependencies = [
        ('assess', '0004_named_rules'),
        ('org', '0002_posts_taken_back'),
        ('people', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Fault',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('problem', models.CharField(max_length=100)),
                ('helper', models.CharField(blank=True, help_text='Who helps a household that cannot do it alone.', max_length=40)),
                ('found_on', models.DateField()),
                ('due_on', models.DateField(help_text='Inclusive.')),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Repair',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(help_text='Day it was seen.')),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
            ],
        ),
        migrations.AddField(
            model_name='recognition',
            name='next_check_on',
            field=models.DateField(help_text='Day the next re-inspection is due, inclusive; none once it has ended.', null=True),
        ),
        migrations.AddIndex(
            model_name='recognition',
            index=models.Index(condition=models.Q(('state', 'certified')), fields=['programme', 'next_check_on', 'id'], name='recognition_by_next_check'),
        ),
        migrations.AddField(
            model_name='fault',
            name='recognition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='faults', to='assess.recognition'),
        ),
        migrations.AddField(
            model_name='repair',
            name='fault',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='repair', to='assess.fault'),
        ),
        migrations.AddConstraint(
            model_name='fault',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('found_on'))), name='fault_is_due_no_earlier_than_found'),
        ),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table), f"DROP TRIGGER {table}_is_append_only ON {table}"
            )
            for table in TABLES
        ),
        migrations.RunSQL(FIRST_DUE, migrations.RunSQL.noop),
    ]
