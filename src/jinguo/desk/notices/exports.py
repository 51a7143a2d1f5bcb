"""The list of notices, taken out as a workbook."""

from __future__ import annotations

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jinguo.core.language import in_language
from jinguo.desk import exporting
from jinguo.desk.accounts.proof import proven
from jinguo.desk.http import DeskRequest, access
from jinguo.exchange.export import Column
from jinguo.notices import queries
from jinguo.org.roles import Capability
from jinguo.programmes.queries import programmes_around


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_notices(request: DeskRequest) -> FileResponse:
    """Send the notices of a state, the newest first: when each was before the public."""
    area = exporting.area_asked(request)
    state = request.POST.get("state", "")
    found = queries.listed(request.actor, state if state in queries.STATES else "")
    plan = programmes_around(request.actor, area)
    titles = {key: in_language(one.title, one.title_en) for key, one in plan.items()}
    return exporting.taken_out(
        request,
        name="notices",
        title=_("Public notices"),
        columns=[
            Column("title", _("Title"), width=40),
            Column("programme", _("Programme"), width=24),
            Column("unit", _("Unit"), width=24),
            Column("state", _("State")),
            Column("starts_on", _("First day"), width=16),
            Column("ends_on", _("Last day"), width=16),
            Column("lines", _("Names")),
            Column("objections_made", _("Objections")),
        ],
        rows=(
            (
                one.title,
                titles.get(one.programme, one.programme),
                one.unit.name,
                one.get_state_display(),
                one.starts_on,
                one.ends_on,
                one.lines,  # type: ignore[attr-defined]
                one.objections_made,
            )
            for one in exporting.within(found, request.actor, area=area)
        ),
        area=area,
        object_type="notices.notice",
    )
