"""Facts, what they add up to, measures and targets, and what is delivered after them."""

import jinguo.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('xid_from', models.BigIntegerField(help_text='Inclusive.', unique=True)),
                ('xid_to', models.BigIntegerField(help_text='Exclusive.')),
                ('facts', models.BigIntegerField()),
                ('digest', models.DecimalField(decimal_places=0, max_digits=40)),
                ('rolled_at', models.DateTimeField(help_text="Set by the database's clock.")),
            ],
        ),
        migrations.CreateModel(
            name='Cell',
            fields=[
                ('pk', models.CompositePrimaryKey('area', 'grain', 'kind', 'category', 'programme', 'starts_on', blank=True, editable=False, primary_key=True, serialize=False)),
                ('area', models.CharField(db_collation='C', max_length=12)),
                ('grain', models.CharField(choices=[('d', 'day'), ('m', 'month'), ('y', 'year')], max_length=1)),
                ('kind', models.CharField(max_length=60)),
                ('category', models.CharField(max_length=40)),
                ('programme', models.CharField(max_length=40)),
                ('starts_on', models.DateField(help_text='The day, or the first of the month or year.')),
                ('quantity', models.BigIntegerField()),
                ('amount', models.BigIntegerField(help_text='Fen.')),
                ('facts', models.BigIntegerField(help_text='How many facts were summed.')),
                ('records', models.BigIntegerField(help_text='Facts that add, less those that take away.')),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('kind', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('xid', models.BigIntegerField(help_text='Transaction of the last fact delivered.')),
                ('fact', models.UUIDField(help_text='Id of the last fact delivered.')),
            ],
        ),
        migrations.CreateModel(
            name='Failure',
            fields=[
                ('kind', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('fact', models.UUIDField(help_text='The facts behind it wait.')),
                ('since', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('times', models.PositiveIntegerField()),
                ('error', models.CharField(help_text='Class of the last error.', max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('xid', models.BigIntegerField(db_index=True, help_text='Recording transaction.')),
                ('facts', models.BigIntegerField()),
                ('digest', models.DecimalField(decimal_places=0, max_digits=40)),
            ],
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(help_text='module.happened, opaque', max_length=60)),
                ('programme', models.CharField(blank=True, max_length=40)),
                ('category', models.CharField(blank=True, max_length=40)),
                ('area', models.CharField(db_collation='C', help_text='Code in force on the day.', max_length=12)),
                ('unit', models.UUIDField(null=True)),
                ('occurred_on', models.DateField()),
                ('recorded_at', models.DateTimeField(help_text="Set by the database's clock.")),
                ('xid', models.BigIntegerField(help_text='Recording transaction; set by the database.')),
                ('subject', models.UUIDField(help_text='Keyed pseudonym of whom is counted.', null=True)),
                ('object_type', models.CharField(max_length=40)),
                ('object_id', models.UUIDField()),
                ('quantity', models.BigIntegerField(default=1)),
                ('amount', models.BigIntegerField(default=0, help_text='Fen.')),
                ('data', models.JSONField(default=dict)),
                ('corrects', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['xid', 'occurred_on'], name='fact_tail'), models.Index(fields=['kind', 'area', 'occurred_on'], name='fact_of_a_place_and_day'), models.Index(fields=['kind', 'area', 'object_id'], name='fact_behind_a_figure')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('corrects__isnull', False)), fields=('corrects',), name='fact_is_corrected_once')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('key', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('id', models.CharField(max_length=80)),
                ('pack', models.CharField(max_length=60)),
                ('area', models.CharField(help_text="The pack's area; holds for its subtree.", max_length=12)),
                ('programme', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=100)),
                ('title_en', models.CharField(blank=True, max_length=100)),
                ('definition', models.CharField(blank=True, max_length=300)),
                ('definition_en', models.CharField(blank=True, max_length=300)),
                ('unit', models.CharField(help_text='人, 人次, 户, 场, 个, 元 or %', max_length=10)),
                ('how', models.CharField(choices=[('flow', 'sum in the period'), ('balance', 'sum up to the day'), ('persons', 'different persons in the period'), ('areas', 'areas that reach a number by the day'), ('amount', 'money in the period'), ('ratio', 'one measure over another')], max_length=10)),
                ('kind', models.CharField(blank=True, max_length=60)),
                ('categories', models.JSONField(default=list, help_text='Empty counts every category.')),
                ('of_programme', models.CharField(blank=True, help_text='Only facts of this programme; empty counts all.', max_length=40)),
                ('numerator', models.CharField(blank=True, max_length=80)),
                ('denominator', models.CharField(blank=True, max_length=80)),
                ('of', models.CharField(blank=True, help_text='The balance that areas are counted by.', max_length=80)),
                ('level', models.CharField(blank=True, choices=[('province', 'Province'), ('city', 'City'), ('county', 'County'), ('township', 'Town or street'), ('village', 'Village or community')], help_text='Of the areas counted.', max_length=10)),
                ('at_least', models.PositiveBigIntegerField(help_text="What an area's balance has to be, in the unit of `of`.", null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'id'), name='measure_id_in_its_pack'), models.CheckConstraint(condition=models.Q(models.Q(('how', 'ratio'), models.Q(('numerator', ''), _negated=True), models.Q(('denominator', ''), _negated=True), ('at_least', None), ('kind', ''), ('level', ''), ('of', '')), models.Q(('how', 'areas'), ('denominator', ''), ('kind', ''), ('numerator', ''), models.Q(('of', ''), _negated=True), models.Q(('level', ''), _negated=True), ('at_least__gte', 1)), models.Q(models.Q(('how__in', ['ratio', 'areas']), _negated=True), ('at_least', None), ('denominator', ''), ('level', ''), ('numerator', ''), ('of', ''), models.Q(('kind', ''), _negated=True)), _connector='OR'), name='measure_counts_a_kind_or_areas_or_divides_two')],
            },
        ),
        migrations.CreateModel(
            name='State',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('watermark', models.BigIntegerField(default=0, help_text='Cells hold every fact of a lower xid.')),
                ('definitions', models.UUIDField(help_text='Changes whenever a measure does.')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='state_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('key', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('pack', models.CharField(max_length=60)),
                ('measure', models.CharField(max_length=80)),
                ('area', models.CharField(max_length=12)),
                ('each', models.CharField(blank=True, choices=[('province', 'Province'), ('city', 'City'), ('county', 'County'), ('township', 'Town or street'), ('village', 'Village or community')], help_text='Empty sets it for the area itself.', max_length=10)),
                ('starts_on', models.DateField(help_text='Inclusive; first day of the period counted.')),
                ('by', models.DateField(help_text='Inclusive.')),
                ('value', models.DecimalField(decimal_places=4, max_digits=16)),
                ('source', models.CharField(max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'measure', 'area', 'each', 'by'), name='target_once_a_measure_area_level_and_day'), models.CheckConstraint(condition=models.Q(('by__gte', models.F('starts_on'))), name='target_period_is_not_empty')],
            },
        ),
    ]
