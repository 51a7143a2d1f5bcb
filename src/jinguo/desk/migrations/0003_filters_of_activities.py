from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("desk", "0002_last_looks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="savedfilter",
            name="list",
            field=models.CharField(choices=[("households", "Households"), ("courtyards", "Applications"), ("activities", "Activities"), ("notices", "Public notices"), ("audit", "Trail")], max_length=12),
        ),
    ]
