"""What the pages of members, agreements, volunteers and appointments show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from jinguo.activities import queries as activity_queries
from jinguo.core.language import in_language
from jinguo.core.web import refusal
from jinguo.members import policies, queries, terms
from jinguo.members.models import (
    Agreement,
    Appointment,
    Assignment,
    Body,
    Membership,
    RecordCheck,
    Service,
    Volunteer,
)
from jinguo.members.schemes import Scheme, label_of
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people.masking import shown_name
from jinguo.programmes import queries as programmes

if TYPE_CHECKING:
    from jinguo.activities.models import Activity
    from jinguo.activities.queries import Spent
    from jinguo.programmes.models import Programme

STATE_TAGS = {
    "applied": "wait",
    "checked": "wait",
    "admitted": "good",
    "refused": "bad",
    "expelled": "bad",
    "in-force": "good",
    "running": "good",
    "ended": "",
}
HOUR = 60


@dataclass(frozen=True)
class Part:
    """A part of what a programme may provide for: the list of it, and the field of a scheme."""

    field: str
    title: str | Promise
    page: str
    icon: str


PARTS = (
    Part("bodies", pgettext_lazy("association", "Members"), "desk:members", "users"),
    Part("agreements", gettext_lazy("Agreements"), "desk:agreements", "handshake"),
    Part("volunteers", gettext_lazy("Volunteers"), "desk:volunteers", "hand-heart"),
    Part("appointments", gettext_lazy("Appointments"), "desk:appointments", "award"),
    Part("assignments", gettext_lazy("Assignments"), "desk:assignments", "map-pin"),
)


@dataclass(frozen=True)
class PartLink:
    """The address of a list of one programme."""

    title: str
    href: str
    icon: str


def links_of(actor: Actor, programme: Programme, on: date) -> list[PartLink]:
    """Return the lists of a programme that the actor may look at, as its page shows them."""
    if "members" not in programme.primitives or not actor.can(Capability.MEMBERS_VIEW):
        return []
    found = queries.schemes_over(actor.home_for(Capability.MEMBERS_VIEW), on).get(programme.key)
    return [
        PartLink(str(one.title), f"{reverse(one.page)}?programme={programme.key}", one.icon)
        for one in PARTS
        if found and getattr(found, one.field)
    ]


def name_of(actor: Actor, thing: Any) -> str:
    """Return what a thing is called, as this reader may see it; its person must be loaded."""
    if isinstance(thing, Body):
        return thing.name
    if isinstance(thing, Agreement):
        return thing.title
    if isinstance(thing, Assignment):
        return f"{thing.area.name} · {person_name(actor, thing.person)}"
    if isinstance(thing, Membership) and thing.enterprise:
        return f"{thing.enterprise} · {person_name(actor, thing.person)}"
    return person_name(actor, thing.person)


def person_name(actor: Actor, person: Any) -> str:
    """Return someone's name as this reader may see it."""
    return shown_name(actor, person.name, person.area_id)


def tag_of(thing: Membership | Agreement | Appointment | Assignment) -> str:
    """Return the kind of tag a state is shown with."""
    return STATE_TAGS.get(state_of(thing), "")


def state_of(thing: Membership | Agreement | Appointment | Assignment) -> TextChoices:
    """Return the state a thing has today; a term that is over is over before any job said so."""
    if isinstance(thing, Membership):
        return Membership.State(thing.state)
    return terms.state_on(thing, timezone.localdate())


def certificate_number(membership: Membership) -> str:
    """Return the number of a member's certificate; empty before she has one."""
    return f"{membership.number:04d}" if membership.number else ""


def last_day(assignment: Assignment) -> date:
    """Return the last day of an assignment, inclusive."""
    end: date = assignment.period.upper
    return end - timedelta(days=1)


def hours_text(minutes: int) -> str:
    """Return a time in hours, with one decimal where it is no whole hour."""
    hours = minutes / HOUR
    return f"{hours:,.0f}" if minutes % HOUR == 0 else f"{hours:,.1f}"


def taught_text(person: UUID, on: date, *, area: str = "") -> str:
    """Return what someone has taught in an area and below in the year of a day: sessions held, and hours."""
    first, last = date(on.year, 1, 1), date(on.year, 12, 31)
    return spent_text(activity_queries.time_taught([person], first, last, area=area)[person])


def spent_text(spent: Spent) -> str:
    """Return how many sessions were held, and how many hours they took."""
    sessions = ngettext("%d session", "%d sessions", spent.sessions) % spent.sessions
    return _("%(sessions)s, %(hours)s hours") % {
        "sessions": sessions, "hours": hours_text(spent.minutes)
    }  # fmt: skip


def service_text(service: Service) -> str:
    """Return an entry of a volunteer's hours in one line."""
    minutes = ngettext("%d minute", "%d minutes", service.minutes) % service.minutes
    return f"{date_format(service.on)} · {service.what} · {minutes}"


@dataclass(frozen=True)
class ShownService:
    """
    An entry as its volunteer's page shows it; ``href`` takes it back, empty where it cannot be.

    One that follows from who was there is ``is_attended``, and so is the one that takes it back; ``why_not``
    says so, and ``activity`` leads there.
    """

    entry: Service
    hours: str
    href: str
    is_attended: bool
    why_not: str
    activity: str


def shown_services(
    actor: Actor, volunteer: Volunteer, found: Sequence[Service]
) -> list[ShownService]:
    """Return some of a volunteer's entries as this reader may see them."""
    sessions = [one.session for one in map(origin, found) if one.session]
    activities = activity_queries.activities_of(sessions)
    made = []
    for entry in found:
        entry.volunteer = volunteer
        refused = refusal(policies.check_take_back, actor, entry)
        href = "" if refused else reverse("desk:take-service-back", args=[entry.id])
        session = origin(entry).session
        made.append(
            ShownService(
                entry, hours_text(entry.minutes), href,
                is_attended=session is not None,
                why_not=refused or "" if entry.session else "",
                activity=_address(actor, activities.get(session)) if session else "",
            )
        )  # fmt: skip
    return made


def _address(actor: Actor, activity: Activity | None) -> str:
    """Return where a reader finds an activity: at the desk, or as the public has it."""
    if activity is None:
        return ""
    if actor.can(Capability.ACTIVITIES_VIEW, activity.area_id):
        return reverse("desk:activity", args=[activity.id])
    return reverse("portal:activity", args=[activity.code])


def origin(entry: Service) -> Service:
    """Return the entry that says where one comes from: of one taken back, that one."""
    return entry.reverses or entry


@dataclass(frozen=True)
class ShownCheck:
    """Whether someone may work with minors on a day, in a word, and the check it rests on."""

    text: str
    tag: str
    check: RecordCheck | None


def shown_check(person: UUID, on: date, known: Mapping[UUID, RecordCheck]) -> ShownCheck:
    """Return how the latest check of someone stands on a day."""
    found = known.get(person)
    if found is None:
        return ShownCheck(_("Not checked"), "", None)
    if found.holds_until < on:
        return ShownCheck(_("Ran out on %s") % date_format(found.holds_until), "bad", found)
    tag = "warn" if found.warn_on <= on else "good"
    return ShownCheck(_("until %(day)s") % {"day": date_format(found.holds_until)}, tag, found)


def kind_titles(schemes: Iterable[Scheme]) -> dict[str, str]:
    """Return the titles of kinds of appointments by id."""
    return {kind.id: kind.label for one in schemes for kind in one.appointments}


def kind_of(appointment: Appointment, schemes: Mapping[UUID, Scheme]) -> str:
    """Return what an appointment is called, by the version it was made under."""
    return label_of(schemes[appointment.scheme_id].appointments, appointment.kind)


def skills_text(volunteer: Volunteer, schemes: Mapping[UUID, Scheme]) -> str:
    """Return what a volunteer can do, in words, by the version she was listed under."""
    known = schemes[volunteer.scheme_id].volunteers
    return _(", ").join(label_of(known.skills if known else (), one) for one in volunteer.skills)


def programme_titles(actor: Actor) -> dict[str, str]:
    """Return the titles of the programmes over where the actor works, in her language."""
    found = programmes.programmes_around(actor, actor.home_for(Capability.MEMBERS_VIEW))
    return {key: in_language(one.title, one.title_en) for key, one in found.items()}


def towns_offered(actor: Actor, on: date) -> list[tuple[str, str]]:
    """Return the places a list can be narrowed to, as its filter offers them."""
    offered = org.areas_to_choose(actor, Capability.MEMBERS_VIEW, on)
    return list(offered.values_list("code", "name"))
