"""Facts and roll-ups are append-only, facts carry the database's own clock, definitions have a version."""

from django.db import migrations

# Defaults serve single inserts; a bulk COPY brings the two values itself. Either way the statement
# trigger below refuses rows that name another transaction or another time than the present ones; it also
# writes a receipt of what each statement records, so that facts are guarded from the first moment. A roll-up
# notes the time at its end: every transaction it took had begun by then.
CLOCK = """
ALTER TABLE facts_fact ALTER COLUMN xid SET DEFAULT jinguo_xid();
ALTER TABLE facts_fact ALTER COLUMN recorded_at SET DEFAULT now();
ALTER TABLE facts_batch ALTER COLUMN rolled_at SET DEFAULT clock_timestamp();

CREATE FUNCTION facts_check_clock() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mine bigint := jinguo_xid();
    others boolean;
    count bigint;
    digest numeric;
BEGIN
    SELECT bool_or(xid <> mine OR recorded_at <> now()), count(*), sum(hash_record_extended(added, 0))
        INTO others, count, digest FROM added;
    IF others THEN
        RAISE EXCEPTION 'The recording transaction and time of a fact are set by the database.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF count > 0 THEN
        INSERT INTO facts_receipt (xid, facts, digest) VALUES (mine, count, digest);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER facts_clock AFTER INSERT ON facts_fact
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION facts_check_clock();
"""

APPEND_ONLY = """
CREATE FUNCTION facts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused. Correct a fact by a new one.',
        TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER facts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON facts_fact
    FOR EACH STATEMENT EXECUTE FUNCTION facts_refuse_change();
CREATE TRIGGER facts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON facts_batch
    FOR EACH STATEMENT EXECUTE FUNCTION facts_refuse_change();
"""

# Cells change with every roll-up; room on their pages keeps the updates off the index.
CELLS = "ALTER TABLE facts_cell SET (fillfactor = 70);"

# Every column, in a writing that depends on no session setting.
FINGERPRINT = """
CREATE FUNCTION facts_fingerprint(f facts_fact) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT ('x' || substr(encode(sha256(convert_to(jsonb_build_array(
        f.id, f.kind, f.programme, f.category, f.area, f.unit,
        f.occurred_on - DATE '2000-01-01', extract(epoch FROM f.recorded_at), f.xid, f.subject,
        f.object_type, f.object_id, f.quantity, f.amount, f.data, f.corrects
    )::text, 'UTF8')), 'hex'), 1, 16))::bit(64)::bigint
$$;
"""

DEFINITIONS = """
CREATE FUNCTION facts_mark_definitions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO facts_state (id, watermark, definitions) VALUES (1, 0, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET definitions = excluded.definitions;
    RETURN NULL;
END $$;

CREATE TRIGGER facts_definitions AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON facts_measure
    FOR EACH STATEMENT EXECUTE FUNCTION facts_mark_definitions();
"""

UNDO = """
DROP TRIGGER facts_definitions ON facts_measure;
DROP FUNCTION facts_mark_definitions;
DROP FUNCTION facts_fingerprint;
DROP TRIGGER facts_append_only ON facts_batch;
DROP TRIGGER facts_append_only ON facts_fact;
DROP FUNCTION facts_refuse_change;
DROP TRIGGER facts_clock ON facts_fact;
DROP FUNCTION facts_check_clock;
ALTER TABLE facts_fact ALTER COLUMN xid DROP DEFAULT, ALTER COLUMN recorded_at DROP DEFAULT;
"""


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_tables"), ("audit", "0002_clock_and_guards")]

    operations = [
        migrations.RunSQL(CLOCK + APPEND_ONLY + CELLS + FINGERPRINT + DEFINITIONS, UNDO)
    ]
