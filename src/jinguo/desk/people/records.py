"""One household: its record, its standing, who saw it, and a value in clear once its purpose is noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jinguo.assess import policies as assess_policies
from jinguo.assess import queries as assess
from jinguo.assess.models import Application
from jinguo.audit import queries as audit
from jinguo.audit.models import Event
from jinguo.core.errors import NotFound
from jinguo.core.web import refusal
from jinguo.desk.accounts.proof import proven
from jinguo.desk.assess import pages as assess_pages
from jinguo.desk.assess.narrowing import PROGRAMME
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.people.forms import CloseForm, ConsentForm, RevealForm
from jinguo.org.roles import Capability
from jinguo.people import actions, masking, policies, queries
from jinguo.people.models import Household

SEEN_SHOWN = 8


@access(Capability.PEOPLE_VIEW)
@require_GET
def household(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Show one household."""
    return household_page(request, household_id)


def household_page(
    request: DeskRequest, household_id: UUID, status: int = 200, **more: object
) -> HttpResponse:
    """Return the record of one household, with a form that did not pass or a value in clear."""
    found = queries.get_household(request.actor, household_id)
    today = timezone.localdate()
    members = queries.members_of(found, today)
    standings = assess.standing(request.actor, household_id)
    levels = assess_pages.level_titles(request.actor, PROGRAMME, found.area_id, today)
    offers = levels_offered(request, found, levels)
    open_application = (
        assess.applications(request.actor)
        .filter(household=household_id)
        .filter(state__in=Application.OPEN)
        .first()
    )
    context: dict[str, Any] = {
        "household": masking.masked_household(request.actor, found),
        "members": masking.masked_members(request.actor, members),
        "standings": standings,
        "levels": offers.levels,
        "open_application": open_application,
        "moments": assess_pages.moments(request.actor, household_id),
        "consents": queries.consents_of(*(member.person for member in members)),
        "seen": seen_by(request, [household_id, *(member.person_id for member in members)]),
        "apply_refusal": offers.refusal,
        "edit_refusal": refusal(policies.check_edit, request.actor, found),
        "reveal": RevealForm(),
        "consent": ConsentForm(initial={"given_on": today}),
        "close": CloseForm(),
    }
    return render_page(request, "desk/people/household.html", {**context, **more}, status)


@dataclass(frozen=True)
class Offers:
    """The levels a household could apply for today, or why there are none."""

    levels: Mapping[str, str]
    refusal: str | None


def levels_offered(request: DeskRequest, found: Household, levels: Mapping[str, str]) -> Offers:
    """Return what can be applied for; when nothing can, why: a right or what the highest level asks."""
    if sentence := refusal(assess_policies.check_apply, request.actor, found):
        return Offers({}, sentence)
    today = timezone.localdate()
    problems = {
        level: assess.application_problems([found], programme=PROGRAMME, level=level, on=today)
        for level in levels
    }
    open_ones = {level: title for level, title in levels.items() if not problems[level]}
    if open_ones or not levels:
        return Offers(open_ones, None)
    reasons = problems[list(levels)[-1]][found.id]
    return Offers({}, " ".join(str(reason) for reason in reasons))


def seen_by(request: DeskRequest, ids: Sequence[UUID]) -> list[Event]:
    """Return who last saw or took out this household's sealed values."""
    if not request.actor.can(Capability.PEOPLE_VIEW):
        return []
    found = reduce(or_, (audit.who_saw(request.actor, one) for one in ids))
    return list(found[:SEEN_SHOWN])


@access(Capability.PEOPLE_UNMASK)
@require_POST
@proven(gettext_lazy("Show once"))
def reveal(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Show one value in clear, on this page only, once its purpose is noted."""
    form = RevealForm(request.POST)
    kind, field = request.POST.get("kind", ""), request.POST.get("field", "")
    object_id = request.POST.get("object", "")
    if form.is_valid():
        with refused_into(form, request):
            value = actions.reveal(
                actor=request.actor,
                kind=kind,
                object_id=id_of(object_id),
                field=field,
                purpose=form.cleaned_data["purpose"],
                now=timezone.now(),
            )
            shown = {"key": f"{kind}-{object_id}-{field}", "value": value}
            return household_page(request, household_id, shown=shown)
    return household_page(
        request, household_id, 422, reveal=form, asked=f"{kind}-{object_id}-{field}"
    )


def id_of(text: str) -> UUID:
    """
    Return the id a text is.

    :raises NotFound: it is none, so nothing has it
    """
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(_("There is no such value.")) from None
