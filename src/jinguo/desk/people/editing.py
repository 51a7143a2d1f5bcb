"""What the register says of a household is put right; members come, change and leave."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.core.web import posted
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.people.forms import (
    CorrectHouseholdForm,
    CorrectMemberForm,
    HeadForm,
    LeaveForm,
    MemberForm,
)
from jinguo.desk.people.pages import ShownLike, ShownRecord, shown_records, villages_edited
from jinguo.desk.people.records import present_members
from jinguo.org.roles import Capability
from jinguo.people import actions, masking, policies, queries
from jinguo.people.actions import AlreadyRegistered
from jinguo.people.models import Household

BOTH = ["GET", "POST"]


def household_edited(request: DeskRequest, household_id: UUID) -> Household:
    """Return a household the actor may change; otherwise the page says why not."""
    found = queries.get_household(request.actor, household_id)
    policies.check_edit(request.actor, found)
    return found


def finish(
    request: DeskRequest,
    household: Household,
    form: DeskForm,
    act: Callable[[], object],
    *,
    title: str,
    button: str,
    done: str,
    lede: str = "",
) -> HttpResponse:
    """Do the act once the form is right and go to the household; until then show the form."""
    if form.is_valid():
        with refused_into(form, request):
            act()
            messages.success(request, done)
            return redirect("desk:household", household.pk)
    context = {
        "form": form,
        "household": masking.masked_household(request.actor, household),
        "title": title,
        "button": button,
        "lede": lede,
    }
    return render_page(request, "desk/people/task.html", context, 422 if form.errors else 200)


@access(Capability.PEOPLE_EDIT)
@require_http_methods(BOTH)
def edit_household(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Correct the data of a household and its head."""
    found = household_edited(request, household_id)
    masked = masking.masked_household(request.actor, found)
    form = CorrectHouseholdForm(
        posted(request),
        villages=villages_edited(request.actor, timezone.localdate()),
        on_file={"phone": masked.phone, "address": masked.address if found.address else ""},
        initial={
            "name": found.head_name,
            "area": found.area_id,
            "member_count": found.member_count,
            "yard": found.yard,
            "lane": found.lane,
            "is_resident": found.is_resident,
        },
    )

    def act() -> None:
        actions.update_household(
            actor=request.actor,
            household_id=household_id,
            change=form.as_change(),
            reason=form.cleaned_data["reason"],
            on=timezone.localdate(),
            now=timezone.now(),
        )

    return finish(
        request, found, form, act,
        title=_("Correct the data"), button=_("Save"), done=_("What has changed is in the history."),
    )  # fmt: skip


@access(Capability.PEOPLE_EDIT)
@require_http_methods(BOTH)
def add_member(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """
    Add a member, or move one here whose ID number is on the register already.

    Who may be on it already, under the same name, is shown first.
    """
    found = household_edited(request, household_id)
    form = MemberForm(posted(request), initial={"from_on": timezone.localdate()})
    known: ShownRecord | None = None
    likes: list[ShownLike] = []
    is_another = "is_another" in request.POST
    if form.is_valid() and "move" not in request.POST:
        likes = form.likes(request.actor, found.area_id)
    if form.is_valid() and (is_another or not likes):
        with refused_into(form, request):
            try:
                bring(request, found, form)
            except AlreadyRegistered:
                known = who_bears(request, form.cleaned_data["id_number"])
                raise
            messages.success(request, _("The member is on the register."))
            return redirect("desk:household", household_id)
    context = {
        "form": form,
        "known": known,
        "likes": likes,
        "is_another": is_another,
        "household": masking.masked_household(request.actor, found),
        "title": _("Add a member"),
        "button": _("Add"),
    }
    status = 422 if form.errors or likes else 200
    return render_page(request, "desk/people/task.html", context, status)


def bring(request: DeskRequest, household: Household, form: MemberForm) -> None:
    """Register the member of a form, or move the one who bears her ID number when that was chosen."""
    data = form.cleaned_data
    known = (
        queries.find_by_id_number(request.actor, data["id_number"])
        if "move" in request.POST
        else None
    )
    if known is not None:
        actions.move_member(
            actor=request.actor,
            person_id=known.pk,
            household_id=household.pk,
            relation=data["relation"],
            on=data["from_on"],
            now=timezone.now(),
            entered=form.as_person(),
        )
    else:
        actions.add_member(
            actor=request.actor,
            household_id=household.pk,
            person=form.as_person(),
            relation=data["relation"],
            from_on=data["from_on"],
            now=timezone.now(),
        )


def who_bears(request: DeskRequest, id_number: str) -> ShownRecord | None:
    """Return who bears an ID number, as this reader may see her; None out of her reach."""
    known = queries.find_by_id_number(request.actor, id_number)
    return shown_records(request.actor, [known])[known.pk] if known else None


@access(Capability.PEOPLE_EDIT)
@require_http_methods(BOTH)
def edit_member(request: DeskRequest, household_id: UUID, person_id: UUID) -> HttpResponse:
    """Correct the record of one who lives in the household."""
    found = household_edited(request, household_id)
    member = queries.get_member(found, person_id, timezone.localdate())
    person, masked = member.person, masking.masked_person(request.actor, member.person)
    form = CorrectMemberForm(
        posted(request),
        is_head=member.is_head,
        on_file={"id_number": masked.id_number, "phone": masked.phone},
        initial={
            "name": person.name,
            "relation": member.relation,
            "on": timezone.localdate(),
            "sex": person.sex,
            "born_on": person.born_on,
        },
    )

    def act() -> None:
        actions.update_member(
            actor=request.actor,
            household_id=household_id,
            person_id=person_id,
            change=form.as_change(),
            relation=form.cleaned_data.get("relation", ""),
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data.get("on") or timezone.localdate(),
            now=timezone.now(),
        )

    return finish(
        request, found, form, act,
        title=_("Correct the record of {name}").format(name=masked.name), button=_("Save"),
        done=_("What has changed is in the history."),
    )  # fmt: skip


@access(Capability.PEOPLE_EDIT)
@require_http_methods(BOTH)
def member_left(request: DeskRequest, household_id: UUID, person_id: UUID) -> HttpResponse:
    """Record that a member has left the household."""
    found = household_edited(request, household_id)
    member = queries.get_member(found, person_id, timezone.localdate())
    form = LeaveForm(posted(request), initial={"on": timezone.localdate()})

    def act() -> None:
        actions.let_member_leave(
            actor=request.actor,
            household_id=household_id,
            person_id=person_id,
            now=timezone.now(),
            **form.cleaned_data,
        )

    name = masking.shown_name(request.actor, member.person.name, found.area_id)
    return finish(
        request, found, form, act,
        title=_("{name} has left").format(name=name), button=_("Record that she left"),
        done=_("She no longer belongs to the household; her record stays."),
        lede=_("Who moves to another household on the register is added there, under her ID number."),
    )  # fmt: skip


@access(Capability.PEOPLE_EDIT)
@require_http_methods(BOTH)
def change_head(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Make another member the head."""
    found = household_edited(request, household_id)
    members = present_members(request, found)
    form = HeadForm(posted(request), members=members, initial={"on": timezone.localdate()})
    former = next((one.person.id for one in members if one.is_head), None)

    def act() -> None:
        actions.change_head(
            actor=request.actor,
            household_id=household_id,
            person_id=UUID(form.cleaned_data["person"]),
            relations=form.relations(former) if former else {},
            former_left=form.former_left(),
            on=form.cleaned_data["on"],
            now=timezone.now(),
        )

    return finish(
        request, found, form, act,
        title=_("Change the head"), button=_("Make head"), done=_("The household has a new head."),
    )  # fmt: skip
