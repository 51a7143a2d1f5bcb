from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('facts', '0008_targets_of_each_area'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='measure',
            name='measure_counts_a_kind_or_divides_two',
        ),
        migrations.AddField(
            model_name='measure',
            name='of',
            field=models.CharField(blank=True, default='', help_text='The balance that areas are counted by.', max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='measure',
            name='level',
            field=models.CharField(blank=True, choices=[('province', 'Province'), ('city', 'City'), ('county', 'County'), ('township', 'Town or street'), ('village', 'Village or community')], default='', help_text='Of the areas counted.', max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='measure',
            name='at_least',
            field=models.PositiveBigIntegerField(help_text="What an area's balance has to be, in the unit of `of`.", null=True),
        ),
        migrations.AlterField(
            model_name='measure',
            name='how',
            field=models.CharField(choices=[('flow', 'sum in the period'), ('balance', 'sum up to the day'), ('persons', 'different persons in the period'), ('areas', 'areas that reach a number by the day'), ('amount', 'money in the period'), ('ratio', 'one measure over another')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('how', 'ratio'), models.Q(('numerator', ''), _negated=True), models.Q(('denominator', ''), _negated=True), ('at_least', None), ('kind', ''), ('level', ''), ('of', '')), models.Q(('how', 'areas'), ('denominator', ''), ('kind', ''), ('numerator', ''), models.Q(('of', ''), _negated=True), models.Q(('level', ''), _negated=True), ('at_least__gte', 1)), models.Q(models.Q(('how__in', ['ratio', 'areas']), _negated=True), ('at_least', None), ('denominator', ''), ('level', ''), ('numerator', ''), ('of', ''), models.Q(('kind', ''), _negated=True)), _connector='OR'), name='measure_counts_a_kind_or_areas_or_divides_two'),
        ),
    ]
