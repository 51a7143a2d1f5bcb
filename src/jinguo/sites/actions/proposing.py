"""Sites proposed, what is said about them, and who keeps them going."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.sites import policies, queries, states
from jinguo.sites.actions import common
from jinguo.sites.models import Site, SitePost

LENGTHS = {"name": 60, "feature": 60, "address": 120, "contact": 60, "opening_hours": 120}
NEEDED = ("name", "address")
NAME_LENGTH = 40
Role = SitePost.Role


class NamedTwice(Invalid):
    """Somebody is to keep a site going who does so already."""

    code = "named-twice"


class SiteExists(Refused):
    """The place has an open site of this kind and name."""

    code = "site-exists"


@dataclass(frozen=True)
class Details:
    """What is said about a site; all of it is for everybody once it is open. Degrees are CGCS2000."""

    name: str
    address: str
    feature: str = ""
    contact: str = ""
    opening_hours: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@transaction.atomic
def propose(
    *,
    actor: Actor,
    kind: str,
    category: str = "",
    area: str,
    details: Details,
    head: str = "",
    helpers: Sequence[str] = (),
    on: date,
    now: datetime,
) -> Site:
    """
    Propose a site of a kind in a village or town, with who is to keep it going.

    ``kind`` is a key of the plan, ``category`` one of its types.

    :raises NotFound: there is no such area, or it is out of the actor's sight
    :raises NotOffered: the plan has no such kind there on that day
    :raises Denied: the actor may not propose sites there
    :raises Invalid: what is said is too long or missing, the type is none, or the day is still to come
    :raises IdentifierFound: what is said can lead to a person
    :raises SiteExists: the place has one of this kind and name
    :raises NamedTwice: somebody is named twice
    """
    place = org.get_area(area)
    if not actor.can(Capability.SITES_VIEW, area):
        raise NotFound(_("There is no area with the code %s.") % area)
    found = queries.get_kind(kind, area, on)
    policies.check_propose(actor, area, found)
    policies.check_day(on, timezone.localdate(now), date.min)
    found.check_type(category)
    said = check_details(details)
    check_is_new(kind, area, str(said["name"]))
    site = Site.objects.create(
        programme=found.programme, kind=kind, category=category, area=place,
        unit_id=actor.unit_for(Capability.SITES_PROPOSE), state=Site.State.PROPOSED, state_on=on,
        **said,
    )  # fmt: skip
    common.remember(site, states.NEW, actor=actor, on=on, now=now)
    if head:
        _appoint(site, Role.HEAD, head, on)
    for name in helpers:
        _appoint(site, Role.HELPER, name, on, field="helpers")
    common.note(actor, "sites.propose", site)
    return site


def check_details(details: Details) -> dict[str, object]:
    """
    Return what is said about a site as columns, trimmed.

    :raises Invalid: something needed is missing, something is too long, or one degree stands alone
    :raises IdentifierFound: something can lead to a person: everybody will read it
    """
    texts = {
        name: common.check_text(name, getattr(details, name), most, is_needed=name in NEEDED)
        for name, most in LENGTHS.items()
    }
    for name, text in texts.items():
        common.check_public(name, text, address=texts["address"])
    said: dict[str, object] = dict(texts)
    if (details.latitude is None) != (details.longitude is None):
        sentence = _("Give both degrees or neither.")
        raise Invalid(sentence, latitude=sentence)
    bounds: Mapping[str, int] = {"latitude": 90, "longitude": 180}
    for name, most in bounds.items():
        degrees: Decimal | None = getattr(details, name)
        if degrees is not None and not -most <= degrees <= most:
            sentence = _("Degrees lie between −%(most)d and %(most)d.") % {"most": most}
            raise Invalid(sentence, **{name: sentence})
        said[name] = degrees
    return said


def check_is_new(kind: str, area: str, name: str, *, beside: UUID | None = None) -> None:
    """
    Pass when a place has no open site of a kind and name; ``beside`` is the one that is looked at.

    :raises SiteExists: it has
    """
    same = Site.objects.filter(kind=kind, area=area, name=name).exclude(state=Site.State.CLOSED)
    if any(found != beside for found in same.values_list("id", flat=True)):
        sentence = _("“%s” is there already. Open it, or choose another name.") % name
        raise SiteExists(sentence, name=sentence)


@transaction.atomic
def change(*, actor: Actor, site_id: UUID, details: Details, now: datetime) -> Site:
    """
    Change what is said about a site.

    :raises NotFound: the site is not there for this actor
    :raises Denied: the actor may not change it
    :raises WrongState: it is closed
    :raises Invalid: something needed is missing, or something is too long
    :raises IdentifierFound: something can lead to a person
    :raises SiteExists: the place has another one of this name
    """
    site = queries.get_site(actor, site_id, lock=True)
    policies.check_change(actor, site)
    said = check_details(details)
    check_is_new(site.kind, site.area_id, str(said["name"]), beside=site.id)
    changed = [name for name, value in said.items() if getattr(site, name) != value]
    for name in changed:
        setattr(site, name, said[name])
    if changed:
        site.save(update_fields=changed)
        common.note(actor, "sites.change", site, fields=changed)
    return site


@transaction.atomic
def appoint(
    *, actor: Actor, site_id: UUID, role: str, name: str, on: date, now: datetime
) -> SitePost:
    """
    Make somebody the head or a helper of a site from a day; the head before her ends on it.

    :raises NotFound: the site is not there for this actor
    :raises Denied: the actor may not change it
    :raises WrongState: it is closed
    :raises Invalid: no name, one too long, or a day that is still to come or before the present head's first
    :raises NamedTwice: she keeps the site going already
    """
    site = queries.get_site(actor, site_id, lock=True)
    policies.check_change(actor, site)
    head = site.posts.filter(role=Role.HEAD, to_on__isnull=True).first()
    since = head.from_on if head and role == Role.HEAD else date.min
    policies.check_day(on, timezone.localdate(now), since)
    if head and role == Role.HEAD:
        head.to_on = on
        head.save(update_fields=["to_on"])
    made = _appoint(site, role, name, on)
    common.note(actor, "sites.appoint", site)
    return made


def _appoint(site: Site, role: str, name: str, on: date, field: str = "name") -> SitePost:
    """Store a post; the checklist counts them, so nobody stands there twice."""
    name = common.check_text(field, name, NAME_LENGTH)
    if site.posts.filter(name=name, to_on__isnull=True).exists():
        sentence = _("“%s” stands there already. Tell two of one name apart.") % name
        raise NamedTwice(sentence, **{field: sentence})
    return SitePost.objects.create(site=site, role=role, name=name, from_on=on)


@transaction.atomic
def end_post(*, actor: Actor, post_id: UUID, on: date, now: datetime) -> SitePost:
    """
    End the post of a head or helper; ``on`` is the first day without her.

    :raises NotFound: the post, or its site, is not there for this actor
    :raises Denied: the actor may not change the site
    :raises WrongState: the site is closed
    :raises Refused: the post has ended
    :raises Invalid: the day is still to come or before the post began
    """
    post = SitePost.objects.filter(id=post_id).first()
    if post is None:
        raise NotFound(_("There is no such post."))
    site = queries.get_site(actor, post.site_id, lock=True)
    policies.check_change(actor, site)
    post.refresh_from_db()
    if post.to_on is not None:
        raise Refused(_("This post has ended already."))
    policies.check_day(on, timezone.localdate(now), post.from_on)
    post.to_on = on
    post.save(update_fields=["to_on"])
    common.note(actor, "sites.end-post", site)
    return post
