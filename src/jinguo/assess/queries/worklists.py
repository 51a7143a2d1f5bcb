"""The work lists, page by page: applications by the day they are due, plaques by number."""

from __future__ import annotations

from django.db.models import Count

from jinguo.assess import states
from jinguo.assess.models import (
    Application,
    ApplicationQuerySet,
    Recognition,
    RecognitionQuerySet,
)
from jinguo.assess.queries.applications import OPEN, applications, narrowed
from jinguo.assess.queries.households import recognitions
from jinguo.assess.queries.paging import PLAQUE, Page, page_of
from jinguo.assess.queries.waiting import DUE, Due, narrowed_to
from jinguo.org.actor import Actor


def listed_applications(
    actor: Actor,
    *,
    programme: str,
    state: str = "",
    area: str = "",
    level: str = "",
    due: Due | None = None,
) -> ApplicationQuerySet:
    """Return a whole list: ``state`` empty means every open one."""
    rows = narrowed(applications(actor), actor, programme, area, level)
    rows = rows.filter(state=state) if state else rows.filter(state__in=OPEN)
    return rows if due is None else narrowed_to(rows, actor, states.APPLICATION, "due_on", due)


def worklist(
    actor: Actor,
    *,
    programme: str,
    state: str = "",
    area: str = "",
    level: str = "",
    due: Due | None = None,
    after: str = "",
    size: int = 50,
) -> Page[Application]:
    """
    Return one page of :func:`listed_applications`.

    Open ones come by the day they are due, the earliest first; ended ones by the day they ended,
    the latest first. ``after`` is the :attr:`Page.after` of the page before.

    :raises Invalid: ``after`` is not what a page gave
    """
    ended = bool(state) and state not in OPEN
    rows = listed_applications(
        actor, programme=programme, state=state, area=area, level=level, due=due
    )
    rows = rows.select_related("household", "area")
    key = "state_on" if ended else "due_on"
    return page_of(rows, key, after=after, size=size, is_descending=ended)


def listed_recognitions(
    actor: Actor,
    *,
    programme: str,
    state: str,
    area: str = "",
    level: str = "",
    due: Due | None = None,
) -> RecognitionQuerySet:
    """Return a whole list of a state."""
    rows = narrowed(recognitions(actor), actor, programme, area, level).filter(state=state)
    if due is None:
        return rows
    return narrowed_to(rows, actor, states.RECOGNITION, DUE.get(state, "rectify_by"), due)


def plaques(
    actor: Actor,
    *,
    programme: str,
    state: str,
    area: str = "",
    level: str = "",
    due: Due | None = None,
    after: str = "",
    size: int = 50,
) -> Page[Recognition]:
    """
    Return one page of :func:`listed_recognitions`.

    Those to put right or to be decided, and those narrowed to what is due, come by their deadline, the
    earliest first; all others by plaque number. ``after`` is the :attr:`Page.after` of the page before.

    :raises Invalid: ``after`` is not what a page gave
    """
    rows = listed_recognitions(
        actor, programme=programme, state=state, area=area, level=level, due=due
    )
    is_due = due is not None or (state in DUE and state != Recognition.State.CERTIFIED)
    rows = rows.select_related("household", "area")
    key = DUE.get(state, "rectify_by") if is_due else PLAQUE
    return page_of(rows, key, after=after, size=size)


def count_recognitions(actor: Actor, *, programme: str, area: str = "") -> dict[str, int]:
    """Return how many recognitions are in each state, every state named, in table order."""
    rows = narrowed(recognitions(actor), actor, programme, area).order_by()
    found = dict(rows.values_list("state").annotate(Count("id")))
    return {state.value: found.get(state.value, 0) for state in Recognition.State}
