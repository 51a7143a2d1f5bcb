"""The five lists, taken out as workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from jinguo.desk import exporting
from jinguo.desk.accounts.proof import proven
from jinguo.desk.http import DeskRequest, access
from jinguo.desk.members import lists, narrowing, pages
from jinguo.desk.members.narrowing import Narrowed, Rows
from jinguo.exchange.export import Column, Kind
from jinguo.members import queries
from jinguo.org.roles import Capability

TITLE = gettext_lazy("Export to Excel")


def taken_out(
    request: DeskRequest, name: str, title: str, columns: Sequence[Column], rows: Any
) -> FileResponse:
    """Send rows whose last value is their area."""
    return exporting.taken_out(
        request,
        name=name,
        title=title,
        columns=columns,
        rows=rows,
        area=exporting.area_taken_out(request.actor, request.GET.get("area", "")),
        object_type=f"members.{name}",
        area_of=lambda row: str(row[-1]),
    )


def kept(request: DeskRequest, rows: Rows, states: Mapping[str, Narrowed]) -> Rows:
    """Return the rows of a list as its address narrows it, where the actor may take lists out."""
    state = narrowing.chosen_state(request, states)
    found = rows.filter(states[state].keep) if state else rows
    area = exporting.area_taken_out(request.actor, request.GET.get("area", ""))
    return exporting.within(found, request.actor).filter(area__code__startswith=area)


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(TITLE)
def export_members(request: DeskRequest) -> FileResponse:
    """Send the list of members."""
    found = kept(request, lists.members_asked(request), lists.MEMBERSHIP_STATES)
    return taken_out(
        request, "membership", pgettext("association", "Members"),
        [
            Column("body", _("Association"), width=28),
            Column("person", _("Member"), Kind.NAME),
            Column("enterprise", _("Enterprise"), width=28),
            Column("uscc", _("Social credit code"), width=22),
            Column("kind", _("She joins")),
            Column("area", _("Place"), width=28),
            Column("applied_on", pgettext("member", "Applied on"), Kind.DATE),
            Column("admitted_on", _("Admitted on"), Kind.DATE),
            Column("number", _("Member certificate")),
            Column("state", _("State")),
        ],
        (
            (
                one.body.name, one.person.name, one.enterprise, one.uscc, one.get_kind_display(),
                one.area.name, one.applied_on, one.admitted_on, pages.certificate_number(one),
                str(pages.state_of(one).label), one.area_id,
            )
            for one in found.iterator(exporting.AT_ONCE)
        ),
    )  # fmt: skip


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(TITLE)
def export_agreements(request: DeskRequest) -> FileResponse:
    """Send the list of agreements."""
    asked = lists.agreements_asked(request)
    found = kept(request, asked, lists.agreement_states(request)).prefetch_related("parties")
    return taken_out(
        request, "agreement", _("Agreements"),
        [
            Column("title", _("Agreement"), width=32),
            Column("unit", _("Our side"), width=28),
            Column("parties", _("Parties"), width=40),
            Column("place", _("Signed at")),
            Column("signed_on", _("Signed on"), Kind.DATE),
            Column("ends_on", _("Until"), Kind.DATE),
            Column("state", _("State")),
        ],
        (
            (
                one.title, one.unit.name, _(", ").join(party.name for party in one.parties.all()),
                one.place, one.signed_on, one.ended_on or one.ends_on, str(pages.state_of(one).label),
                one.area_id,
            )
            for one in found.iterator(exporting.AT_ONCE)
        ),
    )  # fmt: skip


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(TITLE)
def export_volunteers(request: DeskRequest) -> FileResponse:
    """Send the list of volunteers with their hours."""
    states = lists.volunteer_states(request)
    found = list(kept(request, lists.volunteers_asked(request), states))
    today = timezone.localdate()
    minutes = queries.minutes_of([one.id for one in found])
    checks = queries.checks_held([one.person_id for one in found], today)
    schemes = queries.schemes_by_id(one.scheme_id for one in found)
    return taken_out(
        request, "volunteer", _("Volunteers"),
        [
            Column("person", _("Volunteer"), Kind.NAME),
            Column("area", _("Place"), width=28),
            Column("skills", _("What she can do"), width=32),
            Column("since_on", _("Volunteer since"), Kind.DATE),
            Column("minutes", _("Minutes"), Kind.NUMBER),
            Column("check", _("Crime-record check"), width=22),
            Column("ended_on", _("Stopped"), Kind.DATE),
        ],
        (
            (
                one.person.name, one.area.name, pages.skills_text(one, schemes), one.since_on,
                minutes.get(one.id, 0), pages.shown_check(one.person_id, today, checks).text,
                one.ended_on, one.area_id,
            )
            for one in found
        ),
    )  # fmt: skip


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(TITLE)
def export_appointments(request: DeskRequest) -> FileResponse:
    """Send the list of appointments."""
    states = lists.appointment_states(request)
    found = list(kept(request, lists.appointments_asked(request), states))
    schemes = queries.schemes_by_id(one.scheme_id for one in found)
    return taken_out(
        request, "appointment", _("Appointments"),
        [
            Column("person", _("Who is appointed"), Kind.NAME),
            Column("area", _("Place"), width=28),
            Column("kind", _("Appointed as"), width=20),
            Column("skill", _("For what"), width=20),
            Column("letter", _("Letter"), width=20),
            Column("starts_on", _("From"), Kind.DATE),
            Column("ends_on", _("Until"), Kind.DATE),
            Column("state", _("State")),
        ],
        (
            (
                one.person.name, one.area.name, pages.kind_of(one, schemes), one.skill,
                one.letter, one.starts_on, one.ended_on or one.ends_on,
                str(pages.state_of(one).label), one.area_id,
            )
            for one in found
        ),
    )  # fmt: skip


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(TITLE)
def export_assignments(request: DeskRequest) -> FileResponse:
    """Send the list of assignments."""
    states = lists.assignment_states(request)
    found = kept(request, lists.assignments_asked(request), states)
    return taken_out(
        request, "assignment", _("Assignments"),
        [
            Column("area", _("Community"), width=28),
            Column("person", _("Instructor"), Kind.NAME),
            Column("starts_on", _("From"), Kind.DATE),
            Column("ends_on", _("Until"), Kind.DATE),
            Column("state", _("State")),
        ],
        (
            (
                one.area.name, one.person.name, one.period.lower, pages.last_day(one),
                str(pages.state_of(one).label), one.area_id,
            )
            for one in found.iterator(exporting.AT_ONCE)
        ),
    )  # fmt: skip
