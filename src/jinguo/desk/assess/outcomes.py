"""What an act will bring about, worked out before it is done by the rules the act itself asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.assess import queries, states
from jinguo.assess.ladders import Ladder, as_ladder
from jinguo.assess.models import Application, Recognition
from jinguo.desk.assess import pages

DECIDE = "decide"


@dataclass(frozen=True)
class Outcome:
    """
    What becomes of one household: a tag, and why or until when.

    ``is_refused`` marks a reason against it, a sentence that needs room.
    """

    text: str
    tag: str = ""
    why: str = ""
    is_refused: bool = False


def outcomes(
    of: str, verb: str, rows: Iterable[Application | Recognition], blind: Collection[UUID]
) -> list[Outcome]:
    """
    Return what a verb will make of some rows, whose ladders must be loaded; empty where the table of
    states does not tell: there the act is rehearsed, see :mod:`jinguo.desk.assess.rehearsing`.

    Of the households in ``blind`` nothing is said, see :func:`jinguo.assess.queries.blind_to`.
    """
    if is_decided_by_score(of, verb):
        return [_decided(row, blind) for row in rows if isinstance(row, Application)]
    found = list(rows)
    targets = [
        {one.target for one in states.steps(of, verb) if one.source == row.state} for row in found
    ]
    if any(len(target) > 1 for target in targets):
        return []
    made = [_moved(row, target) for row, target in zip(found, targets, strict=True)]
    return made if any(one.text for one in made) else []


def tally(rows: Any, blind: Collection[UUID]) -> str:
    """Say of all the applications a decision is about how many pass; nothing when one of them is blind."""
    passed = failed = 0
    ladders: dict[UUID, Ladder] = {}
    for row in rows.select_related("ladder").iterator(chunk_size=2_000):
        if row.household_id in blind:
            return ""
        ladder = ladders.setdefault(row.ladder_id, as_ladder(row.ladder))
        if queries.shortfall(row, ladder):
            failed += 1
        else:
            passed += 1
    return _("By their scores %(passed)d pass and %(failed)d do not.") % {
        "passed": passed,
        "failed": failed,
    }


def is_decided_by_score(of: str, verb: str) -> bool:
    """Say whether a verb lets the scores decide."""
    return of == states.APPLICATION and verb == DECIDE


def impossible() -> Outcome:
    """Return what is said of a thing whose state does not allow the act."""
    return Outcome(_("cannot be done in this state"), "warn")


def _decided(row: Application, blind: Collection[UUID]) -> Outcome:
    if row.household_id in blind:
        return Outcome(_("not shown"))
    if states.step_from(states.APPLICATION, DECIDE, row.state) is None:
        return impossible()
    ladder = as_ladder(row.ladder)
    if why := queries.shortfall(row, ladder):
        return Outcome(_("does not pass"), "bad", why, is_refused=True)
    return Outcome(_("passes: %(level)s") % {"level": ladder.level(row.level).label}, "good")


def _moved(row: Application | Recognition, targets: set[str]) -> Outcome:
    """Return the state that follows; nothing for an act that leaves it as it is."""
    if not targets:
        return impossible()
    [target] = targets
    if target == row.state:
        return Outcome("")
    return Outcome(str(row.State(target).label), pages.STATE_TAGS[target].removeprefix("tag-"))
