"""Lists of activities, taken out as workbooks: who comes, who stayed away, what happened, who is asked."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jinguo.activities import policies, queries
from jinguo.activities.models import Activity
from jinguo.activities.queries import work
from jinguo.desk import exporting
from jinguo.desk.activities import forgiving, incidents, pages
from jinguo.desk.exporting import Heading, Placed
from jinguo.desk.http import DeskRequest
from jinguo.exchange.export import Kind
from jinguo.org.roles import Capability


def area_of_activity(request: DeskRequest, activity_id: UUID) -> str:
    """Return where an activity belongs."""
    return queries.get_activity(request.actor, activity_id).area_id


def activity_with_roster(request: DeskRequest, activity_id: UUID) -> Activity:
    """
    Return an activity whose people the actor may see.

    :raises Denied: it is private, and she does not counsel
    """
    found = queries.get_activity(request.actor, activity_id)
    policies.check_see_roster(request.actor, found)
    return found


@exporting.as_workbook(
    "roster",
    title=_("Who comes"),
    sees=Capability.ACTIVITIES_VIEW,
    object_type=Activity.OBJECT_TYPE,
    area=area_of_activity,
    headings=[
        Heading("person", _("Name"), attrgetter("person.name")),
        Heading("area", _("Area"), attrgetter("area_name"), width=28),
        Heading("phone", _("Phone"), attrgetter("person.phone")),
        Heading("seats", _("Seats"), attrgetter("enrolment.seats"), Kind.NUMBER),
        Heading("state", _("State"), attrgetter("state")),
        Heading("guardian", _("Guardian"), attrgetter("guardian")),
    ],
)
def export_roster(request: DeskRequest, area: str, activity_id: UUID) -> Iterator[Placed]:
    """Yield who has a seat and then who waits, in order."""
    living = queries.roster(activity_with_roster(request, activity_id))
    for row in pages.entries(request.actor, living.select_related("person__area")):
        yield area, row


@exporting.as_workbook(
    "absences",
    title=_("Absences"),
    sees=Capability.ACTIVITIES_VIEW,
    object_type=Activity.OBJECT_TYPE,
    area=area_of_activity,
    headings=[
        Heading("person", _("Name"), attrgetter("entry.person.name")),
        Heading("area", _("Area"), attrgetter("entry.area_name"), width=28),
        Heading("what", _("What"), attrgetter("what"), width=44),
        Heading("state", _("State"), attrgetter("state")),
        Heading(
            "blocked_until",
            _("Blocked until"),
            lambda row: row.block and row.block.until_on,
            Kind.DATE,
        ),
    ],
)
def export_absences(request: DeskRequest, area: str, activity_id: UUID) -> Iterator[Placed]:
    """Yield who missed a session of an activity, and then who gave a place up late."""
    activity = activity_with_roster(request, activity_id)
    found = forgiving.absences_of(activity)
    for row in forgiving.rows_of(request.actor, activity, found, may_excuse=False):
        yield area, row


@exporting.as_workbook(
    "incidents",
    title=_("Incidents"),
    sees=Capability.ACTIVITIES_ATTEND,
    object_type="activities.incident",
    headings=[
        Heading("at", _("When"), attrgetter("incident.at"), Kind.DATE, width=18),
        Heading("activity", _("Activity"), attrgetter("incident.session.activity.title"), width=36),
        Heading("place", _("Venue"), attrgetter("place"), width=28),
        Heading("child", _("Child"), attrgetter("child")),
        Heading(
            "told_guardian_at",
            _("Guardian told at"),
            attrgetter("incident.told_guardian_at"),
            Kind.DATE,
            width=18,
        ),
    ],
)
def export_incidents(request: DeskRequest, area: str) -> Iterator[Placed]:
    """Yield what happened while children were minded, the latest first; its words stay sealed."""
    found = exporting.within(
        queries.incidents(request.actor), request.actor, "session__activity__area__code", area=area
    )
    for row in incidents.rows(request.actor, found.iterator(exporting.AT_ONCE)):
        yield row.incident.session.activity.area_id, row


@exporting.as_workbook(
    "follow-ups",
    title=_("Ask what became of participants"),
    sees=Capability.ACTIVITIES_ATTEND,
    object_type="activities.enrolment",
    headings=[
        Heading("person", _("Name"), lambda one: one[1].person.name),
        Heading("phone", _("Phone"), lambda one: one[1].person.phone),
        Heading("activity", _("Activity"), lambda one: one[0].enrolment.activity.title, width=36),
        Heading("after_months", _("Months after"), lambda one: one[0].after_months, Kind.NUMBER),
        Heading("due_on", _("Due on"), lambda one: one[0].due_on, Kind.DATE),
    ],
)
def export_follow_ups(request: DeskRequest, area: str) -> Iterator[Placed]:
    """Yield who is to be asked what became of her, the longest due first."""
    reach = exporting.reach_in(request.actor, area)
    found = work.follow_ups(request.actor, on=timezone.localdate())
    entries = pages.entries(request.actor, [one.enrolment for one in found])
    for one, entry in zip(found, entries, strict=True):
        if reach.covers(one.enrolment.activity.area_id):
            yield one.enrolment.activity.area_id, (one, entry)
