"""Enrolling somebody at the desk: a woman without a phone, or a child by her guardian."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, guardian_consent, policies, queries, rules
from jinguo.activities.models import Enrolment
from jinguo.core.web import posted, refusal
from jinguo.desk.activities.forms import BookForm, FindForm
from jinguo.desk.activities.open_to_ours import page_of
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import masking
from jinguo.people import policies as people_policies
from jinguo.people import queries as people
from jinguo.people.models import Person

FOUND = 30  # persons shown of a name


@access(Capability.ACTIVITIES_ENROL)
@require_http_methods(["GET"])
def find(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Find on the register whoever is to be enrolled."""
    activity = queries.get_bookable(request.actor, activity_id)
    now = timezone.now()
    door = queries.lets_in(request.actor, activity, now)
    name = request.GET.get("name", "").strip()
    persons = list(people.persons_like(request.actor, name)[:FOUND])
    context = {
        "activity": activity,
        "back": page_of(request.actor, activity),
        "form": FindForm(request.GET if name else None),
        "name": name,
        "rows": [(masking.masked_person(request.actor, one), one.area.name) for one in persons],
        "has_more": len(persons) == FOUND,
        "is_at_the_door": door,
        "refusal": refusal(policies.check_open, activity, now, at_the_door=door),
    }
    return render_page(request, "desk/activities/find.html", context)


@access(Capability.ACTIVITIES_ENROL)
@require_http_methods(["GET", "POST"])
def book(request: DeskRequest, activity_id: UUID, person_id: UUID) -> HttpResponse:
    """Enrol one person, a child by her guardian."""
    activity = queries.get_bookable(request.actor, activity_id)
    person = people.get_person(request.actor, person_id)
    now = timezone.now()
    today = timezone.localdate(now)
    guardians = guardians_of(request.actor, person, today)
    form = BookForm(
        posted(request),
        most=activity.seats_most,
        guardians=guardians,
        needs_consent=people.find_consent(person, policies.CONSENT, today) is None,
    )
    if form.is_valid():
        with refused_into(form, request), transaction.atomic():
            if "agreed_how" in form.cleaned_data:
                actions.record_guardian_consent(
                    actor=request.actor,
                    person_id=person.id,
                    guardian_id=chosen_guardian(form),
                    given_how=form.cleaned_data["agreed_how"],
                    now=now,
                )
            made = actions.enrol(
                actor=request.actor,
                activity_id=activity.id,
                person_id=person.id,
                channel=Enrolment.Channel.DESK,
                seats=form.cleaned_data.get("seats") or 1,
                guardian_id=chosen_guardian(form),
                now=now,
            )
            messages.success(request, said(made))
            return redirect(page_of(request.actor, activity, person.id))
    context = {
        "activity": activity,
        "back": page_of(request.actor, activity, person.id),
        "person": masking.masked_person(request.actor, person),
        "area_name": person.area.name,
        "is_child": people_policies.needs_guardian(person, today),
        "consent": guardian_consent.text() if "agreed_how" in form.fields else (),
        "has_guardian": bool(guardians),
        "form": form,
        "refusal": queries.why_not(
            activity, person, now, at_the_door=queries.lets_in(request.actor, activity, now)
        ),
        "asks_group": rules.asks_group(activity),
        "verify_refusal": refusal(policies.check_verify, request.actor, person),
    }
    return render_page(request, "desk/activities/book.html", context, 422 if form.errors else 200)


def guardians_of(actor: Actor, person: Person, on: date) -> list[tuple[str, str]]:
    """Return the guardians of a child on record, as a form chooses among them; of others none."""
    if not people_policies.needs_guardian(person, on):
        return []
    return [
        (
            str(one.guardian_id),
            masking.shown_name(actor, one.guardian.name, one.guardian.area_id),
        )
        for one in people.guardians_of(person, on)
    ]


def chosen_guardian(form: BookForm) -> UUID | None:
    """Return the guardian chosen, None where none is asked."""
    chosen = form.cleaned_data.get("guardian")
    return UUID(chosen) if chosen else None


def said(entry: Enrolment) -> str:
    """Return what is true of an entry that was made."""
    if entry.state == Enrolment.State.WAITING:
        return _("She is on the waiting list.")
    return _("She is enrolled.")
