"""Areas by their official codes, the plan that holds in one, and the token itself."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from jinguo.api.access import Token
from jinguo.api.http import ApiRequest
from jinguo.api.shapes import AreaCode, Asked
from jinguo.core.errors import NotFound
from jinguo.core.language import in_language
from jinguo.org import queries as org
from jinguo.org.models import Area
from jinguo.org.roles import Capability, capabilities_of
from jinguo.programmes import queries as programmes
from jinguo.programmes.queries import PlanLine

router = Router(tags=["areas and plan"])


class Caller(Schema):
    """Whom a token acts as."""

    acts_as: str = Field(examples=["单晓梅 · 数据大屏"])
    role: str = Field(examples=["district-officer"])
    unit: str
    area: str = Field(description="Where it reaches: this area and all below.")
    rights: list[str] = Field(examples=[["figures.view", "people.view"]])


@router.get("/token", response=Caller, auth=Token())
def show_token(request: ApiRequest) -> Caller:
    """Say whom this token acts as, where it reaches and what it may do."""
    actor = request.auth
    [post] = actor.posts
    rights = capabilities_of(post.role)
    return Caller(
        acts_as=actor.name,
        role=post.role,
        unit=post.unit_name,
        area=post.area,
        rights=sorted(rights if actor.lent is None else rights & actor.lent),
    )


class AreaOut(Schema):
    """One area of the official tree."""

    code: str = Field(examples=["370211105201"])
    name: str
    level: str = Field(examples=["village"])


class AreaList(Schema):
    items: list[AreaOut]


class AreasAsked(Asked):
    under: AreaCode


def area_out(area: Area) -> AreaOut:
    return AreaOut(code=area.code, name=area.name, level=area.level)


@router.get("/areas", response=AreaList, auth=Token())
def list_areas(request: ApiRequest, asked: Query[AreasAsked]) -> AreaList:
    """List the areas directly under one that are in force today, by pinyin."""
    found = org.children(asked.under, timezone.localdate())
    return AreaList(items=[area_out(area) for area in found])


@router.get("/areas/{code}", response=AreaOut, auth=Token())
def get_area(request: ApiRequest, code: AreaCode) -> AreaOut:
    """Return one area."""
    return area_out(org.get_area(code))


class ProgrammeOut(Schema):
    """A programme of the plan, in the language of the call."""

    key: str = Field(examples=["courtyards"])
    title: str
    summary: str


class LineOut(Schema):
    """A line of the plan with its programmes, both in the plan's order."""

    key: str = Field(examples=["three-hard-problems"])
    title: str
    summary: str
    programmes: list[ProgrammeOut]


class Plan(Schema):
    lines: list[LineOut]


class PlanAsked(Asked):
    area: AreaCode


@router.get("/plan", response=Plan, auth=Token(Capability.PROGRAMMES_VIEW))
def show_plan(request: ApiRequest, asked: Query[PlanAsked]) -> Plan:
    """Return the plan that holds in an area: its lines and their programmes."""
    if not request.auth.can(Capability.PROGRAMMES_VIEW, asked.area):
        raise NotFound(_("There is no plan for this area."))
    return Plan(lines=[line_out(line) for line in programmes.plan(request.auth, asked.area)])


def line_out(planned: PlanLine) -> LineOut:
    line = planned.line
    return LineOut(
        key=line.key,
        title=in_language(line.title, line.title_en),
        summary=in_language(line.summary, line.summary_en),
        programmes=[
            ProgrammeOut(
                key=one.key,
                title=in_language(one.title, one.title_en),
                summary=in_language(one.summary, one.summary_en),
            )
            for one in planned.programmes
        ],
    )
