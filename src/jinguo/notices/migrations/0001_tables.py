"""Public notices with their objections, and messages on their way."""

import datetime
import django.contrib.postgres.fields
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
            name='Message',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('template', models.CharField(max_length=40)),
                ('values', models.JSONField()),
                ('is_sensitive', models.BooleanField()),
                ('about_type', models.CharField(help_text='module.thing.', max_length=40)),
                ('about_id', models.UUIDField()),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('failed', 'Failed'), ('suppressed', 'Not sent'), ('unknown', 'Perhaps sent')], default='queued', max_length=10)),
                ('why', models.CharField(blank=True, max_length=40)),
                ('channel', models.CharField(blank=True, choices=[('sms', 'text message'), ('wechat', 'WeChat'), ('email', 'e-mail')], max_length=6)),
                ('tail', models.CharField(blank=True, help_text='Of the number it went to.', max_length=4)),
                ('provider', models.CharField(blank=True, max_length=20)),
                ('provider_id', models.CharField(blank=True, max_length=100)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('account', models.UUIDField(help_text='Whose act caused it; null for a job.', null=True)),
                ('queued_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(help_text='It is not sent, or asked after, before.')),
                ('changed_at', models.DateTimeField(help_text='Instant of its present state.')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='people.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['due_at'], name='message_due'), models.Index(condition=models.Q(('state', 'sending')), fields=['changed_at'], name='message_being_sent'), models.Index(condition=models.Q(('state', 'sent')), fields=['due_at'], name='message_to_ask_after'), models.Index(fields=['area', '-queued_at'], name='message_by_area_and_day'), models.Index(fields=['about_type', 'about_id'], name='message_by_what_it_is_about'), models.Index(condition=models.Q(('state__in', ['failed', 'unknown'])), fields=['area'], name='message_stuck')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['failed', 'suppressed']), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='message_not_sent_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['sending', 'sent', 'delivered']), _negated=True), models.Q(('channel', ''), _negated=True), _connector='OR'), name='message_sent_took_a_way')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('programme', models.CharField(max_length=40)),
                ('object_type', models.CharField(help_text='module.thing of every entry.', max_length=40)),
                ('title', models.CharField(max_length=100)),
                ('introduction', models.TextField(max_length=2000)),
                ('basis', models.CharField(help_text='The law or document it rests on.', max_length=300)),
                ('contact_phone', models.CharField(help_text='Of an office, as it is printed.', max_length=20)),
                ('contact_room', models.CharField(max_length=80)),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('board', 'village notice board'), ('web', 'web page of the federation')], max_length=8), size=None)),
                ('days', models.PositiveSmallIntegerField()),
                ('count', models.CharField(choices=[('natural', 'natural days'), ('working', 'working days')], max_length=8)),
                ('shown_days', models.PositiveSmallIntegerField(help_text='Natural days it can still be read after its last day.')),
                ('decide_within', models.PositiveSmallIntegerField(help_text='Working days for an objection.')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('proposed', 'Waiting for release'), ('released', 'On notice'), ('closed', 'Closed'), ('expired', 'Expired'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('starts_on', models.DateField(help_text='Inclusive.', null=True)),
                ('ends_on', models.DateField(help_text='Inclusive.', null=True)),
                ('expires_on', models.DateField(help_text='Last day it can be read, inclusive.', null=True)),
                ('is_provisional', models.BooleanField(default=False, help_text='Counted over a year without a notice of working days.')),
                ('objections_made', models.PositiveIntegerField(default=0, help_text='The last number given.')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('unit', models.ForeignKey(help_text='Which issues it.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'area'], name='notice_by_state'), models.Index(fields=['ends_on'], name='notice_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['released', 'closed', 'expired']), _negated=True), models.Q(('ends_on__isnull', False), ('expires_on__isnull', False), ('starts_on__isnull', False)), _connector='OR'), name='notice_before_the_public_has_its_days'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['draft', 'proposed']), _negated=True), models.Q(('ends_on__isnull', True), ('expires_on__isnull', True), ('starts_on__isnull', True)), _connector='OR'), name='notice_has_no_days_before_its_release'), models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), models.Q(('ends_on__gte', models.F('starts_on')), ('expires_on__gt', models.F('ends_on'))), _connector='OR'), name='notice_begins_ends_and_expires_in_this_order'), models.CheckConstraint(condition=models.Q(('days__gte', 1), ('shown_days__gte', 1)), name='notice_stands_a_day_at_least'), models.CheckConstraint(condition=models.Q(('channels__len__gte', 1)), name='notice_hangs_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='SafeContact',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(choices=[('ordinary', 'classes, events and other ordinary matters'), ('sensitive', 'matters nobody near her may learn of')], max_length=9)),
                ('channel', models.CharField(blank=True, choices=[('sms', 'text message'), ('wechat', 'WeChat'), ('email', 'e-mail')], max_length=6)),
                ('address', models.BinaryField(help_text='Sealed; none without a channel.', null=True)),
                ('tail', models.CharField(blank=True, help_text='Last four digits of a number.', max_length=4)),
                ('opens', models.TimeField(default=datetime.time(0, 0), help_text='First minute of the day, inclusive.')),
                ('closes', models.TimeField(default=datetime.time(23, 59), help_text='Exclusive.')),
                ('may_answer', models.CharField(choices=[('herself', 'only she herself'), ('household', 'anyone in the household'), ('nobody', 'nobody: do not call')], default='nobody', help_text='When one calls her.', max_length=9)),
                ('code_word', models.BinaryField(help_text='Sealed; who calls says it first.', null=True)),
                ('checked_at', models.DateTimeField(help_text='When she last said that it still holds.')),
                ('checked_by', models.UUIDField(help_text='Account id.', null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='safe_contacts', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'purpose'), name='safe_contact_is_one_a_purpose'), models.CheckConstraint(condition=models.Q(models.Q(('address__isnull', True), ('channel', '')), models.Q(models.Q(('channel', ''), _negated=True), ('address__isnull', False)), _connector='OR'), name='safe_contact_has_an_address_for_its_channel'), models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes'))), name='safe_contact_opens_before_it_closes')],
            },
        ),
        migrations.CreateModel(
            name='InboxMessage',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('account', models.UUIDField(help_text='Account id.', null=True)),
                ('template', models.CharField(max_length=40)),
                ('values', models.JSONField()),
                ('about_type', models.CharField(help_text='module.thing.', max_length=40)),
                ('about_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inbox', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-at'], name='inbox_of_a_person'), models.Index(fields=['account', '-at'], name='inbox_of_an_account')],
                'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', True), ('account__isnull', True), _connector='XOR'), name='inbox_message_is_for_a_person_or_an_account')],
            },
        ),
        migrations.CreateModel(
            name='MessageChange',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('failed', 'Failed'), ('suppressed', 'Not sent'), ('unknown', 'Perhaps sent')], max_length=10)),
                ('why', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=80)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='notices.message')),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField(help_text='Printed; counts from 1.')),
                ('object_id', models.UUIDField()),
                ('name', models.CharField(help_text='Masked: 王**.', max_length=80)),
                ('place', models.CharField(help_text='Town and village as they were called.', max_length=120)),
                ('level', models.CharField(blank=True, help_text='A level or title of the plan.', max_length=40)),
                ('state', models.CharField(choices=[('listed', 'Listed'), ('frozen', 'Frozen by an objection'), ('struck', 'Struck off')], default='listed', max_length=8)),
                ('ends_on', models.DateField(help_text='Its own last day, inclusive.', null=True)),
                ('frozen_on', models.DateField(help_text='Day of the first objection still open.', null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='notices.notice')),
            ],
            options={
                'indexes': [models.Index(fields=['object_id'], name='entry_by_object'), models.Index(condition=models.Q(('state', 'listed')), fields=['ends_on'], name='entry_running')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'position'), name='entry_has_its_line'), models.UniqueConstraint(fields=('notice', 'object_id'), name='entry_stands_once'), models.CheckConstraint(condition=models.Q(('name__endswith', '**')), name='entry_name_is_masked'), models.CheckConstraint(condition=models.Q(models.Q(('frozen_on__isnull', False), ('state', 'frozen')), models.Q(models.Q(('state', 'frozen'), _negated=True), ('frozen_on__isnull', True)), _connector='OR'), name='entry_is_frozen_from_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(help_text='Within the notice; counts from 1.')),
                ('sort', models.CharField(choices=[('named', 'in her own name'), ('sealed', 'of a unit, under its seal')], max_length=10)),
                ('way', models.CharField(choices=[('phone', 'by telephone'), ('letter', 'by letter'), ('visit', 'in person')], max_length=8)),
                ('name', models.BinaryField(help_text='Sealed; of a person or a unit.')),
                ('phone', models.BinaryField(help_text='Sealed.')),
                ('letter_number', models.BinaryField(help_text="Sealed; of a unit's sealed letter.", null=True)),
                ('statement', models.BinaryField(help_text='Sealed.')),
                ('receipt', models.CharField(help_text="Argon2 hash of the receipt's code.", max_length=128)),
                ('received_on', models.DateField()),
                ('due_on', models.DateField(help_text='Last day to decide, inclusive.')),
                ('state', models.CharField(choices=[('open', 'Being looked into'), ('upheld', 'Upheld'), ('rejected', 'Not upheld'), ('lapsed', 'No longer needed')], default='open', max_length=10)),
                ('decided_on', models.DateField(null=True)),
                ('answer', models.CharField(blank=True, help_text='Why it was decided so; the objector reads it.', max_length=500)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='notices.entry')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='notices.notice')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['due_on'], name='objection_to_be_decided')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'number'), name='objection_has_its_number'), models.CheckConstraint(condition=models.Q(models.Q(('letter_number__isnull', True), ('sort', 'named')), models.Q(('letter_number__isnull', False), ('sort', 'sealed')), _connector='OR'), name='objection_is_signed_as_its_sort_says'), models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_on__isnull', False)), _connector='OR'), name='objection_is_decided_with_its_state')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('verb', models.CharField(max_length=20)),
                ('from_state', models.CharField(blank=True, max_length=10)),
                ('to_state', models.CharField(max_length=10)),
                ('on', models.DateField(help_text='Day it took effect.')),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='notices.notice')),
                ('objection', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='notices.objection')),
            ],
        ),
    ]
