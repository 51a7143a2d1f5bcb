"""The list of sites, and the yearly list of those with too few activities."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.desk.assess.pages import Chip
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.saved.filters import List, saved_here
from jinguo.desk.sites import pages
from jinguo.org import queries as org
from jinguo.org.roles import Capability
from jinguo.sites import queries
from jinguo.sites.models import Site
from jinguo.sites.queries import SiteFilter

A_PAGE = 50
PARTS = ("kind", "category", "state", "area", "text")


def chosen_in(asked: QueryDict) -> SiteFilter:
    """Return what a list is narrowed to by an address or a form."""
    return SiteFilter(**{name: asked.get(name, "").strip() for name in PARTS})


@access(Capability.SITES_VIEW)
@require_GET
def sites(request: DeskRequest) -> HttpResponse:
    """List the sites in reach, by place and name, narrowed as the address says."""
    today, chosen = timezone.localdate(), chosen_in(request.GET)
    home = request.actor.home_for(Capability.SITES_VIEW)
    kinds = queries.kinds_over(home, today)
    found = queries.with_last_activity(queries.filtered_sites(request.actor, chosen))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    kind = kinds.get(chosen.kind)
    context = {
        "title": kind.label if kind else _("Sites"),
        "chosen": chosen,
        "chips": chips(request, chosen),
        "kinds": kinds.values(),
        "types": kind.types if kind else (),
        "places": org.areas_to_choose(request.actor, Capability.SITES_VIEW, today).order_by("code"),
        "page": page,
        "rows": pages.rows(page.object_list, today),
        "saved": saved_here(request, List.SITES),
        "can_propose": request.actor.can(Capability.SITES_PROPOSE),
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT),
    }
    return render_page(request, "desk/sites/sites.html#list", context)


def chips(request: DeskRequest, chosen: SiteFilter) -> list[Chip]:
    """Return the states as filters, each with how many sites stand there."""
    counts = queries.count_by_state(request.actor, chosen)
    everything = Chip(_("All"), "", counts.total(), not chosen.state)
    return [
        everything,
        *(
            Chip(str(state.label), state.value, counts[state.value], chosen.state == state.value)
            for state in Site.State
        ),
    ]


@access(Capability.SITES_VIEW)
@require_GET
def quiet(request: DeskRequest) -> HttpResponse:
    """List the sites in use all year that had fewer activities than their kind asks for."""
    today, chosen = timezone.localdate(), chosen_in(request.GET)
    year = asked_year(request.GET, today.year)
    home = request.actor.home_for(Capability.SITES_VIEW)
    context = {
        "chosen": chosen,
        "year": year,
        "years": [today.year, today.year - 1],
        "kinds": [one for one in queries.kinds_over(home, today).values() if one.activities_a_year],
        "rows": queries.quiet_sites(request.actor, chosen, year, today),
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT),
    }
    return render_page(request, "desk/sites/quiet.html", context)


def asked_year(asked: QueryDict, this: int) -> int:
    """Return the year an address or form asks for: this one, or the one before."""
    return this - 1 if asked.get("year") == str(this - 1) else this
