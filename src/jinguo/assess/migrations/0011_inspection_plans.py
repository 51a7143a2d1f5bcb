"""Inspections are planned for a period; a plan is not changed once it is drawn."""

import django.contrib.postgres.fields
import django.db.models.deletion
import jinguo.core.ids
from django.db import migrations, models


TRIGGER = """
CREATE TRIGGER {table}_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION assess_history_is_append_only()
"""

TABLES = ("assess_inspectionplan", "assess_plannedvisit")


class Migration(migrations.Migration):

    dependencies = [
        ('assess', '0010_levels_of_areas'),
        ('org', '0005_suspended_accounts'),
        ('people', '0004_history_and_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='InspectionPlan',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('programme', models.CharField(max_length=40)),
                ('starts_on', models.DateField(help_text='Inclusive.')),
                ('ends_on', models.DateField(help_text='Inclusive.')),
                ('seed', models.CharField(max_length=200)),
                ('draw_share', models.FloatField(help_text='Share drawn of those that are not due.')),
                ('risk_share', models.FloatField(help_text='Most of those not due that are added for risk.')),
                ('drawn_on', models.DateField()),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='PlannedVisit',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('due_on', models.DateField(help_text='Inclusive.')),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('due', 'due'), ('faults', 'faults before'), ('season', 'faults in this season before'), ('objection', 'an objection before'), ('long-ago', 'last visit long ago'), ('drawn', 'drawn by lot')], max_length=10), size=None)),
            ],
        ),
        migrations.AddField(
            model_name='inspectionplan',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area'),
        ),
        migrations.AddField(
            model_name='plannedvisit',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area'),
        ),
        migrations.AddField(
            model_name='plannedvisit',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='assess.inspectionplan'),
        ),
        migrations.AddField(
            model_name='plannedvisit',
            name='recognition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='assess.recognition'),
        ),
        migrations.AddConstraint(
            model_name='inspectionplan',
            constraint=models.UniqueConstraint(fields=('programme', 'area', 'starts_on'), name='inspection_plan_begins_once'),
        ),
        migrations.AddConstraint(
            model_name='inspectionplan',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='inspection_plan_is_not_empty'),
        ),
        migrations.AddIndex(
            model_name='plannedvisit',
            index=models.Index(fields=['plan', 'due_on', 'id'], name='planned_visit_by_day'),
        ),
        migrations.AddConstraint(
            model_name='plannedvisit',
            constraint=models.UniqueConstraint(fields=('plan', 'recognition'), name='a_plan_visits_a_household_once'),
        ),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table), f"DROP TRIGGER {table}_is_append_only ON {table}"
            )
            for table in TABLES
        ),
    ]
