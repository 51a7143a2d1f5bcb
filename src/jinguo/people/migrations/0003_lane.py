"""Households may say in which street, lane or group of their village they live."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_guards'),
    ]

    operations = [
        migrations.AddField(
            model_name='household',
            name='lane',
            field=models.CharField(blank=True, default='', help_text='街巷: street, lane or group in the village.', max_length=30),
        ),
        migrations.AlterField(
            model_name='change',
            name='what',
            field=models.CharField(choices=[('area', 'Village'), ('name', 'Name'), ('id_number', 'ID number'), ('phone', 'Phone'), ('sex', 'Sex'), ('born_on', 'Date of birth'), ('address', 'Address'), ('member_count', 'People'), ('is_resident', 'Resident'), ('yard', 'Kind of yard'), ('lane', 'Lane or group'), ('joined', 'New member'), ('moved-in', 'Moved in from another household'), ('moved-out', 'Moved to another household'), ('left', 'Left the household'), ('head', 'New head'), ('relation', 'Relation to the head'), ('closed', 'Off the register'), ('persons-merged', 'Two records of one person merged'), ('households-merged', 'Two records of one household merged')], max_length=20),
        ),
    ]
