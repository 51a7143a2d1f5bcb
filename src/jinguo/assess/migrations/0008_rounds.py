"""Rounds of evaluation; what is drawn, frozen and found is written once."""

import django.contrib.postgres.fields
import django.db.models.deletion
import jinguo.core.ids
from django.conf import settings
from django.db import migrations, models


TRIGGER = """
CREATE TRIGGER {table}_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION assess_history_is_append_only()
"""

TABLES = ("assess_roundframe", "assess_sampled", "assess_finding")


class Migration(migrations.Migration):

    dependencies = [
        ('assess', '0007_verification_codes'),
        ('org', '0005_suspended_accounts'),
        ('people', '0004_history_and_decisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessor',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('ties', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('code', models.CharField(blank=True, max_length=6)),
            ],
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('outcome', models.CharField(choices=[('met', 'The family lives there and was met'), ('not-found', 'There is no such courtyard'), ('moved-away', 'The family does not live there any more'), ('demolished', 'The house is gone')], max_length=12)),
                ('has_plaque', models.BooleanField(null=True)),
                ('points', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), help_text='Of the sheet.', null=True, size=None)),
                ('knows_standard', models.BooleanField(null=True)),
                ('satisfaction', models.PositiveSmallIntegerField(help_text='From 1 to 5.', null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('visited_on', models.DateField()),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('programme', models.CharField(max_length=40)),
                ('purpose', models.CharField(choices=[('district-check', 'District check'), ('mock', 'Mock evaluation'), ('third-party', 'Third-party evaluation')], max_length=14)),
                ('title', models.CharField(max_length=80)),
                ('frame_on', models.DateField(help_text='The list holds who held a level on this day.')),
                ('due_on', models.DateField(help_text='Last day of the visits, inclusive.')),
                ('plan', models.JSONField()),
                ('state', models.CharField(choices=[('drafted', 'Drafted'), ('frozen', 'List frozen'), ('drawn', 'Drawn'), ('in-field', 'In the field'), ('closed', 'Closed'), ('withdrawn', 'Withdrawn')], max_length=12)),
                ('state_on', models.DateField(help_text='Day the state was reached.')),
                ('frame_digest', models.CharField(blank=True, help_text='SHA-256, hexadecimal.', max_length=64)),
                ('plan_digest', models.CharField(blank=True, help_text='SHA-256, hexadecimal.', max_length=64)),
                ('listed', models.PositiveIntegerField(help_text='Households on the list with a level.', null=True)),
                ('unlisted', models.PositiveIntegerField(help_text='Households on the list without.', null=True)),
                ('seed', models.CharField(blank=True, max_length=200)),
                ('seed_source', models.CharField(blank=True, help_text='Where anyone finds it.', max_length=200)),
                ('results', models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Sampled',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('level', models.CharField(blank=True, help_text='Empty: unlisted.', max_length=40)),
                ('cell', models.CharField(help_text='Within it one may replace another.', max_length=60)),
                ('order', models.PositiveIntegerField(help_text='Place in the cell, from 1; reserves come last.')),
                ('is_reserve', models.BooleanField()),
                ('probability', models.CharField(help_text='An exact fraction.', max_length=200)),
                ('stratum', models.CharField(max_length=60)),
                ('cluster', models.CharField(max_length=64)),
                ('population', models.PositiveIntegerField(help_text='Clusters of the stratum.', null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('open', 'To be visited'), ('filled', 'Visited'), ('returned', 'Sent back'), ('missed', 'Nobody met')], max_length=12)),
                ('missed', models.CharField(blank=True, choices=[('nobody-home', 'Nobody was at home'), ('declined', 'The family did not want the visit'), ('unreachable', 'The way there was blocked')], max_length=12)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='transition',
            name='transition_is_of_one_thing',
        ),
        migrations.AddField(
            model_name='assessor',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='RoundFrame',
            fields=[
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='frame', serialize=False, to='assess.round')),
                ('csv', models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name='round',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area'),
        ),
        migrations.AddField(
            model_name='round',
            name='ladder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assess.ladder'),
        ),
        migrations.AddField(
            model_name='round',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assess.sheet'),
        ),
        migrations.AddField(
            model_name='assessor',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessors', to='assess.round'),
        ),
        migrations.AddField(
            model_name='transition',
            name='round',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='assess.round'),
        ),
        migrations.AddField(
            model_name='sampled',
            name='area',
            field=models.ForeignKey(help_text='Its village on the list.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area'),
        ),
        migrations.AddField(
            model_name='sampled',
            name='first',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assess.score'),
        ),
        migrations.AddField(
            model_name='sampled',
            name='household',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household'),
        ),
        migrations.AddField(
            model_name='sampled',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sample', to='assess.round'),
        ),
        migrations.AddField(
            model_name='visit',
            name='assessor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='assess.assessor'),
        ),
        migrations.AddField(
            model_name='visit',
            name='replaces',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='assess.visit'),
        ),
        migrations.AddField(
            model_name='visit',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='assess.round'),
        ),
        migrations.AddField(
            model_name='visit',
            name='sampled',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='visit', to='assess.sampled'),
        ),
        migrations.AddField(
            model_name='finding',
            name='visit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='assess.visit'),
        ),
        migrations.AddField(
            model_name='transition',
            name='visit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='assess.visit'),
        ),
        migrations.AddIndex(
            model_name='transition',
            index=models.Index(condition=models.Q(('round__isnull', False)), fields=['round'], name='transition_of_round'),
        ),
        migrations.AddIndex(
            model_name='transition',
            index=models.Index(condition=models.Q(('visit__isnull', False)), fields=['visit'], name='transition_of_visit'),
        ),
        migrations.AddConstraint(
            model_name='transition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('application__isnull', False), ('recognition__isnull', True), ('round__isnull', True), ('visit__isnull', True)), models.Q(('application__isnull', True), ('recognition__isnull', False), ('round__isnull', True), ('visit__isnull', True)), models.Q(('application__isnull', True), ('recognition__isnull', True), ('round__isnull', False), ('visit__isnull', True)), models.Q(('application__isnull', True), ('recognition__isnull', True), ('round__isnull', True), ('visit__isnull', False)), _connector='OR'), name='transition_is_of_one_thing'),
        ),
        migrations.AddIndex(
            model_name='round',
            index=models.Index(fields=['state', 'area'], name='round_by_state'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['drafted', 'withdrawn']), models.Q(models.Q(('frame_digest', ''), _negated=True), models.Q(('plan_digest', ''), _negated=True)), _connector='OR'), name='round_once_frozen_has_its_digests'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('frame_digest', ''), _negated=True), ('seed', ''), _connector='OR'), name='round_has_no_seed_before_its_list_is_frozen'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['drawn', 'in-field', 'closed']), _negated=True), models.Q(models.Q(('seed', ''), _negated=True), models.Q(('seed_source', ''), _negated=True)), _connector='OR'), name='round_once_drawn_has_a_seed_and_its_source'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('frame_on'))), name='round_is_due_no_earlier_than_its_list'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('results__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('results__isnull', True)), _connector='OR'), name='round_has_results_when_closed'),
        ),
        migrations.AddConstraint(
            model_name='assessor',
            constraint=models.UniqueConstraint(fields=('round', 'account'), name='assessor_is_named_once'),
        ),
        migrations.AddConstraint(
            model_name='assessor',
            constraint=models.UniqueConstraint(fields=('round', 'name'), name='assessor_name_is_unmistakable'),
        ),
        migrations.AddConstraint(
            model_name='sampled',
            constraint=models.UniqueConstraint(fields=('round', 'household'), name='sampled_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='sampled',
            constraint=models.UniqueConstraint(fields=('round', 'cell', 'order'), name='sampled_has_its_place'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(fields=('round', 'code'), name='visit_code_is_given_once'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'missed'), models.Q(('missed', ''), _negated=True)), models.Q(models.Q(('state', 'missed'), _negated=True), ('missed', '')), _connector='OR'), name='visit_is_missed_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('has_plaque__isnull', False), ('knows_standard__isnull', False), ('outcome', 'met'), ('points__isnull', False)), models.Q(models.Q(('outcome', 'met'), _negated=True), ('has_plaque__isnull', True), ('knows_standard__isnull', True), ('points__isnull', True), ('satisfaction__isnull', True)), _connector='OR'), name='finding_is_scored_when_someone_was_met'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('satisfaction__isnull', True), ('satisfaction__range', (1, 5)), _connector='OR'), name='finding_has_one_to_five_points_of_satisfaction'),
        ),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table), f"DROP TRIGGER {table}_is_append_only ON {table}"
            )
            for table in TABLES
        ),
    ]
