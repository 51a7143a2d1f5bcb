"""Does every state follow from its history, and every history from the table?"""

from __future__ import annotations

from django.db import connection

from jinguo.assess import states
from jinguo.facts.queries import Problem

LAST = """
SELECT thing.id, thing.state, coalesce(last.to_state, '')
FROM assess_{of} AS thing
LEFT JOIN (
    SELECT DISTINCT ON ({of}_id) {of}_id, to_state
    FROM assess_transition WHERE {of}_id IS NOT NULL
    ORDER BY {of}_id, id DESC
) AS last ON last.{of}_id = thing.id
WHERE last.to_state IS DISTINCT FROM thing.state
"""

CHAIN = """
SELECT {of}_id, from_state, to_state, before
FROM (
    SELECT {of}_id, from_state, to_state,
           coalesce(lag(to_state) OVER (PARTITION BY {of}_id ORDER BY id), '') AS before
    FROM assess_transition WHERE {of}_id IS NOT NULL
) AS step
WHERE from_state <> before OR NOT (from_state || '>' || to_state) = ANY(%s)
"""


def check_states() -> list[Problem]:
    """
    Return every disagreement; an empty list is the good answer.

    A thing's state must be the last of its changes, each change must begin where the one before
    ended, and each must stand in the table of steps.
    """
    return [problem for of in states.THINGS for problem in _check(of)]


def _check(of: str) -> list[Problem]:
    lawful = [
        f"{step.source}>{step.target}" for step in states.STEPS if step.of == of and step.is_move
    ]
    with connection.cursor() as cursor:
        cursor.execute(LAST.format(of=of))
        found = [
            Problem(f"state of assess.{of}", str(key), expected=last or "nothing", found=state)
            for key, state, last in cursor.fetchall()
        ]
        cursor.execute(CHAIN.format(of=of), [lawful])
        found += [
            Problem(
                f"history of assess.{of}",
                str(key),
                expected=f"a lawful step from {before or 'nothing'}",
                found=f"{source or 'nothing'} → {target}",
            )
            for key, source, target, before in cursor.fetchall()
        ]
    return found
