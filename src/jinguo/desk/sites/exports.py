"""The list of sites, taken out as a workbook."""

from __future__ import annotations

from dataclasses import replace

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from jinguo.desk import exporting
from jinguo.desk.accounts.proof import proven
from jinguo.desk.http import DeskRequest, access
from jinguo.desk.sites import pages
from jinguo.desk.sites.lists import asked_year, chosen_in
from jinguo.exchange.export import Column
from jinguo.org.roles import Capability
from jinguo.sites import queries


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_sites(request: DeskRequest) -> FileResponse:
    """Send the sites of a filter, by place and name."""
    chosen = chosen_in(request.POST)
    found = exporting.within(queries.filtered_sites(request.actor, chosen), request.actor)
    rows = pages.rows(queries.with_last_activity(found), timezone.localdate())
    return exporting.taken_out(
        request,
        name="sites",
        title=_("Sites"),
        columns=[
            Column("name", _("Name of the site"), width=28),
            Column("kind", _("Kind"), width=16),
            Column("type", _("Type"), width=16),
            Column("place", _("Area"), width=28),
            Column("feature", _("Feature"), width=20),
            Column("state", _("State")),
            Column("plaque", pgettext("of a site", "Plaque"), width=24),
            Column("last_on", _("Last activity"), width=16),
        ],
        rows=(
            (
                one.name,
                one.kind,
                one.type,
                one.place,
                one.feature,
                one.state,
                one.plaque,
                one.last_on,
            )
            for one in rows
        ),
        area=exporting.area_taken_out(request.actor, chosen.area),
        object_type="sites.site",
    )


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_quiet_sites(request: DeskRequest) -> FileResponse:
    """Send the yearly list of sites with fewer activities than their kind asks for, by place and name."""
    today, area = timezone.localdate(), exporting.area_asked(request)
    chosen = replace(chosen_in(request.POST), area=area)
    year = asked_year(request.POST, today.year)
    return exporting.taken_out(
        request,
        name="sites-to-help",
        title=_("Yearly check"),
        columns=[
            Column("name", _("Name of the site"), width=28),
            Column("kind", _("Kind"), width=16),
            Column("place", _("Area"), width=28),
            Column("activities", _("Activities in the year")),
            Column("asked_for", _("Asked for")),
        ],
        rows=(
            (
                one.site.name,
                one.kind.label,
                one.site.area.name,
                one.activities,
                one.kind.activities_a_year,
            )
            for one in queries.quiet_sites(request.actor, chosen, year, today)
        ),
        area=area,
        object_type="sites.site",
    )
