"""An act on one thing: shown first, asked what it needs, done when confirmed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.core.web import posted, refusal
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.members import pages, verbs
from jinguo.desk.members.forms import DoneForm, TakeBackForm
from jinguo.desk.members.verbs import Kind
from jinguo.members import actions, policies, queries
from jinguo.org.roles import Capability

BOTH = ["GET", "POST"]
DAYS = ("on", "meeting_on", "agreed_on", "adopted_on", "checked_on", "registered_on")
"""The days acts ask for; each begins as today."""


def act(request: DeskRequest, kind: Kind, thing_id: UUID, name: str) -> HttpResponse:
    """Show what a verb means for a thing and ask what it needs; do it when confirmed."""
    verb = kind.verb(name)
    thing = kind.get(request.actor, thing_id)
    verb.check(request.actor, thing)
    today = timezone.localdate()
    known = {**dict.fromkeys(DAYS, today), "seen_by": request.actor.name}
    form = verb.form(posted(request), thing=thing, initial=known)
    if form.is_valid():
        with refused_into(form, request):
            verb.act(actor=request.actor, now=timezone.now(), **id_of(kind, thing_id, form.given()))
            messages.success(request, str(verb.done))
            return redirect(kind.page, thing_id)
    context = {
        "title": verb.title,
        "means": verb.means,
        "name": pages.name_of(request.actor, thing),
        "back": reverse(kind.page, args=[thing_id]),
        "is_grave": verb.is_grave,
        "form": form,
    }
    return render_page(request, "desk/members/task.html", context, 422 if form.errors else 200)


def id_of(kind: Kind, thing_id: UUID, given: dict[str, object]) -> dict[str, object]:
    """Return what an action is given: the answers, and the thing's id unless they name a person."""
    return given if "person_id" in given else {kind.id_name: thing_id, **given}


@access(Capability.MEMBERS_DECIDE)
@require_http_methods(BOTH)
def body_act(request: DeskRequest, body_id: UUID, verb: str) -> HttpResponse:
    """Do something to an association."""
    return act(request, verbs.BODY, body_id, verb)


@access(Capability.MEMBERS_MANAGE)
@require_http_methods(BOTH)
def member_act(request: DeskRequest, membership_id: UUID, verb: str) -> HttpResponse:
    """Do something to a membership."""
    return act(request, verbs.MEMBERSHIP, membership_id, verb)


@access(Capability.MEMBERS_MANAGE)
@require_http_methods(BOTH)
def agreement_act(request: DeskRequest, agreement_id: UUID, verb: str) -> HttpResponse:
    """Do something to an agreement."""
    return act(request, verbs.AGREEMENT, agreement_id, verb)


@access(Capability.MEMBERS_MANAGE)
@require_http_methods(BOTH)
def volunteer_act(request: DeskRequest, volunteer_id: UUID, verb: str) -> HttpResponse:
    """Do something to a volunteer's record."""
    return act(request, verbs.VOLUNTEER, volunteer_id, verb)


@access(Capability.MEMBERS_MANAGE)
@require_http_methods(BOTH)
def appointment_act(request: DeskRequest, appointment_id: UUID, verb: str) -> HttpResponse:
    """Do something to an appointment."""
    return act(request, verbs.APPOINTMENT, appointment_id, verb)


@access(Capability.MEMBERS_DECIDE)
@require_http_methods(BOTH)
def assignment_act(request: DeskRequest, assignment_id: UUID, verb: str) -> HttpResponse:
    """Do something to an assignment."""
    return act(request, verbs.ASSIGNMENT, assignment_id, verb)


@access(Capability.MEMBERS_MANAGE)
@require_http_methods(BOTH)
def do_duty(request: DeskRequest, duty_id: UUID) -> HttpResponse:
    """Record that what was owed under an agreement was done."""
    duty = queries.get_duty(request.actor, duty_id)
    form = DoneForm(posted(request), thing=duty, initial={"on": timezone.localdate()})
    if form.is_valid():
        with refused_into(form, request):
            actions.do_duty(
                actor=request.actor, duty_id=duty_id, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("Done: %s") % duty.text)
            return redirect("desk:agreement", duty.agreement_id)
    context = {
        "title": _("Done as owed"),
        "means": duty.text,
        "name": duty.agreement.title,
        "back": reverse("desk:agreement", args=[duty.agreement_id]),
        "form": form,
        "refusal": refusal(policies.check_duty, request.actor, duty),
    }
    return render_page(request, "desk/members/task.html", context, 422 if form.errors else 200)


@access(Capability.MEMBERS_MANAGE)
@require_http_methods(BOTH)
def take_service_back(request: DeskRequest, service_id: UUID) -> HttpResponse:
    """Take an entry of a volunteer's hours back."""
    service = queries.get_service(request.actor, service_id)
    form = TakeBackForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            actions.take_service_back(
                actor=request.actor, service_id=service_id, now=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("Taken back. Both entries stay in the history."))
            return redirect("desk:volunteer", service.volunteer_id)
    context = {
        "title": _("Take back"),
        "means": pages.service_text(service),
        "name": pages.name_of(request.actor, service.volunteer),
        "back": reverse("desk:volunteer", args=[service.volunteer_id]),
        "form": form,
        "refusal": refusal(policies.check_take_back, request.actor, service),
    }
    return render_page(request, "desk/members/task.html", context, 422 if form.errors else 200)
