"""A freeze is written once: the database refuses to change it."""

from django.db import migrations

GUARD = """
CREATE FUNCTION reports_freeze_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: a freeze stays as it was', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER reports_freeze_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON reports_freeze
FOR EACH STATEMENT EXECUTE FUNCTION reports_freeze_is_append_only();
"""

UNGUARD = """
DROP TRIGGER reports_freeze_is_append_only ON reports_freeze;
DROP FUNCTION reports_freeze_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_tables")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
