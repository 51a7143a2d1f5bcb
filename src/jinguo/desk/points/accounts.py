"""One household's points: how they came about, goods handed over for them, and what is taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.core.errors import NotFound
from jinguo.core.web import posted, refusal
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.points.forms import HandOverForm, ReasonForm
from jinguo.desk.points.pages import check_take_back, shown_entries
from jinguo.ledger import actions, policies, queries
from jinguo.org.roles import Capability
from jinguo.people import masking
from jinguo.people import queries as people
from jinguo.people.models import Household

A_PAGE = 50
BOTH = ["GET", "POST"]


@access(Capability.POINTS_VIEW)
@require_GET
def account(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Show what a household has and every entry of its account, newest first."""
    household = seen(request, household_id)
    page = Paginator(queries.entries_of(household), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "household": masking.masked_household(request.actor, household),
        "balance": queries.balance_of(household),
        "entries": shown_entries(request.actor, page),
        "page": page,
        "hand_over_refusal": refusal(policies.check_hand_over, request.actor, household),
    }
    return render_page(request, "desk/points/account.html", context)


def seen(request: DeskRequest, household_id: UUID) -> Household:
    """
    Return a household whose points the actor may see.

    :raises NotFound: no such household, or none whose points she may see
    """
    household = people.get_household(request.actor, household_id)
    if not request.actor.can(Capability.POINTS_VIEW, household.area_id):
        raise NotFound(_("There is no such household."))
    return household


@access(Capability.POINTS_RECORD)
@require_http_methods(BOTH)
def hand_over(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Give a household goods for its points."""
    household = seen(request, household_id)
    today = timezone.localdate()
    members = people.members_of(household, today)
    goods = queries.goods_for(request.actor, household)
    form = HandOverForm(
        posted(request),
        goods=goods,
        members=masking.masked_members(request.actor, members),
        initial={"on": today},
    )
    if form.is_valid():
        with refused_into(form, request):
            given = actions.hand_over(
                actor=request.actor,
                household_id=household_id,
                good_id=UUID(form.cleaned_data["good"]),
                quantity=form.cleaned_data["quantity"],
                received_by=UUID(form.cleaned_data["received_by"]),
                on=form.cleaned_data["on"],
                now=timezone.now(),
            )
            messages.success(request, _("Handed over: %s.") % given)
            return redirect("desk:account-points", household_id)
    context = {
        "household": masking.masked_household(request.actor, household),
        "balance": queries.balance_of(household),
        "goods": goods,
        "form": form,
        "refusal": refusal(policies.check_hand_over, request.actor, household),
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/points/hand-over.html", context, status)


@access(Capability.POINTS_RECORD)
@require_http_methods(BOTH)
def take_back(request: DeskRequest, entry_id: UUID) -> HttpResponse:
    """Take back points recorded by mistake, or goods that were brought back."""
    entry = queries.get_entry(request.actor, entry_id)
    household = seen(request, entry.household.merged_into_id or entry.household_id)
    act = actions.take_points_back if entry.hand_over is None else actions.take_goods_back
    form = ReasonForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            act(
                actor=request.actor,
                entry_id=entry_id,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
            messages.success(request, _("Taken back. Both entries stay in the history."))
            return redirect("desk:account-points", household.id)
    [shown] = shown_entries(request.actor, [entry])
    context = {
        "household": masking.masked_household(request.actor, household),
        "balance": queries.balance_of(household),
        "shown": shown,
        "form": form,
        "refusal": refusal(check_take_back, request.actor, entry, {}),
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/points/take-back.html", context, status)
