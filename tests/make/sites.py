"""Kinds of site, and sites, through the acts themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jinguo.org.actor import Actor
from jinguo.sites import actions, queries
from jinguo.sites.kinds import NotOffered
from jinguo.sites.models import Site, SiteKind, SiteLog, SitePicture
from tests.make import org, people
from tests.make.pictures import photo

DISTRICT, TOWN, VILLAGE = "370211", "370211105", "370211105201"
BEGINNING, PROPOSED_ON, DAY = date(2019, 1, 1), date(2020, 3, 2), date(2020, 6, 15)
ITEM = {
    "title_en": "", "asks": "there", "least": 0, "most": 1, "unit": "", "unit_en": "",
    "known": "", "source": "",
}  # fmt: skip
SIGN = ITEM | {"id": "sign", "title": "亮标识", "title_en": "Sign"}
ROOM = ITEM | {
    "id": "room", "title": "可用面积", "title_en": "Floor", "asks": "number", "least": 15,
    "unit": "平方米", "unit_en": "m²",
}  # fmt: skip
HELPERS = ITEM | {
    "id": "helpers", "title": "协助人员", "title_en": "Helpers", "asks": "number", "least": 2,
    "unit": "人", "unit_en": "helpers", "known": "helpers",
}  # fmt: skip
CULTURE = ITEM | {
    "id": "culture",
    "title": "文化",
    "title_en": "Culture",
    "asks": "points",
    "most": 30,
}
SAFETY = ITEM | {
    "id": "safety",
    "title": "安全",
    "title_en": "Safety",
    "asks": "points",
    "most": 20,
}
FAMILY = {"id": "family", "title": "家庭型", "title_en": "In a home"}
FIRM = {"id": "firm", "title": "企业型", "title_en": "In a firm"}
RULES = {
    "types": [], "items": [SIGN, ROOM, HELPERS], "least_points": 0, "approved_by": "county",
    "plaque": "WJ-{area}-{year}-{serial:04d}", "dormant_after": 6, "activities_a_year": 6,
    "notice_days": 0, "notice_count": "natural",
    "is_public": True, "has_check_in": False,
}  # fmt: skip
COMPLETE = {"sign": 1, "room": 20, "helpers": 2}
LACKING = COMPLETE | {"room": 14}
PLAIN = {"items": [], "plaque": "", "dormant_after": None}


def publish(
    *, key: str = "womens-micro-home", programme: str = "womens-micro-homes", area: str = DISTRICT,
    valid_from: date = BEGINNING, digest: str = "1", **rules: object,
) -> SiteKind:  # fmt: skip
    """Publish a kind of site: with a checklist of three, a plaque, dormant after six months."""
    actions.publish_kind(
        pack=f"pack-{area}", area=area, programme=programme, key=key, title="妇女微家",
        title_en="Micro home", valid_from=valid_from, rules=RULES | rules, source="a notice",
        digest=digest,
    )  # fmt: skip
    return SiteKind.objects.get(pack=f"pack-{area}", key=key, valid_from=valid_from)


def chair(at: str = VILLAGE) -> Actor:
    """Someone who proposes sites in a village and keeps their logs."""
    return org.officer(role="village-chair", at=at)


def town() -> Actor:
    """Someone who checks sites in the town."""
    return org.officer(role="town-officer", at=TOWN)


def district() -> Actor:
    """Someone who approves them in the district."""
    return org.officer(role="district-officer", at=DISTRICT)


def details(**said: object) -> actions.Details:
    """What is said about a site."""
    return actions.Details(**{"name": "李姐绣坊", "address": "东村12号", **said})


def propose_site(
    *, by: Actor | None = None, kind: str = "womens-micro-home", category: str = "",
    at: str = VILLAGE, on: date = PROPOSED_ON, head: str = "", helpers: tuple[str, ...] = (),
    **said: object,
) -> Site:  # fmt: skip
    """Propose a site in a village, as its chair."""
    people.village(at)
    return actions.propose(
        actor=by or chair(at), kind=kind, category=category, area=at, details=details(**said),
        head=head, helpers=helpers, on=on, now=people.instant(max(on, DAY)),
    )  # fmt: skip


def check(
    of: Site, *, answers: Mapping[str, int] = COMPLETE, by: Actor | None = None, on: date = DAY
):
    """Fill in the checklist of a site, as the town."""
    return actions.check(
        actor=by or town(), site_id=of.id, answers=answers, on=on, now=people.instant(max(on, DAY))
    )


def approve(of: Site, *, by: Actor | None = None, on: date = DAY) -> Site:
    """Approve a site, as the district."""
    return actions.approve(
        actor=by or district(), site_id=of.id, on=on, now=people.instant(max(on, DAY))
    )


def give_plaque(of: Site, *, by: Actor | None = None, on: date = DAY) -> Site:
    """Give a site its plaque, as the district."""
    return actions.give_plaque(
        actor=by or district(), site_id=of.id, on=on, now=people.instant(max(on, DAY))
    )


def log(of: Site, *, by: Actor | None = None, on: date = DAY, topic: str = "读书会") -> SiteLog:
    """Write an activity into the log of a site, as its village's chair."""
    return actions.log_activity(
        actor=by or chair(of.area_id), site_id=of.id, topic=topic, people=12, on=on,
        now=people.instant(max(on, DAY)),
    )  # fmt: skip


def need(of: Site, *, on: date = DAY, topic: str = "想学电商") -> SiteLog:
    """Write down a need women brought forward at a site."""
    return actions.note_need(
        actor=chair(of.area_id), site_id=of.id, topic=topic, on=on, now=people.instant(max(on, DAY))
    )


def site_picture(
    of: Site, *, by: Actor | None = None, number: int = 1, **given: object
) -> SitePicture:
    """Add a drawn picture to a site, as its village's chair; ``number`` says which."""
    return actions.add_picture(
        **{
            "actor": by or chair(of.area_id), "site_id": of.id, "data": photo(number, (160, 120)),
            "shows": "活动室", "consent": "nobody", "on": DAY, "now": people.instant(DAY), **given,
        }
    )  # fmt: skip


def again(of: Site) -> Site:
    """A site as it is now."""
    return Site.objects.get(pk=of.pk)


def site(
    *, kind: str = "womens-micro-home", state: str = Site.State.ACTIVE, on: date = PROPOSED_ON,
    at: str = VILLAGE, name: str = "", **said: object,
) -> Site:  # fmt: skip
    """A site that came to a state on a day; the kind is published where it is not."""
    try:
        queries.get_kind(kind, at, on)
    except NotOffered:
        publish(key=kind)
    made = propose_site(
        kind=kind, at=at, on=on, name=name or f"绣坊{Site.objects.count() + 1}", **said
    )
    for step in steps_to(state):
        step(made, on)
    return again(made)


def steps_to(state: str):
    """Return the acts that take a proposed site of the plainest kind to a state."""
    acts = [
        lambda one, on: check(one, by=district(), on=on),
        lambda one, on: approve(one, on=on),
        lambda one, on: give_plaque(one, on=on),
    ]
    return acts[: ["proposed", "mature", "approved", "active"].index(state)]
