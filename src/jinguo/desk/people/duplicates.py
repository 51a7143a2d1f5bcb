"""Records that may be one person: a person decides, and what is decided stays decided."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.core.web import posted
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.people.forms import ApartForm, MergeForm
from jinguo.desk.people.pages import ShownRecord, shown_pairs, shown_records
from jinguo.org.roles import Capability
from jinguo.people import actions, policies, queries


@access(Capability.PEOPLE_MERGE)
@require_GET
def duplicates(request: DeskRequest) -> HttpResponse:
    """List the pairs that may be one, the surest first."""
    pairs = queries.possible_duplicates(request.actor)
    context = {"pairs": shown_pairs(request.actor, pairs), "most": queries.PAIRS}
    return render_page(request, "desk/people/duplicates.html", context)


@access(Capability.PEOPLE_MERGE)
@require_http_methods(["GET", "POST"])
def duplicate(request: DeskRequest, first_id: UUID, second_id: UUID) -> HttpResponse:
    """Show two records side by side; make one of them."""
    pair = pair_shown(request, first_id, second_id)
    form = MergeForm(posted(request), pair=pair)
    if form.is_valid():
        with refused_into(form, request):
            merge(request, form, pair)
            messages.success(request, _("The two records are one; both histories are kept."))
            return redirect("desk:duplicates")
    return pair_page(request, pair, 422 if form.errors else 200, merge=form)


def merge(request: DeskRequest, form: MergeForm, pair: list[ShownRecord]) -> None:
    """Merge two records; where each heads a household, the households too."""
    act = actions.merge_heads if heads_two(pair) else actions.merge_persons
    first, second = (str(one.person.id) for one in pair)
    winner = form.cleaned_data["winner"]
    act(
        actor=request.actor,
        winner_id=UUID(winner),
        loser_id=UUID(second if winner == first else first),
        reason=form.cleaned_data["reason"],
        now=timezone.now(),
    )


def heads_two(pair: list[ShownRecord]) -> bool:
    """Say whether each of two records heads a household of its own."""
    return all(one.is_head for one in pair)


@access(Capability.PEOPLE_MERGE)
@require_POST
def keep_apart(request: DeskRequest, first_id: UUID, second_id: UUID) -> HttpResponse:
    """Record that two records are two people."""
    form = ApartForm(request.POST, auto_id="apart-%s")
    if form.is_valid():
        with refused_into(form, request):
            actions.keep_apart(
                actor=request.actor,
                first_id=first_id,
                second_id=second_id,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
            messages.success(request, _("They stay two people and are not shown as a pair again."))
            return redirect("desk:duplicates")
    return pair_page(request, pair_shown(request, first_id, second_id), 422, apart=form)


def pair_shown(request: DeskRequest, first_id: UUID, second_id: UUID) -> list[ShownRecord]:
    """
    Return two records as this reader may see them.

    :raises NotFound: one is out of her reach
    :raises Denied: she may look at one but not merge there
    """
    persons = [queries.get_person(request.actor, one) for one in (first_id, second_id)]
    policies.check_merge(request.actor, *persons)
    records = shown_records(request.actor, persons)
    return [records[one.pk] for one in persons]


def pair_page(
    request: DeskRequest,
    pair: list[ShownRecord],
    status: int,
    *,
    merge: MergeForm | None = None,
    apart: ApartForm | None = None,
) -> HttpResponse:
    """Return the page of two records with both forms, one of which may not have passed."""
    context = {
        "pair": pair,
        "heads_two": heads_two(pair),
        "merge": merge or MergeForm(pair=pair),
        "apart": apart or ApartForm(auto_id="apart-%s"),
    }
    return render_page(request, "desk/people/duplicate.html", context, status)
