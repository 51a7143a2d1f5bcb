"""Households and persons, who lives where, consents, guardians and requests."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import jinguo.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('org', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('person', 'Person'), ('household', 'Household')], max_length=10)),
                ('winner', models.UUIDField()),
                ('loser', models.UUIDField()),
                ('reason', models.CharField(max_length=200)),
                ('decided_by', models.UUIDField(help_text='Account id; null for a job.', null=True)),
                ('decided_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=20)),
                ('head_name', models.CharField(max_length=40)),
                ('head_pinyin', models.CharField(db_collation='C', help_text='Sort and search key, lower case.', max_length=120)),
                ('head_initials', models.CharField(db_collation='C', help_text='First letters of the pinyin.', max_length=40)),
                ('phone_tail', models.CharField(blank=True, max_length=4)),
                ('member_count', models.PositiveSmallIntegerField(default=1, help_text='Head included.')),
                ('is_resident', models.BooleanField(default=True, help_text='常住')),
                ('yard', models.CharField(choices=[('yard', 'Single-storey yard'), ('flat', 'Flat with balcony')], default='yard', max_length=8)),
                ('address', models.BinaryField(help_text='Sealed.', null=True)),
                ('registered_on', models.DateField()),
                ('closed_on', models.DateField(help_text='First day off the register.', null=True)),
                ('closed_reason', models.CharField(blank=True, max_length=200)),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('merged_into', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='people.household')),
            ],
            options={
                'indexes': [models.Index(fields=['area'], name='household_by_area_prefix', opclasses=['varchar_pattern_ops']), models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['head_pinyin', 'id'], name='household_by_name'), models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['area', 'head_pinyin', 'id'], name='household_by_area_and_name'), models.Index(django.db.models.functions.text.Left('area_id', 9), models.F('head_pinyin'), models.F('id'), condition=models.Q(('closed_on__isnull', True)), name='household_by_town_and_name'), models.Index(django.db.models.functions.text.Left('area_id', 9), models.F('code'), condition=models.Q(('closed_on__isnull', True)), name='household_by_town_and_code'), models.Index(django.db.models.functions.text.Left('head_name', 1), models.F('head_pinyin'), models.F('id'), condition=models.Q(('closed_on__isnull', True)), name='household_by_surname'), models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['head_initials', 'head_pinyin', 'id'], name='household_by_initials'), models.Index(condition=models.Q(('closed_on__isnull', True), ('is_resident', False)), fields=['head_pinyin', 'id'], name='household_not_resident_by_name'), django.contrib.postgres.indexes.GinIndex(models.Func(models.F('head_name'), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None), template='string_to_array(%(expressions)s, NULL)'), name='household_by_signs_of_name'), models.Index(fields=['phone_tail'], name='household_by_phone_tail'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='household_merged')],
                'constraints': [models.UniqueConstraint(fields=('code',), name='household_code_is_given_once'), models.CheckConstraint(condition=models.Q(('code__regex', '^\\d{17}$')), name='household_code_is_a_village_and_five_digits'), models.CheckConstraint(condition=models.Q(('member_count__gte', 1)), name='household_counts_its_head'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('registered_on')), _connector='OR'), name='household_closes_after_it_is_registered'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), ('closed_on__isnull', False), _connector='OR'), name='merged_household_is_closed')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('pinyin', models.CharField(db_collation='C', max_length=120)),
                ('sex', models.CharField(choices=[('0', 'Unknown'), ('1', 'Male'), ('2', 'Female'), ('9', 'Not stated')], default='0', max_length=1)),
                ('born_on', models.DateField(null=True)),
                ('id_number', models.BinaryField(help_text='Sealed.', null=True)),
                ('id_index', models.UUIDField(help_text='Keyed blind index of the ID number.', null=True)),
                ('phone', models.BinaryField(help_text='Sealed.', null=True)),
                ('phone_index', models.UUIDField(help_text='Keyed blind index of the phone.', null=True)),
                ('phone_tail', models.CharField(blank=True, max_length=4)),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('merged_into', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['phone_index'], name='person_by_phone'), models.Index(fields=['area', 'pinyin'], name='person_by_area_prefix_and_name', opclasses=['varchar_pattern_ops', 'varchar_pattern_ops']), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='person_merged')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('id_index__isnull', False), ('merged_into__isnull', True)), fields=('id_index',), name='one_living_record_per_id_number')],
            },
        ),
        migrations.CreateModel(
            name='Reveal',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.UUIDField()),
                ('day', models.DateField(help_text="In the installation's time zone.")),
                ('kind', models.CharField(choices=[('person', 'Person'), ('household', 'Household')], max_length=10)),
                ('object_id', models.UUIDField()),
                ('field', models.CharField(max_length=20)),
                ('purpose', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'day'], name='reveal_by_account_and_day')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('relation', models.CharField(choices=[('0', 'Head'), ('1', 'Husband or wife'), ('2', 'Son'), ('3', 'Daughter'), ('4', 'Grandchild'), ('5', 'Parent'), ('6', 'Grandparent'), ('7', 'Brother or sister'), ('8', 'Other')], max_length=1)),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(help_text='From inclusive, to exclusive.')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.household')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('period__endswith__isnull', True)), fields=('person',), name='a_person_lives_in_one_household_now'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('period__endswith__isnull', False)), expressions=[('person', '='), ('period', '&&')], name='a_person_lived_in_one_household_at_a_time'), models.UniqueConstraint(condition=models.Q(('period__endswith__isnull', True), ('relation', '0')), fields=('household',), name='household_has_one_head_now'), models.CheckConstraint(condition=models.Q(('period__isempty', False)), name='membership_period_is_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='KeptApart',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=200)),
                ('decided_at', models.DateTimeField()),
                ('account', models.UUIDField(help_text='Account id; null for a job.', null=True)),
                ('actor', models.CharField(help_text='Account name, or `system:job`.', max_length=80)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='two_are_kept_apart_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='of_two_kept_apart_the_lower_id_is_first')],
            },
        ),
        migrations.CreateModel(
            name='Guardianship',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('relation', models.CharField(choices=[('5', 'Parent'), ('6', 'Grandparent'), ('7', 'Brother or sister'), ('8', 'Other')], max_length=1)),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(help_text='From inclusive, to exclusive; open end = in force.')),
                ('verified', models.CharField(choices=[('declared', 'by her own word'), ('household', 'of one household on the register'), ('paper', 'papers were seen')], max_length=10)),
                ('recorded_by', models.UUIDField(help_text='Account id; null for a job.', null=True)),
                ('recorded_at', models.DateTimeField()),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guardians', to='people.person')),
                ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wardships', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('period__endswith__isnull', True)), fields=('guardian', 'child'), name='a_guardian_has_a_child_once'), models.CheckConstraint(condition=models.Q(('guardian', models.F('child')), _negated=True), name='nobody_is_her_own_guardian'), models.CheckConstraint(condition=models.Q(('period__isempty', False)), name='guardianship_period_is_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('access', 'See what you hold of me'), ('copy', 'A copy of my data'), ('correct', 'Correct something'), ('delete', 'Delete something'), ('restrict', 'Use something no more')], max_length=8)),
                ('words', models.BinaryField(help_text='Sealed; what she asks, in her words.', null=True)),
                ('asked_by', models.UUIDField(help_text='Account id.', null=True)),
                ('received_on', models.DateField()),
                ('due_on', models.DateField(help_text='Last day to answer, inclusive.')),
                ('state', models.CharField(choices=[('received', 'Received'), ('taken', 'Being dealt with'), ('done', 'Done'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='received', max_length=9)),
                ('handler', models.CharField(blank=True, help_text='Name of who dealt with it.', max_length=80)),
                ('ended_on', models.DateField(null=True)),
                ('answer', models.CharField(blank=True, help_text='What was done, or why not; she reads it.', max_length=500)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_requests', to='people.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['received', 'taken'])), fields=['due_on'], name='request_to_be_answered')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['received', 'taken'])), fields=('person', 'kind'), name='one_request_of_a_kind_waits'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('state__in', ['received', 'taken'])), models.Q(('ended_on__isnull', False), ('state__in', ['done', 'refused', 'withdrawn'])), _connector='OR'), name='request_ends_with_its_state'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['done', 'refused']), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='answered_request_says_what_or_why'), models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('received_on'))), name='request_is_due_after_it_came')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=60)),
                ('text_version', models.CharField(max_length=40)),
                ('fields', models.JSONField(default=list)),
                ('recipient', models.CharField(blank=True, max_length=100)),
                ('guardian', models.CharField(blank=True, max_length=40)),
                ('guardian_relation', models.CharField(blank=True, choices=[('5', 'Parent'), ('6', 'Grandparent'), ('7', 'Brother or sister'), ('8', 'Other')], max_length=1)),
                ('given_on', models.DateField()),
                ('given_how', models.CharField(choices=[('paper', 'on paper'), ('screen', 'on screen'), ('spoken', 'spoken, witnessed')], max_length=10)),
                ('recorded_by', models.UUIDField(help_text='Account id; null for a job.', null=True)),
                ('withdrawn_on', models.DateField(help_text='First day it no longer holds.', null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_on__isnull', True)), fields=('person', 'purpose', 'recipient'), name='one_consent_in_force_a_purpose_and_recipient'), models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', True), ('withdrawn_on__gte', models.F('given_on')), _connector='OR'), name='consent_is_withdrawn_after_it_is_given'), models.CheckConstraint(condition=models.Q(models.Q(('guardian', ''), ('guardian_relation', '')), models.Q(models.Q(('guardian', ''), _negated=True), ('guardian_relation__in', ('5', '6', '7', '8'))), _connector='OR'), name='consent_of_a_guardian_says_her_relation')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[('area', 'Village'), ('name', 'Name'), ('id_number', 'ID number'), ('phone', 'Phone'), ('sex', 'Sex'), ('born_on', 'Date of birth'), ('address', 'Address'), ('member_count', 'People'), ('is_resident', 'Resident'), ('yard', 'Kind of yard'), ('joined', 'New member'), ('moved-in', 'Moved in from another household'), ('moved-out', 'Moved to another household'), ('left', 'Left the household'), ('head', 'New head'), ('relation', 'Relation to the head'), ('closed', 'Off the register'), ('persons-merged', 'Two records of one person merged'), ('households-merged', 'Two records of one household merged')], max_length=20)),
                ('before', models.CharField(blank=True, max_length=40)),
                ('after', models.CharField(blank=True, max_length=40)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('on', models.DateField(help_text='The day from which it counts.')),
                ('at', models.DateTimeField(help_text='When it was recorded.')),
                ('account', models.UUIDField(help_text='Account id; null for a job.', null=True)),
                ('actor', models.CharField(help_text='Account name, or `system:job`.', max_length=80)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='people.household')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Resident',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('phone', models.BinaryField(help_text='Sealed.')),
                ('phone_index', models.UUIDField(help_text='Keyed blind index of the phone.', unique=True)),
                ('since', models.DateTimeField()),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='resident', to=settings.AUTH_USER_MODEL)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='resident', to='people.person')),
            ],
        ),
    ]
