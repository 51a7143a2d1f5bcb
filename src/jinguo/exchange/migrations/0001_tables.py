"""What is brought in and printed, and how far it is."""

import django.db.models.deletion
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
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('roster', 'Household roster'), ('scores', 'Score sheets'), ('visits', 'Visits of an evaluation')], max_length=20)),
                ('area', models.CharField(help_text='Rows are taken for this subtree only.', max_length=12)),
                ('file_name', models.CharField(max_length=200)),
                ('digest', models.CharField(help_text='Keyed digest of the file, hexadecimal.', max_length=64)),
                ('state', models.CharField(choices=[('uploaded', 'Uploaded'), ('checked', 'Checked'), ('applied', 'Written'), ('undone', 'Undone')], default='uploaded', max_length=10)),
                ('sheet', models.CharField(blank=True, max_length=120)),
                ('header_row', models.PositiveIntegerField(help_text='Counted from 1; 0 where the sheet has no headings.', null=True)),
                ('mapping', models.JSONField(default=dict, help_text='Field → column of the sheet, from 0.')),
                ('rows', models.PositiveIntegerField(default=0)),
                ('good', models.PositiveIntegerField(default=0)),
                ('bad', models.PositiveIntegerField(default=0)),
                ('same', models.PositiveIntegerField(default=0, help_text='Rows that change nothing.')),
                ('differing', models.PositiveIntegerField(default=0, help_text='Rows known already, with other details than the register has.')),
                ('updated', models.PositiveIntegerField(default=0, help_text='Rows of these that the register was brought up to date with.')),
                ('reasons', models.JSONField(default=dict, help_text='Reason → number of cells.')),
                ('problems', models.JSONField(default=list, help_text='First problems: row, column, field, reason. No values.')),
                ('remarks', models.JSONField(default=dict, help_text='Remark → number of rows taken with it.')),
                ('remarked', models.JSONField(default=list, help_text='First remarks: row, column, field, reason. No values.')),
                ('differences', models.JSONField(default=dict, help_text='Field → number of rows that differ.')),
                ('differed', models.JSONField(default=list, help_text='First rows that differ: row, fields. No values.')),
                ('size', models.PositiveIntegerField(default=0, help_text='Bytes of the file.')),
                ('account', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField()),
                ('applied_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'created_at'], name='batch_by_account')],
            },
        ),
        migrations.CreateModel(
            name='Printing',
            fields=[
                ('account', models.UUIDField(help_text='Who asked; it is done with her rights.')),
                ('language', models.CharField(help_text='Of who asked.', max_length=10)),
                ('job', models.BigIntegerField(help_text='Number in the queue.')),
                ('asked_at', models.DateTimeField()),
                ('step', models.CharField(blank=True, max_length=20)),
                ('done', models.PositiveIntegerField(default=0, help_text='Rows or plaques of the present step.')),
                ('total', models.PositiveIntegerField(default=0, help_text='Of so many; 0: not known.')),
                ('ended_at', models.DateTimeField(null=True)),
                ('refusal', models.TextField(blank=True, help_text='The sentence by which it was refused.')),
                ('seen_at', models.DateTimeField(help_text='When who asked saw the end.', null=True)),
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('area', models.CharField(help_text='Plaques of this subtree only.', max_length=12)),
                ('choice', models.JSONField(help_text='The rest of the list’s filter.')),
                ('address', models.CharField(help_text='Of a plaque’s public page; {code} stands for its code.', max_length=300)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('seen_at__isnull', True)), fields=['account'], name='printing_not_yet_seen')],
            },
        ),
        migrations.CreateModel(
            name='PrintedFile',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('town', models.CharField(max_length=9)),
                ('plaques', models.PositiveIntegerField()),
                ('size', models.PositiveIntegerField(help_text='Bytes.')),
                ('printing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='exchange.printing')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('printing', 'town'), name='printed_file_one_a_town_and_printing')],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('account', models.UUIDField(help_text='Who asked; it is done with her rights.')),
                ('language', models.CharField(help_text='Of who asked.', max_length=10)),
                ('job', models.BigIntegerField(help_text='Number in the queue.')),
                ('asked_at', models.DateTimeField()),
                ('step', models.CharField(blank=True, max_length=20)),
                ('done', models.PositiveIntegerField(default=0, help_text='Rows or plaques of the present step.')),
                ('total', models.PositiveIntegerField(default=0, help_text='Of so many; 0: not known.')),
                ('ended_at', models.DateTimeField(null=True)),
                ('refusal', models.TextField(blank=True, help_text='The sentence by which it was refused.')),
                ('seen_at', models.DateTimeField(help_text='When who asked saw the end.', null=True)),
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='exchange.batch')),
                ('act', models.CharField(choices=[('check', 'Check'), ('apply', 'Put on the register'), ('undo', 'Take off the register')], max_length=10)),
                ('choice', models.JSONField(default=dict, help_text='What the action was given besides.')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('seen_at__isnull', True)), fields=['account'], name='run_not_yet_seen')],
            },
        ),
        migrations.CreateModel(
            name='Written',
            fields=[
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='exchange.batch')),
                ('ids', models.BinaryField(help_text='Household ids, 16 bytes each.')),
            ],
        ),
    ]
