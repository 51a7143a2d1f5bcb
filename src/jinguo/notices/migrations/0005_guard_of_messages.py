"""The history of a message is written once: the database refuses to change it."""

from django.db import migrations

TRIGGER = """
CREATE TRIGGER notices_messagechange_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON notices_messagechange
FOR EACH STATEMENT EXECUTE FUNCTION notices_history_is_append_only()
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_messages")]

    operations = [
        migrations.RunSQL(
            TRIGGER, "DROP TRIGGER notices_messagechange_is_append_only ON notices_messagechange"
        ),
    ]
