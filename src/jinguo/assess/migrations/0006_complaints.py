"""Complaints of courtyards that hold a level are written down once, and may be why a visit is planned."""

import django.contrib.postgres.fields
import django.db.models.deletion
import jinguo.core.ids
from django.db import migrations, models

TRIGGER = """
CREATE TRIGGER assess_complaint_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON assess_complaint
FOR EACH STATEMENT EXECUTE FUNCTION assess_history_is_append_only()
"""


class Migration(migrations.Migration):

    dependencies = [
        ('assess', '0005_vetoes_found'),
    ]

    operations = [
        migrations.AlterField(
            model_name='plannedvisit',
            name='reasons',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('due', 'due'), ('faults', 'faults before'), ('season', 'faults in this season before'), ('objection', 'an objection before'), ('complaint', 'a complaint since the last visit'), ('long-ago', 'last visit long ago'), ('drawn', 'drawn by lot')], max_length=10), size=None),
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('about', models.CharField(max_length=300)),
                ('told_by', models.CharField(choices=[('neighbour', 'a neighbour'), ('village', 'the village or the grid'), ('visitor', 'a visitor'), ('office', 'another office or a hotline'), ('unnamed', 'somebody who gave no name')], max_length=10)),
                ('heard_on', models.DateField()),
                ('recognition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='assess.recognition')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RunSQL(
            TRIGGER, "DROP TRIGGER assess_complaint_is_append_only ON assess_complaint"
        ),
    ]
