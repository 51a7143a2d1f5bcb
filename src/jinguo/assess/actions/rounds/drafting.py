"""A round before its list is frozen: what is drawn where and how, and who will visit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.assess import policies, queries
from jinguo.assess.actions.common import check_reason, record_transitions
from jinguo.assess.actions.rounds import common
from jinguo.assess.actions.rounds.drawing import drawable
from jinguo.assess.actions.rounds.sending import check_independent
from jinguo.assess.evaluation.draws import assignment
from jinguo.assess.evaluation.draws.plan import Plan
from jinguo.assess.models import Assessor, Round
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.core.identifiers import refuse_identifiers
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

TITLE_LENGTH = 80
NAME_LENGTH = 80


class AlreadyNamed(Refused):
    """An assessor of this account or name is in the round already."""


class MayNotVisit(Refused):
    """Who is named may not visit in the area a round is to be moved to."""


@dataclass(frozen=True, kw_only=True)
class RoundIn:
    """What a round is: ``frame_on`` is the day of its list, ``due_on`` the last day of its visits."""

    programme: str
    purpose: str
    title: str
    area: str
    frame_on: date
    due_on: date
    plan: Plan


@transaction.atomic
def draft_round(*, actor: Actor, round_: RoundIn, now: datetime) -> Round:
    """
    Draft a round of evaluation with the sheet and the ladder in force on the day of its list.

    :raises Denied: the area is out of the actor's reach
    :raises NotFound: no such area, or no plan gives the programme levels there on that day
    :raises NotOnThatDay: the day of the list is in the future
    :raises Invalid: no title, visits due before the day of the list, or an area without households
    :raises IdentifierFound: the title, which everybody reads, holds what a person is found by
    :raises Refused: the list of that day does not hold what the plan asks for
    """
    on = timezone.localdate(now)
    found = Round(state=Round.State.DRAFTED, state_on=on)
    _fill(actor, found, round_, on)
    found.save(force_insert=True)
    record_transitions([found], found.state, actor=actor, on=on, now=now, is_new=True)
    common.note(actor, "draft", found)
    return found


@transaction.atomic
def change_round(*, actor: Actor, round_id: UUID, round_: RoundIn, now: datetime) -> Round:
    """
    Change what a drafted round is; those named to visit stay, with the ties that lie in its area.

    :raises NotFound: no such round for this actor, or as :func:`draft_round`
    :raises WrongState: its list is frozen, so that all of it is published
    :raises Denied: the actor may not, there or where it is to be
    :raises MayNotVisit: one of those named may not visit in the other area
    :raises GrantsLevels: it becomes a third party's, and one of those named may certify in its area
    :raises NotOnThatDay: as :func:`draft_round`
    :raises Invalid: as :func:`draft_round`
    :raises IdentifierFound: as :func:`draft_round`
    :raises Refused: as :func:`draft_round`
    """
    found = queries.get_round(actor, round_id, lock=True)
    policies.check_round(actor, "change", found)
    on = timezone.localdate(now)
    _fill(actor, found, round_, on)
    for one in found.assessors.select_related("account").order_by("id"):
        _keep(found, one, on)
    found.save()
    common.note(actor, "change", found)
    return found


def _fill(actor: Actor, found: Round, round_: RoundIn, today: date) -> None:
    """Set what a round is, when it can be that; raises as :func:`draft_round`."""
    actor.require(Capability.ASSESS_RUN_ROUNDS, round_.area)
    found.area = org.get_area(round_.area)
    policies.check_day(round_.frame_on, today, ())
    if round_.due_on < max(round_.frame_on, today):
        sentence = _("The visits cannot be due before %(day)s.") % {
            "day": date_format(max(round_.frame_on, today))
        }
        raise Invalid(sentence, due_on=sentence)
    found.title = _text(round_.title, "title", TITLE_LENGTH)
    refuse_identifiers(found.title, field="title")
    found.programme, found.purpose = round_.programme, Round.Purpose(round_.purpose)
    place = (round_.programme, round_.area, round_.frame_on)
    found.sheet_id = queries.sheet_in_force(*place).id
    found.ladder_id = queries.ladder_in_force(*place).id
    found.frame_on, found.due_on = round_.frame_on, round_.due_on
    found.plan = round_.plan.as_data()
    drawable(actor, found)


def _keep(found: Round, one: Assessor, today: date) -> None:
    """Keep someone named for a round that was changed, tied only where it still is."""
    ties = set(one.ties)
    if one.account is not None:
        if not org.holders(Capability.ASSESS_VISIT, found.area_id, today).contains(one.account):
            raise MayNotVisit(
                _(
                    "%s is named, and her post gives her no right to visit there. Take her off first."
                )
                % one.name
            )
        check_independent(found, one.account_id, one.name, today)
        ties.update(org.places_of(one.account, today))
    one.ties = sorted(_below(found, ties))
    one.save(update_fields=["ties"])


@transaction.atomic
def name_assessor(
    *,
    actor: Actor,
    round_id: UUID,
    account_id: UUID | None = None,
    name: str = "",
    ties: Collection[str] = (),
    now: datetime,
) -> Assessor:
    """
    Name who visits: an account that may, or by ``name`` someone who does not use the system.

    A third party's visits are made by nobody who may certify there. ``ties`` are codes of areas below the
    round's that she declares; places she has a post in are added. Where the others are on their way already
    she starts with nothing, and visits can be passed on to her.

    :raises NotFound: no such round, or no account that may visit there
    :raises WrongState: the round is closed or withdrawn
    :raises Denied: the actor may not
    :raises Invalid: neither an account nor a name, or a tie to an area that is not below the round's
    :raises GrantsLevels: the round is a third party's, and the account may certify in its area
    :raises AlreadyNamed: she is in the round already
    """
    found = queries.get_round(actor, round_id, lock=True)
    check_namable(actor, found)
    declared = {tie for tie in ties if tie}
    if declared != _below(found, declared):
        raise Invalid(_("Ties are to towns or villages of the round."))
    if account_id is None and not name.strip():
        sentence = _("Choose her account, or write the name of someone who has none.")
        raise Invalid(sentence, name=sentence)
    if account_id is None:
        assessor = Assessor(round=found, name=_text(name, "name", NAME_LENGTH))
    else:
        assessor = _with_account(found, account_id, timezone.localdate(now))
    assessor.ties = sorted({*assessor.ties, *declared})
    if found.state == Round.State.IN_FIELD:
        taken = found.assessors.values_list("code", flat=True)
        assessor.code = assignment.round_code(str(assessor.id), found.seed, taken=taken)
    try:
        with transaction.atomic():
            assessor.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyNamed(_("%s is in this round already.") % assessor.name) from error
    common.note(actor, "name-assessor", found)
    return assessor


def _with_account(found: Round, account_id: UUID, today: date) -> Assessor:
    """Return an assessor who may visit by her posts, tied to where she has one."""
    able = org.holders(Capability.ASSESS_VISIT, found.area_id, today)
    account = able.filter(id=account_id).first()
    if account is None:
        raise NotFound(_("This account may not visit here. Its post gives it no right to."))
    name = account.name or account.username
    check_independent(found, account.id, name, today)
    ties = [*_below(found, org.places_of(account, today))]
    return Assessor(round=found, account=account, name=name, ties=ties)


def _below(found: Round, places: Iterable[str]) -> set[str]:
    """Return those of some areas that lie below a round's."""
    return {one for one in places if one.startswith(found.area_id) and one != found.area_id}


def check_namable(actor: Actor, found: Round) -> None:
    """Pass when the actor may name one more for a round as it stands; raises as :func:`name_assessor`."""
    is_out = found.state == Round.State.IN_FIELD
    policies.check_round(actor, "add-assessor" if is_out else "name-assessors", found)


@transaction.atomic
def drop_assessor(*, actor: Actor, round_id: UUID, assessor_id: UUID, now: datetime) -> None:
    """
    Take someone off the assessors of a round that are not on their way yet.

    :raises NotFound: no such round or assessor
    :raises WrongState: the assessors are on their way already
    :raises Denied: the actor may not
    """
    found = queries.get_round(actor, round_id, lock=True)
    policies.check_round(actor, "name-assessors", found)
    deleted, _rows = found.assessors.filter(id=assessor_id).delete()
    if not deleted:
        raise NotFound(_("There is no such assessor."))
    common.note(actor, "drop-assessor", found)


@transaction.atomic
def withdraw_round(*, actor: Actor, round_id: UUID, reason: str, now: datetime) -> Round:
    """
    Give a round up; what was drawn and visited stays on record, and no figure comes of it.

    :raises NotFound: no such round for this actor
    :raises WrongState: it is closed or withdrawn
    :raises Denied: the actor may not
    :raises Invalid: no reason, or one that is too long
    """
    found = queries.get_round(actor, round_id, lock=True)
    step = policies.check_round(actor, "withdraw", found)
    common.move(found, step, actor=actor, now=now, reason=check_reason(reason))
    return found


def _text(given: str, field: str, most: int) -> str:
    text = given.strip()
    if not 0 < len(text) <= most:
        sentence = _("Enter 1 to %(most)d signs.") % {"most": most}
        raise Invalid(sentence, **{field: sentence})
    return text
