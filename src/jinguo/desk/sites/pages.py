"""What the pages of sites show, as values a template prints without deciding anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from jinguo.core.web import refusal
from jinguo.desk.assess.pages import Button, Moment
from jinguo.people.masking import shown_name
from jinguo.sites import policies, queries, states
from jinguo.sites.kinds import Item, Kind, as_kind
from jinguo.sites.models import Check, Site, SiteLog, SitePost, Transition

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

TAGS = {
    "proposed": "wait", "cultivated": "wait", "mature": "main", "approved": "main",
    "active": "good", "dormant": "warn", "closed": "",
}  # fmt: skip
GRAVE = ("withdraw", "close")
OWN_PAGES = {"check": "desk:check-site", "draft-notice": "desk:draft-site-notice"}


@dataclass(frozen=True)
class Row:
    """A site in a list."""

    id: UUID
    name: str
    feature: str
    kind: str
    type: str
    place: str
    state: str
    tag: str
    plaque: str
    last_on: date | None


def rows(found: Iterable[Site], on: date) -> list[Row]:
    """Return sites of a page, which have their area and ``last_activity_on``, as a list shows them."""
    sites = list(found)
    kinds = queries.kinds_over_each({site.area_id for site in sites}, on)
    return [row(site, kinds[site.area_id].get(site.kind)) for site in sites]


def row(site: Site, kind: Kind | None) -> Row:
    """Return one site; a kind the plan no longer has is shown by its key."""
    return Row(
        id=site.id,
        name=site.name,
        feature=site.feature,
        kind=kind.label if kind else site.kind,
        type=kind.type_label(site.category) if kind else site.category,
        place=site.area.name,
        state=site.get_state_display(),
        tag=TAGS[site.state],
        plaque=site.plaque,
        last_on=site.last_activity_on,  # type: ignore[attr-defined]
    )


def buttons(actor: Actor, site: Site, kind: Kind) -> list[Button]:
    """Return what may be done to a site, the next step first; what may not says why."""
    return [
        Button(
            verb=verb,
            title=str(step.title),
            href=reverse(OWN_PAGES[verb], args=[site.id])
            if verb in OWN_PAGES
            else reverse("desk:site-act", args=[site.id, verb]),
            refusal=refusal(check_verb, actor, verb, site, kind) or "",
            is_grave=verb in GRAVE,
            is_first=step.is_next,
        )
        for verb in states.verbs_from(kind, site.state)
        if (step := states.step_from(kind, verb, site.state))
    ]


def check_verb(actor: Actor, verb: str, site: Site, kind: Kind) -> None:
    """Pass when the actor may do a verb to a site as it stands; raises what the action would raise."""
    policies.check(actor, verb, site, kind)
    if verb == "approve":
        policies.check_complete(kind, queries.last_check(site))
    elif verb == "give-plaque":
        policies.check_clear(site, kind, timezone.localdate())
    elif verb == "draft-notice":
        policies.check_on_no_notice(site)


@dataclass(frozen=True)
class Answer:
    """One item of a filled checklist; ``wanted`` says what meets it where its being there does not."""

    item: Item
    value: int
    is_met: bool


@dataclass(frozen=True)
class Filled:
    """The last filled checklist of a site."""

    check: Check
    answers: list[Answer]
    least: int


def filled(check: Check | None) -> Filled | None:
    """Return a filled checklist item by item, under the version it was filled under."""
    if check is None:
        return None
    kind = as_kind(check.version)
    answers = [
        Answer(item, value, item.is_met(value))
        for item, value in zip(kind.items, check.answers, strict=True)
    ]
    return Filled(check, answers, kind.least_points)


@dataclass(frozen=True)
class Line:
    """A line of a site's log, and whether this reader may take it back."""

    line: SiteLog
    is_taken_back: bool
    can_take_back: bool


def lines(actor: Actor, site: Site, found: Iterable[SiteLog]) -> list[Line]:
    """Return lines of the log of one site as this reader may act on them; no query a line."""
    writes = refusal(policies.check_log, actor, site) is None
    return [
        Line(
            line=one,
            is_taken_back=hasattr(one, "reversal"),
            can_take_back=writes and refusal(policies.check_not_taken_back, one) is None,
        )
        for one in found
    ]


@dataclass(frozen=True)
class Keeper:
    """Somebody who keeps a site going, by the name this reader may see."""

    post: SitePost
    name: str


def keepers(actor: Actor, site: Site, on: date) -> list[Keeper]:
    """Return who keeps a site going on a day, the head first."""
    return [
        Keeper(post, shown_name(actor, post.name, site.area_id))
        for post in queries.posts_of(site, on)
    ]


def moments(history: Iterable[Transition]) -> list[Moment]:
    """Return how a site came to its state, for the timeline."""
    titles = dict(Site.State.choices)
    return [
        Moment(str(titles[one.to_state]), one.on, one.actor, one.reason, None) for one in history
    ]
