"""Associations: founded, registered, with a charter."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid, Refused
from jinguo.core.identifiers import Kind, refuse_identifiers
from jinguo.core.identity import check_uscc
from jinguo.members import policies, queries
from jinguo.members.actions import common
from jinguo.members.models import Body
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

NAME_LENGTH, CHARTER_LENGTH = 60, 5000


class BodyExists(Refused):
    """The area has an association of this name, or the credit code is another's."""

    code = "body-exists"


@transaction.atomic
def found_body(
    *, actor: Actor, programme: str, area: str, name: str, founded_on: date, now: datetime
) -> Body:
    """
    Record that an association was founded in an area, guided by the actor's unit.

    :raises Denied: the actor does not decide there
    :raises NotInPlan: the programme has no associations there on that day
    :raises Invalid: no name, or the day is still to come
    :raises BodyExists: there is one of this name
    :raises IdentifierFound: the name, which everybody reads, holds what a person is found by
    """
    policies.check_decide(actor, area)
    today = timezone.localdate(now)
    policies.check_day(founded_on, today)
    scheme = queries.scheme_with("bodies", programme, area, today)
    name = common.check_text("name", name, NAME_LENGTH)
    refuse_identifiers(name, field="name", besides=[Kind.ADDRESS])
    if Body.objects.filter(area=area, name=name).exists():
        raise BodyExists(_("There is an association of this name."), name=name)
    made = Body.objects.create(
        programme=programme, scheme_id=scheme.id, area_id=area, name=name,
        unit_id=common.unit_of(actor, Capability.MEMBERS_DECIDE), founded_on=founded_on,
    )  # fmt: skip
    note(actor, "found", made)
    return made


@transaction.atomic
def register_body(
    *, actor: Actor, body_id: UUID, uscc: str, registered_on: date, now: datetime
) -> Body:
    """
    Record that an association was registered, and its social credit code.

    :raises NotFound: no such association for this actor
    :raises Denied: the actor does not decide there
    :raises Invalid: the code is wrong, or the day lies before the founding or is still to come
    :raises BodyExists: the code is another's
    """
    body = queries.get_body(actor, body_id, lock=True)
    policies.check_decide(actor, body.area_id)
    policies.check_day(registered_on, timezone.localdate(now))
    if registered_on < body.founded_on:
        raise Invalid(_("It was founded later."), registered_on=registered_on)
    code = check_uscc(uscc)
    if Body.objects.filter(uscc=code).exclude(id=body.id).exists():
        raise BodyExists(_("This credit code is another association's."), uscc=code)
    body.uscc, body.registered_on = code, registered_on
    body.save(update_fields=["uscc", "registered_on"])
    note(actor, "register", body, "uscc")
    return body


@transaction.atomic
def adopt_charter(
    *, actor: Actor, body_id: UUID, charter: str, adopted_on: date, now: datetime
) -> Body:
    """
    Record the charter an association adopted; it takes the place of the former one.

    :raises NotFound: no such association for this actor
    :raises Denied: the actor does not decide there
    :raises Invalid: no text, too long a text, or the day is still to come
    """
    body = queries.get_body(actor, body_id, lock=True)
    policies.check_decide(actor, body.area_id)
    policies.check_day(adopted_on, timezone.localdate(now))
    text = charter.strip()
    if not text or len(text) > CHARTER_LENGTH:
        sentence = _("A charter has between 1 and %d signs.") % CHARTER_LENGTH
        raise Invalid(sentence, charter=text)
    body.charter, body.charter_on = text, adopted_on
    body.save(update_fields=["charter", "charter_on"])
    note(actor, "adopt-charter", body, "charter")
    return body


def note(actor: Actor, verb: str, body: Body, *fields: str) -> None:
    """Leave what was done to an association on the trail."""
    trail.note(
        actor, f"members.{verb}", object_type="members.body", object_id=body.id, area=body.area_id,
        fields=fields,
    )  # fmt: skip
