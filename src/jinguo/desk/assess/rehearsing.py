"""What an act would bring about with what its form says: done, looked at, and undone at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.assess.models import Application, Recognition
from jinguo.assess.policies import WrongState
from jinguo.core.errors import Denied, Invalid, Refused
from jinguo.desk.assess import pages
from jinguo.desk.assess.outcomes import Outcome, impossible

Thing = Application | Recognition
Act = Callable[[list[UUID]], object]


@dataclass(frozen=True)
class Rehearsal:
    """What would become of each of the things shown, and why nothing would be done, if so."""

    outcomes: list[Outcome]
    refused: str


def rehearsed(shown: Sequence[Thing], ids: list[UUID], act: Act) -> Rehearsal:
    """
    Return what ``act`` would make of the things ``shown``, which are the first of ``ids``.

    The act itself is asked, with all its rules, and what it wrote is rolled back. It is done for all or for
    none; so where it is refused, each thing shown is asked alone, to tell which it is.

    :raises Invalid: something is filled in wrongly; that is no matter of any one thing
    """
    try:
        became = _tried(shown, ids, act)
    except Invalid:
        raise
    except (Refused, Denied) as refused:
        return Rehearsal([_alone(one, act) for one in shown], refused.message)
    return Rehearsal([_standing(became[one.id]) for one in shown], "")


def _tried(shown: Sequence[Thing], ids: list[UUID], act: Act) -> Mapping[UUID, Thing]:
    """Do an act, return how the things shown stand then, and undo it."""
    with transaction.atomic():
        act(ids)
        became: Mapping[UUID, Thing] = type(shown[0]).objects.in_bulk([one.id for one in shown])
        transaction.set_rollback(True)
    return became


def _alone(one: Thing, act: Act) -> Outcome:
    """Return what an act would make of one thing, or why it would not."""
    try:
        return _standing(_tried([one], [one.id], act)[one.id])
    except WrongState:
        return impossible()
    except (Refused, Denied) as refused:
        return Outcome(_("cannot be done"), "warn", refused.message, is_refused=True)


def _standing(one: Thing) -> Outcome:
    """Return the state a thing is in, and the day that follows from it."""
    return Outcome(
        one.get_state_display(), pages.STATE_TAGS[one.state].removeprefix("tag-"), _day_of(one)
    )


def _day_of(one: Thing) -> str:
    """Say until when what its state asks for is due; nothing where nothing is."""
    if not isinstance(one, Recognition):
        return ""
    if one.state == Recognition.State.PROPOSED and one.appeal_until:
        return _("may appeal until %(day)s") % {"day": date_format(one.appeal_until)}
    if one.state == Recognition.State.RECTIFYING and one.rectify_by:
        return _("to be put right by %(day)s") % {"day": date_format(one.rectify_by)}
    return ""
