"""Households and who lives in them, masked as on the workbench; each reading is on the trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from jinguo.api.access import Token
from jinguo.api.http import ApiRequest
from jinguo.api.shapes import AreaCode, Asked, Cursor, Flag, Line, Size, optional
from jinguo.assess import queries as assess
from jinguo.core import trail
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import masking, queries
from jinguo.people.models import Household, Membership
from jinguo.people.queries import HouseholdFilter

router = Router(tags=["households"])

READ = ("head_name", "phone")
READ_WITH_MEMBERS = (*READ, "name", "born_on", "id_number")


class HouseholdsAsked(Asked):
    """Which households, in which order, which page."""

    area: AreaCode | None = optional()
    name: Line | None = optional(description="Part of the head's name, in signs or pinyin.")
    phone_tail: Annotated[str, Field(pattern=r"^[0-9]{4}$")] | None = optional(
        description="Last four digits of a phone."
    )
    resident: Flag | None = optional(description="Lived in all year, or not.")
    sort: Literal["name", "code", "area"] = "name"
    after: Cursor | None = optional()
    before: Cursor | None = optional()
    size: Size = 50


class LevelHeld(Schema):
    """A level of a programme that the household holds today."""

    programme: str = Field(examples=["courtyards"])
    level: str = Field(examples=["demo"])


class HouseholdOut(Schema):
    """A household as this token may see it."""

    id: UUID
    code: str = Field(description="Code of the village and five digits.")
    area: str
    area_name: str
    head_name: str = Field(
        description="In full for who works with families there.", examples=["王**"]
    )
    phone: str = Field(examples=["*******1234"])
    member_count: int
    is_resident: bool
    yard: str = Field(description="Code of the kind of yard; empty where it is not known.")
    registered_on: date
    closed_on: date | None
    levels: list[LevelHeld]


class ResidentOut(Schema):
    """Someone who lives in a household, as this token may see her."""

    id: UUID
    name: str = Field(examples=["王**"])
    sex: str = Field(description="Code of GB/T 2261.1; empty where it is not known.")
    born: str = Field(description="The day, or the year alone.", examples=["1970"])
    id_number: str = Field(examples=["3702**********1234"])
    phone: str
    relation: str = Field(description="Code of GB/T 4761, 0 the head.")
    is_head: bool
    since: date


class HouseholdWithMembers(HouseholdOut):
    members: list[ResidentOut]


class HouseholdPage(Schema):
    """
    A page of households.

    ``total`` is exact for all of an area; of a list narrowed otherwise counting stops at 1,000, and
    ``has_more`` says so.
    """

    items: list[HouseholdOut]
    previous: str | None
    next: str | None
    total: int
    has_more: bool


@router.get("/households", response=HouseholdPage, auth=Token(Capability.PEOPLE_VIEW))
def list_households(request: ApiRequest, asked: Query[HouseholdsAsked]) -> HouseholdPage:
    """List the open households within reach, a page at a time."""
    chosen = HouseholdFilter(
        area=asked.area or "",
        name=asked.name or "",
        phone_tail=asked.phone_tail or "",
        is_resident=asked.resident,
    )
    page = queries.page_of_households(
        request.auth,
        chosen,
        sort=asked.sort,
        after=asked.after or "",
        before=asked.before or "",
        size=asked.size,
    )
    area = asked.area or request.auth.home_for(Capability.PEOPLE_VIEW)
    note_read(request.auth, area, READ, count=len(page.rows))
    return HouseholdPage(
        items=households_out(request.auth, page.rows),
        previous=page.previous,
        next=page.next,
        total=page.total,
        has_more=page.has_more,
    )


@router.get(
    "/households/{uuid:household_id}",
    response=HouseholdWithMembers,
    auth=Token(Capability.PEOPLE_VIEW),
)
def get_household(request: ApiRequest, household_id: UUID) -> HouseholdWithMembers:
    """Return one household with who lives in it today."""
    found = queries.get_household(request.auth, household_id)
    members = queries.members_of(found, timezone.localdate())
    note_read(request.auth, found.area_id, READ_WITH_MEMBERS, object_id=found.pk)
    [household] = households_out(request.auth, [found])
    return HouseholdWithMembers(
        **household.model_dump(), members=[resident_out(request.auth, one) for one in members]
    )


def note_read(
    actor: Actor, area: str, fields: Sequence[str], *, count: int = 1, object_id: UUID | None = None
) -> None:
    """Note on the trail that households went out to a program, masked."""
    trail.note(
        actor,
        "people.read",
        object_type="people.household",
        object_id=object_id,
        area=area,
        count=count,
        fields=fields,
    )


def households_out(actor: Actor, households: Sequence[Household]) -> list[HouseholdOut]:
    """Return households as this token may see them, with the levels they hold; one statement."""
    held = assess.levels_of(actor, [one.pk for one in households])
    masked = masking.masked_households(actor, households)
    return [
        HouseholdOut(
            id=shown.id,
            code=shown.code,
            area=shown.area,
            area_name=shown.area_name,
            head_name=shown.head_name,
            phone=shown.phone,
            member_count=shown.member_count,
            is_resident=shown.is_resident,
            yard=one.yard,
            registered_on=shown.registered_on,
            closed_on=shown.closed_on,
            levels=[
                LevelHeld(programme=programme, level=level)
                for programme, level in held.get(one.pk, ())
            ],
        )
        for one, shown in zip(households, masked, strict=True)
    ]


def resident_out(actor: Actor, membership: Membership) -> ResidentOut:
    person, shown = membership.person, masking.masked_person(actor, membership.person)
    return ResidentOut(
        id=shown.id,
        name=shown.name,
        sex=person.sex,
        born=shown.born,
        id_number=shown.id_number,
        phone=shown.phone,
        relation=membership.relation,
        is_head=membership.is_head,
        since=membership.period.lower,
    )
