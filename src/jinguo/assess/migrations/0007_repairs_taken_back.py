"""A fault struck off by mistake is open again: its repair goes only when what it said is kept elsewhere."""

import django.db.models.deletion
from django.db import migrations, models

TRIGGER = """
CREATE TRIGGER assess_repairtakenback_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON assess_repairtakenback
FOR EACH STATEMENT EXECUTE FUNCTION assess_history_is_append_only()
"""

REPAIR = """
CREATE TRIGGER assess_repair_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON assess_repair
FOR EACH STATEMENT EXECUTE FUNCTION assess_history_is_append_only()
"""

REPAIR_WITHOUT_DELETE = REPAIR.replace("UPDATE OR DELETE OR", "UPDATE OR")

GOING = """
CREATE FUNCTION assess_repair_goes_when_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM assess_repairtakenback AS kept
        WHERE kept.id = OLD.id AND kept.fault_id = OLD.fault_id AND kept."on" = OLD."on"
            AND kept.repaired_at = OLD.at
    ) THEN
        RAISE EXCEPTION 'DELETE of assess_repair is refused: it was not taken back'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER assess_repair_goes_when_kept
BEFORE DELETE ON assess_repair
FOR EACH ROW EXECUTE FUNCTION assess_repair_goes_when_kept()
"""


class Migration(migrations.Migration):

    dependencies = [
        ('assess', '0006_complaints'),
    ]

    operations = [
        migrations.CreateModel(
            name='RepairTakenBack',
            fields=[
                ('at', models.DateTimeField(help_text='Instant it was recorded.')),
                ('account', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=80)),
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(help_text='Day it was said to have been seen.')),
                ('repaired_at', models.DateTimeField(help_text='Instant it was struck off.')),
                ('fault', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assess.fault')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RunSQL(
            TRIGGER, "DROP TRIGGER assess_repairtakenback_is_append_only ON assess_repairtakenback"
        ),
        migrations.RunSQL("DROP TRIGGER assess_repair_is_append_only ON assess_repair", REPAIR),
        migrations.RunSQL(
            REPAIR_WITHOUT_DELETE, "DROP TRIGGER assess_repair_is_append_only ON assess_repair"
        ),
        migrations.RunSQL(
            GOING,
            "DROP TRIGGER assess_repair_goes_when_kept ON assess_repair;"
            " DROP FUNCTION assess_repair_goes_when_kept()",
        ),
    ]
