"""Sites: where women meet or are helped."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from jinguo.api.access import Token
from jinguo.api.http import ApiRequest
from jinguo.api.paging import newest_first
from jinguo.api.shapes import AreaCode, Asked, Key, Line, Size, optional
from jinguo.org.roles import Capability
from jinguo.sites import queries
from jinguo.sites.models import Site
from jinguo.sites.queries import SiteFilter

router = Router(tags=["sites"])

State = Literal["proposed", "cultivated", "mature", "approved", "active", "dormant", "closed"]


class SitesAsked(Asked):
    """Which sites, which page."""

    area: AreaCode | None = optional()
    kind: Key | None = optional()
    category: Key | None = optional()
    state: State | None = optional()
    text: Line | None = optional(description="Part of name, feature, address or plaque number.")
    after: UUID | None = optional(description="`next` of the page before.")
    size: Size = 50


class SiteOut(Schema):
    """A site, at whatever state of its life."""

    id: UUID
    code: str = Field(description="Of its public page, `/s/` and this.")
    programme: str
    kind: str
    category: str
    name: str
    feature: str = Field(description="What it is known for (一品).")
    area: str
    area_name: str
    address: str
    contact: str = Field(description="Of the place, not of a person.")
    opening_hours: str
    latitude: Decimal | None = Field(description="Degrees north, CGCS2000.")
    longitude: Decimal | None = Field(description="Degrees east, CGCS2000.")
    state: State
    state_on: date
    opened_on: date | None
    closed_on: date | None
    plaque: str


class SitePage(Schema):
    items: list[SiteOut]
    next: UUID | None


def site_out(site: Site) -> SiteOut:
    """Return a site that came with its area."""
    same = set(SiteOut.model_fields) - {"area", "area_name"}
    return SiteOut(
        **{name: getattr(site, name) for name in same},
        area=site.area_id,
        area_name=site.area.name,
    )


@router.get("/sites", response=SitePage, auth=Token(Capability.SITES_VIEW))
def list_sites(request: ApiRequest, asked: Query[SitesAsked]) -> SitePage:
    """List the sites within reach, the newest first."""
    chosen = SiteFilter(
        kind=asked.kind or "",
        category=asked.category or "",
        state=asked.state or "",
        area=asked.area or "",
        text=asked.text or "",
    )
    found = queries.filtered_sites(request.auth, chosen)
    rows, following = newest_first(found, asked.after, asked.size)
    return SitePage(items=[site_out(one) for one in rows], next=following)


@router.get("/sites/{uuid:site_id}", response=SiteOut, auth=Token(Capability.SITES_VIEW))
def get_site(request: ApiRequest, site_id: UUID) -> SiteOut:
    """Return one site."""
    return site_out(queries.get_site(request.auth, site_id))
