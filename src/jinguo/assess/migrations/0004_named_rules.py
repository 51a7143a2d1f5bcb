"""Ladders name who may apply; what the program asked of everyone before is written into those there are."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SOURCE = "asked of every application before ladders named their rules"
BEFORE = 6  # months, when a ladder did not say


def name_the_rules(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for ladder in apps.get_model("assess", "Ladder").objects.all():
        months = ladder.rules.pop("reapply_after_months", BEFORE)
        ladder.eligibility = [
            {"rule": "resident", "source": SOURCE, "levels": [], "parameters": {}},
            {
                "rule": "reapply-after",
                "source": SOURCE,
                "levels": [],
                "parameters": {"months": months},
            },
        ]
        ladder.save(update_fields=["rules", "eligibility"])


def take_them_back(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for ladder in apps.get_model("assess", "Ladder").objects.all():
        for one in ladder.eligibility:
            if one["rule"] == "reapply-after":
                ladder.rules["reapply_after_months"] = one["parameters"]["months"]
        ladder.save(update_fields=["rules"])


class Migration(migrations.Migration):
    dependencies = [("assess", "0003_lists_by_key")]

    operations = [
        migrations.AddField(
            model_name="ladder", name="eligibility", field=models.JSONField(default=list)
        ),
        migrations.RunPython(name_the_rules, take_them_back),
    ]
