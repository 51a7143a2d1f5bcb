"""What a person is verified for: the groups some activities are for, by the letter that was seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Standing
from jinguo.core.web import posted
from jinguo.desk.activities.fields import NO_CHOICE
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability
from jinguo.people import masking
from jinguo.people import queries as people
from jinguo.people.models import Person

LETTER = Standing._meta.get_field("letter").max_length


class VerifyForm(DeskForm):
    """A group she belongs to, and the letter that says so."""

    group = forms.ChoiceField(label=gettext_lazy("Group"), choices=Standing.Group.choices)
    role = forms.ChoiceField(
        label=gettext_lazy("What she is in a military family"), required=False,
        choices=[NO_CHOICE, *Standing.Role.choices],
        help_text=gettext_lazy("Only for a military family; otherwise leave it empty."),
    )  # fmt: skip
    letter = forms.CharField(
        label=gettext_lazy("Number of the letter seen"), max_length=LETTER,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Of the office that confirms it. Nothing about a soldier, a unit or where it lies."
        ),
    )  # fmt: skip
    from_on = date_field(label=gettext_lazy("From"))
    last_on = date_field(
        label=gettext_lazy("Last day it holds"), required=False,
        help_text=gettext_lazy("Empty when the letter names none."),
    )  # fmt: skip


class EndForm(DeskForm):
    """Why and from when she belongs to a group no longer."""

    because = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=[NO_CHOICE, *((one.value, one.label) for one in actions.END_REASONS)],
    )
    on = date_field(label=gettext_lazy("First day it no longer holds"))


@dataclass(frozen=True)
class ShownStanding:
    """A standing with its words. ``last_on`` is None while no end is set, or when it held for no day."""

    standing: Standing
    group: str
    last_on: date | None
    state: str
    tag: str
    can_end: bool


def shown(standings: Iterable[Standing], today: date) -> list[ShownStanding]:
    """Return standings as the page shows them."""
    return [_shown(one, today) for one in standings]


def _shown(one: Standing, today: date) -> ShownStanding:
    is_over = one.until_on is not None and one.until_on <= today
    has_days = one.until_on is not None and one.until_on > one.from_on
    return ShownStanding(
        standing=one,
        group=" · ".join(
            str(word) for word in (one.get_group_display(), one.get_role_display()) if word
        ),
        last_on=one.until_on - timedelta(days=1) if one.until_on and has_days else None,
        state=_("Ended") if is_over else _("In force"),
        tag="" if is_over else "good",
        can_end=not is_over,
    )


@access(Capability.ACTIVITIES_VERIFY)
@require_http_methods(["GET", "POST"])
def standings(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Show what a person is verified for, and verify one more; that it was read stands on the trail."""
    person = people.get_person(request.actor, person_id)
    policies.check_verify(request.actor, person)
    now = timezone.now()
    today = timezone.localdate(now)
    form = VerifyForm(posted(request), initial={"from_on": today})
    if form.is_valid():
        with refused_into(form, request):
            actions.verify_standing(
                actor=request.actor, person_id=person_id, now=now, **form.cleaned_data
            )
            messages.success(
                request, _("It is verified. She can book what is for this group from now on.")
            )
            return redirect("desk:standings", person_id)
    read = actions.read_standings(actor=request.actor, person_id=person_id, now=now)
    context = {**about(request, person, today), "rows": shown(read, today), "form": form}
    return render_page(
        request, "desk/activities/standings.html", context, 422 if form.errors else 200
    )


def about(request: DeskRequest, person: Person, today: date) -> dict[str, object]:
    """Return who a page is about, and the household she lives in where she is on the register with one."""
    home = people.residence(person, today)
    return {
        "person": masking.masked_person(request.actor, person),
        "area_name": person.area.name,
        "household": masking.masked_household(request.actor, home.household) if home else None,
    }


@access(Capability.ACTIVITIES_VERIFY)
@require_http_methods(["GET", "POST"])
def end_standing(request: DeskRequest, standing_id: UUID) -> HttpResponse:
    """End what a person is verified for, with a reason."""
    found = queries.get_standing(request.actor, standing_id)
    policies.check_verify(request.actor, found.person)
    now = timezone.now()
    today = timezone.localdate(now)
    policies.check_standing(found, today)
    form = EndForm(posted(request), initial={"on": today})
    if form.is_valid():
        with refused_into(form, request):
            actions.end_standing(
                actor=request.actor, standing_id=standing_id, now=now, **form.cleaned_data
            )
            messages.success(
                request,
                _(
                    "It has ended. She books nothing more for this group; the seats she has stay hers."
                ),
            )
            return redirect("desk:standings", found.person_id)
    context = {
        **about(request, found.person, today),
        "row": _shown(found, today),
        "form": form,
    }
    return render_page(
        request, "desk/activities/end-standing.html", context, 422 if form.errors else 200
    )
