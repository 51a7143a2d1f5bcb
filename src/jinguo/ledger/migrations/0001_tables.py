"""What gives points, every change of an account, goods and what became of them."""

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
            name='Good',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=60)),
                ('price', models.PositiveSmallIntegerField(help_text='Points for one.')),
                ('is_offered', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField(help_text='Instant the price or the offer was last set.')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'title'), name='good_is_named_once_in_a_store'), models.CheckConstraint(condition=models.Q(('price__gte', 1)), name='good_has_a_price')],
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
                ('rules', models.JSONField()),
                ('expire_months', models.PositiveSmallIntegerField(help_text='Months after which points no longer count; none for never.', null=True)),
                ('source', models.CharField(max_length=300)),
                ('digest', models.CharField(help_text='SHA-256 of the definition, hexadecimal.', max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'programme', 'valid_from'), name='scheme_version_begins_once')],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('quantity', models.PositiveSmallIntegerField()),
                ('price', models.PositiveSmallIntegerField(help_text='Points for one, on the day.')),
                ('good', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.good')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='hand_over_is_of_something')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('earn', 'Points earned'), ('spend', 'Points exchanged'), ('reverse', 'Taken back'), ('expire', 'Points expired')], max_length=8)),
                ('points', models.IntegerField(help_text='Signed.')),
                ('on', models.DateField(help_text='Day it took effect.')),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('rule', models.CharField(blank=True, help_text='Id of a rule of the scheme.', max_length=40)),
                ('expires_on', models.DateField(help_text='First day on which points earned no longer count; of what takes them back, too.', null=True)),
                ('reason', models.CharField(blank=True, help_text='Of what is taken back.', max_length=300)),
                ('area', models.ForeignKey(help_text='The village on the day.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='ledger.entry')),
                ('hand_over', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entry', to='ledger.handover')),
                ('scheme', models.ForeignKey(help_text='Of points earned.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.scheme')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('expires_on__isnull', False), ('kind', 'earn')), fields=['expires_on'], name='entry_by_expiry')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'earn'), ('points__gt', 0)), models.Q(('kind__in', ['spend', 'expire']), ('points__lt', 0)), models.Q(('kind', 'reverse'), models.Q(('points', 0), _negated=True)), _connector='OR'), name='entry_adds_or_takes_by_its_kind'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'earn'), ('scheme__isnull', False), models.Q(('rule', ''), _negated=True)), models.Q(models.Q(('kind', 'earn'), _negated=True), ('rule', ''), ('scheme__isnull', True)), _connector='OR'), name='points_are_earned_by_a_rule'), models.CheckConstraint(condition=models.Q(models.Q(('hand_over__isnull', False), ('kind', 'spend')), models.Q(models.Q(('kind', 'spend'), _negated=True), ('hand_over__isnull', True)), _connector='OR'), name='points_are_spent_on_a_hand_over'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reverse'), ('reverses__isnull', False), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('kind', 'reverse'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='reversal_names_an_entry_and_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='StockMove',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('brought', 'Came in'), ('written-off', 'Written off'), ('handed-over', 'Given out'), ('returned', 'Brought back')], max_length=12)),
                ('quantity', models.IntegerField(help_text='Signed.')),
                ('on', models.DateField(help_text='Day it took effect.')),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('reason', models.CharField(blank=True, help_text='Of what is written off.', max_length=300)),
                ('good', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='ledger.good')),
                ('hand_over', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='ledger.handover')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['brought', 'returned']), ('quantity__gt', 0)), models.Q(('kind__in', ['written-off', 'handed-over']), ('quantity__lt', 0)), _connector='OR'), name='stock_moves_by_its_kind'), models.CheckConstraint(condition=models.Q(models.Q(('hand_over__isnull', False), ('kind__in', ['handed-over', 'returned'])), models.Q(('hand_over__isnull', True), ('kind__in', ['brought', 'written-off'])), _connector='OR'), name='stock_move_names_its_hand_over'), models.CheckConstraint(condition=models.Q(('kind', 'written-off'), ('reason', ''), _negated=True), name='what_is_written_off_has_a_reason'), models.UniqueConstraint(fields=('hand_over', 'kind'), name='hand_over_moves_stock_once')],
            },
        ),
    ]
