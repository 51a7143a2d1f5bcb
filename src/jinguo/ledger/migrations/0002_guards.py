"""The ledger is written once, no account falls below zero, and no store gives out more than it has."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the ledger is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""

TRIGGER = """
CREATE TRIGGER {table}_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()
"""

TABLES = ("ledger_entry", "ledger_handover", "ledger_stockmove")

# Each waits for whoever writes to the same account or good, and then sees what that one has written: every
# statement of a volatile function takes a view of its own. The rows locked are those the actions lock.
COVERED = """
CREATE FUNCTION ledger_points_are_covered() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    accounts uuid[] := ARRAY(
        SELECT DISTINCT coalesce(h.merged_into_id, h.id)
        FROM people_household h JOIN added ON added.household_id = h.id
        WHERE added.points < 0
    );
BEGIN
    PERFORM FROM people_household WHERE id = ANY (accounts) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM unnest(accounts) AS touched (id)
        WHERE 0 > (
            SELECT sum(points) FROM ledger_entry WHERE household_id IN (
                SELECT id FROM people_household WHERE id = touched.id
                UNION ALL SELECT id FROM people_household WHERE merged_into_id = touched.id
            )
        )
    ) THEN
        RAISE EXCEPTION 'An account would fall below zero.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER ledger_points_are_covered AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_points_are_covered();
"""

IN_STOCK = """
CREATE FUNCTION ledger_goods_are_in_stock() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    goods uuid[] := ARRAY(SELECT DISTINCT good_id FROM added WHERE quantity < 0);
BEGIN
    PERFORM FROM ledger_good WHERE id = ANY (goods) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM ledger_stockmove WHERE good_id = ANY (goods)
        GROUP BY good_id HAVING sum(quantity) < 0
    ) THEN
        RAISE EXCEPTION 'A store would give out more than it has.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER ledger_goods_are_in_stock AFTER INSERT ON ledger_stockmove
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_goods_are_in_stock();
"""


def undo(table: str, name: str) -> str:
    return f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}()"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_tables")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, "DROP FUNCTION ledger_is_append_only()"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table), f"DROP TRIGGER {table}_is_append_only ON {table}"
            )
            for table in TABLES
        ),
        migrations.RunSQL(COVERED, undo("ledger_entry", "ledger_points_are_covered")),
        migrations.RunSQL(IN_STOCK, undo("ledger_stockmove", "ledger_goods_are_in_stock")),
    ]
