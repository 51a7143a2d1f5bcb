"""The sites, what happened at them, and what of them everybody may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.sites.models import Check, Site, SiteLog, SitePost, Transition
from jinguo.sites.models.sites import SiteQuerySet
from jinguo.sites.queries.kinds import public_condition

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@dataclass(frozen=True)
class SiteFilter:
    """What a list of sites is narrowed to; empty means everything."""

    kind: str = ""
    category: str = ""
    state: str = ""
    area: str = ""
    text: str = ""


def sites(actor: Actor) -> SiteQuerySet:
    """Return the sites the actor may see."""
    return Site.objects.visible_to(actor)


def filtered_sites(actor: Actor, chosen: SiteFilter) -> SiteQuerySet:
    """Return the sites the actor may see that a filter keeps, by area and name."""
    found = sites(actor)
    for name in ("kind", "category", "state"):
        if value := getattr(chosen, name):
            found = found.filter(**{name: value})
    if chosen.area:
        found = found.filter(area__code__startswith=chosen.area)
    if chosen.text:
        found = found.filter(text_condition(chosen.text))
    return found.select_related("area").order_by("area_id", "name", "id")


def text_condition(text: str) -> Q:
    """Return the condition that keeps sites whose name, feature, address or plaque has a text."""
    words = Q()
    for name in ("name", "feature", "address", "plaque"):
        words |= Q(**{f"{name}__icontains": text.strip()})
    return words


def sites_on_map(actor: Actor, area: str) -> QuerySet[Site]:
    """Return the open sites of an area that the actor may see and whose place on the map is known."""
    found = filtered_sites(actor, SiteFilter(state=Site.State.ACTIVE, area=area))
    return found.exclude(latitude=None)


def count_by_state(actor: Actor, chosen: SiteFilter) -> Counter[str]:
    """Return how many sites stand in each state, whatever state the filter names."""
    found = filtered_sites(actor, SiteFilter(**{**vars(chosen), "state": ""}))
    rows = found.order_by().values_list("state").annotate(count=Count("id"))
    return Counter(dict(rows))


def count_by_kind(actor: Actor) -> Counter[str]:
    """Return how many sites that are not closed there are of each kind."""
    there = sites(actor).exclude(state=Site.State.CLOSED)
    return Counter(dict(there.values_list("kind").annotate(count=Count("id"))))


def get_site(actor: Actor, site_id: UUID, *, lock: bool = False) -> Site:
    """
    Return one site the actor may see, with its area.

    ``lock`` holds its row until the transaction ends.

    :raises NotFound: no such site, or none this actor may see
    """
    return _one(sites(actor).filter(id=site_id), lock)


def _one(found: SiteQuerySet, lock: bool = False) -> Site:
    found = found.select_related("area", "unit")
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    site = found.first()
    if site is None:
        raise NotFound(_("There is no such site."))
    return site


def public_sites(*, on: date, area: str = "", kind: str = "", text: str = "") -> QuerySet[Site]:
    """Return the open sites of public kinds on a day, by area and name. For everybody."""
    found = Site.objects.open().filter(public_condition(on))
    if kind:
        found = found.filter(kind=kind)
    if area:
        found = found.filter(area__code__startswith=area)
    if text:
        found = found.filter(text_condition(text))
    return found.select_related("area").order_by("area_id", "name", "id")


def get_public(code: str, *, on: date, lock: bool = False) -> Site:
    """
    Return the open site of a public kind that bears a code. For everybody.

    :raises NotFound: there is none
    """
    return _one(Site.objects.open().filter(public_condition(on), code=code), lock)


def get_at_door(code: str, *, on: date) -> Site:
    """
    Return the site of a public kind on whose door a code hangs; also one that sleeps or was closed. For all.

    :raises NotFound: there is none, or it was never open
    """
    hung = Site.objects.filter(
        state__in=(*Site.STANDING, Site.State.CLOSED), opened_on__isnull=False
    )
    return _one(hung.filter(public_condition(on), code=code), lock=False)


def activity_lines() -> QuerySet[SiteLog]:
    """Return the lines of all logs about activities that were not taken back."""
    return SiteLog.objects.filter(kind=SiteLog.Kind.ACTIVITY, reversal=None)


def with_last_activity(found: QuerySet[Site]) -> QuerySet[Site]:
    """Add ``last_activity_on`` to sites: the day of their last activity, None for none."""
    lines = activity_lines().filter(site=OuterRef("pk")).order_by().values("site")
    return found.annotate(last_activity_on=Subquery(lines.annotate(on_=Max("on")).values("on_")))


def activities_between(found: QuerySet[Site], first: date, end: date) -> dict[UUID, int]:
    """Return how many activities were held at each site from ``first`` to before ``end``; 0 left out."""
    lines = activity_lines().filter(site__in=found, on__gte=first, on__lt=end)
    return dict(lines.values_list("site").annotate(times=Count("id")).order_by())


def log_of(site: Site) -> QuerySet[SiteLog]:
    """Return the log of a site, newest first. The caller got the site from here."""
    return site.log.select_related("reversal", "solution__reversal", "solves", "reverses").order_by(
        "-on", "-at", "-id"
    )


def get_line(actor: Actor, line_id: UUID) -> SiteLog:
    """
    Return one line of the log of a site the actor may see.

    :raises NotFound: no such line, or none this actor may see
    """
    found = SiteLog.objects.filter(id=line_id, site__in=sites(actor))
    line = found.select_related("site", "reversal", "solution__reversal").first()
    if line is None:
        raise NotFound(_("There is no such line."))
    return line


def open_needs(found: QuerySet[Site]) -> QuerySet[SiteLog]:
    """Return the needs at some sites that nobody has met yet, the oldest first."""
    met = SiteLog.objects.filter(solves=OuterRef("pk"), reversal=None)
    needs = SiteLog.objects.filter(kind=SiteLog.Kind.NEED, reversal=None, site__in=found)
    return needs.filter(~Exists(met)).select_related("site").order_by("on", "at", "id")


def links_of(actor: Actor, ids: Collection[UUID]) -> list[tuple[UUID, UUID, str]]:
    """Return site or line of a log, site, and the site's name, of those the actor may see; one query."""
    seen = sites(actor)
    found = seen.filter(id__in=ids).values_list("id", "id", "name")
    lines = SiteLog.objects.filter(id__in=ids, site__in=seen)
    return list(found.union(lines.values_list("id", "site", "site__name")))


def last_check(site: Site) -> Check | None:
    """Return the last filled checklist of a site. The caller got the site from here."""
    return site.checks.select_related("version").order_by("-on", "-at", "-id").first()


def posts_of(site: Site, on: date) -> QuerySet[SitePost]:
    """Return who keeps a site going on a day, the head first. The caller got the site from here."""
    current = Q(to_on__isnull=True) | Q(to_on__gt=on)
    return site.posts.filter(current, from_on__lte=on).order_by("role", "from_on", "id")


def history_of(site: Site) -> QuerySet[Transition]:
    """Return how a site came to its state, newest first. The caller got the site from here."""
    return site.transitions.order_by("-id")
