"""Villages and towns may hold levels of their own; what is decided about them is kept."""

import django.db.models.deletion
import jinguo.core.ids
from django.db import migrations, models


TRIGGER = """
CREATE TRIGGER {table}_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION assess_history_is_append_only()
"""

TABLES = ("assess_areadecision",)


class Migration(migrations.Migration):

    dependencies = [
        ('assess', '0009_days_on_notice'),
        ('org', '0005_suspended_accounts'),
        ('people', '0004_history_and_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='AreaDecision',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('verb', models.CharField(choices=[('conferred', 'Conferred'), ('withdrawn', 'Taken away')], max_length=10)),
                ('on', models.DateField(help_text='Day it took effect.')),
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('figures', models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name='AreaLevel',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('pack', models.CharField(max_length=60)),
                ('area', models.CharField(help_text="The pack's area; holds for its subtree.", max_length=12)),
                ('programme', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=100)),
                ('title_en', models.CharField(blank=True, max_length=100)),
                ('of', models.CharField(choices=[('province', 'Province'), ('city', 'City'), ('county', 'County'), ('township', 'Town or street'), ('village', 'Village or community')], help_text='Which areas may hold it.', max_length=10)),
                ('conferred_by', models.CharField(choices=[('province', 'Province'), ('city', 'City'), ('county', 'County'), ('township', 'Town or street'), ('village', 'Village or community')], help_text='Whose federation confers it.', max_length=10)),
                ('conditions', models.JSONField()),
                ('valid_from', models.DateField(help_text='Inclusive.')),
                ('valid_to', models.DateField(help_text='Exclusive.', null=True)),
                ('source', models.CharField(max_length=300)),
                ('digest', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='AreaRecognition',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('programme', models.CharField(max_length=40)),
                ('level', models.CharField(help_text='Key of the level.', max_length=40)),
                ('conferred_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
            ],
        ),
        migrations.AddConstraint(
            model_name='arealevel',
            constraint=models.UniqueConstraint(fields=('pack', 'programme', 'key', 'valid_from'), name='area_level_version_begins_once'),
        ),
        migrations.AddField(
            model_name='arearecognition',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area'),
        ),
        migrations.AddField(
            model_name='arearecognition',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assess.arealevel'),
        ),
        migrations.AddField(
            model_name='areadecision',
            name='recognition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='assess.arearecognition'),
        ),
        migrations.AddConstraint(
            model_name='arearecognition',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('programme', 'level', 'area'), name='one_area_recognition_in_force_per_level'),
        ),
        migrations.AddConstraint(
            model_name='arearecognition',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('conferred_on')), _connector='OR'), name='area_recognition_ends_no_earlier_than_it_begins'),
        ),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table), f"DROP TRIGGER {table}_is_append_only ON {table}"
            )
            for table in TABLES
        ),
    ]
