"""History is written once: the database refuses to change it."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION assess_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: history is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""

TRIGGER = """
CREATE TRIGGER {table}_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION assess_history_is_append_only()
"""

TABLES = (
    "assess_transition",
    "assess_score",
    "assess_fault",
    "assess_repair",
    "assess_roundframe",
    "assess_sampled",
    "assess_finding",
    "assess_areadecision",
    "assess_inspectionplan",
    "assess_plannedvisit",
    "assess_delisting",
    "assess_appeal",
)


class Migration(migrations.Migration):
    dependencies = [("assess", "0001_tables")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION assess_history_is_append_only()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table), f"DROP TRIGGER {table}_is_append_only ON {table}"
            )
            for table in TABLES
        ),
    ]
