"""Associations with their members, and agreements with bodies outside: to be read."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from jinguo.api.access import Token
from jinguo.api.http import ApiRequest
from jinguo.api.paging import newest_first
from jinguo.api.shapes import AreaCode, Asked, Size, optional
from jinguo.core import trail
from jinguo.members import queries, terms
from jinguo.members.models import Agreement, Body, Membership
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import masking

router = Router(tags=["members"])

MemberState = Literal["applied", "checked", "admitted", "refused", "withdrawn", "left", "expelled"]


class BodyOut(Schema):
    """An association."""

    id: UUID
    programme: str
    name: str
    area: str
    founded_on: date
    uscc: str = Field(description="Social credit code, once it is registered.")


class BodyList(Schema):
    items: list[BodyOut]


@router.get("/associations", response=BodyList, auth=Token(Capability.MEMBERS_VIEW))
def list_associations(request: ApiRequest) -> BodyList:
    """List the associations of the areas within reach and of those above, by name."""
    return BodyList(items=[body_out(one) for one in queries.bodies(request.auth)])


def body_out(body: Body) -> BodyOut:
    return BodyOut(
        id=body.id,
        programme=body.programme,
        name=body.name,
        area=body.area_id,
        founded_on=body.founded_on,
        uscc=body.uscc,
    )


class MembersAsked(Asked):
    """Which members, which page."""

    state: MemberState | None = optional()
    after: UUID | None = optional(description="`next` of the page before.")
    size: Size = 50


class MembershipOut(Schema):
    """A person, or an enterprise she stands for, in an association."""

    id: UUID
    kind: Literal["individual", "unit"]
    name: str = Field(description="Of the person, as this token may see it.", examples=["王**"])
    enterprise: str
    area: str
    state: MemberState
    applied_on: date
    number: int | None = Field(description="Of the certificate.")
    admitted_on: date | None
    ended_on: date | None


class MembershipPage(Schema):
    items: list[MembershipOut]
    next: UUID | None


@router.get(
    "/associations/{uuid:body_id}/members",
    response=MembershipPage,
    auth=Token(Capability.MEMBERS_VIEW),
)
def list_members(request: ApiRequest, body_id: UUID, asked: Query[MembersAsked]) -> MembershipPage:
    """List the members of an association within reach, the newest first."""
    body = queries.get_body(request.auth, body_id)
    found = queries.memberships(request.auth).filter(body=body)
    if asked.state:
        found = found.filter(state=asked.state)
    rows, following = newest_first(found, asked.after, asked.size)
    trail.note(
        request.auth,
        "members.read",
        object_type="members.body",
        object_id=body.id,
        area=body.area_id,
        count=len(rows),
        fields=("name",),
    )
    return MembershipPage(items=[membership_out(request.auth, one) for one in rows], next=following)


def membership_out(actor: Actor, membership: Membership) -> MembershipOut:
    same = set(MembershipOut.model_fields) - {"name", "area"}
    return MembershipOut(
        **{name: getattr(membership, name) for name in same},
        name=masking.masked_person(actor, membership.person).name,
        area=membership.area_id,
    )


class AgreementsAsked(Asked):
    """Which agreements, which page."""

    area: AreaCode | None = optional()
    state: Literal["in-force", "expired", "ended"] | None = optional()
    after: UUID | None = optional(description="`next` of the page before.")
    size: Size = 50


class DutyOut(Schema):
    """What one side of an agreement owes by a day."""

    id: UUID
    party: str = Field(description="Empty where it is ours.")
    text: str
    due_on: date
    done_on: date | None


class AgreementOut(Schema):
    """What a federation and bodies outside it have agreed to do together."""

    id: UUID
    programme: str
    title: str
    area: str
    unit: str
    signed_on: date
    starts_on: date
    ends_on: date
    state: Literal["in-force", "expired", "ended"]
    ended_on: date | None


class AgreementPage(Schema):
    items: list[AgreementOut]
    next: UUID | None


class AgreementWithDuties(AgreementOut):
    parties: list[str]
    duties: list[DutyOut]


def agreement_out(agreement: Agreement) -> AgreementOut:
    """Return an agreement that came with its unit."""
    same = set(AgreementOut.model_fields) - {"area", "unit", "state"}
    return AgreementOut(
        **{name: getattr(agreement, name) for name in same},
        area=agreement.area_id,
        unit=agreement.unit.name,
        state=terms.state_on(agreement, timezone.localdate()).value,  # type: ignore[arg-type]
    )


@router.get("/agreements", response=AgreementPage, auth=Token(Capability.MEMBERS_VIEW))
def list_agreements(request: ApiRequest, asked: Query[AgreementsAsked]) -> AgreementPage:
    """List the agreements within reach, the newest first."""
    found = queries.agreements(request.auth)
    if asked.area:
        found = found.filter(area__code__startswith=asked.area)
    if asked.state:
        today = timezone.localdate()
        found = found.filter(terms.in_state(Agreement, asked.state, today))
    rows, following = newest_first(found, asked.after, asked.size)
    return AgreementPage(items=[agreement_out(one) for one in rows], next=following)


@router.get(
    "/agreements/{uuid:agreement_id}",
    response=AgreementWithDuties,
    auth=Token(Capability.MEMBERS_VIEW),
)
def get_agreement(request: ApiRequest, agreement_id: UUID) -> AgreementWithDuties:
    """Return one agreement with its parties and what each side owes."""
    found = queries.get_agreement(request.auth, agreement_id)
    return AgreementWithDuties(
        **agreement_out(found).model_dump(),
        parties=list(found.parties.order_by("name").values_list("name", flat=True)),
        duties=[
            DutyOut(
                id=one.id,
                party=one.party.name if one.party else "",
                text=one.text,
                due_on=one.due_on,
                done_on=one.done_on,
            )
            for one in queries.duties_of(found)
        ],
    )
