"""What every act of this module does the same way: lock accounts, write an entry, check a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.core.errors import Invalid, NotFound
from jinguo.ledger.models import Entry
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Household, HouseholdQuerySet

REASON_LENGTH = 300


def locked(households: HouseholdQuerySet) -> HouseholdQuerySet:
    """
    Return the households locked against other acts on their accounts until the transaction ends.

    The order is the same in every act, so that two acts wait for each other but never in a ring.
    """
    return households.select_for_update(of=("self",), no_key=True).order_by("id")


def lock_accounts(actor: Actor, ids: Iterable[UUID]) -> list[Household]:
    """
    Return and lock households, in the order of their ids.

    :raises NotFound: one is not there, or this actor may not see it
    """
    wanted = set(ids)
    found = list(locked(people.households(actor).filter(id__in=wanted)))
    if missing := len(wanted) - len(found):
        raise NotFound(
            ngettext(
                "%(count)d of the chosen households is not there.",
                "%(count)d of the chosen households are not there.",
                missing,
            )
            % {"count": missing}
        )
    return found


def lock_account_of(actor: Actor, entry: Entry) -> Household:
    """
    Lock the account an entry belongs to and return its household: after a merger, the winner's.

    :raises NotFound: the actor may not see it
    """
    [household] = lock_accounts(actor, [entry.household.merged_into_id or entry.household_id])
    return household


def reversal_of(entry: Entry, *, actor: Actor, reason: str, on: date, now: datetime) -> Entry:
    """Write the entry that takes another back."""
    return Entry.objects.create(
        household_id=entry.household_id,
        area_id=entry.area_id,
        kind=Entry.Kind.REVERSE,
        points=-entry.points,
        on=on,
        expires_on=entry.expires_on,
        reverses=entry,
        reason=reason,
        **written(actor, now),
    )


def written(actor: Actor, now: datetime) -> dict[str, Any]:
    """Return when and by whom, as every line of the ledger says it."""
    return {"at": now, "account": actor.account_id, "actor": actor.name}


def check_reason(text: str) -> str:
    """
    Return a reason without blanks around it.

    :raises Invalid: it is empty or too long
    """
    reason = text.strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise Invalid(_("Give a reason, in at most %d signs.") % REASON_LENGTH, reason=reason)
    return reason


def check_number(number: int) -> int:
    """
    Return a number of goods.

    :raises Invalid: it is less than one
    """
    if number < 1:
        raise Invalid(_("Give a number of at least 1."), quantity=number)
    return number
