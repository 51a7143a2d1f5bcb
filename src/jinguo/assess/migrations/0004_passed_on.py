"""Visits of an assessor who cannot go on pass to others; what passed is written once."""

import django.db.models.deletion
import jinguo.core.ids
from django.db import migrations, models

TRIGGER = """
CREATE TRIGGER assess_passedon_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON assess_passedon
FOR EACH STATEMENT EXECUTE FUNCTION assess_history_is_append_only()
"""


class Migration(migrations.Migration):

    dependencies = [
        ('assess', '0003_lanes'),
    ]

    operations = [
        migrations.CreateModel(
            name='PassedOn',
            fields=[
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('turn', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=6)),
                ('reason', models.CharField(max_length=500)),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assess.assessor')),
                ('taker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assess.assessor')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passings', to='assess.visit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('visit', 'turn'), name='visit_passed_on_once_a_turn'), models.CheckConstraint(condition=models.Q(('giver', models.F('taker')), _negated=True), name='visit_passed_on_to_another')],
            },
        ),
        migrations.RunSQL(
            TRIGGER, "DROP TRIGGER assess_passedon_is_append_only ON assess_passedon"
        ),
    ]
