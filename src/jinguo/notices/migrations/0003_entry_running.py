from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_guards")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["ends_on"], condition=Q(state="listed"), name="entry_running"
            ),
        )
    ]
