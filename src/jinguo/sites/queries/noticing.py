"""What a public notice lists of sites, and how those approved stand on theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jinguo.core.errors import NotFound, Refused
from jinguo.notices.actions import Line
from jinguo.notices.listed import Listed
from jinguo.notices.models import Entry
from jinguo.notices.queries import latest_entries, open_entries
from jinguo.sites.kinds import Kind, NotOffered
from jinguo.sites.models import Site
from jinguo.sites.queries.kinds import kinds_over_each
from jinguo.sites.queries.sites import sites

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def _sites(count: int) -> str:
    return ngettext("%(count)d site", "%(count)d sites", count) % {"count": count}


LISTED = Listed(gettext_lazy("Name of the site"), gettext_lazy("Kind"), _sites)
"""What the sites on a notice are called there."""


@dataclass(frozen=True)
class NoticeListing:
    """Sites of one kind as a notice takes them; ``suggested`` is what their plan says of its wording."""

    programme: str
    sites: list[tuple[Site, Kind]]
    lines: list[Line]
    suggested: Mapping[str, object]


def notice_listing(
    actor: Actor, ids: Collection[UUID], on: date, *, lock: bool = False
) -> NoticeListing:
    """
    Return sites as the lines of a notice, by place and name.

    ``lock`` holds their rows until the transaction ends.

    :raises NotFound: none is chosen, or one is not there for this actor
    :raises Refused: they are of several kinds
    :raises NotOffered: the plan has the kind no longer
    """
    rows = sites(actor).filter(id__in=ids).select_related("area").order_by("area_id", "name", "id")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = list(rows)
    if len(found) < len(set(ids)) or not found:
        raise NotFound(_("One of the sites chosen is not there. Open the list again."))
    if len({site.kind for site in found}) > 1:
        raise Refused(_("They are of several kinds. Draft a notice for each."))
    over = kinds_over_each({site.area_id for site in found}, on)
    kinds = [over[site.area_id].get(site.kind) for site in found]
    known = [(site, kind) for site, kind in zip(found, kinds, strict=True) if kind]
    if len(known) < len(found):
        raise NotOffered(_("The plan has no such kind of site there on that day."))
    first = known[0][1]
    return NoticeListing(
        programme=first.programme,
        sites=known,
        lines=[
            Line(site.id, site.name, site.area_id, kind.title, is_person=False)
            for site, kind in known
        ],
        suggested={
            "title": _("Public notice: %(level)s") % {"level": first.title},
            "introduction": _("The following places have been approved. Anyone may object."),
            "days": first.notice_days,
            "count": first.notice_count,
        },
    )


def to_be_noticed(actor: Actor, like: Site) -> QuerySet[Site]:
    """Return the approved sites of the kind of one that stand on no notice that is not over."""
    rows = sites(actor).filter(kind=like.kind, state=Site.State.APPROVED)
    listed = open_entries(Site.OBJECT_TYPE, list(rows.values_list("id", flat=True)))
    rows = rows.exclude(id__in=listed.values("object_id"))
    return rows.select_related("area").order_by("area_id", "name", "id")


def standing_among(ids: Collection[UUID] | QuerySet[Any]) -> QuerySet[Site]:
    """Return those of some sites that have opened and are not closed; for checks, of whatever place."""
    return Site.objects.filter(id__in=ids, state__in=Site.STANDING).order_by("id")


def notice_entry(actor: Actor, site: Site) -> Entry | None:
    """Return the line about a site on its last notice, with the notice, where the actor may see that."""
    return latest_entries(actor, Site.OBJECT_TYPE, [site.id]).get(site.id)
