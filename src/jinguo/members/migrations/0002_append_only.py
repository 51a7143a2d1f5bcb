"""Histories, hours, record checks and joint activities are written once."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION members_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the table is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""

TRIGGER = """
CREATE TRIGGER {table}_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION members_is_append_only()
"""

TABLES = ("members_change", "members_service", "members_recordcheck", "members_jointactivity")


class Migration(migrations.Migration):
    dependencies = [("members", "0001_tables")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, "DROP FUNCTION members_is_append_only()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table), f"DROP TRIGGER {table}_is_append_only ON {table}"
            )
            for table in TABLES
        ),
    ]
