"""Targets: what is to be reached in an area by a day, and where each stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from jinguo.api.access import Token
from jinguo.api.figures import check_area
from jinguo.api.http import ApiRequest
from jinguo.api.shapes import FIRST, LAST, AreaCode, Asked, Day, Instant, optional
from jinguo.core.language import in_language
from jinguo.facts import queries
from jinguo.facts.queries import AsOf, Status, TargetStatus
from jinguo.org.roles import Capability

router = Router(tags=["figures"])

SHARE = Decimal("0.0001")
Year = Annotated[int, Field(ge=FIRST.year, le=LAST.year)]


class TargetsAsked(Asked):
    """The area, and the year, the day and the point of knowledge of its targets."""

    area: AreaCode
    year: Year | None = optional(description="Of the day by which it is to be reached; else all.")
    on: Day | None = optional(description="As they stood on this day; else today.")
    as_of: Instant | None = optional(description="As it was known then; else as it is known now.")


class TargetOut(Schema):
    """
    A target that has begun, and the figure it is judged by.

    ``share`` is the part of the way gone, 1 being the target, and ``time`` the part of the time. After its
    last day a target keeps the figure of that day.
    """

    measure: str = Field(examples=["courtyards.demo"])
    title: str
    area: str
    starts_on: date = Field(description="Inclusive.")
    by: date = Field(description="Inclusive.")
    target: Decimal = Field(examples=["1000"])
    value: Decimal | None
    unit: str
    share: Decimal
    time: Decimal
    status: Status
    status_text: str = Field(description="The same in words, in the reader's language.")
    source: str = Field(description="Who set it, and where it stands.")


class TargetList(Schema):
    items: list[TargetOut]


@router.get("/targets", response=TargetList, auth=Token(Capability.FIGURES_VIEW))
def list_targets(request: ApiRequest, asked: Query[TargetsAsked]) -> TargetList:
    """List the own targets of an area that have begun, the next due first, and where each stands."""
    check_area(request.auth, asked.area)
    found = queries.target_statuses(
        request.auth,
        area=asked.area,
        on=asked.on or timezone.localdate(),
        as_of=AsOf.at(asked.as_of) if asked.as_of else None,
    )
    return TargetList(
        items=[target_out(one) for one in found if asked.year in (None, one.target.by.year)]
    )


def target_out(one: TargetStatus) -> TargetOut:
    measure = one.figure.measure
    return TargetOut(
        measure=measure.id,
        title=in_language(measure.title, measure.title_en),
        area=one.figure.area,
        starts_on=one.target.starts_on,
        by=one.target.by,
        target=plain(one.target.value),
        value=one.figure.value,
        unit=measure.unit,
        share=plain(one.share.quantize(SHARE)),
        time=plain(one.time.quantize(SHARE)),
        status=one.status,
        status_text=str(one.status.label),
        source=one.target.source,
    )


def plain(value: Decimal) -> Decimal:
    """Return a number without needless zeros, and never as a power of ten."""
    return Decimal(f"{value.normalize():f}")
