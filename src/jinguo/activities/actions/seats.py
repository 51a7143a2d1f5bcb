"""
The statement that decides who gets a seat.

One statement takes all entries of an act in their order, decides each on the seats and the waiting list
as they are after the one before, and writes what it decided. Its caller holds the activity's row, so the
enrolments it counts are all there are; the database's trigger has the last word (0002_guards).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from jinguo.activities.models import Activity, Allocation
from jinguo.core.ids import new_id

ENROLLED, WAITING = "enrolled", "waiting"
FULL, ALREADY, HOUSEHOLD = "full", "already-enrolled", "household"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One person who would enrol."""

    person_id: UUID
    guardian_id: UUID | None = None
    seats: int = 1
    has_priority: bool = False
    household_id: UUID | None = None


@dataclass(frozen=True)
class Seated:
    """
    What was decided on one entry: ``enrolled``, ``waiting``, ``full``, ``already-enrolled``, or ``household``
    where as many of her household are in it as may be.

    ``id`` is the enrolment's, where one was written. ``place`` is the number in the waiting list.
    """

    id: UUID
    person_id: UUID
    verdict: str
    place: int | None


# A seat goes to who comes first and whom it fits. Somebody fits when as many seats are left as she takes; who
# has no priority also leaves those that are kept. Who comes later passes nobody who waits and would fit.
# Before a draw everybody waits, without a place. ``homes`` counts the entries of each household asked for.
DECIDE = """
WITH RECURSIVE asked AS (
    SELECT row_number() OVER (ORDER BY one.n) AS n,
        one.id, one.person, one.guardian, one.seats, one.has_priority, one.household,
        row_number() OVER (PARTITION BY one.person ORDER BY one.n) > 1 OR EXISTS (
            SELECT FROM activities_enrolment e
            WHERE e.activity_id = %(activity)s AND e.person_id = one.person
                AND e.state IN ('waiting', 'offered', 'enrolled', 'completed')
        ) AS is_in
    FROM unnest(
        %(ids)s::uuid[], %(persons)s::uuid[], %(guardians)s::uuid[], %(seats)s::int[], %(priorities)s::bool[],
        %(households)s::uuid[]
    ) WITH ORDINALITY AS one (id, person, guardian, seats, has_priority, household, n)
), there AS (
    SELECT a.capacity, a.waiting_capacity, a.capacity - %(kept)s AS for_all,
        coalesce(sum(e.seats) FILTER (WHERE e.state <> 'waiting'), 0)::int AS taken,
        coalesce(sum(e.seats) FILTER (WHERE e.state <> 'waiting' AND NOT e.has_priority), 0)::int AS by_all,
        (count(*) FILTER (WHERE e.state = 'waiting'))::int AS waiting,
        min(e.seats) FILTER (WHERE e.state = 'waiting' AND e.has_priority)::int AS least_of_priority,
        min(e.seats) FILTER (WHERE e.state = 'waiting' AND NOT e.has_priority)::int AS least_of_all,
        coalesce((SELECT max(place) FROM activities_enrolment WHERE activity_id = a.id), 0) AS last,
        coalesce((
            SELECT jsonb_object_agg(home.household, home.entries) FROM (
                SELECT household, count(*) AS entries FROM activities_enrolment
                WHERE activity_id = a.id AND household IN (SELECT household FROM asked)
                    AND state IN ('waiting', 'offered', 'enrolled', 'completed')
                GROUP BY household
            ) AS home
        ), '{}'::jsonb) AS homes
    FROM activities_activity a
    LEFT JOIN activities_enrolment e
        ON e.activity_id = a.id AND e.state IN ('waiting', 'offered', 'enrolled', 'completed')
    WHERE a.id = %(activity)s
    GROUP BY a.id
), decided AS (
    SELECT 0::bigint AS n, NULL::uuid AS id, NULL::text AS verdict, NULL::int AS place,
        taken, by_all, waiting, least_of_priority, least_of_all, last, homes
    FROM there
    UNION ALL
    SELECT asked.n, asked.id, now.verdict,
        CASE WHEN now.verdict = 'waiting' AND NOT %(draw)s THEN before.last + 1 END,
        before.taken + CASE WHEN now.verdict = 'enrolled' THEN asked.seats ELSE 0 END,
        before.by_all
            + CASE WHEN now.verdict = 'enrolled' AND NOT asked.has_priority THEN asked.seats ELSE 0 END,
        before.waiting + CASE WHEN now.verdict = 'waiting' THEN 1 ELSE 0 END,
        CASE WHEN now.verdict = 'waiting' AND asked.has_priority
            THEN least(before.least_of_priority, asked.seats) ELSE before.least_of_priority END,
        CASE WHEN now.verdict = 'waiting' AND NOT asked.has_priority
            THEN least(before.least_of_all, asked.seats) ELSE before.least_of_all END,
        before.last + CASE WHEN now.verdict = 'waiting' AND NOT %(draw)s THEN 1 ELSE 0 END,
        CASE WHEN now.verdict IN ('enrolled', 'waiting') AND asked.household IS NOT NULL
            THEN before.homes || jsonb_build_object(asked.household, home.entries + 1)
            ELSE before.homes END
    FROM decided before
    JOIN asked ON asked.n = before.n + 1
    CROSS JOIN there
    CROSS JOIN LATERAL (
        SELECT there.capacity - before.taken AS of_priority,
            least(there.capacity - before.taken, there.for_all - before.by_all) AS of_all
    ) AS free
    CROSS JOIN LATERAL (
        SELECT coalesce((before.homes ->> asked.household::text)::int, 0) AS entries
    ) AS home
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN asked.is_in THEN 'already-enrolled'
            WHEN home.entries >= %(of_household)s::int AND asked.household IS NOT NULL THEN 'household'
            WHEN %(draw)s THEN 'waiting'
            WHEN asked.seats <= CASE WHEN asked.has_priority THEN free.of_priority ELSE free.of_all END
                AND NOT coalesce(before.least_of_priority <= free.of_priority, false)
                AND NOT coalesce(before.least_of_all <= free.of_all, false)
                THEN 'enrolled'
            WHEN before.waiting < there.waiting_capacity THEN 'waiting'
            ELSE 'full'
        END AS verdict
    ) AS now
), written AS (
    INSERT INTO activities_enrolment (
        id, activity_id, person_id, guardian_id, seats, state, has_priority, place, booked_by, channel,
        entered_at, ended_because, is_excused, household
    )
    SELECT asked.id, %(activity)s, asked.person, asked.guardian, asked.seats, decided.verdict,
        asked.has_priority, decided.place, %(booked_by)s, %(channel)s, %(now)s, '', false, asked.household
    FROM decided JOIN asked USING (n)
    WHERE decided.verdict IN ('enrolled', 'waiting')
)
SELECT asked.id, asked.person, decided.verdict, decided.place
FROM decided JOIN asked USING (n) ORDER BY n
"""


# Of an activity that is open and has neither a seat nor a place in the waiting list left, and for persons of
# whom none is in it. Whoever comes to a full class is told so by this statement alone: she waits for no row.
FULL_FOR = """
SELECT a.allocation = 'first' AND a.state IN ('published', 'running')
    AND a.opens_at <= %(now)s AND %(now)s < a.closes_at
    AND coalesce(sum(e.seats) FILTER (WHERE e.state <> 'waiting'), 0) >= a.capacity
    AND count(*) FILTER (WHERE e.state = 'waiting') >= a.waiting_capacity
    AND count(*) FILTER (WHERE e.person_id = ANY (%(persons)s)) = 0
FROM activities_activity a
LEFT JOIN activities_enrolment e
    ON e.activity_id = a.id AND e.state IN ('waiting', 'offered', 'enrolled', 'completed')
WHERE a.id = %(activity)s
GROUP BY a.id
"""


def is_full_for(activity_id: UUID, persons: Sequence[UUID], now: datetime) -> bool:
    """
    Say whether an activity is open at an instant, full, and has none of some persons in it.

    It may be that a seat is given up a moment later: she came before that, and is told the same.
    """
    values: dict[str, Any] = {"activity": activity_id, "persons": list(persons), "now": now}
    with connection.cursor() as cursor:
        cursor.execute(FULL_FOR, values)
        row = cursor.fetchone()
    return bool(row and row[0])


def decide(
    activity: Activity,
    entries: Sequence[Entry],
    *,
    kept: int,
    of_household: int | None,
    booked_by: UUID | None,
    channel: str,
    now: datetime,
) -> list[Seated]:
    """
    Decide on some entries in their order and write those that get a seat or a place in the waiting list.

    ``kept`` seats are for who has priority; ``of_household`` are the entries one household may have. The
    caller holds the activity's row.
    """
    values: dict[str, Any] = {
        "activity": activity.id,
        "ids": [new_id() for _entry in entries],
        "persons": [one.person_id for one in entries],
        "guardians": [one.guardian_id for one in entries],
        "seats": [one.seats for one in entries],
        "priorities": [one.has_priority for one in entries],
        "households": [one.household_id for one in entries],
        "kept": kept,
        "of_household": of_household,
        "draw": activity.allocation == Allocation.DRAW,
        "booked_by": booked_by,
        "channel": channel,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(DECIDE, values)
        return [Seated(*row) for row in cursor.fetchall()]
