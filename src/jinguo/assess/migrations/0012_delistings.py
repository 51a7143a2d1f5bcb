"""A delisting is proposed and told first, and may be appealed against."""

import django.db.models.deletion
import jinguo.core.ids
from django.db import migrations, models


TRIGGER = """
CREATE TRIGGER {table}_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION assess_history_is_append_only()
"""

TABLES = ("assess_delisting", "assess_appeal")


class Migration(migrations.Migration):

    dependencies = [
        ('assess', '0011_inspection_plans'),
        ('org', '0005_suspended_accounts'),
        ('people', '0004_history_and_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(help_text='Day it was made.')),
                ('grounds', models.CharField(max_length=300)),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Delisting',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('proposed_on', models.DateField()),
                ('reason', models.CharField(max_length=300)),
                ('told_on', models.DateField(help_text='Day the household was told.')),
                ('told_how', models.CharField(help_text='In which way it was told.', max_length=100)),
                ('appeal_until', models.DateField(help_text='Inclusive.')),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='recognition',
            name='recognition_ends_with_its_state',
        ),
        migrations.AddField(
            model_name='recognition',
            name='appeal_until',
            field=models.DateField(help_text='Inclusive; while a delisting is proposed or appealed against.', null=True),
        ),
        migrations.AddField(
            model_name='recognition',
            name='decide_by',
            field=models.DateField(help_text='Inclusive; when a proposed delisting or an appeal is to be decided.', null=True),
        ),
        migrations.AlterField(
            model_name='recognition',
            name='state',
            field=models.CharField(choices=[('certified', 'Certified'), ('rectifying', 'Putting right'), ('proposed', 'Delisting proposed'), ('appealed', 'Appeal to be decided'), ('delisted', 'Delisted'), ('closed', 'Recognition ended'), ('superseded', 'Superseded by another level')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='recognition',
            index=models.Index(condition=models.Q(('state__in', ['proposed', 'appealed'])), fields=['programme', 'state', 'decide_by', 'id'], name='recognition_by_decision'),
        ),
        migrations.AddConstraint(
            model_name='recognition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('state__in', ['certified', 'rectifying', 'proposed', 'appealed'])), models.Q(('ended_on__isnull', False), ('state__in', ['delisted', 'closed', 'superseded'])), _connector='OR'), name='recognition_ends_with_its_state'),
        ),
        migrations.AddField(
            model_name='delisting',
            name='recognition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delistings', to='assess.recognition'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='delisting',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='assess.delisting'),
        ),
        migrations.AddConstraint(
            model_name='delisting',
            constraint=models.CheckConstraint(condition=models.Q(('appeal_until__gt', models.F('told_on'))), name='a_household_has_time_to_appeal'),
        ),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table), f"DROP TRIGGER {table}_is_append_only ON {table}"
            )
            for table in TABLES
        ),
    ]
