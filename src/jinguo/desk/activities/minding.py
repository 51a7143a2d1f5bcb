"""Children minded after school: coming and going by the guardian's code, allergies, incidents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Charge, Enrolment, Session, Stay
from jinguo.activities.queries import records
from jinguo.core.web import posted
from jinguo.desk.activities import pages
from jinguo.desk.activities.cards import may_fetch
from jinguo.desk.activities.fields import instant
from jinguo.desk.activities.forms import GuardianCodeForm, IncidentForm
from jinguo.desk.activities.helpers import warned
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability


@dataclass(frozen=True)
class Child:
    """A child of a class: her entry, her card if there is one, and her stay of the afternoon if she came."""

    entry: pages.Entry
    charge: Charge | None
    stay: Stay | None


@access(Capability.ACTIVITIES_ATTEND)
@require_GET
def minded(request: DeskRequest, session_id: UUID) -> HttpResponse:
    """Show the children of one afternoon: who is here, who has left and with whom, and what happened."""
    session = queries.get_session(request.actor, session_id)
    return minded_page(request, session)


def minded_page(
    request: DeskRequest, session: Session, form: IncidentForm | None = None
) -> HttpResponse:
    """Return the page of an afternoon, with a form that did not pass."""
    policies.check_attend(request.actor, session)
    children = children_of(request, session)
    context = {
        "session": session,
        "activity": session.activity,
        "warned": warned(queries.helping_at(session, [], timezone.now())),
        "children": children,
        "here": sum(one.stay is not None and one.stay.out_at is None for one in children),
        "incidents": records.incidents_of(session),
        "form": form or IncidentForm(children=choices(children), initial={"at": now_here()}),
    }
    return render_page(request, "desk/activities/minded.html", context, 422 if form else 200)


def now_here() -> str:
    """Return the time of day."""
    return f"{timezone.localtime():%H:%M}"


def children_of(request: DeskRequest, session: Session) -> list[Child]:
    """Return the children of an afternoon by name: who has a seat, and whoever is inside all the same."""
    inside = Q(id__in=records.inside([session]).values("charge__enrolment"))
    entries = (
        queries.entries_with_persons(session.activity)
        .filter(inside | Q(state__in=Enrolment.HOLDING))
        .select_related("person__area", "charge")
        .order_by("person__pinyin", "id")
    )
    stays = {one.charge_id: one for one in records.stays_of(session)}
    found = []
    for one in pages.entries_at(request.actor, session, entries):
        charge = getattr(one.enrolment, "charge", None)
        found.append(Child(one, charge, stays.get(charge.id) if charge else None))
    return found


def choices(children: Sequence[Child]) -> list[tuple[str, str]]:
    """Return the children with a card, as a form chooses among them."""
    return [(str(one.charge.id), one.entry.person.name) for one in children if one.charge]


@access(Capability.ACTIVITIES_ATTEND)
@require_http_methods(["GET", "POST"])
def come_or_go(request: DeskRequest, session_id: UUID, charge_id: UUID) -> HttpResponse:
    """Sign a child in, or out once she is here, by her guardian's code."""
    session = queries.get_session(request.actor, session_id)
    policies.check_attend(request.actor, session)
    child = records.get_charge(session, charge_id)
    stay = records.stays_of(session).filter(charge=child).first()
    leaves = stay is not None
    form = GuardianCodeForm(
        posted(request),
        pick_ups=may_fetch(child) if leaves else None,
    )
    if form.is_valid():
        with refused_into(form, request, field="code"):
            sign(request, session, child, form, leaves=leaves)
            messages.success(
                request, _("The child has left.") if leaves else _("The child is here.")
            )
            return redirect("desk:minded", session.id)
    [shown] = pages.entries_at(request.actor, session, [child.enrolment])
    context = {
        "session": session,
        "activity": session.activity,
        "child": shown,
        "leaves": leaves,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/activities/come-or-go.html", context, status)


def sign(
    request: DeskRequest, session: Session, child: Charge, form: GuardianCodeForm, *, leaves: bool
) -> None:
    """Sign a child out or in by what a form says."""
    code, now = form.cleaned_data["code"], timezone.now()
    if not leaves:
        actions.sign_in(
            actor=request.actor, session_id=session.id, charge_id=child.id, code=code, now=now
        )
        return
    fetched_by = form.cleaned_data["fetched_by"]
    actions.sign_out(
        actor=request.actor,
        session_id=session.id,
        charge_id=child.id,
        code=code,
        now=now,
        fetched_by=UUID(fetched_by) if fetched_by else None,
    )


@access(Capability.ACTIVITIES_ATTEND)
@require_POST
def allergies(request: DeskRequest, session_id: UUID, charge_id: UUID) -> HttpResponse:
    """Show what a child must not eat; that it was read stands on the trail."""
    session = queries.get_session(request.actor, session_id)
    child = records.get_charge(session, charge_id)
    said = actions.read_allergies(actor=request.actor, charge_id=child.id, now=timezone.now())
    [shown] = pages.entries_at(request.actor, session, [child.enrolment])
    context = {"session": session, "activity": session.activity, "child": shown, "said": said}
    return render_page(request, "desk/activities/allergies.html", context)


@access(Capability.ACTIVITIES_ATTEND)
@require_POST
def incident(request: DeskRequest, session_id: UUID) -> HttpResponse:
    """Write down something that happened."""
    session = queries.get_session(request.actor, session_id)
    policies.check_attend(request.actor, session)
    form = IncidentForm(request.POST, children=choices(children_of(request, session)))
    if form.is_valid():
        with refused_into(form, request, field="at"):
            data, now = form.cleaned_data, timezone.now()
            actions.record_incident(
                actor=request.actor,
                session_id=session.id,
                at=at_of(session, form),
                what=data["what"],
                charge_id=UUID(data["child"]) if data["child"] else None,
                told_guardian_at=now if data["told_guardian"] else None,
                now=now,
            )
            messages.success(request, _("It is written down."))
            return redirect("desk:minded", session.id)
    return minded_page(request, session, form)


def at_of(session: Session, form: IncidentForm) -> datetime:
    """Return when something happened, on the day of the session."""
    return instant(timezone.localdate(session.starts_at), form.cleaned_data["at"])
