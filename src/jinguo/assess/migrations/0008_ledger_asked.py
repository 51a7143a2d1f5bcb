"""A sheet may have the visits of a round ask whether the ledger agrees; those made before were not asked."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assess', '0007_repairs_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='sheet',
            name='asks_ledger',
            field=models.BooleanField(default=False, help_text='A visit of a round asks whether the ledger agrees with the yard.'),
        ),
        migrations.AddField(
            model_name='finding',
            name='ledger_agrees',
            field=models.BooleanField(help_text='Only where the sheet asks it.', null=True),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'met'), ('ledger_agrees__isnull', True), _connector='OR'), name='finding_tells_of_the_ledger_only_where_someone_was_met'),
        ),
    ]
