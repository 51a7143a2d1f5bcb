"""
Who may do what, in which state. Each check raises the sentence a disabled button shows.

Rights depend on where a thing lies and which body its level names; the state decides the rest, by
the table of :mod:`jinguo.assess.states`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.assess import states
from jinguo.assess.ladders import CODE_LENGTHS, Level
from jinguo.assess.models import (
    Application,
    AreaLevel,
    Delisting,
    Photo,
    Recognition,
    Round,
    Visit,
)
from jinguo.core.errors import Denied, Refused
from jinguo.core.language import as_clauses
from jinguo.core.recorded import NAME_LENGTH
from jinguo.notices.queries import not_clear
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people.models import Household

SHOWN = 5
Thing = Application | Recognition


class WrongState(Refused):
    """Some of the chosen things are in a state in which this cannot be done."""


class NotOnThatDay(Refused):
    """The day given lies before the step it follows, or in the future."""


class AppealRuns(Refused):
    """The household may still appeal."""


class NotClear(Refused):
    """Some have not been on notice to the end, or an objection to them is open or upheld."""

    code = "not-clear"


@dataclass(frozen=True)
class Body:
    """The body whose duty a step is, by the level of its area."""

    name: str

    @property
    def code_length(self) -> int:
        """The length of its area's code."""
        return CODE_LENGTHS[self.name]


def body_of(step: states.Step, level: Level) -> Body:
    """Return the body a step falls to for one level."""
    return Body(level.certified_by if step.duty == states.LADDER else step.duty)


def check_place(actor: Actor, step: states.Step, area: str, level: Level) -> None:
    """
    Pass when the actor may take ``step`` for a thing in ``area``.

    A step that falls to the body the ladder names asks for a post in that body or a wider one;
    every other step asks only that the area is within reach.

    :raises Denied: naming what is missing
    """
    if step.duty == states.LADDER:
        _check_body(actor, step.capability, area, body_of(step, level), level.label)
    else:
        actor.require(step.capability, area)


def check_area_level(actor: Actor, level: AreaLevel, area: str) -> None:
    """
    Pass when the actor may confer or withdraw a level of ``area`` or of a lane of it.

    :raises Denied: out of reach, or another body confers it
    """
    _check_body(actor, states.CERTIFY, area, Body(level.conferred_by), level.label)


def _check_body(actor: Actor, capability: Capability, area: str, body: Body, title: str) -> None:
    """Pass when the actor has a post in the body that decides for ``area``, or in a wider one."""
    actor.require(capability, area)
    if not any(
        area.startswith(prefix) and len(prefix) <= body.code_length
        for prefix in actor.reach(capability).prefixes
    ):
        raise Denied(
            _("“%(level)s” is decided by the federation of the %(body)s.")
            % {"level": title, "body": body_title(body.name)},
            capability=str(capability),
        )


def body_title(name: str) -> str:
    """Return the name of a level of area inside a sentence."""
    return {
        "village": _("village"),
        "township": _("town"),
        "county": _("district"),
        "city": _("city"),
        "province": _("province"),
    }[name]


def check(actor: Actor, verb: str, thing: Thing, level: Level) -> None:
    """
    Pass when the actor may do ``verb`` to one thing as it stands.

    :raises Refused: its state does not allow it
    :raises Denied: the actor may not
    """
    of = states.APPLICATION if isinstance(thing, Application) else states.RECOGNITION
    step = states.step_from(of, verb, thing.state)
    if step is None:
        raise WrongState(
            _("This cannot be done while the state is “%(state)s”.")
            % {"state": thing.get_state_display()}
        )
    check_place(actor, step, thing.area_id, level)
    if verb == "decide-appeal":
        proposed = Delisting.objects.filter(recognition=thing.pk).order_by("-at", "-id")
        check_decides_appeals(actor, proposed[:1])


def check_decides_appeals(actor: Actor, delistings: Iterable[Delisting]) -> None:
    """
    Pass when the actor proposed none of these delistings: an appeal is decided by another person.

    :raises Denied: she did
    """
    me = (actor.account_id, actor.name[:NAME_LENGTH])
    if any((one.account, one.actor) == me for one in delistings):
        raise Denied(
            _("You proposed this delisting. Somebody else decides the appeal."),
            capability=str(states.INSPECT),
        )


def check_draw_inspections(actor: Actor, area: str) -> None:
    """
    Pass when the actor may order inspections in all of ``area``: a town its own, a district its towns'.

    :raises Denied: out of her reach
    """
    actor.require(states.INSPECT, area)


def check_clear(application: Thing, on: date) -> None:
    """
    Pass when an application stands clear of its notice on a day.

    :raises NotClear: saying how it stands
    """
    why = not_clear(Application.OBJECT_TYPE, [application.id], on).get(application.id)
    if why:
        raise NotClear(_("It does not stand clear of its notice: %(why)s.") % {"why": why})


def check_appeal_over(rows: Iterable[Recognition], on: date) -> None:
    """
    Pass when the days of appeal of proposed delistings are over on a day.

    :raises AppealRuns: naming the last day of those that still run
    """
    running = [row.appeal_until for row in rows if row.appeal_until and row.appeal_until >= on]
    if running:
        raise AppealRuns(
            _("The household may appeal until %s. Until then nothing is decided.")
            % date_format(max(running))
        )


def check_apply(actor: Actor, household: Household) -> None:
    """
    Pass when the actor may apply for this household.

    :raises Denied: it is out of reach
    """
    actor.require(states.APPLY, household.area_id)


def check_add_photo(actor: Actor, thing: Thing) -> None:
    """
    Pass when the actor may add a picture to an application or a recognition.

    :raises Denied: the actor applies for nobody there
    :raises WrongState: the application is decided, or the level has ended
    """
    actor.require(states.APPLY, thing.area_id)
    is_open = (
        thing.state in Application.OPEN
        if isinstance(thing, Application)
        else thing.ended_on is None
    )
    if not is_open:
        raise WrongState(
            _("No picture can be added while the state is “%(state)s”.")
            % {"state": thing.get_state_display()}
        )


def check_withdraw_photo(actor: Actor, photo: Photo) -> None:
    """
    Pass when the actor sent the picture, or may score there.

    :raises Denied: otherwise
    """
    if photo.account is None or photo.account != actor.account_id:
        actor.require(states.SCORE, photo.application.area_id)


def check_round(actor: Actor, verb: str, found: Round) -> states.Step:
    """
    Return the step of a verb when the actor may take it as the round stands.

    :raises WrongState: its state does not allow it
    :raises Denied: her posts do not include it there
    """
    step = states.step_from(states.ROUND, verb, found.state)
    if step is None:
        raise WrongState(
            _("This cannot be done while the round is “%(state)s”.")
            % {"state": found.get_state_display()}
        )
    actor.require(step.capability, found.area_id)
    return step


def check_enter(actor: Actor, found: Round) -> None:
    """
    Pass when the actor may record visits for assessors who do not use the system.

    :raises WrongState: the round is not in the field
    :raises Denied: her posts do not include it there
    """
    # Whoever closes a round may complete it, and while it can be closed it can be completed.
    check_round(actor, "close", found)


def check_visit(actor: Actor, verb: str, visit: Visit) -> states.Step:
    """
    Return the step of a verb when it may be taken as the visit stands; its round must be loaded.

    Whose visit it is follows from where it was read: an assessor sees her own ones only.

    :raises WrongState: the round is not in the field, or the visit's state does not allow it
    :raises Denied: the actor's posts do not include it
    """
    step = states.step_from(states.VISIT, verb, visit.state)
    if visit.round.state != Round.State.IN_FIELD or step is None:
        raise WrongState(
            _("This cannot be done while the visit is “%(visit)s” and the round “%(round)s”.")
            % {"visit": visit.get_state_display(), "round": visit.round.get_state_display()}
        )
    actor.require(step.capability, None if step.duty == states.ASSESSOR else visit.round.area_id)
    return step


def check_day(on: date, today: date, reached: Collection[date]) -> None:
    """
    Pass when ``on`` is neither in the future nor before a day in ``reached``.

    :raises NotOnThatDay: naming the day it could be
    """
    if on > today:
        raise NotOnThatDay(_("%(on)s is in the future.") % {"on": date_format(on)})
    latest = max(reached, default=on)
    if on < latest:
        raise NotOnThatDay(
            _("%(on)s is before the last step of one of them. The earliest day is %(latest)s.")
            % {"on": date_format(on), "latest": date_format(latest)}
        )


def wrong_state(verb_title: str, found: list[tuple[str, str]]) -> WrongState:
    """Return the refusal that names how many cannot be done and the first few, as (code, state)."""
    shown = as_clauses(f"{code} ({state})" for code, state in found[:SHOWN])
    sentence = ngettext(
        "“%(verb)s” is not possible for %(count)d of them, so nothing was changed: %(shown)s.",
        "“%(verb)s” is not possible for %(count)d of them, so nothing was changed: %(shown)s.",
        len(found),
    )
    values = {"verb": verb_title, "count": len(found), "shown": shown}
    return WrongState(sentence % values, count=len(found), codes=[code for code, _state in found])
