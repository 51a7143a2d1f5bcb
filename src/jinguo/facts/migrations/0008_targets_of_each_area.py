from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('facts', '0007_late_facts'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='target',
            name='target_once_a_measure_area_and_day',
        ),
        migrations.AddField(
            model_name='target',
            name='each',
            field=models.CharField(blank=True, choices=[('province', 'Province'), ('city', 'City'), ('county', 'County'), ('township', 'Town or street'), ('village', 'Village or community')], default='', help_text='Empty sets it for the area itself.', max_length=10),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('pack', 'measure', 'area', 'each', 'by'), name='target_once_a_measure_area_level_and_day'),
        ),
    ]
