"""One sealed value shown in clear: an act of its own, with a purpose, limited per day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import crypto, locks, trail
from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.people import policies, queries
from jinguo.people.models import Household, Merge, Person, Reveal
from jinguo.people.rows import HOUSEHOLD, PERSON

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

SEALED = {"person": ("id_number", "phone"), "household": ("address", "phone")}
SHORTEST_PURPOSE = 4


class RevealLimitReached(Refused):
    """The account has seen as many values today as a day allows."""

    code = "reveal-limit"


def reveal(
    *, actor: Actor, kind: str, object_id: UUID, field: str, purpose: str, now: datetime
) -> str:
    """
    Return one sealed value in clear and leave that on the trail, with who, what and why.

    ``kind`` is ``person`` (``id_number``, ``phone``) or ``household`` (``address``; ``phone`` is the
    head's). An account gets ``JINGUO_UNMASK_LIMIT`` values a day. A refusal for the limit stays on the
    trail too, so call this outside a transaction.

    :raises NotFound: no such record for this actor, or the value is not on the register
    :raises Denied: the actor may not see values in clear here
    :raises Invalid: an unknown field, or no purpose
    :raises RevealLimitReached: the day's limit is used up
    """
    if field not in SEALED.get(kind, ()):
        raise Invalid(_("This value cannot be shown."))
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        raise Invalid(_("Say what you need it for."), purpose="")
    with transaction.atomic():
        thing = find(actor, kind, object_id)
        account = policies.check_reveal(actor, thing.area_id)
        is_left = open_one(actor, account, kind, thing, [field], purpose.strip(), now)
        value = in_clear(thing, field) if is_left else ""
    if not is_left:
        raise limit_reached()
    return value


@dataclass(frozen=True)
class Place:
    """Where a household is found; ``address`` is empty where the register has none."""

    head_name: str
    village: str
    address: str


def reveal_place(*, actor: Actor, household_id: UUID, purpose: str, now: datetime) -> Place:
    """
    Return the head's name and the address of a household in clear, for someone whose task leads there.

    The caller has made sure of the task. It counts as one value of the day's limit and is on the trail, as
    :func:`reveal` is; call this outside a transaction too.

    :raises NotFound: no such household
    :raises Denied: the actor is no account
    :raises RevealLimitReached: the day's limit is used up
    """
    with transaction.atomic():
        household = Household.objects.select_related("area").filter(id=household_id).first()
        if household is None:
            raise NotFound(_("There is no such household."))
        if actor.account_id is None:
            raise Denied(_("Your posts do not let you see this in full."))
        fields = ["address", "head_name"]
        kind = Merge.Kind.HOUSEHOLD
        is_left = open_one(actor, actor.account_id, kind, household, fields, purpose, now)
        address = in_clear(household, "address") if is_left and household.address else ""
    if not is_left:
        raise limit_reached()
    return Place(household.head_name, household.area.name, address)


def limit_reached() -> RevealLimitReached:
    """Return the refusal that says how many values a day has."""
    return RevealLimitReached(
        _("You have opened {limit} values today, the limit of a day. Go on tomorrow.").format(
            limit=settings.JINGUO_UNMASK_LIMIT
        )
    )


def open_one(
    actor: Actor,
    account: UUID,
    kind: str,
    thing: Household | Person,
    fields: Sequence[str],
    purpose: str,
    now: datetime,
) -> bool:
    """Count one reveal against the account's day and note it; say False when none is left."""
    is_left = take_one(account, kind, thing.pk, fields[0], purpose, now)
    trail.note(
        actor,
        "people.reveal",
        object_type=f"people.{kind}",
        object_id=thing.pk,
        area=thing.area_id,
        result="done" if is_left else "refused",
        purpose=purpose,
        fields=fields,
    )
    return is_left


def find(actor: Actor, kind: str, object_id: UUID) -> Household | Person:
    if kind == Merge.Kind.PERSON:
        return queries.get_person(actor, object_id)
    return queries.get_household(actor, object_id)


def take_one(
    account: UUID, kind: str, object_id: UUID, field: str, purpose: str, now: datetime
) -> bool:
    """Count one value against the account's day; say False, counting nothing, when none is left."""
    day = localdate(now)
    # Two requests at once must not both be the last one allowed.
    locks.hold(f"people.reveals:{account}")
    opened = Reveal.objects.filter(account=account, day=day).count()
    if opened >= settings.JINGUO_UNMASK_LIMIT:
        return False
    Reveal.objects.create(
        account=account,
        day=day,
        kind=kind,
        object_id=object_id,
        field=field,
        purpose=purpose[:200],
        at=now,
    )
    return True


def in_clear(thing: Household | Person, field: str) -> str:
    """
    Return a sealed value.

    :raises NotFound: nothing is on the register
    """
    if isinstance(thing, Household) and field == "phone":
        thing = head(thing)
    token = getattr(thing, field)
    if token is None:
        raise NotFound(_("The register has no such value."))
    table = HOUSEHOLD if isinstance(thing, Household) else PERSON
    return crypto.unseal(table, field, thing.pk, bytes(token))


def head(household: Household) -> Person:
    """
    Return the present head, or the last one of a closed household.

    :raises NotFound: it never had one
    """
    for membership in queries.memberships_of(household):
        if membership.relation == "0":
            return membership.person
    raise NotFound(_("This household has no head on the register."))
