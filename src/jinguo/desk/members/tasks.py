"""What is begun: an association, an application, an agreement, a volunteer, an appointment, an assignment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.core.errors import NotFound
from jinguo.core.web import posted
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.members import forms, narrowing, pages
from jinguo.desk.people.pages import ShownLike, villages_edited
from jinguo.members import actions, queries
from jinguo.members.models import Appointment
from jinguo.members.schemes import NotInPlan, Scheme
from jinguo.org import queries as org
from jinguo.org.models import Level
from jinguo.org.roles import Capability
from jinguo.people import actions as register
from jinguo.people import queries as people
from jinguo.people.masking import masked_person
from jinguo.people.models import Person

BOTH = ["GET", "POST"]
SHOWN = 20
NEXT = {
    "member": "desk:new-member",
    "volunteer": "desk:new-volunteer",
    "appointment": "desk:new-appointment",
}
"""What somebody is chosen for, and the page on which it goes on."""


def begin(
    request: DeskRequest, form: DeskForm, act: Callable[[], Any], *, title: str, page: str,
    back: str, done: str, means: str = "", name: str = "",
) -> HttpResponse:  # fmt: skip
    """Do the act once the form is right and go to what it made; until then show the form."""
    if form.is_valid():
        with refused_into(form, request):
            made = act()
            messages.success(request, done)
            return redirect(page, made.id)
    context = {
        "title": title, "means": means, "name": name, "back": reverse(back), "form": form,
    }  # fmt: skip
    return render_page(request, "desk/members/task.html", context, 422 if form.errors else 200)


def offered(
    request: DeskRequest, part: str, capability: Capability
) -> tuple[list[tuple[str, str]], dict[str, Scheme]]:
    """
    Return the programmes that provide for something where the actor works, and their schemes.

    Of those one in the address is kept alone.

    :raises NotInPlan: there is none
    """
    found = queries.schemes_with(part, request.actor.home_for(capability), timezone.localdate())
    asked = request.GET.get("programme", "")
    kept = {key: one for key, one in found.items() if key == asked} or found
    if not kept:
        raise NotInPlan(_("The plan does not provide for this, there and on that day."))
    titles = pages.programme_titles(request.actor)
    return [(key, titles.get(key, key)) for key in kept], kept


@access(Capability.MEMBERS_DECIDE)
@require_http_methods(BOTH)
def new_body(request: DeskRequest) -> HttpResponse:
    """Record that an association was founded."""
    programmes, _schemes = offered(request, "bodies", Capability.MEMBERS_DECIDE)
    form = forms.BodyForm(posted(request), programmes=programmes)
    return begin(
        request, form,
        lambda: actions.found_body(
            actor=request.actor, area=request.actor.home_for(Capability.MEMBERS_DECIDE),
            now=timezone.now(), **form.cleaned_data,
        ),
        title=_("Record an association"), page="desk:body", back="desk:members",
        done=_("The association is on record. Members can apply."),
    )  # fmt: skip


@access(Capability.MEMBERS_MANAGE)
@require_http_methods(BOTH)
def new_member(request: DeskRequest) -> HttpResponse:
    """Take down an application to join an association."""
    person = chosen(request)
    if person is None:
        return ask_who(request, "member")
    form = forms.MembershipForm(
        posted(request),
        bodies=queries.bodies(request.actor),
        initial={"kind": "individual", "on": timezone.localdate()},
    )
    return begin(
        request, form,
        lambda: actions.apply(
            actor=request.actor, application=form.as_application(person.id),
            on=form.cleaned_data["on"], now=timezone.now(),
        ),
        title=_("Take down an application"), page="desk:member", back="desk:members",
        name=pages.person_name(request.actor, person),
        done=_("Taken down. The secretariat checks it next."),
    )  # fmt: skip


@access(Capability.MEMBERS_MANAGE)
@require_http_methods(BOTH)
def new_agreement(request: DeskRequest) -> HttpResponse:
    """Record a signed agreement."""
    programmes, schemes = offered(request, "agreements", Capability.MEMBERS_MANAGE)
    form = forms.AgreementForm(
        posted(request), programmes=programmes, schemes=schemes,
        initial={"signed_on": timezone.localdate()},
    )  # fmt: skip
    return begin(
        request, form,
        lambda: actions.sign(
            actor=request.actor, programme=form.cleaned_data["programme"],
            agreement=form.as_agreement(), now=timezone.now(),
        ),
        title=_("Record an agreement"), page="desk:agreement", back="desk:agreements",
        done=_("Recorded. Now write down who owes what by when."),
    )  # fmt: skip


@access(Capability.MEMBERS_MANAGE)
@require_http_methods(BOTH)
def new_volunteer(request: DeskRequest) -> HttpResponse:
    """Put someone on the list of volunteers."""
    person = chosen(request)
    if person is None:
        return ask_who(request, "volunteer")
    programmes, schemes = offered(request, "volunteers", Capability.MEMBERS_MANAGE)
    form = forms.VolunteerForm(
        posted(request), programmes=programmes, schemes=schemes,
        initial={"on": timezone.localdate()},
    )  # fmt: skip
    return begin(
        request, form,
        lambda: actions.enlist(
            actor=request.actor, person_id=person.id, now=timezone.now(), **form.cleaned_data
        ),
        title=_("Add a volunteer"), page="desk:volunteer", back="desk:volunteers",
        name=pages.person_name(request.actor, person), done=_("She is on the list of volunteers."),
    )  # fmt: skip


@access(Capability.MEMBERS_DECIDE)
@require_http_methods(BOTH)
def new_appointment(request: DeskRequest) -> HttpResponse:
    """Appoint someone by letter."""
    person = chosen(request)
    if person is None:
        return ask_who(request, "appointment")
    _programmes, schemes = offered(request, "appointments", Capability.MEMBERS_DECIDE)
    form = forms.AppointmentForm(
        posted(request), schemes=schemes, initial={"starts_on": timezone.localdate()}
    )

    def act() -> Appointment:
        programme, appointment = form.as_appointment(person.id)
        return actions.appoint(
            actor=request.actor, programme=programme, appointment=appointment, now=timezone.now()
        )

    return begin(
        request, form, act, title=_("Appoint someone"), page="desk:appointment",
        back="desk:appointments", name=pages.person_name(request.actor, person),
        done=_("Appointed. Print the letter for her."),
    )  # fmt: skip


@access(Capability.MEMBERS_DECIDE)
@require_http_methods(BOTH)
def new_assignment(request: DeskRequest, appointment_id: UUID) -> HttpResponse:
    """Give an instructor a community: first its town, then the community itself."""
    held = queries.get_appointment(request.actor, appointment_id)
    today = timezone.localdate()
    programmes, _schemes = offered(request, "assignments", Capability.MEMBERS_DECIDE)
    programme = next((key for key, _title in programmes if key == held.programme), "")
    town = town_asked(request)
    form = forms.AssignmentForm(
        posted(request),
        communities=list(
            queries.free_communities(programme, town, today).values_list("code", "name")
        ),
        initial={"starts_on": max(today, held.starts_on), "ends_on": held.ends_on},
    )
    if form.is_valid():
        with refused_into(form, request):
            made = actions.assign(
                actor=request.actor, programme=programme, appointment_id=held.id,
                now=timezone.now(), **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("She has the community from that day on."))
            return redirect("desk:assignment", made.id)
    context = {
        "appointment": held,
        "name": pages.person_name(request.actor, held.person),
        "form": form,
        "town": town,
        "towns": towns(request),
    }
    return render_page(request, "desk/members/assign.html", context, 422 if form.errors else 200)


def towns(request: DeskRequest) -> list[tuple[str, str]]:
    """Return the towns in which the actor assigns."""
    home = request.actor.home_for(Capability.MEMBERS_DECIDE)
    found = org.areas_below(home, Level.TOWNSHIP, timezone.localdate())
    return list(found.values_list("code", "name"))


def town_asked(request: DeskRequest) -> str:
    """Return the town whose communities are offered: the one in the address, else the first."""
    codes = [code for code, _name in towns(request)]
    asked = request.GET.get("town", "")
    return asked if asked in codes else next(iter(codes), "")


def chosen(request: DeskRequest) -> Person | None:
    """Return the person the address names, if she is on the register and the actor may see her."""
    key = narrowing.key(request.GET.get("person", ""))
    return people.get_person(request.actor, key) if key else None


def ask_who(request: DeskRequest, purpose: str) -> HttpResponse:
    """Go and choose a person first; the rest of the address is kept."""
    query = request.GET.copy()
    query.pop("person", None)
    kept = query.urlencode()
    address = reverse("desk:choose-person", args=[purpose])
    return redirect(f"{address}?{kept}" if kept else address)


@access(Capability.MEMBERS_MANAGE)
@require_http_methods(BOTH)
def choose_person(request: DeskRequest, purpose: str) -> HttpResponse:
    """Find someone on the register by name, phone or ID number; or put her on it, without a household."""
    if purpose not in NEXT:
        raise NotFound(_("There is no such page."))
    villages = villages_edited(request.actor, timezone.localdate())
    form = forms.PersonForm(posted(request), villages=villages)
    likes: list[ShownLike] = []
    is_another = "is_another" in request.POST
    if form.is_valid():
        likes = form.likes(request.actor)
        if is_another or not likes:
            with refused_into(form, request):
                made = register.register_person(
                    actor=request.actor, area=form.cleaned_data["area"], person=form.as_person(),
                    now=timezone.now(),
                )  # fmt: skip
                return redirect(next_address(request, purpose, made.id))
    text = request.GET.get("name", "").strip()
    like = list(people.persons_like(request.actor, text)[:SHOWN])
    context = {
        "text": text,
        "has_more": len(like) == SHOWN,
        "found": [
            (
                masked_person(request.actor, one),
                one.area.name,
                next_address(request, purpose, one.id),
            )
            for one in like
        ],
        "form": form,
        "likes": likes,
        "is_another": is_another,
        "villages": villages,
        "programme": request.GET.get("programme", ""),
    }
    return render_page(
        request, "desk/members/who.html", context, 422 if form.errors or likes else 200
    )


def next_address(request: DeskRequest, purpose: str, person: UUID) -> str:
    """Return the page on which it goes on with somebody chosen."""
    asked = {"person": str(person)}
    if programme := request.GET.get("programme", ""):
        asked["programme"] = programme
    return f"{reverse(NEXT[purpose])}?{urlencode(asked)}"
