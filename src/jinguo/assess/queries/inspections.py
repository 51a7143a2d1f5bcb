"""Inspection plans: what is drawn from, how far each town is, and which visits are still to be made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, DateField, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from jinguo.assess.inspecting import TOWN, Candidate
from jinguo.assess.models import (
    Application,
    Complaint,
    Fault,
    InspectionPlan,
    InspectionPlanQuerySet,
    PlannedVisit,
    RecognitionQuerySet,
    Score,
    Transition,
)
from jinguo.core.errors import NotFound
from jinguo.org import queries as org
from jinguo.org.actor import Actor

TO_VISIT, OVERDUE, VISITED, ENDED = "to-visit", "overdue", "visited", "ended"
VISIT_STATES = (TO_VISIT, OVERDUE, VISITED, ENDED)


@dataclass(frozen=True)
class TownProgress:
    """How far a plan is in one town: visits to be made, of these overdue, made, and no longer needed."""

    code: str
    name: str
    planned: int
    to_visit: int
    overdue: int
    visited: int
    ended: int


def candidates(held: RecognitionQuerySet, starts_on: date, ends_on: date) -> Iterator[Candidate]:
    """Yield households that hold a level as an inspection plan draws from them; six statements in all."""
    ids = held.order_by().values("id")
    months = _months(starts_on, ends_on)
    faults = Fault.objects.filter(recognition__in=ids).order_by()
    faulty = set(faults.values_list("recognition_id", flat=True))
    seasonal = set(
        faults.filter(found_on__month__in=months).values_list("recognition_id", flat=True)
    )
    visits = Score.objects.filter(recognition__in=ids).order_by()
    seen = dict(visits.values_list("recognition_id").annotate(Max("scored_on")))
    objected = set(
        Transition.objects.filter(
            to_state=Application.State.RECHECK, application__recognitions__in=ids
        ).values_list("application_id", flat=True)
    )
    complaints = Complaint.objects.filter(recognition__in=ids).order_by()
    heard = dict(complaints.values_list("recognition_id").annotate(Max("heard_on")))
    rows = held.values_list(
        "id", "household__code", "area_id", "next_check_on", "certified_on", "application_id"
    )
    for key, code, village, due_on, certified_on, application in rows:
        seen_on = seen.get(key, certified_on)
        yield Candidate(
            id=key,
            code=code,
            village=village,
            due_on=due_on,
            seen_on=seen_on,
            has_faults=key in faulty,
            has_faults_in_season=key in seasonal,
            had_objection=application in objected,
            had_complaint=key in heard and heard[key] >= seen_on,
        )


def _months(starts_on: date, ends_on: date) -> list[int]:
    """Return the months of the year a period touches."""
    first, last = (day.year * 12 + day.month - 1 for day in (starts_on, ends_on))
    return sorted({month % 12 + 1 for month in range(first, last + 1)})


def inspection_plans(actor: Actor, *, programme: str) -> InspectionPlanQuerySet:
    """Return the plans of a programme the actor can see, the latest period first."""
    rows = InspectionPlan.objects.visible_to(actor).filter(programme=programme)
    return rows.select_related("area").order_by("-starts_on", "area_id")


def get_inspection_plan(actor: Actor, plan_id: UUID) -> InspectionPlan:
    """
    Return one plan.

    :raises NotFound: none, or none this actor may see
    """
    rows = InspectionPlan.objects.visible_to(actor).select_related("area")
    found = rows.filter(id=plan_id).first()
    if found is None:
        raise NotFound(_("There is no such plan."))
    return found


def planned_visits(
    actor: Actor, plan: InspectionPlan, *, on: date, area: str = "", state: str = ""
) -> QuerySet[PlannedVisit]:
    """
    Return the visits of a plan the actor can see, by their day, narrowed to an area and a state on a day.

    ``visited_on`` of each is the day of the first inspection since the plan was drawn, else None.
    """
    made = Score.objects.filter(
        recognition=OuterRef("recognition"),
        kind=Score.Kind.INSPECTION,
        scored_on__gte=plan.drawn_on,
    )
    first = made.order_by().values("recognition").annotate(on=Min("scored_on")).values("on")
    rows = PlannedVisit.objects.visible_to(actor).filter(plan=plan)
    rows = rows.annotate(visited_on=Subquery(first, output_field=DateField()))
    if area:
        rows = rows.filter(actor.moves.takes_in(area).as_q("area__code"))
    return rows.filter(_in_state(state, on)).order_by("due_on", "id")


def _in_state(state: str, on: date) -> Q:
    """Keep the visits of a state: to be made, of these overdue, made, or no longer needed."""
    open_now = Q(visited_on=None, recognition__ended_on=None)
    return {
        TO_VISIT: open_now,
        OVERDUE: open_now & Q(due_on__lt=on),
        VISITED: Q(visited_on__isnull=False),
        ENDED: Q(visited_on=None, recognition__ended_on__isnull=False),
    }.get(state, Q())


def progress_by_town(actor: Actor, plan: InspectionPlan, *, on: date) -> list[TownProgress]:
    """Return how far each town is that the actor can see, by code; two statements."""
    rows = planned_visits(actor, plan, on=on).order_by()
    counts = {
        state.replace("-", "_"): Count("id", filter=_in_state(state, on)) for state in VISIT_STATES
    }
    towns = rows.annotate(town=Left("area_id", TOWN)).values("town").order_by("town")
    found = list(
        towns.annotate(planned=Count("id"), **counts).values_list("town", "planned", *counts)
    )
    names = org.names_of([town for town, *_numbers in found], on)
    return [TownProgress(town, names.get(town, town), *numbers) for town, *numbers in found]
