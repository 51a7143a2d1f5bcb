from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from jinguo.core import trail
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
    correction = new_id()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(REVERSE, {"id": correction, "fact": fact.id, "reason": reason})
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


REVERSE = """
INSERT INTO facts_fact (id, kind, programme, category, area, unit, occurred_on, subject, object_type,
    object_id, quantity, amount, data, corrects)
SELECT %(id)s, kind, programme, category, area, unit, occurred_on, subject, object_type,
    object_id, -quantity, -amount, jsonb_build_object('reason', %(reason)s::text), id
FROM facts_fact WHERE id = %(fact)s
"""
