"""Areas, units, accounts, posts and tokens."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.db.models.deletion
import jinguo.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        django.contrib.postgres.operations.TrigramExtension(
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('username', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=40)),
                ('kind', models.CharField(choices=[('staff', 'staff'), ('resident', 'resident')], default='staff', max_length=8)),
                ('phone_tail', models.CharField(blank=True, max_length=4)),
                ('is_active', models.BooleanField(default=True)),
                ('must_change_password', models.BooleanField(default=True, help_text='The password was given out once and has to be replaced.')),
                ('one_time_expires_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('suspended_at', models.DateTimeField(blank=True, help_text='Since when it is closed because nobody signed in with it.', null=True)),
                ('reopened_at', models.DateTimeField(blank=True, help_text='When an administrator last opened it again.', null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.Func(models.F('username'), function='lower'), name='username_ignores_case'), models.CheckConstraint(condition=models.Q(('suspended_at__isnull', True), ('is_active', False), _connector='OR'), name='suspended_account_is_closed')],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('code', models.CharField(max_length=12, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('level', models.CharField(choices=[('province', 'Province'), ('city', 'City'), ('county', 'County'), ('township', 'Town or street'), ('village', 'Village or community')], max_length=10)),
                ('pinyin', models.CharField(help_text='Sort key.', max_length=200)),
                ('valid_from', models.DateField(help_text='Inclusive.')),
                ('valid_to', models.DateField(blank=True, help_text='Exclusive.', null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^(\\d{2}|\\d{4}|\\d{6}|\\d{9}|\\d{12})$')), name='area_code_has_a_lawful_length'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='area_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='AreaSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('earlier', models.CharField(max_length=12)),
                ('later', models.CharField(max_length=12)),
                ('effective_on', models.DateField(help_text='First day under the later code.')),
                ('source', models.CharField(max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('earlier',), name='area_has_one_successor'), models.CheckConstraint(condition=models.Q(('earlier', models.F('later')), _negated=True), name='area_does_not_succeed_itself')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('federation', "Women's federation"), ('partner', 'Partner agency'), ('assessor', 'Assessing body')], max_length=12)),
                ('name', models.CharField(max_length=80)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='org.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'name'), name='unit_name_in_its_area')],
            },
        ),
        migrations.CreateModel(
            name='AreaName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('valid_from', models.DateField(help_text='Inclusive.')),
                ('valid_to', models.DateField(blank=True, help_text='Exclusive.', null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='org.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('area',), name='area_bears_one_name')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(help_text='A role id of the role table.', max_length=40)),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(help_text='From inclusive, to exclusive; open end = in force.')),
                ('granted_by', models.UUIDField(help_text='Account id; null for the installation itself.', null=True)),
                ('taken_back_at', models.DateTimeField(blank=True, help_text='When it was ended on or before its first day.', null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('follows', models.OneToOneField(help_text='The post it was taken over from.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successor', to='org.post')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='org.unit')),
            ],
            options={
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('taken_back_at__isnull', True)), expressions=[('account', '='), ('role', '='), ('unit', '='), ('period', '&&')], name='post_is_held_once_at_a_time'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('taken_back_at__isnull', True)), expressions=[('account', '='), (models.Case(models.When(role__in=('system-administrator', 'security-administrator', 'auditor'), then=models.F('role')), default=models.Value('business')), '<>'), ('period', '&&')], name='an_administrator_holds_no_other_role')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(help_text='The program, as its users call it.', max_length=40)),
                ('digest', models.BinaryField(help_text='SHA-256 of the secret.', max_length=32, unique=True)),
                ('capabilities', models.JSONField(default=list, help_text="Empty lends all the post's role has.")),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(help_text='Exclusive.')),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('minute', models.DateTimeField(help_text='The minute whose calls are counted.', null=True)),
                ('calls', models.PositiveIntegerField(default=0, help_text='Calls in that minute.')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='org.post')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='token_expires_after_it_is_made')],
            },
        ),
    ]
