import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0005_suspended_accounts")]

    operations = [
        migrations.AddField(
            model_name="post",
            name="follows",
            field=models.OneToOneField(
                help_text="The post it was taken over from.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successor",
                to="org.post",
            ),
        ),
    ]
