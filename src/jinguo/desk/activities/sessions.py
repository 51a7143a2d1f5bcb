"""What is done to one session: moved, cancelled, taught by another, watched elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Session
from jinguo.activities.queries import records
from jinguo.activities.telling import place_of
from jinguo.core.web import posted
from jinguo.desk.activities import offered, pages
from jinguo.desk.activities.acts import (
    BOTH,
    Verb,
    act_page,
    children_inside,
    subject_of,
    verb_of,
    when,
)
from jinguo.desk.activities.change_forms import CounsellorForm, InstructorForm, LinksForm, MoveForm
from jinguo.desk.activities.dates import instructor_of
from jinguo.desk.activities.duties import counsellors
from jinguo.desk.activities.fields import SiteGroup
from jinguo.desk.activities.forms import ReasonForm
from jinguo.desk.activities.planning import site_groups
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access
from jinguo.org.roles import Capability

VERBS = {
    "move": Verb(
        actions.move_session,
        MoveForm,
        gettext_lazy("Move the session"),
        gettext_lazy("It is held at another time or place. Whoever enrolled keeps her seat."),
        gettext_lazy("The session is moved, and everybody is told."),
        tells=True,
    ),
    "instructor": Verb(
        actions.change_instructor,
        InstructorForm,
        gettext_lazy("Change the instructor"),
        gettext_lazy(
            "Somebody else teaches this session. Whoever enrolled keeps her seat; nobody is told."
        ),
        gettext_lazy("The instructor is changed."),
    ),
    "counsellor": Verb(
        actions.link_counsellor,
        CounsellorForm,
        gettext_lazy("Link an account"),
        gettext_lazy(
            "It reads the whole names of who books this slot, and of who books those of the series still to"
            " come under the same name. Nobody else does."
        ),
        gettext_lazy("The account is linked: it reads who booked."),
    ),
    "cancel": Verb(
        actions.cancel_session,
        ReasonForm,
        gettext_lazy("Cancel the session"),
        gettext_lazy("This session alone is cancelled; the others are held."),
        gettext_lazy("The session is cancelled, and everybody is told."),
        is_grave=True,
        tells=True,
    ),
    "links": Verb(
        actions.set_links,
        LinksForm,
        gettext_lazy("Live link and replay"),
        gettext_lazy(
            "The live room of the public page plays them, or leads there. Empty takes a link away."
        ),
        gettext_lazy("The links are kept."),
    ),
}


@access(Capability.ACTIVITIES_PLAN)
@require_http_methods(BOTH)
def session_act(request: DeskRequest, session_id: UUID, verb: str) -> HttpResponse:
    """Move or cancel one session, or say who teaches or is on duty there, or where it is watched."""
    known = verb_of(VERBS, verb)
    session = queries.get_session(request.actor, session_id)
    policies.check_plan(request.actor, session.activity.area_id)
    if known.form is CounsellorForm:
        policies.check_private(session.activity)
    inside = children_inside(verb, records.inside([session]))
    subject = subject_of(session.activity, about(request, session), inside)
    given: dict[type[DeskForm], Callable[[Any], dict[str, Any]]] = {
        MoveForm: moved,
        InstructorForm: partial(taught, request, session),
        CounsellorForm: on_duty,
    }
    form = form_of(request, known, session)
    of = {"session_id": session.id}
    return act_page(request, known, form, subject, of, given.get(known.form))


def form_of(request: DeskRequest, verb: Verb, session: Session) -> DeskForm:
    """Return the form of an act on a session, which begins as the session is."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    initial = {
        "on": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "site": str(session.site_id or ""),
        "room": session.room,
        "place": session.place,
        "instructor": session.instructor_name,
        "stream_url": session.stream_url,
        "replay_url": session.replay_url,
    }
    if verb.form is MoveForm:
        return MoveForm(posted(request), initial=initial, sites=sites_for(request, session))
    if verb.form is CounsellorForm:
        accounts = counsellors([session.activity.area_id], starts.date())
        return CounsellorForm(posted(request), accounts=accounts)
    return verb.form(posted(request), initial=initial)


def sites_for(request: DeskRequest, session: Session) -> list[SiteGroup]:
    """Return the sites a session may be moved to, and the one it is at, which may be closed by now."""
    kind = offered.kind_of(session.activity)
    found = site_groups(request.actor, set(kind.held_at) if kind else (), timezone.localdate())
    at = session.site
    if at is None or any(str(at.id) == one for _kind, some in found for one, _name in some):
        return found
    return [(_("Planned at"), [(str(at.id), at.name)]), *found]


def moved(form: MoveForm) -> dict[str, Any]:
    """Return when and where a session is held instead, as its action takes it."""
    starts_at, ends_at = form.times()
    data = form.cleaned_data
    site = UUID(data["site"]) if data["site"] else None
    at = actions.Venue(site_id=site, room=data["room"], place=data["place"])
    return {"starts_at": starts_at, "ends_at": ends_at, "at": at}


def taught(request: DeskRequest, session: Session, form: InstructorForm) -> dict[str, Any]:
    """Return who teaches a session instead, as its action takes it."""
    name, person = instructor_of(request, form, session, session.activity.area_id)
    return {"instructor_name": name, "instructor_id": person}


def on_duty(form: CounsellorForm) -> dict[str, Any]:
    """Return which account is on duty, as its action takes it."""
    return {"account_id": UUID(form.cleaned_data["account"])}


def about(request: DeskRequest, session: Session) -> list[tuple[str, str]]:
    """Return the facts about a session that a summary shows."""
    who = _("Counsellor") if session.activity.is_private else _("Instructor")
    return [
        (_("Session"), str(session.number)),
        (_("Time"), when(session.starts_at)),
        (_("Venue"), place_of(session)),
        (who, pages.instructor_of(request.actor, session) or "—"),
    ]
