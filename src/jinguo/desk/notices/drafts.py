"""A notice is drafted from the applications chosen in a list, and its wording changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.assess import queries as assess
from jinguo.assess import states
from jinguo.assess.actions import draft_notice
from jinguo.core.web import posted
from jinguo.desk.assess.chosen import check_unchanged, choice
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.notices.forms import WordingForm
from jinguo.notices import actions, policies, queries
from jinguo.notices.actions import Line
from jinguo.org.roles import Capability

SHOWN = 20
KEPT = ("contact_phone", "contact_room", "channels", "shown_days")


@access(Capability.NOTICES_DRAFT)
@require_http_methods(["GET", "POST"])
def new_notice(request: DeskRequest) -> HttpResponse:
    """Show whom a notice will list and ask what it says; draft it when confirmed."""
    what = choice(request, states.APPLICATION)
    listing = assess.notice_listing(request.actor, what.ids)
    is_confirmed = "confirmed" in request.POST
    form = WordingForm(
        request.POST if is_confirmed else None,
        initial=known(request, listing.programme, listing.suggested),
    )
    if is_confirmed and form.is_valid():
        with refused_into(form, request):
            check_unchanged(request, what)
            made = draft_notice(
                actor=request.actor,
                application_ids=what.ids,
                wording=form.as_wording(),
                now=timezone.now(),
            )
            messages.success(
                request, _("Drafted. Send it for release; a second person looks at it.")
            )
            return redirect("desk:notice", made.id)
    context = {
        "form": form,
        "what": what,
        "names": named(listing.lines[:SHOWN]),
        "count": len(listing.lines),
        "more": max(0, len(listing.lines) - SHOWN),
    }
    return render_page(request, "desk/notices/new.html", context, 422 if form.errors else 200)


def named(lines: Sequence[Line]) -> list[tuple[str, str, str]]:
    """Return lines as the public will read them: name, place, level."""
    places = queries.places({line.area for line in lines})
    return [(line.shown, places[line.area], line.level) for line in lines]


def known(
    request: DeskRequest, programme: str, suggested: Mapping[str, object]
) -> dict[str, object]:
    """
    Return what need not be asked: the plan's days, what the unit's last notice said of the office, and what
    its last one of the programme rested on.
    """
    last, like = (queries.last_drafted(request.actor, one) for one in ("", programme))
    kept = {name: getattr(last, name) for name in KEPT} if last else {}
    return {**kept, **({"basis": like.basis} if like else {}), **suggested}


@access(Capability.NOTICES_DRAFT)
@require_http_methods(["GET", "POST"])
def change_notice(request: DeskRequest, notice_id: UUID) -> HttpResponse:
    """Change the wording of a draft."""
    found = queries.get_notice(request.actor, notice_id)
    policies.check(request.actor, "change", found)
    form = WordingForm(posted(request), initial=model_to_dict(found))
    if form.is_valid():
        with refused_into(form, request):
            actions.change_draft(
                actor=request.actor,
                notice_id=notice_id,
                wording=form.as_wording(),
                now=timezone.now(),
            )
            messages.success(request, _("The draft is changed."))
            return redirect("desk:notice", notice_id)
    context = {"form": form, "notice": found}
    return render_page(request, "desk/notices/change.html", context, 422 if form.errors else 200)
