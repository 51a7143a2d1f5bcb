"""What a consent is for is said as people read it: two purposes were kept as codes."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WORDS = {"activities": "参加活动", "counselling": "保密协议"}


def to_words(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rename(apps, WORDS)


def to_codes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rename(apps, {word: code for code, word in WORDS.items()})


def rename(apps: Apps, names: dict[str, str]) -> None:
    consents = apps.get_model("people", "Consent")
    for before, after in names.items():
        consents.objects.filter(purpose=before).update(purpose=after)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_open_households_by_area'),
    ]

    operations = [migrations.RunPython(to_words, to_codes)]
