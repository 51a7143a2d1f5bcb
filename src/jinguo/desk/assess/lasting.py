"""How long levels last, and where none are: the retention curve, the villages with nothing, the clusters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.assess.queries import lasting as queries
from jinguo.assess.queries.lasting import NONE, SMALL, UNSEEN, Group, Village
from jinguo.desk.assess.offered import Offered, offered
from jinguo.desk.assess.pages import Chip
from jinguo.desk.figures.pages import Tile
from jinguo.desk.figures.tiles import places_of, shade
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.saved.filters import List, saved_here
from jinguo.org import queries as org
from jinguo.org.roles import Capability
from jinguo.programmes import queries as programmes

A_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What both pages are about: a programme, one of its levels, an area, and a year of certification."""

    programme: Offered | None
    level: str
    area: str
    home: str
    year: int | None
    today: date

    @property
    def title(self) -> str:
        """The title of the level."""
        return self.programme.levels.get(self.level, self.level) if self.programme else ""


def asked_of(request: DeskRequest) -> Asked:
    """Return what an address asks for: the first programme, its highest level and her own area by default."""
    today = timezone.localdate()
    home = request.actor.home_for(Capability.ASSESS_VIEW)
    some = offered(request.actor, home, today)
    wanted = request.GET.get("programme", "")
    programme = next((one for one in some if wanted in ("", one.key)), None)
    levels = list(programme.levels) if programme else []
    level = request.GET.get("level", "")
    year = request.GET.get("year", "")
    return Asked(
        programme=programme,
        level=level if level in levels else (levels[-1] if levels else ""),
        area=request.GET.get("area") or home,
        home=home,
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        today=today,
    )


@access(Capability.ASSESS_VIEW)
@require_GET
def retention(request: DeskRequest) -> HttpResponse:
    """Show which share of certifications is still held after so many days, by town and by year."""
    asked = asked_of(request)
    context = {
        "asked": asked,
        "towns": org.areas_to_choose(request.actor, Capability.ASSESS_VIEW, asked.today),
        "saved": saved_here(request, List.RETENTION),
    }
    if asked.programme:
        every = queries.spells(
            request.actor, programme=asked.programme.key, level=asked.level, area=asked.area
        )
        some = [one for one in every if asked.year in (None, one.certified_on.year)]
        towns = queries.groups_of(some, lambda one: one.town, on=asked.today)
        years = queries.groups_of(every, lambda one: str(one.certified_on.year), on=asked.today)
        names = org.names_of([one.key for one in towns], asked.today)
        groupings = [(_("By year of certification"), _("Certified in"), named(years, {}))]
        if len(towns) > 1:
            groupings.append((_("By town"), _("Area"), named(towns, names)))
        context |= {
            "certified": len(some),
            "lost": sum(one.is_lost for one in some),
            "is_small": len(some) < SMALL,
            "small": SMALL,
            "held": queries.held_over_time(some, on=asked.today),
            "years": [one.key for one in years],
            "groupings": groupings,
        }
    return render_page(request, "desk/assess/retention.html", context)


def named(groups: Sequence[Group], names: Mapping[str, str]) -> list[tuple[str, Group]]:
    """Return groups with their names, in the order of their keys."""
    return [(names.get(one.key, one.key), one) for one in groups]


@access(Capability.ASSESS_VIEW)
@require_GET
def gaps(request: DeskRequest) -> HttpResponse:
    """Show the villages where nobody holds the level and those nobody has been to, as a map and a list."""
    asked, kind = asked_of(request), gap_asked(request)
    context = {
        "asked": asked,
        "kind": kind,
        "towns": org.areas_to_choose(request.actor, Capability.ASSESS_VIEW, asked.today),
        "saved": saved_here(request, List.GAPS),
    }
    if asked.programme:
        villages = villages_of(request, asked)
        lists = {one: [row for row in villages if is_gap(row)] for one, is_gap in GAPS.items()}
        shown = lists[kind]
        rest = [one for one in shown if one.code > request.GET.get("after", "")]
        page = rest[:A_PAGE]
        context |= {
            "villages": len(villages),
            "rows": page,
            "next": page[-1].code if len(rest) > A_PAGE else "",
            "chips": [
                Chip(_("Nobody holds the level"), NONE, len(lists[NONE]), kind == NONE),
                Chip(_("Never visited"), UNSEEN, len(lists[UNSEEN]), kind == UNSEEN),
            ],
            "tiles": tiles(asked, kind, shown, villages),
            "is_one_town": len({one.code[: queries.TOWN] for one in villages}) == 1,
            "clusters": queries.clusters(
                villages, seed=f"{asked.programme.key} {asked.level} {asked.today}"
            ),
        }
    return render_page(request, "desk/assess/gaps.html", context)


GAPS: Mapping[str, Callable[[Village], bool]] = {
    NONE: lambda village: not village.held,
    UNSEEN: lambda village: village.seen_on is None,
}
"""What a village lacks to stand on each list."""


def gap_asked(request: DeskRequest) -> str:
    """Return which of the two lists the address asks for."""
    kind = request.GET.get("state", "")
    return kind if kind in GAPS else NONE


def villages_of(request: DeskRequest, asked: Asked) -> list[Village]:
    """Return every village with lived-in courtyards that a page is about, by code."""
    if asked.programme is None:
        return []
    return queries.villages_of(
        request.actor, programme=asked.programme.key, level=asked.level, area=asked.area,
        on=asked.today,
    )  # fmt: skip


def villages_asked(request: DeskRequest) -> list[Village]:
    """Return the villages of the list the address asks for, by code."""
    is_gap = GAPS[gap_asked(request)]
    return [one for one in villages_of(request, asked_of(request)) if is_gap(one)]


def tiles(
    asked: Asked, kind: str, shown: Sequence[Village], villages: Sequence[Village]
) -> list[Tile]:
    """Return a tile a town: how many of its villages are on the list, of how many."""
    counts = Counter(one.code[: queries.TOWN] for one in shown)
    totals = Counter(one.code[: queries.TOWN] for one in villages)
    codes = sorted(totals)
    if len(codes) < 2:
        return []
    places = places_of(codes, programmes.map_layout(asked.area))
    names = org.names_of(codes, asked.today)
    most = Decimal(max(counts.values(), default=0))
    return [
        Tile(
            area=code,
            label=names.get(code, code),
            text=f"{counts[code]} / {totals[code]}",
            column=places[code][0],
            row=places[code][1],
            shade=shade(Decimal(counts[code]), most),
            href=f"{reverse('desk:gaps')}?{urlencode({'area': code, 'level': asked.level, 'state': kind})}",
        )
        for code in codes
    ]
