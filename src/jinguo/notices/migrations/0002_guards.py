"""History is written once: the database refuses to change it."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION notices_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: history is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""

TRIGGER = """
CREATE TRIGGER {table}_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION notices_history_is_append_only()
"""

TABLES = ("notices_change", "notices_messagechange")


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_tables")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION notices_history_is_append_only()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table), f"DROP TRIGGER {table}_is_append_only ON {table}"
            )
            for table in TABLES
        ),
    ]
