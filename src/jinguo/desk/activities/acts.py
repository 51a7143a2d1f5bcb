"""What is done to an activity, a session or an entry: shown first with who is told, done when confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Activity, Enrolment, Session, Stay
from jinguo.activities.queries import Taken, records, work
from jinguo.core.errors import NotFound, Refused
from jinguo.core.web import posted, refusal
from jinguo.desk.activities import pages
from jinguo.desk.activities.change_forms import MoveAllForm, SeatsForm, WordsForm
from jinguo.desk.activities.forms import PlainForm, ReasonForm
from jinguo.desk.activities.open_to_ours import page_of
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability

Text = str | Promise
BOTH = ["GET", "POST"]


@dataclass(frozen=True)
class Verb:
    """One act: its action, what it asks, its title, what it means, and what is true when it is done."""

    act: Callable[..., object]
    form: type[DeskForm]
    title: Text
    meaning: Text
    done: Text
    is_grave: bool = False
    tells: bool = False


ACTIVITY_VERBS = {
    "publish": Verb(
        actions.publish,
        PlainForm,
        gettext_lazy("Publish"),
        gettext_lazy("Everybody sees it, and it can be booked from the time enrolment opens."),
        gettext_lazy("Published."),
    ),
    "cancel": Verb(
        actions.cancel_activity,
        ReasonForm,
        gettext_lazy("Cancel the activity"),
        gettext_lazy("All sessions still to come are cancelled, and all entries end."),
        gettext_lazy("The activity is cancelled, and everybody is told."),
        is_grave=True,
        tells=True,
    ),
    "move": Verb(
        actions.move_sessions,
        MoveAllForm,
        gettext_lazy("Move all that are still to come"),
        gettext_lazy(
            "All sessions still to come move by the same time as the first. Whoever enrolled keeps her seat."
        ),
        gettext_lazy("The sessions are moved, and everybody is told."),
        tells=True,
    ),
    "words": Verb(
        actions.change_words,
        WordsForm,
        gettext_lazy("Change the words"),
        gettext_lazy(
            "The public page and every poster printed from now on show them. Nobody is told."
        ),
        gettext_lazy("The words are changed."),
    ),
    "seats": Verb(
        actions.change_capacity,
        SeatsForm,
        gettext_lazy("Change the number of seats"),
        gettext_lazy("Seats that are added are offered to who waits, in the order of the list."),
        gettext_lazy("The number of seats is changed."),
    ),
}
ENTRY_VERBS = {
    "cancel": Verb(
        actions.cancel_enrolment,
        PlainForm,
        gettext_lazy("Cancel the entry"),
        gettext_lazy("Her seats go to who is next in line. Late cancellations count as absences."),
        gettext_lazy("The entry is cancelled."),
        is_grave=True,
    ),
    "confirm": Verb(
        actions.confirm,
        PlainForm,
        gettext_lazy("Confirm the entry"),
        gettext_lazy("She is told that the time is hers."),
        gettext_lazy("Confirmed."),
    ),
    "refuse": Verb(
        actions.refuse,
        PlainForm,
        gettext_lazy("Turn the entry down"),
        gettext_lazy("Her seats go to who is next in line, and she is told."),
        gettext_lazy("Turned down."),
        is_grave=True,
    ),
    "accept": Verb(
        actions.accept_offer,
        PlainForm,
        gettext_lazy("Take the seat offered"),
        gettext_lazy("She said that she comes. The seat is hers."),
        gettext_lazy("The seat is hers."),
    ),
    "decline": Verb(
        actions.decline_offer,
        PlainForm,
        gettext_lazy("Decline the seat offered"),
        gettext_lazy("She said that she does not come. It goes to who is next in line."),
        gettext_lazy("Declined; the seat goes to who is next in line."),
    ),
}


@access(Capability.ACTIVITIES_PLAN)
@require_http_methods(BOTH)
def activity_act(request: DeskRequest, activity_id: UUID, verb: str) -> HttpResponse:
    """Publish, cancel or move an activity, or change how many seats it has."""
    known = verb_of(ACTIVITY_VERBS, verb)
    activity = queries.get_activity(request.actor, activity_id)
    policies.check_plan(request.actor, activity.area_id)
    initial = {
        name: getattr(activity, name) for name in ("capacity", "title", "summary", "fee_note")
    }
    if known.form is MoveAllForm:
        initial |= first_times(queries.to_come(activity, timezone.now()).first())
    form = known.form(posted(request), initial=initial)
    inside = children_inside(verb, records.inside(activity.sessions.all()))
    subject = subject_of(activity, about_activity(activity), inside)
    return act_page(request, known, form, subject, {"activity_id": activity.id})


@access(Capability.ACTIVITIES_ENROL)
@require_http_methods(BOTH)
def entry_act(request: DeskRequest, enrolment_id: UUID, verb: str) -> HttpResponse:
    """Cancel, confirm or turn down one entry, or answer an offer for her."""
    known = verb_of(ENTRY_VERBS, verb)
    entry = queries.get_enrolment(request.actor, enrolment_id)
    policies.check_enrol_for(request.actor, entry.person)
    back = page_of(request.actor, entry.activity, entry.person_id)
    about = about_entry(request, entry)
    subject = Subject(entry.activity.title, back, about, queries.taken_of(entry.activity))
    form = known.form(posted(request))
    return act_page(request, known, form, subject, {"enrolment_id": entry.id})


def verb_of(verbs: Mapping[str, Verb], name: str) -> Verb:
    """
    Return one of some verbs.

    :raises NotFound: there is none of this name
    """
    if name not in verbs:
        raise NotFound(_("There is no such act."))
    return verbs[name]


@dataclass(frozen=True)
class Subject:
    """
    What an act is done to: its title, its page, facts about it, and who is told of what becomes of it.

    ``refusal`` says why it cannot be done now, where it cannot.
    """

    title: str
    back: str
    about: list[tuple[str, str]]
    taken: Taken
    refusal: str | None = None


def subject_of(
    activity: Activity, about: list[tuple[str, str]], closed: str | None = None
) -> Subject:
    """Return an activity, or what belongs to one, as the subject of an act."""
    back = reverse("desk:activity", args=[activity.id])
    return Subject(activity.title, back, about, queries.taken_of(activity), closed)


def children_inside(verb: str, stays: QuerySet[Stay]) -> str | None:
    """Return why something is not cancelled, where a child's stay goes on; None of every other verb."""
    if verb != "cancel":
        return None
    return refusal(policies.check_nobody_inside, stays.count())


def act_page(
    request: DeskRequest,
    verb: Verb,
    form: DeskForm,
    subject: Subject,
    of: Mapping[str, UUID],
    given: Callable[[Any], Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """
    Show what an act means, for whom, and how many are told; do it when it is sent.

    ``given`` makes the action's arguments of the form, where they are not its fields.
    """
    if form.is_valid():
        with refused_into(form, request):
            more = (given or arguments)(form)
            verb.act(actor=request.actor, now=timezone.now(), **of, **more)
            messages.success(request, str(verb.done))
            return redirect(subject.back)
    context = {
        "subject": subject,
        "verb": verb,
        "told": subject.taken if verb.tells else None,
        "form": form,
    }
    return render_page(request, "desk/activities/act.html", context, 422 if form.errors else 200)


def arguments(form: DeskForm) -> dict[str, Any]:
    """Return what a form adds to the action's arguments."""
    if isinstance(form, MoveAllForm):
        return {"seen_at": form.cleaned_data["seen_at"], "first_at": form.first_at()}
    return form.cleaned_data


def first_times(first: Session | None) -> dict[str, Any]:
    """
    Return when the first of several sessions still to come is, as the form that moves them all begins.

    :raises Refused: there is none
    """
    if first is None:
        raise Refused(_("No session is still to come."))
    starts = timezone.localtime(first.starts_at)
    return {
        "on": starts.date(),
        "starts": starts.time(),
        "seen_at": first.starts_at.isoformat(),
    }


def about_activity(activity: Activity) -> list[tuple[str, str]]:
    """Return the facts about an activity that a summary shows."""
    sessions = list(queries.sessions_of(activity).going_on())
    first = when(sessions[0].starts_at) if sessions else "—"
    return [
        (_("First session"), first),
        (_("Its sessions"), str(len(sessions))),
        (_("Enrolment opens"), when(activity.opens_at)),
        (_("Enrolment closes"), when(activity.closes_at)),
        (_("Seats"), str(activity.capacity)),
    ]


def about_entry(request: DeskRequest, entry: Enrolment) -> list[tuple[str, str]]:
    """Return the facts about an entry that a summary shows."""
    met = work.own_clients(request.actor, [entry])
    [shown] = pages.entries(request.actor, [entry], met=met)
    return [
        (_("Name"), shown.person.name),
        (_("Phone"), shown.person.phone or "—"),
        (_("Seats"), str(entry.seats)),
        (_("State"), shown.state),
    ]


def when(at: datetime) -> str:
    """Return an instant in words."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
