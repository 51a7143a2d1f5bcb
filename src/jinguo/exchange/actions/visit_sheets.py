"""The visits of an assessor who does not use the system, taken out to be filled."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.assess import policies as assess
from jinguo.assess import queries
from jinguo.assess.models import Visit
from jinguo.core import trail
from jinguo.core.errors import Refused
from jinguo.exchange import policies
from jinguo.exchange.scores.columns import as_version
from jinguo.exchange.visits import workbook
from jinguo.exchange.visits.workbook import Line
from jinguo.people import actions as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def visit_workbook(*, actor: Actor, round_id: UUID, assessor_id: UUID, now: datetime) -> bytes:
    """
    Return the visits an assessor without an account still has to make, as an .xlsx workbook.

    It names the households and where they live: each of them counts as a value shown in clear, so call this
    outside a transaction.

    :raises NotFound: no such round, or no such assessor in it
    :raises Denied: the actor may not run the round, take lists out there, or see values in clear
    :raises Refused: she has an account, or nothing left to visit
    :raises RevealLimitReached: the day's limit of values in clear is used up
    """
    found = queries.get_round(actor, round_id)
    assess.check_enter(actor, found)
    policies.check_export(actor, found.area_id)
    assessor = queries.get_assessor(found, assessor_id)
    if assessor.account_id is not None:
        raise Refused(_("She has an account and records her visits herself."))
    waiting = queries.visits_of(found).filter(assessor=assessor, state__in=Visit.DUE)
    visits = list(waiting)
    if not visits:
        raise Refused(_("She has nothing left to visit."))
    lines = [line_of(actor, visit, now) for visit in visits]
    trail.note(
        actor,
        "exchange.visit-sheets",
        object_type="assess.round",
        object_id=found.id,
        area=found.area_id,
        count=len(lines),
        fields=["code", "village", "head", "address"],
    )
    title = f"{found.title} · {assessor.name}"
    return workbook.draw(found.id, title, as_version(found.sheet), lines)


def line_of(actor: Actor, visit: Visit, now: datetime) -> Line:
    """Return where a visit leads, and leave on the trail that it was shown."""
    purpose = _("Visit %s of an evaluation") % visit.code
    place = people.reveal_place(
        actor=actor, household_id=visit.sampled.household_id, purpose=purpose, now=now
    )
    return Line(visit.code, place.village, place.head_name, place.address)
