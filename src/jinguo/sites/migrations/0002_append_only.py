"""What happened at a site is written once."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION sites_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the history of sites is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""

TRIGGER = """
CREATE TRIGGER {table}_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION sites_history_is_append_only()
"""

TABLES = ("sites_transition", "sites_check", "sites_sitelog")


class Migration(migrations.Migration):
    dependencies = [("sites", "0001_tables")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, "DROP FUNCTION sites_history_is_append_only()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table), f"DROP TRIGGER {table}_is_append_only ON {table}"
            )
            for table in TABLES
        ),
    ]
