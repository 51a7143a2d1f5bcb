"""Kinds of sites, sites, and what happened at them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import jinguo.core.ids
import jinguo.sites.models.sites
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('org', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlaqueCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=6)),
                ('programme', models.CharField(max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'programme', 'year'), name='one_plaque_counter_of_sites')],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('programme', models.CharField(max_length=40)),
                ('kind', models.CharField(help_text='Key of a kind of the pack.', max_length=40)),
                ('category', models.CharField(blank=True, help_text='Id of a type of the kind.', max_length=40)),
                ('name', models.CharField(max_length=60)),
                ('feature', models.CharField(blank=True, help_text='一品: what it is known for.', max_length=60)),
                ('address', models.CharField(max_length=120)),
                ('contact', models.CharField(blank=True, help_text='Of the place, not of a person.', max_length=60)),
                ('opening_hours', models.CharField(blank=True, max_length=120)),
                ('latitude', models.DecimalField(decimal_places=6, help_text='Degrees north, CGCS2000.', max_digits=8, null=True)),
                ('longitude', models.DecimalField(decimal_places=6, help_text='Degrees east, CGCS2000.', max_digits=9, null=True)),
                ('code', models.CharField(default=jinguo.sites.models.sites.new_code, editable=False, help_text='Random; names the site on its public page, whose address is on its door.', max_length=10, unique=True)),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('cultivated', 'Being built up'), ('mature', 'Checklist complete'), ('approved', 'Approved'), ('active', 'Open'), ('dormant', 'Dormant'), ('closed', 'Closed')], max_length=12)),
                ('state_on', models.DateField(help_text='Day the state was reached.')),
                ('opened_on', models.DateField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('plaque', models.CharField(blank=True, max_length=40)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('unit', models.ForeignKey(help_text='Who runs it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'state', 'area'], name='site_by_kind_and_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('plaque', ''), _negated=True), fields=('programme', 'plaque'), name='site_plaque_number_is_given_once'), models.UniqueConstraint(condition=models.Q(('state', 'closed'), _negated=True), fields=('area', 'kind', 'name'), name='site_is_named_once_in_its_place'), models.CheckConstraint(condition=models.Q(models.Q(('opened_on__isnull', True), ('state__in', ['proposed', 'cultivated', 'mature', 'approved'])), models.Q(('opened_on__isnull', False), ('state__in', ['active', 'dormant'])), ('state', 'closed'), _connector='OR'), name='site_opens_with_its_state'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='site_closes_with_its_state'), models.CheckConstraint(condition=models.Q(('opened_on__isnull', True), ('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='site_closes_no_earlier_than_it_opens'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='site_lies_on_earth_or_nowhere')],
            },
        ),
        migrations.CreateModel(
            name='SiteKind',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('pack', models.CharField(max_length=60)),
                ('area', models.CharField(help_text="The pack's area; holds for its subtree.", max_length=12)),
                ('programme', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=60)),
                ('title_en', models.CharField(blank=True, max_length=60)),
                ('valid_from', models.DateField(help_text='Inclusive.')),
                ('valid_to', models.DateField(help_text='Exclusive.', null=True)),
                ('rules', models.JSONField()),
                ('source', models.CharField(max_length=300)),
                ('digest', models.CharField(help_text='SHA-256 of the definition, hexadecimal.', max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'key', 'valid_from'), name='site_kind_version_begins_once')],
            },
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('visitor', models.UUIDField(help_text='Keyed digest.', unique=True)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='sites.site')),
            ],
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('answers', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None)),
                ('is_complete', models.BooleanField(help_text='Everything the kind asks for was met.')),
                ('total', models.PositiveSmallIntegerField(null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('on', models.DateField(help_text='Day it was seen.')),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='sites.site')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sites.sitekind')),
            ],
        ),
        migrations.CreateModel(
            name='SiteLog',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('activity', 'Activity'), ('need', 'Need'), ('solved', 'Need met'), ('reverse', 'Taken back')], max_length=8)),
                ('topic', models.CharField(blank=True, max_length=100)),
                ('people', models.PositiveIntegerField(help_text='Who came to an activity, counted.', null=True)),
                ('minutes', models.PositiveIntegerField(help_text='Length of an activity.', null=True)),
                ('result', models.CharField(blank=True, max_length=300)),
                ('on', models.DateField()),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('fact', models.UUIDField(help_text='Fact of the session held there, where it wrote the line.', null=True, unique=True)),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='sites.sitelog')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='sites.site')),
                ('solves', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='solution', to='sites.sitelog')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'kind', 'on'], name='site_log_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('fact__isnull', False), models.Q(('topic', ''), _negated=True), models.Q(('kind__in', ['activity', 'need']), _negated=True), _connector='OR'), name='site_log_line_says_what_it_is_about'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'solved'), ('solves__isnull', False), models.Q(('result', ''), _negated=True)), models.Q(models.Q(('kind', 'solved'), _negated=True), ('solves__isnull', True)), _connector='OR'), name='site_log_solution_names_a_need_and_a_result'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reverse'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reverse'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='site_log_reversal_names_a_line')],
            },
        ),
        migrations.CreateModel(
            name='SitePost',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('head', 'Head'), ('helper', 'Helper')], max_length=6)),
                ('name', models.CharField(max_length=40)),
                ('from_on', models.DateField(help_text='Inclusive.')),
                ('to_on', models.DateField(help_text='Exclusive.', null=True)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='sites.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('role', 'head'), ('to_on__isnull', True)), fields=('site',), name='site_has_one_head'), models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='site_post_ends_no_earlier_than_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Transition',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('from_state', models.CharField(blank=True, max_length=12)),
                ('to_state', models.CharField(max_length=12)),
                ('on', models.DateField(help_text='Day it took effect.')),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='sites.site')),
            ],
        ),
    ]
