from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from jinguo.core import crypto, trail
from jinguo.core.errors import Invalid, Refused
from jinguo.core.ids import new_id
from jinguo.facts import policies, queries
from jinguo.facts.policies import NotCorrectable
from jinguo.org.actor import Actor

REASON = 200  # characters


class AlreadyCorrected(Refused):
    """The fact was taken back before."""


@transaction.atomic
def correct(*, actor: Actor, fact_id: UUID, reason: str, now: datetime) -> UUID:
    """
    Take a fact back: record its opposite on the same day, naming it. Return the new fact's id.

    Figures as of an earlier point keep the mistake; later ones do not.

    :raises NotFound: no such fact, or none in the actor's reach
    :raises Denied: the actor may see the fact but not correct figures
    :raises Invalid: no reason is given, or one too long
    :raises AlreadyCorrected: it was taken back before
    :raises NotCorrectable: it follows its record, or is itself a correction
    """
    fact = queries.get_fact(actor, fact_id)
    policies.check_correct(actor, kind=fact.kind, area=fact.area)
    if fact.corrects:
        raise NotCorrectable(_("This entry is itself a correction. Record the act again instead."))
    reason = reason.strip()
    if not 0 < len(reason) <= REASON:
        sentence = _("Say why, in at most %d characters.") % REASON
        raise Invalid(sentence, reason=sentence)
    try:
        with transaction.atomic():
            [correction] = _reverse([fact.id], reason)
    except IntegrityError as error:
        raise AlreadyCorrected(_("This entry was corrected before.")) from error
    trail.note(
        actor,
        "figures.correct",
        object_type="facts.fact",
        object_id=fact.id,
        area=fact.area,
        purpose=reason,
    )
    return correction


@transaction.atomic
def take_back(kind: str, areas: Mapping[UUID, str], *, reason: str) -> None:
    """
    Take back the last fact of a kind about each record, in the caller's transaction.

    For an act that undoes an act of its own module, which has checked and audited it; ``areas`` are the
    facts' areas by the id of the record. A fact that was taken back before stays so.
    """
    with connection.cursor() as cursor:
        cursor.execute(LAST, [list(areas), list(areas.values()), kind])
        _reverse([row[0] for row in cursor.fetchall()], reason)


@transaction.atomic
def take_all_back(kinds: Sequence[str], areas: Mapping[UUID, str], *, reason: str) -> None:
    """
    Take back all that stands of some kinds about each record, in the caller's transaction.

    As :func:`take_back`, for an act after which nothing is to be counted of its records, or all of it anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(ALL, [list(areas), list(areas.values()), list(kinds)])
        _reverse([row[0] for row in cursor.fetchall()], reason)


@transaction.atomic
def count_under(
    kinds: Sequence[str], areas: Mapping[UUID, str], *, before: UUID, after: UUID, reason: str
) -> dict[UUID, UUID]:
    """
    Count what was recorded of one record of a person under another; return the new fact of each old one.

    In the transaction of an act that makes one person of two: each fact about these records whose subject
    is ``before`` is taken back, and recorded again on its day with ``after``. ``areas`` are the facts' areas
    by the id of what they are about.
    """
    blinded = crypto.blind_many("fact-subject", [str(before), str(after)])
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [list(areas), list(areas.values()), list(kinds), blinded[0]])
        old = [row[0] for row in cursor.fetchall()]
        _reverse(old, reason)
        made = [new_id() for _fact in old]
        cursor.execute(AGAIN, [blinded[1], made, old])
    return dict(zip(old, made, strict=True))


def _reverse(fact_ids: Sequence[UUID], reason: str) -> list[UUID]:
    """Record the opposite of each fact, with the reason; return the new facts' ids in that order."""
    made = [new_id() for _fact in fact_ids]
    with connection.cursor() as cursor:
        cursor.execute(REVERSE, [reason, made, list(fact_ids)])
    return made


# Of each record, the last fact of the kind, unless it was taken back before.
LAST = """
SELECT last.id
FROM unnest(%s::uuid[], %s::text[]) AS asked (object_id, area)
CROSS JOIN LATERAL (
    SELECT id FROM facts_fact AS fact
    WHERE fact.kind = %s AND fact.area = asked.area AND fact.object_id = asked.object_id
      AND fact.corrects IS NULL
    ORDER BY fact.recorded_at DESC, fact.id DESC
    LIMIT 1
) AS last
WHERE NOT EXISTS (SELECT FROM facts_fact AS back WHERE back.corrects = last.id)
"""

# Of each record, the facts of some kinds that were not taken back.
ALL = """
SELECT fact.id
FROM unnest(%s::uuid[], %s::text[]) AS asked (object_id, area)
JOIN facts_fact AS fact ON fact.area = asked.area AND fact.object_id = asked.object_id
WHERE fact.kind = ANY (%s::text[]) AND fact.corrects IS NULL
  AND NOT EXISTS (SELECT FROM facts_fact AS back WHERE back.corrects = fact.id)
ORDER BY fact.recorded_at, fact.id
"""

# Of each record, the facts of some kinds about one person that were not taken back.
STANDING = """
SELECT fact.id
FROM unnest(%s::uuid[], %s::text[]) AS asked (object_id, area)
JOIN facts_fact AS fact ON fact.area = asked.area AND fact.object_id = asked.object_id
WHERE fact.kind = ANY (%s::text[]) AND fact.subject = %s AND fact.corrects IS NULL
  AND NOT EXISTS (SELECT FROM facts_fact AS back WHERE back.corrects = fact.id)
ORDER BY fact.recorded_at, fact.id
"""

AGAIN = """
INSERT INTO facts_fact (id, kind, programme, category, area, unit, occurred_on, subject, object_type,
    object_id, quantity, amount, data)
SELECT asked.id, kind, programme, category, area, unit, occurred_on, %s::uuid, object_type,
    object_id, quantity, amount, data
FROM unnest(%s::uuid[], %s::uuid[]) AS asked (id, fact)
JOIN facts_fact AS fact ON fact.id = asked.fact
"""

REVERSE = """
INSERT INTO facts_fact (id, kind, programme, category, area, unit, occurred_on, subject, object_type,
    object_id, quantity, amount, data, corrects)
SELECT asked.id, kind, programme, category, area, unit, occurred_on, subject, object_type,
    object_id, -quantity, -amount, jsonb_build_object('reason', %s::text), fact.id
FROM unnest(%s::uuid[], %s::uuid[]) AS asked (id, fact)
JOIN facts_fact AS fact ON fact.id = asked.fact
"""
