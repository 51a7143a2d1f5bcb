"""The database writes a receipt of what each statement records, so that facts are guarded from the first moment."""

from django.db import migrations, models

# As before, the statement trigger refuses rows of another transaction or time; it writes the receipt too.
RECEIPTS = """
CREATE OR REPLACE FUNCTION facts_check_clock() RETURNS trigger LANGUAGE plpgsql AS $$
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

INSERT INTO facts_receipt (xid, facts, digest)
SELECT xid, count(*), sum(hash_record_extended(f, 0)) FROM facts_fact f
WHERE xid >= coalesce((SELECT watermark FROM facts_state), 0) GROUP BY xid;
"""

NO_RECEIPTS = """
CREATE OR REPLACE FUNCTION facts_check_clock() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mine bigint := jinguo_xid();
BEGIN
    IF EXISTS (SELECT 1 FROM added WHERE xid <> mine OR recorded_at <> now()) THEN
        RAISE EXCEPTION 'The recording transaction and time of a fact are set by the database.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("facts", "0003_deliveries")]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "xid",
                    models.BigIntegerField(db_index=True, help_text="Recording transaction."),
                ),
                ("facts", models.BigIntegerField()),
                ("digest", models.DecimalField(decimal_places=0, max_digits=40)),
            ],
        ),
        migrations.RunSQL(RECEIPTS, NO_RECEIPTS),
    ]
