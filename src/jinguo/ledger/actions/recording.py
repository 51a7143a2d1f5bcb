"""Points earned, for one household or a whole village, and taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.core import trail
from jinguo.core.errors import Invalid, Refused
from jinguo.facts import actions as facts
from jinguo.ledger import events, policies, queries
from jinguo.ledger.actions import common
from jinguo.ledger.models import Entry
from jinguo.ledger.schemes import Rule, Scheme, as_scheme

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Household

SHOWN = 5


class LimitReached(Refused):
    """Some of the households have got points by this rule as often as it gives them."""

    code = "limit-reached"


@transaction.atomic
def record_points(
    *,
    actor: Actor,
    programme: str,
    rule: str,
    household_ids: Collection[UUID],
    on: date,
    now: datetime,
) -> list[UUID]:
    """
    Give every household the points of a rule, and return the ids of the entries.

    Set-based: the number of statements does not grow with the households. Each gets what the scheme in
    force in its village gives. Records ``ledger.earned``.

    :raises NotFound: a household is not there for this actor
    :raises NotGiven: the plan gives no points for this in one of the villages on that day
    :raises Denied: the actor may not record this rule in one of the villages
    :raises Invalid: no household is chosen, or the day is still to come
    :raises LimitReached: the rule gives one of them no more points in this stretch of time
    :raises Refused: one was merged into another, or has left the register
    """
    if not household_ids:
        raise Invalid(_("Choose at least one household."))
    policies.check_day(on, timezone.localdate(now))
    households = common.lock_accounts(actor, household_ids)
    given = queries.rules_in_force(programme, rule, {one.area_id for one in households}, on)
    for area, (_scheme, found) in given.items():
        policies.check_record(actor, found, area)
    for household in households:
        policies.check_on_register(household)
    check_limits(programme, households, given, on)
    entries = Entry.objects.bulk_create(
        [earned(actor, one, *given[one.area_id], on, now) for one in households], batch_size=2_000
    )
    facts.record([earned_fact(one, programme, on, one.points) for one in entries], actor=actor)
    trail.note_each(
        actor,
        [
            trail.Note(
                "ledger.record",
                "people.household",
                one.id,
                one.area_id,
                purpose=given[one.area_id][1].title,
            )
            for one in households
        ],
    )
    return [entry.id for entry in entries]


def check_limits(
    programme: str,
    households: Sequence[Household],
    given: Mapping[str, tuple[Scheme, Rule]],
    on: date,
) -> None:
    """
    Pass when the rule still gives points to every household.

    :raises LimitReached: naming how many have reached the limit, and the first of them
    """
    over: list[str] = []
    for area, (_scheme, rule) in given.items():
        if limit := rule.limit:
            some = [one for one in households if one.area_id == area]
            times = queries.times_recorded(
                [one.id for one in some], programme=programme, rule=rule.id, span=limit.span(on)
            )
            over += [f"{one.code} ({limit})" for one in some if times.get(one.id, 0) >= limit.most]
    if over:
        raise LimitReached(
            ngettext(
                "%(count)d household has had these points as often as the rule gives them: %(codes)s.",
                "%(count)d households have had these points as often as the rule gives them: %(codes)s.",
                len(over),
            )
            % {"count": len(over), "codes": ", ".join(over[:SHOWN])}
        )


def earned(
    actor: Actor, household: Household, scheme: Scheme, rule: Rule, on: date, now: datetime
) -> Entry:
    """Return the entry of one household, not yet written."""
    return Entry(
        household=household,
        area_id=household.area_id,
        kind=Entry.Kind.EARN,
        points=rule.points,
        on=on,
        scheme_id=scheme.id,
        rule=rule.id,
        expires_on=scheme.expires_on(on),
        **common.written(actor, now),
    )


def earned_fact(entry: Entry, programme: str, on: date, points: int) -> events.Earned:
    """Return what is counted of an entry, on its own day or on the one it is taken back."""
    return events.Earned(
        area=entry.area_id,
        occurred_on=on,
        object_id=entry.id,
        programme=programme,
        category=entry.rule,
        subject=entry.household_id,
        quantity=points,
    )


@transaction.atomic
def take_points_back(*, actor: Actor, entry_id: UUID, reason: str, now: datetime) -> Entry:
    """
    Take points back that were recorded by mistake, and return the entry that does.

    Records ``ledger.earned`` with the points taken away, for today.

    :raises NotFound: the entry is not there for this actor
    :raises Denied: the actor may not record the rule there
    :raises TooFewPoints: the household has exchanged them, or they have expired
    :raises Refused: it was taken back already, or is no entry of points earned
    :raises Invalid: no reason
    """
    entry = queries.get_entry(actor, entry_id)
    household = common.lock_account_of(actor, entry)
    entry = queries.get_entry(actor, entry_id)  # as it is now that nobody else can take it back
    if entry.scheme is None:
        raise Refused(_("Only points earned can be taken back this way."))
    policies.check_record(actor, as_scheme(entry.scheme).rule(entry.rule, entry.on), entry.area_id)
    policies.check_not_taken_back(entry)
    policies.check_covered(entry.points, queries.balance_of(household))
    today = timezone.localdate(now)
    made = common.reversal_of(
        entry, actor=actor, reason=common.check_reason(reason), on=today, now=now
    )
    fact = earned_fact(entry, entry.scheme.programme, today, -entry.points)
    facts.record([fact], actor=actor)
    trail.note(
        actor, "ledger.take-back", object_type="people.household", object_id=household.id,
        area=household.area_id,
    )  # fmt: skip
    return made
