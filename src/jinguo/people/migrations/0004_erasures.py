"""Erasing persons by two people, with a certificate; holds on it, and data that are kept and not used."""

import django.db.models.deletion
import jinguo.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('org', '0001_tables'),
        ('people', '0003_lane'),
    ]

    operations = [
        migrations.CreateModel(
            name='Erased',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('basis', models.CharField(choices=[('request', 'She asked for it'), ('retention', 'The time for which it is kept is over'), ('restored', 'A backup from before the erasing was restored')], max_length=9)),
                ('treatment', models.CharField(blank=True, help_text='Of the register of fields; of rows that are too old.', max_length=20)),
                ('day', models.DateField(help_text='The day on which they were found too old.', null=True)),
                ('state', models.CharField(choices=[('proposed', 'Waits for a second person'), ('done', 'Erased'), ('given-up', 'Not carried out')], default='proposed', max_length=8)),
                ('lines', models.JSONField(help_text='[{record, does, count, why}]')),
                ('count', models.PositiveIntegerField(help_text='Persons; records merged into theirs not counted.')),
                ('proposed_at', models.DateTimeField()),
                ('proposed_by', models.UUIDField(help_text='Account id; null for a job.', null=True)),
                ('proposer', models.CharField(max_length=80)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.UUIDField(help_text='Account id; null for a job.', null=True)),
                ('decider', models.CharField(blank=True, max_length=80)),
                ('reason', models.CharField(blank=True, help_text='Why it was not carried out.', max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Restraint',
            fields=[
                ('id', models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('restriction', 'Kept and not used'), ('hold', 'Not to be erased')], max_length=11)),
                ('reason', models.CharField(max_length=200)),
                ('until_on', models.DateField(help_text='Of a hold: day it is looked at again.', null=True)),
                ('box', models.BinaryField(help_text='Sealed JSON of what the record held.', null=True)),
                ('set_at', models.DateTimeField()),
                ('set_by', models.UUIDField(help_text='Account id; null for a job.', null=True)),
                ('setter', models.CharField(max_length=80)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_by', models.UUIDField(help_text='Account id; null for a job.', null=True)),
                ('lifter', models.CharField(blank=True, max_length=80)),
                ('lifted_because', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.AddField(
            model_name='person',
            name='erased_on',
            field=models.DateField(help_text='Nothing of hers is left in the row.', null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='restricted_on',
            field=models.DateField(help_text='Since when her data are kept and not used; her name is sealed away.', null=True),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('erased_on__isnull', True), models.Q(('born_on__isnull', True), ('id_index__isnull', True), ('id_number__isnull', True), ('name', '***'), ('phone__isnull', True), ('phone_index__isnull', True), ('phone_tail', ''), ('pinyin', '')), _connector='OR'), name='an_erased_person_is_nobody'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('restricted_on__isnull', True), models.Q(('id_number__isnull', True), ('name', '***'), ('phone__isnull', True), ('phone_tail', ''), ('pinyin', '')), _connector='OR'), name='a_restricted_person_is_sealed_away'),
        ),
        migrations.AddField(
            model_name='erased',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='erasure',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.area'),
        ),
        migrations.AddField(
            model_name='erasure',
            name='request',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='people.datarequest'),
        ),
        migrations.AddField(
            model_name='erased',
            name='erasure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='persons', to='people.erasure'),
        ),
        migrations.AddField(
            model_name='restraint',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restraints', to='people.person'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decider', ''), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), models.Q(('decider', ''), _negated=True)), _connector='OR'), name='erasure_is_decided_with_its_state'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('basis', 'restored'), models.Q(('decided_by__isnull', False), ('proposed_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='erasure_is_carried_out_by_another_person'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'given-up'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='erasure_given_up_says_why'),
        ),
        migrations.AddConstraint(
            model_name='erased',
            constraint=models.UniqueConstraint(fields=('erasure', 'person'), name='a_person_is_in_an_erasure_once'),
        ),
        migrations.AddConstraint(
            model_name='restraint',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('person', 'kind'), name='one_restraint_of_a_kind_in_force'),
        ),
        migrations.AddConstraint(
            model_name='restraint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_because', '')), models.Q(('lifted_at__isnull', False), models.Q(('lifted_because', ''), _negated=True)), _connector='OR'), name='restraint_is_lifted_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='restraint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'hold'), ('until_on__isnull', False)), models.Q(('kind', 'restriction'), ('until_on__isnull', True)), _connector='OR'), name='a_hold_says_until_when'),
        ),
        migrations.AddConstraint(
            model_name='restraint',
            constraint=models.CheckConstraint(condition=models.Q(('box__isnull', True), models.Q(('kind', 'restriction'), ('lifted_at__isnull', True)), _connector='OR'), name='a_box_is_empty_once_lifted'),
        ),
    ]
