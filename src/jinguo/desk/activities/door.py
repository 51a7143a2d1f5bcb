"""The organiser's phone at the door: the code that changes, the list, short codes, and closing a session."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jinguo.activities import actions, policies, queries
from jinguo.activities.checkin import STEP, code_at, short_code
from jinguo.activities.models import Attendance, Enrolment, Session
from jinguo.activities.queries import records
from jinguo.activities.telling import place_of
from jinguo.core.typesetting import qr_code
from jinguo.core.web import refusal
from jinguo.desk.activities import agreements, pages
from jinguo.desk.activities.announcing import public_base
from jinguo.desk.activities.forms import CodesForm, HoldForm
from jinguo.desk.activities.helpers import warned
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability

PRESENT, ABSENT = Attendance.State.PRESENT, Attendance.State.ABSENT


@access(Capability.ACTIVITIES_ATTEND)
@require_GET
def door(request: DeskRequest, session_id: UUID) -> HttpResponse:
    """Show the door of a session; the part with the code looks for the next one by itself."""
    session = queries.get_session(request.actor, session_id)
    return door_page(request, session)


def door_page(request: DeskRequest, session: Session, *sent: DeskForm) -> HttpResponse:
    """Return the page of a door, with a form that did not pass."""
    policies.check_see_roster(request.actor, session.activity)
    now = timezone.now()
    forms = {type(one): one for one in sent}
    shown = pages.entries_at(request.actor, session, expected(session))
    came = pages.attendance_by_entry(records.attendances_of(session))
    context = {
        "session": session,
        "activity": session.activity,
        "place": place_of(session),
        "every": STEP,
        "code": code_at(session.id, now),
        "rows": [(one, short_code(one.enrolment.id), came.get(one.enrolment.id)) for one in shown],
        "present": sum(one.state == PRESENT for one in came.values()),
        "warned": warned(queries.helping_at(session, [one.enrolment.id for one in shown], now)),
        "signed": agreements.signed(request.actor, session, shown),
        "codes_form": forms.get(CodesForm) or CodesForm(),
        "hold_form": forms.get(HoldForm) or HoldForm(),
        "inside": refusal(policies.check_nobody_inside, records.inside([session]).count()),
        "is_over": session.ends_at <= now,
        "refusal": refusal(policies.check_attend, request.actor, session),
        "minds_children": queries.minds_children(
            session.activity, timezone.localdate(session.starts_at)
        ),
        "lets_in": queries.lets_in(request.actor, session.activity, now),
        "is_planned": session.state == Session.State.PLANNED,
    }
    template = "desk/activities/door.html#code"
    return render_page(request, template, context, 422 if sent else 200)


def expected(session: Session) -> list[Enrolment]:
    """Return who has a seat, by name."""
    return list(queries.on_list(session.activity).select_related("person__area"))


@access(Capability.ACTIVITIES_ATTEND)
@require_GET
def door_code(request: DeskRequest, session_id: UUID) -> HttpResponse:
    """Send the code that holds now, as a drawing; whoever scans it opens her check-in."""
    session = queries.get_session(request.actor, session_id)
    policies.check_attend(request.actor, session)
    page = reverse("portal:check-in", args=[session.id])
    address = f"{public_base(request)}{page}?t={code_at(session.id, timezone.now())}"
    return HttpResponse(qr_code(address), content_type="image/svg+xml")


@access(Capability.ACTIVITIES_ATTEND)
@require_POST
def mark(request: DeskRequest, session_id: UUID) -> HttpResponse:
    """
    Record on the list who is here and who is not.

    Each line comes with the state it was shown in: who scanned the code meanwhile stays here.
    """
    session = queries.get_session(request.actor, session_id)
    here = set(request.POST.getlist("present"))
    seen = dict(line.split(":", 1) for line in request.POST.getlist("seen") if ":" in line)
    entries = expected(session)
    done = actions.mark_list(
        actor=request.actor,
        session_id=session.id,
        seen={one.id: seen[str(one.id)] for one in entries if str(one.id) in seen},
        ticked={one.id for one in entries if str(one.id) in here},
        now=timezone.now(),
    )
    if done.noted:
        messages.success(request, _("The list is recorded."))
    if done.changed:
        messages.warning(request, left_so(done.changed))
    return redirect("desk:door", session.id)


def left_so(count: int) -> str:
    """Return the sentence about lines that were noted otherwise while the list was ticked."""
    return (
        ngettext(
            "%d line was noted otherwise meanwhile and is left so. Look at the list again.",
            "%d lines were noted otherwise meanwhile and are left so. Look at the list again.",
            count,
        )
        % count
    )


@access(Capability.ACTIVITIES_ATTEND)
@require_POST
def type_codes(request: DeskRequest, session_id: UUID) -> HttpResponse:
    """Record as here whoever the codes of the paper list name, and the others on it as absent."""
    session = queries.get_session(request.actor, session_id)
    form = CodesForm(request.POST)
    if form.is_valid():
        with refused_into(form, request):
            read = actions.read_list(
                actor=request.actor,
                session_id=session.id,
                codes=form.cleaned_data["codes"],
                now=timezone.now(),
            )
            messages.success(request, _("The list is recorded."))
            if read.unknown:
                messages.warning(request, not_there(read.unknown))
            return redirect("desk:door", session.id)
    return door_page(request, session, form)


def not_there(codes: Sequence[str]) -> str:
    """Return the sentence about codes that stand on no line of the list."""
    return ngettext(
        "The code %s stands on no line of this list. Compare it with the paper.",
        "The codes %s stand on no line of this list. Compare them with the paper.",
        len(codes),
    ) % ", ".join(codes)


@access(Capability.ACTIVITIES_ATTEND)
@require_POST
def hold(request: DeskRequest, session_id: UUID) -> HttpResponse:
    """Close a session as held."""
    session = queries.get_session(request.actor, session_id)
    form = HoldForm(request.POST)
    if form.is_valid():
        with refused_into(form, request):
            actions.hold_session(
                actor=request.actor,
                session_id=session.id,
                now=timezone.now(),
                visitors=form.cleaned_data["visitors"],
            )
            messages.success(request, _("Session %d is held.") % session.number)
            return redirect("desk:activity", session.activity_id)
    return door_page(request, session, form)
