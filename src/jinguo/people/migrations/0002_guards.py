"""Nobody lives in two households on one day: what the two constraints of memberships leave to be said."""

from django.db import migrations

# The persons are locked first, so that of two who write at once the second sees what the first wrote.
FUNCTION = """
CREATE FUNCTION people_membership_lasts_beside_none() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM people_person WHERE id IN (SELECT person_id FROM changed)
        ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM changed AS lasting
        JOIN people_membership AS ended ON ended.person_id = lasting.person_id
        WHERE upper(lasting.period) IS NULL AND upper(ended.period) IS NOT NULL
          AND ended.period && lasting.period
    ) OR EXISTS (
        SELECT FROM changed AS ended
        JOIN people_membership AS lasting ON lasting.person_id = ended.person_id
        WHERE upper(ended.period) IS NOT NULL AND upper(lasting.period) IS NULL
          AND ended.period && lasting.period
    ) THEN
        RAISE EXCEPTION 'a person would live in two households on one day'
            USING ERRCODE = 'exclusion_violation', TABLE = 'people_membership';
    END IF;
    RETURN NULL;
END
$$
"""

TRIGGER = """
CREATE TRIGGER people_membership_{verb}_lasts_beside_none
AFTER {verb} ON people_membership REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION people_membership_lasts_beside_none()
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_tables")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION people_membership_lasts_beside_none()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(verb=verb),
                f"DROP TRIGGER people_membership_{verb}_lasts_beside_none ON people_membership",
            )
            for verb in ("insert", "update")
        ),
    ]
