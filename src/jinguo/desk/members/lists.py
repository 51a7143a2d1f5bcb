"""The lists: members, agreements, volunteers, appointments, assignments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from jinguo.core.web import refusal
from jinguo.desk.http import DeskRequest, access
from jinguo.desk.members import narrowing, pages
from jinguo.desk.members.listing import Act, Cell, Listing, Row, Select, day, programme_of, show
from jinguo.desk.members.narrowing import Narrowed, Rows, ids_of, states_of, terms_of
from jinguo.desk.saved.filters import List
from jinguo.members import policies, queries
from jinguo.members.models import Agreement, Appointment, Assignment, Membership
from jinguo.org.roles import Capability

MEMBERSHIP_STATES = states_of(Membership.State.choices)


def members_asked(request: DeskRequest) -> Rows:
    """Return the memberships the address asks for."""
    return narrowing.narrowed(
        request,
        queries.memberships(request.actor),
        programme="body__programme",
        fields={"body": lambda value: Q(body=narrowing.key(value))},
        names=("person", "enterprise"),
    )


@access(Capability.MEMBERS_VIEW)
@require_GET
def members(request: DeskRequest) -> HttpResponse:
    """List those who are in associations, or want to be."""
    bodies = queries.bodies(request.actor)
    home = request.actor.home_for(Capability.MEMBERS_DECIDE)
    listing = Listing(
        of=List.MEMBERS,
        title=pgettext("association", "Members"),
        lede=_("Who is in an association, or has applied; the newest first."),
        first=_("Member"),
        rows=members_asked(request),
        states=MEMBERSHIP_STATES,
        shown=lambda rows: [member_row(request, one, is_only=len(bodies) == 1) for one in rows],
        export="desk:export-members",
        empty=_("No members here"),
        how=_(
            "An application is taken down, checked by the secretariat, and voted on by the council."
        ),
        icon="users",
        acts=[
            Act(
                _("Take down an application"),
                f"{reverse('desk:choose-person', args=['member'])}{programme_of(request)}",
                "user-plus",
                may_manage(request),
            ),
            *(
                Act(one.name, reverse("desk:body", args=[one.id]), "building-2")
                for one in bodies[:3]
            ),
            *(
                [Act(_("Record an association"), reverse("desk:new-body"), "building-2")]
                if home
                else []
            ),
        ],
        selects=[
            Select("body", _("Association"), [(str(one.id), one.name) for one in bodies]),
        ],
    )
    return show(request, listing)


def may_manage(request: DeskRequest) -> str | None:
    """Return why the actor may not begin something of this module anywhere; None when she may."""
    home = request.actor.home_for(Capability.MEMBERS_VIEW)
    if request.actor.can(Capability.MEMBERS_MANAGE):
        return None
    return refusal(policies.check_manage, request.actor, home)


def may_decide(request: DeskRequest) -> str | None:
    """Return why the actor may appoint and assign nowhere; None when she may."""
    home = request.actor.home_for(Capability.MEMBERS_VIEW)
    if request.actor.can(Capability.MEMBERS_DECIDE):
        return None
    return refusal(policies.check_decide, request.actor, home)


def member_row(request: DeskRequest, one: Membership, *, is_only: bool) -> Row:
    """Return one membership as the list shows it; of the only association there is no name in every row."""
    return Row(
        name=pages.name_of(request.actor, one),
        href=reverse("desk:member", args=[one.id]),
        cells=[
            *([] if is_only else [Cell(_("Association"), one.body.name)]),
            Cell(_("She joins"), one.get_kind_display()),
            Cell(_("Place"), one.area.name),
            Cell(pgettext("member", "Applied on"), day(one.applied_on), is_day=True),
            Cell(_("Member certificate"), pages.certificate_number(one), is_number=True),
        ],
        state=str(pages.state_of(one).label),
        tag=pages.tag_of(one),
    )


def agreement_states(request: DeskRequest) -> dict[str, Narrowed]:
    """Return how the list of agreements can be narrowed."""
    today = timezone.localdate()
    duties = queries.open_duties(today).values("agreement")
    return {
        **terms_of(Agreement, today),
        "ending": Narrowed(_("Ending soon"), ids_of(queries.ending_agreements(today))),
        "due": Narrowed(_("With something due"), Q(id__in=duties)),
    }


def agreements_asked(request: DeskRequest) -> Rows:
    """Return the agreements the address asks for."""
    return narrowing.narrowed(
        request, queries.agreements(request.actor), names=("title", "parties__name")
    ).distinct()


@access(Capability.MEMBERS_VIEW)
@require_GET
def agreements(request: DeskRequest) -> HttpResponse:
    """List the agreements with bodies outside."""
    listing = Listing(
        of=List.AGREEMENTS,
        title=_("Agreements"),
        lede=_("What we have agreed with bodies outside; the newest first."),
        first=_("Agreement"),
        rows=agreements_asked(request),
        states=agreement_states(request),
        shown=lambda rows: [agreement_row(one) for one in rows],
        export="desk:export-agreements",
        empty=_("No agreements here"),
        how=_(
            "A signed agreement is recorded with its parties, its term, and who owes what by when."
        ),
        icon="handshake",
        acts=[
            Act(
                _("Record an agreement"),
                f"{reverse('desk:new-agreement')}{programme_of(request)}",
                "file-plus",
                may_manage(request),
            )
        ],
    )
    return show(request, listing)


def agreement_row(one: Agreement) -> Row:
    """Return one agreement as the list shows it."""
    return Row(
        name=one.title,
        href=reverse("desk:agreement", args=[one.id]),
        cells=[
            Cell(_("Our side"), one.unit.name),
            Cell(_("Signed on"), day(one.signed_on), is_day=True),
            Cell(_("Until"), day(one.ended_on or one.ends_on), is_day=True),
        ],
        state=str(pages.state_of(one).label),
        tag=pages.tag_of(one),
    )


def volunteer_states(request: DeskRequest) -> dict[str, Narrowed]:
    """Return how the list of volunteers can be narrowed."""
    today = timezone.localdate()
    return {
        "active": Narrowed(_("Serving"), Q(ended_on__isnull=True)),
        "recheck": Narrowed(_("Check runs out"), ids_of(queries.volunteers_to_check(today))),
        "stopped": Narrowed(_("Stopped"), Q(ended_on__isnull=False)),
    }


def volunteers_asked(request: DeskRequest) -> Rows:
    """Return the volunteers the address asks for."""
    return narrowing.narrowed(
        request,
        queries.volunteers(request.actor),
        fields={"skill": lambda value: Q(skills__contains=[value])},
        names=("person",),
    )


@access(Capability.MEMBERS_VIEW)
@require_GET
def volunteers(request: DeskRequest) -> HttpResponse:
    """List the volunteers with their skills and hours."""
    home = request.actor.home_for(Capability.MEMBERS_VIEW)
    found = queries.schemes_with("volunteers", home, timezone.localdate()).values()
    known = {s.id: s.label for one in found if one.volunteers for s in one.volunteers.skills}
    listing = Listing(
        of=List.VOLUNTEERS,
        title=_("Volunteers"),
        lede=_("Who serves, what she can do, and the hours she gave; the newest first."),
        first=_("Volunteer"),
        rows=volunteers_asked(request),
        states=volunteer_states(request),
        shown=lambda rows: volunteer_rows(request, rows),
        export="desk:export-volunteers",
        empty=_("No volunteers here"),
        how=_("A volunteer is somebody on the register, put on the list with what she can do."),
        icon="hand-heart",
        acts=[
            Act(
                _("Add a volunteer"),
                f"{reverse('desk:choose-person', args=['volunteer'])}{programme_of(request)}",
                "user-plus",
                may_manage(request),
            )
        ],
        selects=[Select("skill", _("What she can do"), list(known.items()))],
    )
    return show(request, listing)


def volunteer_rows(request: DeskRequest, rows: Sequence[Any]) -> list[Row]:
    """Return a page of volunteers as the list shows them; three queries, whatever their number."""
    today = timezone.localdate()
    minutes = queries.minutes_of([one.id for one in rows])
    checks = queries.checks_held([one.person_id for one in rows], today)
    schemes = queries.schemes_by_id(one.scheme_id for one in rows)
    return [
        Row(
            name=pages.name_of(request.actor, one),
            href=reverse("desk:volunteer", args=[one.id]),
            cells=[
                Cell(_("Place"), one.area.name),
                Cell(_("What she can do"), pages.skills_text(one, schemes)),
                Cell(_("Crime-record check"), pages.shown_check(one.person_id, today, checks).text),
                Cell(_("Hours"), pages.hours_text(minutes.get(one.id, 0)), is_number=True),
            ],
            state=_("Stopped") if one.ended_on else _("Serving"),
            tag="" if one.ended_on else "good",
        )
        for one in rows
    ]


def appointment_states(request: DeskRequest) -> dict[str, Narrowed]:
    """Return how the list of appointments can be narrowed."""
    today = timezone.localdate()
    ending = queries.ending_appointments(today)
    return {
        **terms_of(Appointment, today),
        "ending": Narrowed(_("Ending soon"), ids_of(ending)),
    }


def appointments_asked(request: DeskRequest) -> Rows:
    """Return the appointments the address asks for."""
    return narrowing.narrowed(
        request,
        queries.appointments(request.actor),
        fields={"kind": lambda value: Q(kind=value)},
        names=("person",),
    )


@access(Capability.MEMBERS_VIEW)
@require_GET
def appointments(request: DeskRequest) -> HttpResponse:
    """List those appointed by letter."""
    home = request.actor.home_for(Capability.MEMBERS_VIEW)
    found = queries.schemes_with("appointments", home, timezone.localdate())
    listing = Listing(
        of=List.APPOINTMENTS,
        title=_("Appointments"),
        lede=_("Who is appointed by letter to what, and until when; the newest first."),
        first=_("Who is appointed"),
        rows=appointments_asked(request),
        states=appointment_states(request),
        shown=lambda rows: appointment_rows(request, rows),
        export="desk:export-appointments",
        empty=_("No appointments here"),
        how=_(
            "Somebody on the register is appointed for the term the plan gives, and gets a letter."
        ),
        icon="award",
        acts=[
            Act(
                _("Appoint someone"),
                f"{reverse('desk:choose-person', args=['appointment'])}{programme_of(request)}",
                "award",
                may_decide(request),
            )
        ],
        selects=[
            Select("kind", _("Appointed as"), list(pages.kind_titles(found.values()).items()))
        ],
    )
    return show(request, listing)


def appointment_rows(request: DeskRequest, rows: Sequence[Any]) -> list[Row]:
    """Return a page of appointments as the list shows them."""
    schemes = queries.schemes_by_id(one.scheme_id for one in rows)
    return [
        Row(
            name=pages.name_of(request.actor, one),
            href=reverse("desk:appointment", args=[one.id]),
            cells=[
                Cell(_("Appointed as"), pages.kind_of(one, schemes)),
                Cell(_("For what"), one.skill),
                Cell(_("Letter"), one.letter),
                Cell(_("Until"), day(one.ended_on or one.ends_on), is_day=True),
            ],
            state=str(pages.state_of(one).label),
            tag=pages.tag_of(one),
        )
        for one in rows
    ]


def assignment_states(request: DeskRequest) -> dict[str, Narrowed]:
    """Return how the list of assignments can be narrowed."""
    today = timezone.localdate()
    ending = queries.ending_assignments(today)
    return {
        **terms_of(Assignment, today),
        "ending": Narrowed(_("Ending soon"), ids_of(ending)),
    }


def assignments_asked(request: DeskRequest) -> Rows:
    """Return the assignments the address asks for."""
    return narrowing.narrowed(
        request, queries.assignments(request.actor), names=("person", "area__name")
    )


@access(Capability.MEMBERS_VIEW)
@require_GET
def assignments(request: DeskRequest) -> HttpResponse:
    """List the communities with their instructors."""
    appointed = f"{reverse('desk:appointments')}?state=in-force"
    listing = Listing(
        of=List.ASSIGNMENTS,
        title=_("Assignments"),
        lede=_("Which instructor has which community; the newest first."),
        first=_("Community and instructor"),
        rows=assignments_asked(request),
        states=assignment_states(request),
        shown=lambda rows: [assignment_row(request, one) for one in rows],
        export="desk:export-assignments",
        empty=_("No assignments here"),
        how=_("An instructor takes one community: open her appointment and give her one."),
        icon="map-pin",
        acts=[
            Act(_("Choose an instructor"), appointed, "award", may_decide(request)),
        ],
    )
    return show(request, listing)


def assignment_row(request: DeskRequest, one: Assignment) -> Row:
    """Return one assignment as the list shows it."""
    return Row(
        name=pages.name_of(request.actor, one),
        href=reverse("desk:assignment", args=[one.id]),
        cells=[
            Cell(_("From"), day(one.period.lower), is_day=True),
            Cell(_("Until"), day(pages.last_day(one)), is_day=True),
        ],
        state=str(pages.state_of(one).label),
        tag=pages.tag_of(one),
    )
