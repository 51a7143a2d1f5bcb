"""A lane of a village may hold a level. Undone only where no two lanes of one village hold the same level."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assess', '0002_guards'),
        ('org', '0001_tables'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='arearecognition',
            name='one_area_recognition_in_force_per_level',
        ),
        migrations.AddField(
            model_name='arealevel',
            name='least_households',
            field=models.PositiveSmallIntegerField(default=0, help_text='Of a lane.'),
        ),
        migrations.AddField(
            model_name='arearecognition',
            name='lane',
            field=models.CharField(blank=True, default='', max_length=30),
        ),
        migrations.AlterField(
            model_name='arealevel',
            name='of',
            field=models.CharField(choices=[('province', 'Province'), ('city', 'City'), ('county', 'County'), ('township', 'Town or street'), ('village', 'Village or community'), ('lane', 'Lane or group')], help_text='Which areas may hold it.', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='arearecognition',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('programme', 'level', 'area', 'lane'), name='one_area_recognition_in_force_per_level'),
        ),
    ]
