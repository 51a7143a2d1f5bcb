"""A site proposed, and what is said about it changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.core.errors import NotFound
from jinguo.core.web import posted, refusal
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.sites.forms import DetailsForm, ProposeForm, details_of, sorts_of
from jinguo.desk.sites.tasks import BOTH, task
from jinguo.org import queries as org
from jinguo.org.models import Area, Level
from jinguo.org.roles import Capability
from jinguo.sites import actions, policies, queries
from jinguo.sites.kinds import Kind


@access(Capability.SITES_PROPOSE)
@require_http_methods(BOTH)
def propose(request: DeskRequest) -> HttpResponse:
    """Propose a site of a kind of the plan."""
    today = timezone.localdate()
    home = request.actor.home_for(Capability.SITES_PROPOSE)
    kinds = list(queries.kinds_over(home, today).values())
    if not kinds:
        raise NotFound(_("The plan here has no kinds of site. They come with a pack."))
    form = ProposeForm(
        posted(request), kinds=kinds, areas=places(request, today),
        initial=proposed(request, kinds, home, today),
    )  # fmt: skip
    if form.is_valid():
        kind, _colon, category = form.cleaned_data["sort"].partition(":")
        given = {name: form.cleaned_data[name] for name in ("area", "head", "helpers", "on")}
        with refused_into(form, request):
            made = actions.propose(
                actor=request.actor, kind=kind, category=category, details=form.details,
                now=timezone.now(), **given,
            )  # fmt: skip
            messages.success(request, _("Proposed. The town fills in the checklist next."))
            return redirect("desk:site", made.id)
    status = 422 if form.errors else 200
    return render_page(request, "desk/sites/propose.html", {"form": form}, status)


def places(request: DeskRequest, today: date) -> QuerySet[Area]:
    """Return the villages and towns in which the actor may propose sites, in the order of their codes."""
    found = org.areas_in_reach(request.actor, Capability.SITES_PROPOSE, today)
    return found.filter(level__in=[Level.TOWNSHIP, Level.VILLAGE]).order_by("code")


def proposed(request: DeskRequest, kinds: Sequence[Kind], home: str, today: date) -> dict[str, Any]:
    """Return what the form is filled in with: the kind the address names, her own place, today."""
    wanted = next((one for one in kinds if one.key == request.GET.get("kind")), None)
    first = sorts_of(wanted)[0][0] if wanted else ""
    return {"sort": first, "area": home, "on": today}


@access(Capability.SITES_PROPOSE)
@require_http_methods(BOTH)
def change(request: DeskRequest, site_id: UUID) -> HttpResponse:
    """Change what is said about a site."""
    site = queries.get_site(request.actor, site_id)
    form = DetailsForm(posted(request), initial=details_of(site))
    if form.is_valid():
        with refused_into(form, request):
            actions.change(
                actor=request.actor, site_id=site_id, details=form.details, now=timezone.now()
            )
            messages.success(request, _("Changed."))
            return redirect("desk:site", site_id)
    return task(
        request, site, form, title=_("Change what is said about it"), button=_("Save"),
        refusal=refusal(policies.check_change, request.actor, site),
    )  # fmt: skip
