"""Inspection plans: drawn for a period, they give each household its day, and the work lists follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.assess import policies, queries
from jinguo.assess.actions import common
from jinguo.assess.inspecting import Terms, Visit, draw
from jinguo.assess.models import InspectionPlan, PlannedVisit, Recognition
from jinguo.core import trail
from jinguo.core.errors import Refused
from jinguo.core.ids import new_id
from jinguo.core.locks import hold
from jinguo.core.recorded import signed
from jinguo.core.workdays import working_days
from jinguo.org import queries as org
from jinguo.org.actor import Actor


class PlansOverlap(Refused):
    """Another plan of the area covers some of these days."""


class NothingToInspect(Refused):
    """No household of the area holds a level that could be inspected."""


@transaction.atomic
def draw_inspections(
    *,
    actor: Actor,
    programme: str,
    area: str,
    starts_on: date,
    ends_on: date,
    seed: str,
    now: datetime,
) -> UUID:
    """
    Draw the households of ``area`` to be inspected in a period, and make each due on its day.

    The day a household is due (``Recognition.next_check_on``) is what work lists and to-dos go by: the plan
    sets it, and each inspection sets the next. Return the plan's id.

    :raises Denied: the actor may not order inspections in all of the area
    :raises NotFound: no plan gives the programme levels there
    :raises Invalid: the seed is empty or too long
    :raises NotOnThatDay: the period is empty, or has no working day that is still to come
    :raises PlansOverlap: another plan covers some of its days in the area
    :raises NothingToInspect: nobody there holds a level
    """
    place = org.get_area(area)
    policies.check_draw_inspections(actor, area)
    today = timezone.localdate(now)
    days = working_days(max(starts_on, today), ends_on)
    if starts_on > ends_on or not days:
        raise policies.NotOnThatDay(_("The period must have a working day that is still to come."))
    hold(f"assess.inspection-plan:{programme}")
    _check_overlap(programme, area, starts_on, ends_on)
    rules = queries.ladder_in_force(programme, area, today).rules
    terms = Terms(
        starts_on,
        ends_on,
        days,
        seed.strip(),
        rules.draw_share,
        rules.risk_share,
        rules.risk_months,
    )
    rows = queries.recognitions(actor).filter(
        programme=programme, area__code__startswith=area, state=Recognition.State.CERTIFIED
    )
    list(common.locked(rows).only("id"))
    visits = draw(queries.candidates(rows, starts_on, ends_on), terms)
    if not visits:
        raise NothingToInspect(_("No household there is to be inspected."))
    plan = InspectionPlan.objects.create(
        programme=programme, area=place, starts_on=starts_on, ends_on=ends_on, seed=terms.seed,
        draw_share=terms.draw_share, risk_share=terms.risk_share, drawn_on=today,
        **signed(actor, now),
    )  # fmt: skip
    _store(plan, visits)
    trail.note(
        actor, "assess.draw-inspections", object_type="assess.inspection_plan", object_id=plan.id,
        area=area, count=len(visits),
    )  # fmt: skip
    return plan.id


def _check_overlap(programme: str, area: str, starts_on: date, ends_on: date) -> None:
    same = InspectionPlan.objects.filter(
        programme=programme, starts_on__lte=ends_on, ends_on__gte=starts_on
    )
    for other in same:
        if area.startswith(other.area_id) or other.area_id.startswith(area):
            raise PlansOverlap(
                _("There is a plan from %(first)s to %(last)s. Choose days outside it.")
                % {
                    "first": date_format(other.starts_on),
                    "last": date_format(other.ends_on),
                }
            )


def _store(plan: InspectionPlan, visits: Sequence[Visit]) -> None:
    """Keep the visits of a plan, and make each household due on its day."""
    columns = ("id", "plan_id", "recognition_id", "area_id", "due_on", "reasons")
    common.copy_in(
        PlannedVisit,
        columns,
        (
            (new_id(), plan.id, one.candidate.id, one.candidate.village, one.due_on, [*one.reasons])
            for one in visits
        ),
    )
    # Day by day: about rows stored a moment ago the planner knows nothing, and joins them the slow way.
    by_day: defaultdict[date, list[UUID]] = defaultdict(list)
    for one in visits:
        by_day[one.due_on].append(one.candidate.id)
    for day, ids in by_day.items():
        Recognition.objects.filter(id__in=ids).update(next_check_on=day)
