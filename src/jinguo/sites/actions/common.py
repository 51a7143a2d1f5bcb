"""What every act of this module does the same way: lock, ask, move, write down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid
from jinguo.core.identifiers import Kind as Found
from jinguo.core.identifiers import office_phones, refuse_identifiers
from jinguo.core.recorded import signed
from jinguo.facts import actions as facts
from jinguo.facts.events import Event
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.sites import events, policies, queries, states
from jinguo.sites.kinds import Kind
from jinguo.sites.models import Site, Transition

REASON_LENGTH = 300
State = Site.State


def ready(
    actor: Actor, verb: str, site_id: UUID, on: date, now: datetime
) -> tuple[Site, Kind, states.Step]:
    """
    Return a site locked and checked for ``verb``, its kind in force on the day, and the step.

    :raises NotFound: the site is not there for this actor
    :raises NotOffered: the plan has no such kind there on that day
    :raises WrongState: its state does not allow it
    :raises Denied: the actor may not
    :raises Invalid: the day is still to come, or lies before the site came to its state
    """
    site = queries.get_site(actor, site_id, lock=True)
    kind = queries.kind_of(site, on)
    step = policies.check(actor, verb, site, kind)
    policies.check_day(on, timezone.localdate(now), site.state_on)
    return site, kind, step


def move(
    site: Site, target: str, *, actor: Actor, on: date, now: datetime, reason: str = "", **more: Any
) -> None:
    """
    Bring a site to a state: its row with what else changes, one line of history, and what is counted.

    The row must have been locked and checked.
    """
    before = site.state
    changed = {"state": target, "state_on": on, **more}
    if target == State.ACTIVE and site.opened_on is None:
        changed["opened_on"] = on
    if target == State.CLOSED:
        changed["closed_on"] = on
    for name, value in changed.items():
        setattr(site, name, value)
    site.save(update_fields=list(changed))
    remember(site, before, actor=actor, on=on, now=now, reason=reason)
    record(counted(site, before, on), actor=actor, capability=Capability.SITES_VIEW)


def remember(
    site: Site, before: str, *, actor: Actor, on: date, now: datetime, reason: str = ""
) -> None:
    """Append one line of history about the state a site is in now."""
    Transition.objects.create(
        site=site, from_state=before, to_state=site.state, on=on, reason=reason,
        **signed(actor, now),
    )  # fmt: skip


def counted(site: Site, before: str, on: date) -> list[Event]:
    """Return what a change of state from ``before`` counts."""
    fields = event_fields(site, on)
    stands = (site.state in Site.STANDING) - (before in Site.STANDING)
    is_used = (site.state == State.ACTIVE) - (before == State.ACTIVE)
    found: list[Event] = []
    if stands:
        found.append(events.Opened(**fields, quantity=stands))
    if is_used:
        found.append(events.Active(**fields, quantity=is_used))
    return found


def event_fields(site: Site, on: date) -> dict[str, Any]:
    """Return what every fact about a site says: where, when, of what."""
    return {
        "area": site.area_id,
        "occurred_on": on,
        "object_id": site.id,
        "programme": site.programme,
        "category": site.kind,
    }


def record(found: list[Event], *, actor: Actor, capability: Capability) -> None:
    """Record the facts of an act for the unit in which the actor did it."""
    facts.record(found, actor=actor, unit=actor.unit_for(capability))


def note(actor: Actor, action: str, site: Site, *, fields: Sequence[str] = ()) -> None:
    """Leave one line about a site on the trail; ``fields`` are those that were changed."""
    trail.note(
        actor, action, object_type=Site.OBJECT_TYPE, object_id=site.id, area=site.area_id,
        fields=fields,
    )  # fmt: skip


def check_text(name: str, text: str, most: int, *, is_needed: bool = True) -> str:
    """
    Return a text without blanks around it; ``name`` is the field's.

    :raises Invalid: it is needed and empty, or too long
    """
    text = text.strip()
    if is_needed and not text:
        raise Invalid(_("Fill this in."), **{name: _("Fill this in.")})
    if len(text) > most:
        sentence = _("This takes at most %(most)d signs; it has %(given)d.") % {
            "most": most,
            "given": len(text),
        }
        raise Invalid(sentence, **{name: sentence})
    return text


def check_public(name: str, text: str, *, address: str) -> None:
    """
    Pass when a text about a site may be read by everybody.

    The site's own ``address`` and the landline of an office may stand in it; in the field of the address
    itself nothing but an address.

    :raises IdentifierFound: it holds something else a person can be found or harmed by
    """
    if name == "address":
        refuse_identifiers(text, field=name, besides=[Found.ADDRESS])
    else:
        refuse_identifiers(text, field=name, allowed=[address, *office_phones(text)])


def check_reason(text: str) -> str:
    """
    Return a reason, trimmed.

    :raises Invalid: it is empty or too long
    """
    return check_text("reason", text, REASON_LENGTH)
