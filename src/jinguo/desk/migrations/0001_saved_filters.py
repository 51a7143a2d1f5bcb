import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jinguo.core.ids


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.UUIDField(default=jinguo.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("list", models.CharField(choices=[("households", "Households"), ("courtyards", "Applications"), ("notices", "Public notices"), ("audit", "Trail")], max_length=12)),
                ("name", models.CharField(max_length=30)),
                ("query", models.CharField(max_length=300)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "list", "name"), name="saved_filter_has_a_name_of_its_own")],
            },
        ),
    ]
