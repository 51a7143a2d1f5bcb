"""What a public notice lists: applications as lines, with the days their plan asks for; and what it says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jinguo.assess.models import Application
from jinguo.assess.queries.applications import applications
from jinguo.assess.queries.versions import ladders_by_id
from jinguo.core.errors import NotFound, Refused
from jinguo.notices.actions import Line
from jinguo.notices.listed import Listed
from jinguo.notices.models import Entry
from jinguo.notices.queries import latest_entries
from jinguo.org.actor import Actor


def _households(count: int) -> str:
    return ngettext("%(count)d household", "%(count)d households", count) % {"count": count}


LISTED = Listed(gettext_lazy("Name"), gettext_lazy("Level"), _households)
"""What the applications on a notice are called there: households, by the name of their head."""


@dataclass(frozen=True)
class NoticeListing:
    """Applications as a notice takes them; ``suggested`` is what their plan says of its wording."""

    programme: str
    object_type: str
    lines: list[Line]
    suggested: Mapping[str, object]


def notice_listing(actor: Actor, ids: Collection[UUID]) -> NoticeListing:
    """
    Return applications as the lines of a notice, in the order of their household codes.

    :raises NotFound: one is not there for this actor
    :raises Refused: one has not passed, or they are of several programmes
    """
    rows = list(
        applications(actor)
        .filter(id__in=ids)
        .select_related("household")
        .order_by("household__code")
    )
    if len(rows) < len(set(ids)) or not rows:
        raise NotFound(_("One of the applications chosen is not there. Open the list again."))
    if any(row.state != Application.State.PASSED for row in rows):
        raise Refused(_("Only those that passed the town's check are put on a notice."))
    if len({row.programme for row in rows}) > 1:
        raise Refused(_("They are of several programmes. Draft a notice for each."))
    ladders = ladders_by_id(row.ladder_id for row in rows)
    titles = {(row.ladder_id, row.level) for row in rows}
    level_titles = {key: ladders[key[0]].level(key[1]).title for key in titles}
    rules = ladders[rows[0].ladder_id].rules
    return NoticeListing(
        programme=rows[0].programme,
        object_type=Application.OBJECT_TYPE,
        lines=[
            Line(
                row.id, row.household.head_name, row.area_id, level_titles[row.ladder_id, row.level]
            )
            for row in rows
        ],
        suggested={
            "title": _("Public notice: %(level)s")
            % {"level": "、".join(sorted(set(level_titles.values())))},
            "introduction": _(
                "The following households have passed the checks. Anyone may object."
            ),
            "days": rules.notice_days,
            "count": rules.notice_count,
            "decide_within": max(1, rules.recheck_within),
        },
    )


def notice_entries(actor: Actor, applications: Collection[Application]) -> dict[UUID, Entry]:
    """Return by application the line about it on its last notice, where the actor may see that."""
    ids = [one.id for one in applications]
    return latest_entries(actor, Application.OBJECT_TYPE, ids)
