"""Associations and their members, agreements, volunteers, appointments and assignments."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import jinguo.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('org', '0001_tables'),
        ('people', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('object_type', models.CharField(help_text='module.thing', max_length=40)),
                ('object_id', models.UUIDField()),
                ('verb', models.CharField(max_length=20)),
                ('from_state', models.CharField(blank=True, max_length=10)),
                ('to_state', models.CharField(blank=True, max_length=10)),
                ('on', models.DateField(help_text='Day it took effect.')),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'indexes': [models.Index(fields=['object_id'], name='members_change_by_object')],
            },
        ),
        migrations.CreateModel(
            name='RecordCheck',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('checked_on', models.DateField(help_text='Of the paper.')),
                ('holds_until', models.DateField(help_text='Inclusive.')),
                ('warn_on', models.DateField(help_text='Day from which the next one is a to-do.')),
                ('seen_by', models.CharField(max_length=40)),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'checked_on'], name='record_check_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('holds_until__gt', models.F('checked_on')), ('warn_on__lte', models.F('holds_until'))), name='record_check_holds_for_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('pack', models.CharField(max_length=60)),
                ('area', models.CharField(help_text="The pack's area; holds for its subtree.", max_length=12)),
                ('programme', models.CharField(max_length=40)),
                ('valid_from', models.DateField(help_text='Inclusive.')),
                ('valid_to', models.DateField(help_text='Exclusive.', null=True)),
                ('definition', models.JSONField()),
                ('source', models.CharField(max_length=300)),
                ('digest', models.CharField(help_text='SHA-256 of the definition, hexadecimal.', max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'programme', 'valid_from'), name='members_scheme_begins_once')],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('programme', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=100)),
                ('place', models.CharField(help_text='Where it was signed.', max_length=80)),
                ('signed_on', models.DateField()),
                ('starts_on', models.DateField(help_text='Inclusive.')),
                ('ends_on', models.DateField(help_text='Inclusive; later after a renewal.')),
                ('warn_on', models.DateField(help_text='Day from which its end is a to-do.')),
                ('state', models.CharField(choices=[('in-force', 'In force'), ('expired', 'Term is over'), ('ended', 'Ended early')], default='in-force', max_length=8)),
                ('ended_on', models.DateField(help_text='Of one ended early.', null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('unit', models.ForeignKey(help_text='Our side.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.scheme')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'ends_on'], name='agreement_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on')), ('warn_on__lte', models.F('ends_on'))), name='agreement_has_a_term'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_on__isnull', True)), _connector='OR'), name='agreement_ends_early_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('programme', models.CharField(max_length=40)),
                ('kind', models.CharField(help_text='Id of a kind of the scheme.', max_length=40)),
                ('skill', models.CharField(blank=True, help_text='What she is appointed for.', max_length=60)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField(help_text='Of the letter, in its unit and year.')),
                ('starts_on', models.DateField(help_text='Inclusive.')),
                ('ends_on', models.DateField(help_text='Inclusive.')),
                ('warn_on', models.DateField(help_text='Day from which its end is a to-do.')),
                ('state', models.CharField(choices=[('in-force', 'In force'), ('expired', 'Term is over'), ('ended', 'Ended early')], default='in-force', max_length=8)),
                ('ended_on', models.DateField(help_text='Of one ended early.', null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.scheme')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'ends_on'], name='appointment_by_end'), models.Index(fields=['person'], name='appointment_by_person')],
                'constraints': [models.UniqueConstraint(fields=('unit', 'year', 'number'), name='letter_number_is_given_once'), models.UniqueConstraint(condition=models.Q(('state', 'in-force')), fields=('programme', 'kind', 'person'), name='person_is_appointed_once_to_a_kind'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on')), ('warn_on__lte', models.F('ends_on'))), name='appointment_has_a_term'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_on__isnull', True)), _connector='OR'), name='appointment_ends_early_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('programme', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=60)),
                ('founded_on', models.DateField()),
                ('uscc', models.CharField(blank=True, help_text='Social credit code, once it is registered.', max_length=18)),
                ('registered_on', models.DateField(null=True)),
                ('charter', models.TextField(blank=True, max_length=5000)),
                ('charter_on', models.DateField(help_text='Day the charter in force was adopted.', null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('unit', models.ForeignKey(help_text='Which guides it.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.scheme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'name'), name='body_has_its_name_in_its_area'), models.UniqueConstraint(condition=models.Q(('uscc', ''), _negated=True), fields=('uscc',), name='body_has_its_own_credit_code'), models.CheckConstraint(condition=models.Q(models.Q(('registered_on__isnull', True), ('uscc', '')), models.Q(models.Q(('uscc', ''), _negated=True), ('registered_on__isnull', False)), _connector='OR'), name='body_was_registered_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('charter', ''), ('charter_on__isnull', True)), models.Q(models.Q(('charter', ''), _negated=True), ('charter_on__isnull', False)), _connector='OR'), name='body_charter_was_adopted_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Volunteer',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('programme', models.CharField(max_length=40)),
                ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), help_text='Ids of the scheme.', size=None)),
                ('since_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.scheme')),
            ],
            options={
                'indexes': [models.Index(fields=['person'], name='volunteer_by_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('programme', 'person'), name='person_is_a_volunteer_once'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('since_on')), _connector='OR'), name='volunteer_ends_after_the_beginning')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('individual', 'Individual member'), ('unit', 'Unit member')], max_length=10)),
                ('enterprise', models.CharField(blank=True, max_length=80)),
                ('uscc', models.CharField(blank=True, help_text='Of the enterprise.', max_length=18)),
                ('state', models.CharField(choices=[('applied', 'Applied'), ('checked', 'Before the council'), ('admitted', 'Member'), ('refused', 'Not admitted'), ('withdrawn', 'Withdrawn'), ('left', 'Left'), ('expelled', 'Expelled')], default='applied', max_length=10)),
                ('applied_on', models.DateField()),
                ('due_on', models.DateField(help_text='Day the next step is due; none once decided.', null=True)),
                ('conditions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, help_text='Ids of those found to be met.', size=None)),
                ('meeting_on', models.DateField(help_text='Of the council that voted.', null=True)),
                ('votes_for', models.PositiveSmallIntegerField(null=True)),
                ('votes_against', models.PositiveSmallIntegerField(null=True)),
                ('votes_abstained', models.PositiveSmallIntegerField(null=True)),
                ('number', models.PositiveIntegerField(help_text='Of the certificate, in its body.', null=True)),
                ('admitted_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('agreed_on', models.DateField(help_text='Day she agreed to stand in the directory.', null=True)),
                ('products', models.CharField(blank=True, max_length=300)),
                ('contact', models.CharField(blank=True, help_text='Of the business, as the directory shows it.', max_length=120)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='members.body')),
                ('person', models.ForeignKey(help_text='The member, or who stands for the unit.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'state'], name='membership_by_area_and_state'), models.Index(fields=['person'], name='membership_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'individual'), models.Q(('kind', 'unit'), models.Q(('enterprise', ''), _negated=True), models.Q(('uscc', ''), _negated=True)), _connector='OR'), name='unit_member_is_an_enterprise'), models.UniqueConstraint(condition=models.Q(('kind', 'individual'), ('state__in', ['applied', 'checked', 'admitted'])), fields=('body', 'person'), name='person_is_in_a_body_once'), models.UniqueConstraint(condition=models.Q(('kind', 'unit'), ('state__in', ['applied', 'checked', 'admitted'])), fields=('body', 'uscc'), name='enterprise_is_in_a_body_once'), models.UniqueConstraint(fields=('body', 'number'), name='certificate_number_is_once'), models.CheckConstraint(condition=models.Q(models.Q(('meeting_on__isnull', True), ('votes_abstained__isnull', True), ('votes_against__isnull', True), ('votes_for__isnull', True)), models.Q(('meeting_on__isnull', False), ('votes_abstained__isnull', False), ('votes_against__isnull', False), ('votes_for__isnull', False)), _connector='OR'), name='council_votes_are_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['admitted', 'left', 'expelled']), _negated=True), models.Q(('admitted_on__isnull', False), ('meeting_on__isnull', False), ('number__isnull', False)), _connector='OR'), name='member_was_admitted_by_the_council'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state__in', ['left', 'expelled'])), models.Q(models.Q(('state__in', ['left', 'expelled']), _negated=True), ('ended_on__isnull', True)), _connector='OR'), name='membership_ends_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('agreed_on__isnull', False), ('state', 'admitted')), models.Q(('contact', ''), ('products', '')), _connector='OR'), name='directory_entry_rests_on_consent')],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('uscc', models.CharField(blank=True, max_length=18)),
                ('contact_name', models.CharField(blank=True, max_length=40)),
                ('contact_phone', models.CharField(blank=True, help_text='Of an office.', max_length=20)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='members.agreement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agreement', 'name'), name='party_signs_once')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('programme', models.CharField(max_length=40)),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(help_text='From inclusive, to exclusive.')),
                ('warn_on', models.DateField(help_text='Day from which its end is a to-do.')),
                ('state', models.CharField(choices=[('running', 'Running'), ('ended', 'Ended')], default='running', max_length=8)),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='members.appointment')),
                ('area', models.ForeignKey(help_text='The community.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.scheme')),
            ],
            options={
                'indexes': [models.Index(fields=['state'], name='assignment_by_state')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('programme', '='), ('area', '='), ('period', '&&')], name='community_has_one_instructor_at_a_time'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('programme', '='), ('person', '='), ('period', '&&')], name='instructor_takes_one_community_at_a_time'), models.CheckConstraint(condition=models.Q(('period__endswith__isnull', False), ('period__isempty', False), ('period__startswith__isnull', False)), name='assignment_has_days')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('minutes', models.IntegerField(help_text='Signed.')),
                ('what', models.CharField(max_length=100)),
                ('with_minors', models.BooleanField()),
                ('reason', models.CharField(blank=True, help_text='Of what is taken back.', max_length=300)),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='members.service')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='members.volunteer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('minutes__gt', 0), ('reason', ''), ('reverses__isnull', True)), models.Q(('minutes__lt', 0), ('reverses__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='service_adds_time_or_takes_it_back')],
            },
        ),
        migrations.CreateModel(
            name='JointActivity',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('title', models.CharField(blank=True, help_text='Empty of a session held.', max_length=100)),
                ('people', models.PositiveIntegerField(help_text='Who took part, where it is known.', null=True)),
                ('session', models.UUIDField(help_text='Of a session held, which wrote this itself.', null=True)),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='members.agreement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agreement', 'session'), name='session_stands_in_an_agreement_once'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), ('session__isnull', False), _connector='OR'), name='joint_activity_has_a_title_or_a_session')],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(choices=[('president', 'President'), ('vice-president', 'Vice-president'), ('secretary', 'Secretary')], max_length=14)),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(help_text='From inclusive, to exclusive.')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='members.body')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='members.membership')),
            ],
            options={
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('title__in', ['president', 'secretary'])), expressions=[('body', '='), ('title', '='), ('period', '&&')], name='body_has_one_president_and_one_secretary'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('membership', '='), ('period', '&&')], name='member_holds_one_office_at_a_time'), models.CheckConstraint(condition=models.Q(('period__isempty', False)), name='office_period_is_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('item', models.CharField(help_text='Id of an item of co-operation.', max_length=40)),
                ('text', models.CharField(max_length=300)),
                ('due_on', models.DateField()),
                ('warn_on', models.DateField(help_text='Day from which it is a to-do.')),
                ('done_on', models.DateField(null=True)),
                ('result', models.CharField(blank=True, max_length=300)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='members.agreement')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='members.party')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_on__isnull', True)), fields=['warn_on'], name='duty_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('done_on__isnull', False), ('result', ''), _connector='OR'), name='duty_has_a_result_once_done')],
            },
        ),
    ]
