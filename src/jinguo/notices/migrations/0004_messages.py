"""Messages with their history and inboxes, and how people may be reached."""

import datetime
import django.db.models.deletion
import jinguo.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0003_entry_running'),
        ('org', '0006_posts_taken_over'),
        ('people', '0004_history_and_decisions'),
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
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'queued')), fields=['due_at'], name='message_due'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'sending')), fields=['changed_at'], name='message_being_sent'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'sent')), fields=['due_at'], name='message_to_ask_after'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['area', '-queued_at'], name='message_by_area_and_day'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['about_type', 'about_id'], name='message_by_what_it_is_about'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state__in', ['failed', 'unknown'])), fields=['area'], name='message_stuck'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['failed', 'suppressed']), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='message_not_sent_says_why'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['sending', 'sent', 'delivered']), _negated=True), models.Q(('channel', ''), _negated=True), _connector='OR'), name='message_sent_took_a_way'),
        ),
        migrations.AddConstraint(
            model_name='safecontact',
            constraint=models.UniqueConstraint(fields=('person', 'purpose'), name='safe_contact_is_one_a_purpose'),
        ),
        migrations.AddConstraint(
            model_name='safecontact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('address__isnull', True), ('channel', '')), models.Q(models.Q(('channel', ''), _negated=True), ('address__isnull', False)), _connector='OR'), name='safe_contact_has_an_address_for_its_channel'),
        ),
        migrations.AddConstraint(
            model_name='safecontact',
            constraint=models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes'))), name='safe_contact_opens_before_it_closes'),
        ),
    ]
