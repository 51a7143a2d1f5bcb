"""The work lists, page by page: applications by the day they are due, plaques by number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.assess import states
from jinguo.assess.models import (
    Application,
    ApplicationQuerySet,
    Recognition,
    RecognitionQuerySet,
)
from jinguo.assess.queries.applications import OPEN, applications, narrowed
from jinguo.assess.queries.households import recognitions
from jinguo.assess.queries.waiting import DUE, Due, narrowed_to
from jinguo.core.errors import Invalid
from jinguo.org.actor import Actor

T = TypeVar("T", Application, Recognition)


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a work list; ``after`` opens the next, and is empty on the last."""

    rows: list[T]
    after: str


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
    return _page(rows, "state_on" if ended else "due_on", after, size, is_descending=ended)


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
    earliest first; all others by plaque number.
    ``after`` is the :attr:`Page.after` of the page before.

    :raises Invalid: ``after`` is not what a page gave
    """
    rows = listed_recognitions(
        actor, programme=programme, state=state, area=area, level=level, due=due
    )
    is_due = due is not None or (state in DUE and state != Recognition.State.CERTIFIED)
    return _page(rows, DUE.get(state, "rectify_by") if is_due else "plaque", after, size)


def count_recognitions(actor: Actor, *, programme: str, area: str = "") -> dict[str, int]:
    """Return how many recognitions are in each state, every state named, in table order."""
    rows = narrowed(recognitions(actor), actor, programme, area).order_by()
    found = dict(rows.values_list("state").annotate(Count("id")))
    return {state.value: found.get(state.value, 0) for state in Recognition.State}


def _page(
    rows: QuerySet[T], key: str, after: str, size: int, *, is_descending: bool = False
) -> Page[T]:
    order = "-" if is_descending else ""
    if after:
        rows = rows.filter(_beyond(after, key, "lt" if is_descending else "gt"))
    rows = rows.select_related("household", "area").order_by(f"{order}{key}", f"{order}id")
    found = list(rows[: size + 1])
    page = found[:size]
    more = f"{getattr(page[-1], key)}|{page[-1].id}" if len(found) > size else ""
    return Page(page, more)


def _beyond(after: str, key: str, side: str) -> Q:
    place, _bar, last = after.rpartition("|")
    try:
        at: Any = place if key == "plaque" else date.fromisoformat(place)
        last_id = UUID(last)
    except ValueError:
        raise Invalid(_("That page does not exist. Open the list again.")) from None
    # Both parts are bounded so that the index on (…, key, id) is entered at the right place.
    return Q(**{f"{key}__{side}e": at}) & (
        Q(**{f"{key}__{side}": at}) | Q(**{f"id__{side}": last_id})
    )
