"""What is done to a household from its page: registered, closed, its consents kept."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.core.web import posted, refusal
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.people.consent_form import ConsentForm
from jinguo.desk.people.forms import CloseForm, HouseholdForm
from jinguo.desk.people.pages import ShownLike, villages_edited
from jinguo.desk.people.records import household_page, present_members
from jinguo.org.roles import Capability
from jinguo.people import actions, masking, policies, queries
from jinguo.people.rows import HouseholdIn


@access(Capability.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def add_household(request: DeskRequest) -> HttpResponse:
    """Put one household on the register; one like it that is there already is shown first."""
    today = timezone.localdate()
    form = HouseholdForm(
        posted(request),
        villages=villages_edited(request.actor, today),
        initial={"area": request.GET.get("village", "")},
    )
    likes: list[ShownLike] = []
    is_another = "is_another" in request.POST
    if form.is_valid():
        likes = form.likes(request.actor)
    if form.is_valid() and (is_another or not likes):
        with refused_into(form, request):
            made = actions.register_household(
                actor=request.actor,
                row=HouseholdIn(**form.cleaned_data),
                registered_on=today,
                now=timezone.now(),
            )
            messages.success(request, _("The household is on the register."))
            return redirect("desk:household", made)
    context = {"form": form, "likes": likes, "is_another": is_another}
    status = 422 if form.errors or likes else 200
    return render_page(request, "desk/people/add.html", context, status)


@access(Capability.PEOPLE_EDIT)
@require_POST
def close_household(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Take a household off the register from a day on."""
    form = CloseForm(request.POST)
    if form.is_valid():
        with refused_into(form, request):
            actions.close_household(
                actor=request.actor,
                household_id=household_id,
                now=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("The household is off the register; its history stays."))
            return redirect("desk:household", household_id)
    return household_page(request, household_id, 422, close=form)


@access(Capability.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def take_back_household(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Show what goes when a registration is taken back; remove it once that is confirmed."""
    found = queries.get_household(request.actor, household_id)
    if request.method == "POST":
        actions.take_back_household(
            actor=request.actor, household_id=household_id, now=timezone.now()
        )
        messages.success(
            request, _("The registration was taken back; no figure counts it any more.")
        )
        return redirect("desk:households")
    context = {
        "household": masking.masked_household(request.actor, found),
        "members": present_members(request, found),
        "refusal": refusal(policies.check_take_back, request.actor, found),
    }
    return render_page(request, "desk/people/take_back.html", context)


@access(Capability.PEOPLE_EDIT)
@require_POST
def record_consent(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Record a consent of one who lives in the household."""
    found = queries.get_household(request.actor, household_id)
    form = ConsentForm(request.POST, members=present_members(request, found))
    if form.is_valid():
        with refused_into(form, request):
            actions.record_consent(
                actor=request.actor,
                person_id=UUID(form.cleaned_data["person"]),
                consent=form.as_consent(),
                given_on=form.cleaned_data["given_on"],
                now=timezone.now(),
            )
            messages.success(request, _("The consent is on file."))
            return redirect("desk:household", household_id)
    return household_page(request, household_id, 422, consent=form)


@access(Capability.PEOPLE_EDIT)
@require_POST
def withdraw_consent(request: DeskRequest, household_id: UUID, consent_id: UUID) -> HttpResponse:
    """Record that a consent was withdrawn today."""
    actions.withdraw_consent(
        actor=request.actor,
        consent_id=consent_id,
        withdrawn_on=timezone.localdate(),
        now=timezone.now(),
    )
    messages.success(request, _("The consent is withdrawn."))
    return redirect("desk:household", household_id)
