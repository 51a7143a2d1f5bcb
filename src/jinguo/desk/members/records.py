"""One page a record: an association, a member, an agreement, a volunteer, an appointment, an assignment."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from jinguo.core.web import refusal
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.members import pages, verbs
from jinguo.exchange import actions as exchange
from jinguo.members import policies, queries
from jinguo.members.actions.agreements import rules_of
from jinguo.members.actions.memberships import rules_of as body_rules
from jinguo.members.schemes import as_scheme, label_of
from jinguo.org.roles import Capability

A_PAGE = 50


@access(Capability.MEMBERS_VIEW)
@require_GET
def body(request: DeskRequest, body_id: UUID) -> HttpResponse:
    """Show an association: its charter, who holds its offices, and its directory."""
    found = queries.get_body(request.actor, body_id)
    today = timezone.localdate()
    page = Paginator(queries.directory(request.actor, found), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "body": found,
        "buttons": verbs.buttons(request.actor, verbs.BODY, found),
        "offices": [
            (one, pages.name_of(request.actor, one.membership), today in one.period)
            for one in queries.offices_of(request.actor, found)
        ],
        "directory": [(one, pages.name_of(request.actor, one)) for one in page],
        "page": page,
        "members_href": f"{reverse('desk:members')}?body={found.id}&state=admitted",
    }
    return render_page(request, "desk/members/body.html", context)


@access(Capability.MEMBERS_VIEW)
@require_GET
def member(request: DeskRequest, membership_id: UUID) -> HttpResponse:
    """Show one membership from the application to the end."""
    found = queries.get_membership(request.actor, membership_id)
    conditions = body_rules(found.body).conditions
    office = queries.office_now(found, timezone.localdate())
    context = {
        "member": found,
        "name": pages.name_of(request.actor, found),
        "tag": pages.tag_of(found),
        "certificate": pages.certificate_number(found),
        "conditions": [label_of(conditions, one) for one in found.conditions],
        "office": office,
        "buttons": verbs.buttons(
            request.actor, verbs.MEMBERSHIP, found, verbs.offered_to(found, office)
        ),
        "moments": verbs.moments(found),
    }  # fmt: skip
    return render_page(request, "desk/members/member.html", context)


@access(Capability.MEMBERS_VIEW)
@require_GET
def agreement(request: DeskRequest, agreement_id: UUID) -> HttpResponse:
    """Show one agreement: its parties, what is owed, and what was done."""
    found = queries.get_agreement(request.actor, agreement_id)
    items, today = rules_of(found).items, timezone.localdate()
    duties = list(queries.duties_of(found))
    for duty in duties:
        duty.agreement = found
    acted = found.activities.order_by("-on", "-at", "-id")
    page = Paginator(acted, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "agreement": found,
        "tag": pages.tag_of(found),
        "state": pages.state_of(found),
        "parties": found.parties.order_by("name"),
        "duties": [
            (
                one,
                label_of(items, one.item),
                one.done_on is None and one.due_on < today,
                refusal(policies.check_duty, request.actor, one) is None,
            )
            for one in duties
        ],
        "activities": page.object_list,
        "page": page,
        "buttons": verbs.buttons(request.actor, verbs.AGREEMENT, found),
        "moments": verbs.moments(found),
    }
    return render_page(request, "desk/members/agreement.html", context)


@access(Capability.MEMBERS_VIEW)
@require_GET
def volunteer(request: DeskRequest, volunteer_id: UUID) -> HttpResponse:
    """Show one volunteer: what she can do, her hours, and whether she may work with minors."""
    found = queries.get_volunteer(request.actor, volunteer_id)
    today = timezone.localdate()
    minutes = queries.minutes_of([found.id]).get(found.id, 0)
    page = Paginator(queries.services_of(found), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "volunteer": found,
        "name": pages.name_of(request.actor, found),
        "skills": pages.skills_text(found, queries.schemes_by_id([found.scheme_id])),
        "hours": pages.hours_text(minutes),
        "check": pages.shown_check(
            found.person_id, today, queries.checks_held([found.person_id], today)
        ),
        "services": pages.shown_services(request.actor, found, list(page)),
        "page": page,
        "buttons": verbs.buttons(request.actor, verbs.VOLUNTEER, found),
        "moments": verbs.moments(found),
    }
    return render_page(request, "desk/members/volunteer.html", context)


@access(Capability.MEMBERS_VIEW)
@require_GET
def appointment(request: DeskRequest, appointment_id: UUID) -> HttpResponse:
    """Show one appointment: its letter, its term, and the communities she had under it."""
    found = queries.get_appointment(request.actor, appointment_id)
    today = timezone.localdate()
    scheme = as_scheme(found.scheme)
    takes = scheme.assignments is not None and scheme.assignments.kind == found.kind
    context = {
        "appointment": found,
        "name": pages.name_of(request.actor, found),
        "tag": pages.tag_of(found),
        "state": pages.state_of(found),
        "kind": pages.kind_of(found, {found.scheme_id: scheme}),
        "check": pages.shown_check(
            found.person_id, today, queries.checks_held([found.person_id], today)
        ),
        "letter_refusal": refusal(policies.check_print_letter, request.actor, found),
        "takes": takes,
        "taught": pages.taught_text(found.person_id, today),
        "assignments": [
            (one, pages.last_day(one), pages.tag_of(one), pages.state_of(one).label)
            for one in queries.assignments(request.actor).filter(appointment=found)
        ],
        "buttons": verbs.buttons(request.actor, verbs.APPOINTMENT, found),
        "moments": verbs.moments(found),
    }
    return render_page(request, "desk/members/appointment.html", context)


@access(Capability.MEMBERS_VIEW)
@require_GET
def assignment(request: DeskRequest, assignment_id: UUID) -> HttpResponse:
    """Show one community with its instructor."""
    found = queries.get_assignment(request.actor, assignment_id)
    held = queries.appointments(request.actor).filter(id=found.appointment_id).first()
    context = {
        "assignment": found,
        "name": pages.person_name(request.actor, found.person),
        "last_day": pages.last_day(found),
        "tag": pages.tag_of(found),
        "state": pages.state_of(found),
        "taught": pages.taught_text(found.person_id, timezone.localdate(), area=found.area_id),
        "appointment": held,
        "buttons": verbs.buttons(request.actor, verbs.ASSIGNMENT, found),
        "moments": verbs.moments(found),
    }
    return render_page(request, "desk/members/assignment.html", context)


@access(Capability.MEMBERS_DECIDE)
@require_GET
def letter(request: DeskRequest, appointment_id: UUID) -> HttpResponse:
    """Send the letter of an appointment."""
    data = exchange.print_letter(actor=request.actor, appointment_id=appointment_id)
    name = content_disposition_header(True, f"letter-{appointment_id}.pdf") or ""
    return HttpResponse(data, content_type="application/pdf", headers={"Content-Disposition": name})
