"""No activity gives away more seats than it has, whatever writes to it."""

from django.db import migrations

# Waits for whoever writes to the same activity, and then counts what that one has written: every statement of
# a volatile function takes a view of its own. The rows locked are those the actions lock.
COUNT = """
CREATE FUNCTION activities_check_seats(touched uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM activities_activity WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM activities_activity a
        JOIN activities_enrolment e ON e.activity_id = a.id
        WHERE a.id = ANY (touched) AND e.state IN ('offered', 'enrolled', 'completed')
        GROUP BY a.id HAVING sum(e.seats) > a.capacity
    ) THEN
        RAISE EXCEPTION 'An activity would give away more seats than it has.'
            USING ERRCODE = 'check_violation';
    END IF;
END
$$
"""

OF_ENROLMENTS = """
CREATE FUNCTION activities_seats_are_there() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched uuid[] := ARRAY(
        SELECT DISTINCT activity_id FROM written
        WHERE state IN ('offered', 'enrolled', 'completed')
    );
BEGIN
    IF cardinality(touched) > 0 THEN
        PERFORM activities_check_seats(touched);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER activities_seats_are_there_on_insert AFTER INSERT ON activities_enrolment
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION activities_seats_are_there();

CREATE TRIGGER activities_seats_are_there_on_update AFTER UPDATE ON activities_enrolment
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION activities_seats_are_there();
"""

OF_ACTIVITIES = """
CREATE FUNCTION activities_capacity_covers_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM activities_check_seats(ARRAY[NEW.id]);
    RETURN NULL;
END
$$;

CREATE TRIGGER activities_capacity_covers_seats AFTER UPDATE OF capacity ON activities_activity
    FOR EACH ROW WHEN (NEW.capacity < OLD.capacity)
    EXECUTE FUNCTION activities_capacity_covers_seats();
"""

UNDO_ENROLMENTS = """
DROP TRIGGER activities_seats_are_there_on_insert ON activities_enrolment;
DROP TRIGGER activities_seats_are_there_on_update ON activities_enrolment;
DROP FUNCTION activities_seats_are_there()
"""

UNDO_ACTIVITIES = """
DROP TRIGGER activities_capacity_covers_seats ON activities_activity;
DROP FUNCTION activities_capacity_covers_seats()
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_tables")]

    operations = [
        migrations.RunSQL(COUNT, "DROP FUNCTION activities_check_seats(uuid[])"),
        migrations.RunSQL(OF_ENROLMENTS, UNDO_ENROLMENTS),
        migrations.RunSQL(OF_ACTIVITIES, UNDO_ACTIVITIES),
    ]
