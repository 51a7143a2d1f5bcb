"""What is offered and when, who takes part, fairs, children minded, and the rules of it all."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import jinguo.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('org', '0001_tables'),
        ('people', '0001_tables'),
        ('sites', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='CertificateCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=6)),
                ('programme', models.CharField(max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'programme', 'year'), name='one_certificate_counter')],
            },
        ),
        migrations.CreateModel(
            name='Ruleset',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('pack', models.CharField(max_length=60)),
                ('area', models.CharField(help_text="The pack's area; holds for its subtree.", max_length=12)),
                ('programme', models.CharField(max_length=40)),
                ('valid_from', models.DateField(help_text='Inclusive.')),
                ('valid_to', models.DateField(help_text='Exclusive.', null=True)),
                ('kinds', models.JSONField(default=list)),
                ('categories', models.JSONField(default=list)),
                ('stages', models.JSONField(default=list)),
                ('audience', models.JSONField(default=list)),
                ('limits', models.JSONField(default=dict)),
                ('source', models.CharField(max_length=300)),
                ('digest', models.CharField(help_text='SHA-256 of the definition, hexadecimal.', max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'programme', 'valid_from'), name='ruleset_version_begins_once')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('programme', models.CharField(max_length=40)),
                ('kind', models.CharField(help_text="Id of a kind of the programme's ruleset.", max_length=40)),
                ('category', models.CharField(blank=True, help_text='Id of a category of the ruleset.', max_length=40)),
                ('title', models.CharField(max_length=80)),
                ('summary', models.CharField(blank=True, max_length=600)),
                ('place', models.CharField(blank=True, help_text='In words, where it is no site.', max_length=120)),
                ('stages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, help_text='Ids of life stages; empty for all.', size=None)),
                ('audience', models.JSONField(default=list, help_text='Named rules: {rule, parameters}; see jinguo.activities.rules.')),
                ('capacity', models.PositiveIntegerField(help_text='Seats.')),
                ('waiting_capacity', models.PositiveIntegerField(help_text='Entries on the waiting list.')),
                ('minimum', models.PositiveIntegerField(help_text='Seats taken that it needs to be held.')),
                ('seats_most', models.PositiveSmallIntegerField(default=1, help_text='Seats one entry may take.')),
                ('allocation', models.CharField(choices=[('first', 'First come, first served'), ('draw', 'By lot')], default='first', max_length=5)),
                ('needs_confirmation', models.BooleanField(default=False)),
                ('is_private', models.BooleanField(default=False, help_text='Who comes is shown to counsellors only.')),
                ('fee_fen', models.PositiveIntegerField(default=0, help_text='Paid on site, in fen.')),
                ('fee_note', models.CharField(blank=True, max_length=120)),
                ('created_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sites.site')),
                ('unit', models.ForeignKey(help_text='The organiser.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'verbose_name_plural': 'series',
                'constraints': [models.CheckConstraint(condition=models.Q(('capacity__gte', 1), ('seats_most__gte', 1), ('seats_most__lte', models.F('capacity'))), name='series_offers_at_least_one_seat')],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('group', models.CharField(choices=[('military-family', 'Military family'), ('in-difficulty', 'In difficulty')], max_length=15)),
                ('role', models.CharField(blank=True, choices=[('spouse', 'spouse'), ('parent', 'parent'), ('child', 'child')], max_length=6)),
                ('letter', models.CharField(help_text='Number of the letter that confirms it.', max_length=60)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(help_text='Exclusive.', null=True)),
                ('account', models.UUIDField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_on__isnull', True)), fields=('person', 'group'), name='one_standing_in_force_a_person_and_group'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='standing_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('programme', models.CharField(max_length=40)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(help_text='Exclusive.')),
                ('absences', models.PositiveSmallIntegerField(help_text='That it rests on.')),
                ('appeal', models.CharField(blank=True, max_length=500)),
                ('appealed_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('is_lifted', models.BooleanField(default=False)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'until_on'], name='block_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gt', models.F('from_on'))), name='block_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('appealed_at__isnull', True), models.Q(('appeal', ''), _negated=True), _connector='XOR'), name='an_appeal_has_words'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('decided_at__isnull', True), ('is_lifted', False)), models.Q(('decided_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='a_decision_has_an_answer')],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('programme', models.CharField(max_length=40)),
                ('kind', models.CharField(help_text="Id of a kind of the programme's ruleset.", max_length=40)),
                ('category', models.CharField(blank=True, help_text='Id of a category of the ruleset.', max_length=40)),
                ('title', models.CharField(max_length=80)),
                ('summary', models.CharField(blank=True, max_length=600)),
                ('place', models.CharField(blank=True, help_text='In words, where it is no site.', max_length=120)),
                ('stages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, help_text='Ids of life stages; empty for all.', size=None)),
                ('audience', models.JSONField(default=list, help_text='Named rules: {rule, parameters}; see jinguo.activities.rules.')),
                ('capacity', models.PositiveIntegerField(help_text='Seats.')),
                ('waiting_capacity', models.PositiveIntegerField(help_text='Entries on the waiting list.')),
                ('minimum', models.PositiveIntegerField(help_text='Seats taken that it needs to be held.')),
                ('seats_most', models.PositiveSmallIntegerField(default=1, help_text='Seats one entry may take.')),
                ('allocation', models.CharField(choices=[('first', 'First come, first served'), ('draw', 'By lot')], default='first', max_length=5)),
                ('needs_confirmation', models.BooleanField(default=False)),
                ('is_private', models.BooleanField(default=False, help_text='Who comes is shown to counsellors only.')),
                ('fee_fen', models.PositiveIntegerField(default=0, help_text='Paid on site, in fen.')),
                ('fee_note', models.CharField(blank=True, max_length=120)),
                ('code', models.CharField(help_text='Of its public address /a/<code>.', max_length=8, unique=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('running', 'Running'), ('finished', 'Finished'), ('cancelled', 'Cancelled')], default='draft', max_length=9)),
                ('opens_at', models.DateTimeField(help_text='First instant at which one may enrol.')),
                ('closes_at', models.DateTimeField(help_text='Exclusive.')),
                ('created_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('cancelled_because', models.CharField(blank=True, max_length=300)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sites.site')),
                ('unit', models.ForeignKey(help_text='The organiser.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('series', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='activities.series')),
            ],
            options={
                'verbose_name_plural': 'activities',
                'indexes': [models.Index(fields=['programme', 'state'], name='activity_by_programme'), django.contrib.postgres.indexes.GinIndex(fields=['stages'], name='activity_by_stage')],
                'constraints': [models.CheckConstraint(condition=models.Q(('capacity__gte', 1), ('seats_most__gte', 1), ('seats_most__lte', models.F('capacity'))), name='activity_offers_at_least_one_seat'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='activity_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('state', 'draft')), ('state', 'cancelled'), ('published_at__isnull', False), _connector='OR'), name='published_activity_says_when'), models.CheckConstraint(condition=models.Q(('state', 'cancelled'), ('cancelled_because', ''), _connector='XOR'), name='cancelled_activity_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('seats', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('offered', 'Seat offered'), ('enrolled', 'Enrolled'), ('completed', 'Completed'), ('dropped', 'Cancelled'), ('late-cancelled', 'Cancelled late'), ('refused', 'Not given a seat')], max_length=14)),
                ('has_priority', models.BooleanField(default=False)),
                ('place', models.PositiveIntegerField(help_text='In the waiting list, from 1.', null=True)),
                ('offer_expires_at', models.DateTimeField(help_text='Exclusive.', null=True)),
                ('booked_by', models.UUIDField(help_text='Account id; null for a job.', null=True)),
                ('channel', models.CharField(choices=[('portal', 'by herself'), ('desk', 'at the desk'), ('paste', 'from a pasted list'), ('paper', 'from a paper list')], max_length=6)),
                ('entered_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(help_text='Where it needs confirmation.', null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_because', models.CharField(blank=True, choices=[('cancelled', 'She cancelled.'), ('declined', 'She declined the seat offered.'), ('expired', 'The seat offered was not taken in time.'), ('not-drawn', 'The lot did not fall on her.'), ('not-confirmed', 'The organiser did not confirm it.'), ('called-off', 'The activity was cancelled.'), ('over', 'The activity is over.')], max_length=13)),
                ('is_excused', models.BooleanField(default=False, help_text='The late cancellation does not count.')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='activities.activity')),
                ('guardian', models.ForeignKey(help_text='Who enrolled a child under 14.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'state'], name='enrolment_by_person'), models.Index(condition=models.Q(('state', 'offered')), fields=['offer_expires_at'], name='enrolment_by_expiry_of_offer')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'offered', 'enrolled', 'completed'])), fields=('activity', 'person'), name='one_living_enrolment_a_person_and_activity'), models.UniqueConstraint(condition=models.Q(('place__isnull', False)), fields=('activity', 'place'), name='a_place_in_the_waiting_list_is_one_persons'), models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='enrolment_takes_a_seat'), models.CheckConstraint(condition=models.Q(('state', 'offered'), ('offer_expires_at__isnull', True), _connector='XOR'), name='an_offer_expires'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_because', ''), ('state__in', ['waiting', 'offered', 'enrolled', 'completed'])), models.Q(('ended_at__isnull', False), ('state__in', ['dropped', 'late-cancelled', 'refused']), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='what_ended_says_when_and_why')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(help_text='From 1, in the order planned.')),
                ('title', models.CharField(blank=True, help_text='What this one is about.', max_length=80)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(help_text='Exclusive.')),
                ('room', models.CharField(blank=True, help_text='Of the site, where it has several.', max_length=40)),
                ('place', models.CharField(blank=True, help_text='In words, where it is no site.', max_length=120)),
                ('instructor_name', models.CharField(blank=True, help_text='As it is announced.', max_length=60)),
                ('stream_url', models.URLField(blank=True, max_length=300)),
                ('replay_url', models.URLField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='planned', max_length=9)),
                ('held_at', models.DateTimeField(help_text='Instant it was recorded as held.', null=True)),
                ('visitors', models.PositiveIntegerField(help_text='Head count where nobody enrols, such as at a fair.', null=True)),
                ('cancelled_because', models.CharField(blank=True, max_length=300)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='activities.activity')),
                ('instructor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sites.site')),
            ],
            options={
                'indexes': [models.Index(fields=['starts_at'], name='session_by_start')],
                'constraints': [models.UniqueConstraint(fields=('activity', 'number'), name='session_number_once_an_activity'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('state', 'held'), ('held_at__isnull', True), _connector='XOR'), name='held_session_says_when'), models.CheckConstraint(condition=models.Q(('state', 'cancelled'), ('cancelled_because', ''), _connector='XOR'), name='cancelled_session_says_why'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('instructor__isnull', False), models.Q(('state', 'cancelled'), _negated=True)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('instructor', '='), (models.Func(models.F('starts_at'), models.F('ends_at'), models.Value('[)'), function='TSTZRANGE', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='an_instructor_is_in_one_place_at_a_time'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('site__isnull', False), models.Q(('state', 'cancelled'), _negated=True)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('site', '='), ('room', '='), (models.Func(models.F('starts_at'), models.F('ends_at'), models.Value('[)'), function='TSTZRANGE', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='a_room_is_used_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Stall',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=100)),
                ('uscc', models.CharField(blank=True, help_text='Unified social credit code (GB 32100), of a firm.', max_length=18)),
                ('is_womans', models.BooleanField(default=False, help_text='Run by a woman.')),
                ('goods', models.CharField(blank=True, max_length=200)),
                ('sales_fen', models.PositiveBigIntegerField(null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stalls', to='activities.activity')),
                ('vendor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'number'), name='stall_number_once_a_fair'), models.UniqueConstraint(condition=models.Q(('uscc', ''), _negated=True), fields=('activity', 'uscc'), name='one_stall_a_firm_and_fair')],
            },
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('seed_hash', models.CharField(help_text='SHA-256 of the seed, hexadecimal.', max_length=64)),
                ('sealed_seed', models.BinaryField(help_text='Sealed.')),
                ('committed_at', models.DateTimeField()),
                ('seed', models.CharField(blank=True, help_text='Once drawn.', max_length=64)),
                ('drawn_at', models.DateTimeField(null=True)),
                ('entries', models.JSONField(default=list, help_text='{code, seats, has_priority}, by code.')),
                ('order', models.JSONField(default=list, help_text='Codes, the first lot first.')),
                ('activity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='drawing', to='activities.activity')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('drawn_at__isnull', True), models.Q(('seed', ''), _negated=True), _connector='XOR'), name='a_draw_shows_its_seed')],
            },
        ),
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code_digest', models.CharField(max_length=64)),
                ('allergies', models.BinaryField(help_text='Sealed.', null=True)),
                ('wrong_codes', models.PositiveSmallIntegerField(default=0, help_text='Entered since the last right one.')),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='charge', to='activities.enrolment')),
            ],
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=40, unique=True)),
                ('issued_on', models.DateField()),
                ('attended', models.PositiveSmallIntegerField()),
                ('held', models.PositiveSmallIntegerField()),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certificate', to='activities.enrolment')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('attended__lte', models.F('held'))), name='nobody_attended_more_than_was_held')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('after_months', models.PositiveSmallIntegerField()),
                ('result', models.CharField(choices=[('employed', 'In employment'), ('self-employed', 'Started a business'), ('looking', 'Looking for work'), ('not-looking', 'Not looking for work'), ('not-reached', 'Not reached')], max_length=13)),
                ('income', models.CharField(blank=True, choices=[('0-1000', 'below 1,000 yuan a month'), ('1000-3000', '1,000 to 3,000 yuan a month'), ('3000-5000', '3,000 to 5,000 yuan a month'), ('5000-', 'above 5,000 yuan a month')], max_length=9)),
                ('on', models.DateField(help_text='Day she was asked.')),
                ('account', models.UUIDField(null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='activities.enrolment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'after_months'), name='one_outcome_an_enrolment_and_time')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('present', 'Present'), ('absent', 'Absent'), ('excused', 'Excused')], max_length=7)),
                ('how', models.CharField(choices=[('qr', "by the code on the organiser's phone"), ('list', 'on the list'), ('code', 'by her short code')], max_length=4)),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('excused_because', models.CharField(blank=True, max_length=300)),
                ('fact', models.UUIDField(help_text='Of activities.attended, while she counts.', null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='activities.enrolment')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='activities.session')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'enrolment'), name='attendance_once_a_session_and_enrolment'), models.CheckConstraint(condition=models.Q(('state', 'present'), ('fact__isnull', True), _connector='XOR'), name='who_counts_is_present')],
            },
        ),
        migrations.CreateModel(
            name='Vacancy',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=80)),
                ('places', models.PositiveSmallIntegerField()),
                ('wage_from_fen', models.PositiveIntegerField(help_text='A month.', null=True)),
                ('wage_to_fen', models.PositiveIntegerField(help_text='A month, inclusive.', null=True)),
                ('requirements', models.CharField(blank=True, max_length=200)),
                ('stall', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vacancies', to='activities.stall')),
            ],
            options={
                'verbose_name_plural': 'vacancies',
                'constraints': [models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='vacancy_has_a_place'), models.CheckConstraint(condition=models.Q(('wage_to_fen__isnull', True), ('wage_to_fen__gte', models.F('wage_from_fen')), _connector='OR'), name='wages_rise')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='feedback', serialize=False, to='activities.enrolment')),
                ('rating', models.PositiveSmallIntegerField()),
                ('words', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('rating__gte', 1), ('rating__lte', 5)), name='rating_is_one_to_five')],
            },
        ),
        migrations.CreateModel(
            name='PickUp',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('relation', models.CharField(help_text='To the child, in words.', max_length=40)),
                ('phone', models.BinaryField(help_text='Sealed.', null=True)),
                ('phone_tail', models.CharField(blank=True, max_length=4)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(help_text='Exclusive.', null=True)),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pick_ups', to='activities.charge')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='pick_up_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(help_text='When it happened.')),
                ('what', models.BinaryField(help_text='Sealed: what happened and what was done.')),
                ('told_guardian_at', models.DateTimeField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('account', models.UUIDField(null=True)),
                ('charge', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='activities.charge')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='activities.session')),
            ],
        ),
        migrations.CreateModel(
            name='Intent',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('meant', 'Intent'), ('hired', 'Hired'), ('not-hired', 'Not hired')], default='meant', max_length=9)),
                ('on', models.DateField(help_text='Day of the intent.')),
                ('settled_on', models.DateField(help_text='Day it was confirmed whether she was hired.', null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('vacancy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='intents', to='activities.vacancy')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('vacancy', 'person'), name='one_intent_a_person_and_vacancy'), models.CheckConstraint(condition=models.Q(('state', 'meant'), ('settled_on__isnull', False), _connector='XOR'), name='settled_intent_says_when')],
            },
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('in_at', models.DateTimeField()),
                ('out_at', models.DateTimeField(null=True)),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='activities.charge')),
                ('fetched_by', models.ForeignKey(help_text='Null where the guardian came herself.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.pickup')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='activities.session')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'charge'), name='one_stay_a_session_and_child'), models.CheckConstraint(condition=models.Q(('out_at__isnull', True), ('out_at__gte', models.F('in_at')), _connector='OR'), name='a_child_leaves_after_she_came')],
            },
        ),
    ]
