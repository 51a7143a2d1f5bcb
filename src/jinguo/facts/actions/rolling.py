from __future__ import annotations

from django.db import connection, transaction

LOCK = 0x6661_6374  # "fact", the key of the advisory lock; any number of our own will do
HORIZON = "jinguo_horizon()"


@transaction.atomic
def roll_up() -> int:
    """
    Add to the cells every fact whose transaction is finished for every reader; return how many.

    Facts of a transaction that is still open, or that began after one that is, wait for the next
    time: their numbers are not below the horizon. Until then figures read them one by one, so no
    figure changes by a roll-up. Two at a time wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(MAKE_STATE)
        cursor.execute(f"SELECT watermark, {HORIZON} FROM facts_state")  # noqa: S608
        watermark, horizon = cursor.fetchone()
        span = {"from": watermark, "to": horizon}
        cursor.execute(TAKE, span)
        [taken] = cursor.fetchone()
        cursor.execute(SETTLE, span)
        if horizon > watermark:
            cursor.execute("UPDATE facts_state SET watermark = %(to)s", span)
    return int(taken)


MAKE_STATE = """
INSERT INTO facts_state (id, watermark, definitions) VALUES (1, 0, gen_random_uuid())
ON CONFLICT DO NOTHING
"""

# A transaction whose facts are as they were recorded needs its receipts no longer; the others keep theirs,
# and one that has none gets an empty one, so that a later check finds what was done to it.
SETTLE = """
WITH there AS (
    SELECT xid, count(*) AS facts, sum(hash_record_extended(f, 0)) AS digest
    FROM facts_fact f WHERE xid >= %(from)s AND xid < %(to)s GROUP BY xid
), kept AS (
    SELECT xid, sum(facts) AS facts, sum(digest) AS digest
    FROM facts_receipt WHERE xid >= %(from)s AND xid < %(to)s GROUP BY xid
), settled AS (
    DELETE FROM facts_receipt WHERE xid IN (SELECT xid FROM there JOIN kept USING (xid, facts, digest))
)
INSERT INTO facts_receipt (xid, facts, digest)
SELECT xid, 0, 0 FROM there WHERE xid NOT IN (SELECT xid FROM kept)
"""

# Facts are added up once by village and month and once by town and day; all cells are made of these two.
TAKE = """
WITH finished AS NOT MATERIALIZED (
    SELECT * FROM facts_fact WHERE xid >= %(from)s AND xid < %(to)s
), fine AS (
    SELECT area, town, kind, category, programme, month, day,
        sum(quantity) AS quantity, sum(amount) AS amount, count(*) AS facts,
        sum(CASE WHEN quantity < 0 OR quantity = 0 AND corrects IS NOT NULL THEN -1 ELSE 1 END)
            AS records,
        sum(facts_fingerprint(finished)) AS digest
    FROM finished, LATERAL (SELECT left(area, 9) AS town, occurred_on AS day,
        date_trunc('month', occurred_on)::date AS month) AS place
    GROUP BY kind, category, programme, GROUPING SETS ((area, month), (town, day))
), cells AS (
    INSERT INTO facts_cell AS cell
        (area, grain, kind, category, programme, starts_on, quantity, amount, facts, records)
    SELECT left(coalesce(area, town), level), grain, kind, category, programme,
        date_trunc(unit, coalesce(month, day))::date,
        sum(quantity), sum(amount), sum(facts), sum(records)
    FROM fine
        JOIN (VALUES (2), (4), (6), (9), (12)) AS levels (level)
            ON length(coalesce(area, town)) >= level
        JOIN (VALUES ('d', 'day'), ('m', 'month'), ('y', 'year')) AS grains (grain, unit)
            ON (grain = 'd') = (day IS NOT NULL)
    GROUP BY 1, 2, 3, 4, 5, 6
    ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (area, grain, kind, category, programme, starts_on) DO UPDATE SET
        quantity = cell.quantity + excluded.quantity,
        amount = cell.amount + excluded.amount,
        facts = cell.facts + excluded.facts,
        records = cell.records + excluded.records
), batch AS (
    INSERT INTO facts_batch (xid_from, xid_to, facts, digest)
    SELECT %(from)s, %(to)s, sum(facts), sum(digest) FROM fine WHERE day IS NULL HAVING count(*) > 0
)
SELECT coalesce(sum(facts), 0) FROM fine WHERE day IS NULL
"""
