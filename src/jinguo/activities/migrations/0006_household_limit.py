"""Of one household no more have a place in an activity than its audience lets, whatever writes to it."""

from django.db import migrations, models
from django.db.models import Q

# As for seats (0002_guards): it waits for whoever writes to the same activity, and then counts.
GUARD = """
CREATE FUNCTION activities_households_within_limit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched uuid[] := ARRAY(
        SELECT DISTINCT activity_id FROM written
        WHERE household IS NOT NULL AND state IN ('waiting', 'offered', 'enrolled', 'completed')
    );
BEGIN
    IF cardinality(touched) = 0 THEN
        RETURN NULL;
    END IF;
    PERFORM FROM activities_activity WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM activities_activity a
        CROSS JOIN LATERAL jsonb_path_query(
            a.audience, '$[*] ? (@.rule == "household-at-most").parameters.persons'
        ) AS most
        JOIN activities_enrolment e ON e.activity_id = a.id
        WHERE a.id = ANY (touched) AND e.household IS NOT NULL
            AND e.state IN ('waiting', 'offered', 'enrolled', 'completed')
        GROUP BY a.id, most, e.household HAVING count(*) > most::int
    ) THEN
        RAISE EXCEPTION 'More of one household would have a place in an activity than it lets.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER activities_households_within_limit_on_insert AFTER INSERT ON activities_enrolment
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION activities_households_within_limit();

CREATE TRIGGER activities_households_within_limit_on_update AFTER UPDATE ON activities_enrolment
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION activities_households_within_limit();
"""

UNDO = """
DROP TRIGGER activities_households_within_limit_on_insert ON activities_enrolment;
DROP TRIGGER activities_households_within_limit_on_update ON activities_enrolment;
DROP FUNCTION activities_households_within_limit()
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0005_draw_terms")]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="household",
            field=models.UUIDField(
                help_text="Id of hers as she entered, where the activity limits households.",
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                condition=Q(("household__isnull", False)),
                fields=["activity", "household"],
                name="enrolment_by_household",
            ),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
