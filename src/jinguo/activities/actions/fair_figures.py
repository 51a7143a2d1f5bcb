"""
What is counted of a fair: its stalls, posts and sales on the day it was held, once it was.

Until then it may move, be called off, or lose a stall, and nothing of it stands in a figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import events
from jinguo.activities.actions import common
from jinguo.activities.models import Activity, Intent, Session, Stall, Vacancy
from jinguo.facts import actions as facts

if TYPE_CHECKING:
    from jinguo.facts.events import Event
    from jinguo.org.actor import Actor

FIRM, MAKER = "firm", "maker"
OF_STALLS = [events.StallHeld.kind, events.PlacesOffered.kind, events.Sold.kind]
OF_PERSONS = [events.Meant.kind, events.Hired.kind]


def held_on(activity: Activity) -> date | None:
    """Return the day a fair was held, of the session that was closed first; None before."""
    held = activity.sessions.filter(state=Session.State.HELD).order_by("held_at", "number").first()
    return timezone.localdate(held.starts_at) if held else None


def count_fair(actor: Actor, activity: Activity) -> None:
    """Count what stands at a fair of which a session was just held; with the second one nothing more."""
    on = held_on(activity)
    if on is None or activity.sessions.filter(state=Session.State.HELD).count() > 1:
        return
    found: list[Event] = []
    stalls = list(activity.stalls.prefetch_related("vacancies"))
    for stall in stalls:
        found += [_stall(activity, stall, on), *_sold(activity, stall, on)]
        found += [_places(activity, post, on) for post in stall.vacancies.all()]
    # What an earlier version counted when it was planned.
    _take_back(OF_STALLS, activity, _ids(stalls), _("The fair is counted once it was held."))
    facts.record(found, actor=actor)


def count_stall(actor: Actor, activity: Activity, stall: Stall) -> None:
    """Count a stall that was added after the fair."""
    if on := held_on(activity):
        facts.record([_stall(activity, stall, on)], actor=actor)


def count_places(actor: Actor, activity: Activity, post: Vacancy) -> None:
    """Count the places of a post that was added after the fair."""
    if on := held_on(activity):
        facts.record([_places(activity, post, on)], actor=actor)


def count_sales(actor: Actor, activity: Activity, stall: Stall) -> None:
    """Count what a stall says it sold in place of what it said before, once the fair was held."""
    if on := held_on(activity):
        why = _("The stall said another sum.")
        _take_back([events.Sold.kind], activity, [stall.id], why)
        facts.record(_sold(activity, stall, on), actor=actor)


def uncount_stall(activity: Activity, stall: Stall) -> None:
    """Take back what an earlier version counted of a stall when it was given."""
    _take_back(OF_STALLS, activity, _ids([stall]), _("The stall was taken off the fair."))


def uncount_post(activity: Activity, post: Vacancy) -> None:
    """Take back what an earlier version counted of a post when it was noted."""
    _take_back(OF_STALLS, activity, [post.id], _("The post was taken off the fair."))


def uncount_fair(activity: Activity) -> None:
    """Take back all that is counted of a fair that is called off before any of it was held."""
    if held_on(activity) is not None:
        return
    ids = _ids(activity.stalls.prefetch_related("vacancies"))
    meant = Intent.objects.filter(vacancy__stall__activity=activity).values_list("id", flat=True)
    why = _("The fair was called off.")
    _take_back([*OF_STALLS, *OF_PERSONS], activity, [*ids, *meant], why)


def uncount_hired(activity: Activity, intent: Intent) -> None:
    """Take back that a person was hired."""
    why = _("The answer was put right.")
    _take_back([events.Hired.kind], activity, [intent.id], why)


def uncount_intent(activity: Activity, intent: Intent, why: str) -> None:
    """Take back all that is counted of an intent, whoever it is counted of since, and that she was hired."""
    _take_back(OF_PERSONS, activity, [intent.id], why)


def _take_back(kinds: list[str], activity: Activity, ids: Iterable[UUID], why: str) -> None:
    facts.take_all_back(kinds, dict.fromkeys(ids, activity.area_id), reason=why)


def _ids(stalls: Iterable[Stall]) -> list[UUID]:
    """Return the ids of some stalls and of their posts."""
    return [one for stall in stalls for one in (stall.id, *(p.id for p in stall.vacancies.all()))]


def _stall(activity: Activity, stall: Stall, on: date) -> Event:
    return common.counted(
        events.StallHeld, activity, stall.id, on,
        category=FIRM if stall.uscc else MAKER, data={"is_womans": stall.is_womans},
    )  # fmt: skip


def _places(activity: Activity, post: Vacancy, on: date) -> Event:
    return common.counted(events.PlacesOffered, activity, post.id, on, quantity=post.places)


def _sold(activity: Activity, stall: Stall, on: date) -> list[Event]:
    if not stall.sales_fen:
        return []
    return [
        common.counted(
            events.Sold, activity, stall.id, on, quantity=0, amount=stall.sales_fen
        )
    ]  # fmt: skip
