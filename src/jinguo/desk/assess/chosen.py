"""What an act is done to: the rows ticked, or the whole of a list as its filter stands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.assess import queries, states
from jinguo.assess.models import (
    Application,
    ApplicationQuerySet,
    Recognition,
    RecognitionQuerySet,
)
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.desk.assess import pages
from jinguo.desk.assess.narrowing import (
    FILTER,
    asked,
    due_titles,
    duty_titles,
    is_recognition,
    list_address,
    narrowing,
)
from jinguo.desk.assess.offered import offered
from jinguo.desk.http import DeskRequest
from jinguo.org.roles import Capability

WHOLE = "all"


@dataclass(frozen=True)
class Chosen:
    """
    Things of one kind an act is done to.

    ``whole`` is empty when they were ticked, else the mark of the list: how many, and a digest of
    which. A list that has another mark when she confirms is not the list she looked at.
    """

    of: str
    ids: list[UUID]
    chosen: Mapping[str, str]
    whole: str = ""

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Return what carries the choice on to the confirmation."""
        kept = [(key, self.chosen[key]) for key in FILTER if self.chosen[key]]
        if self.whole:
            return [*kept, (WHOLE, self.whole)]
        return [*kept, *(("ids", str(one)) for one in self.ids)]

    @property
    def back(self) -> str:
        """Return the record of one thing, the list as it was filtered for many."""
        if len(self.ids) == 1 and not self.whole:
            page = "desk:application" if self.of == states.APPLICATION else "desk:recognition"
            return reverse(page, args=[self.ids[0]])
        return list_address(**self.chosen)


def choice(request: DeskRequest, of: str) -> Chosen:
    """
    Return what she chose: ids, or the whole list of a filter.

    :raises Invalid: nothing is chosen, or no such list can be acted on
    """
    values = request.POST if request.method == "POST" else request.GET
    today = timezone.localdate()
    chosen = asked(
        values, offered(request.actor, request.actor.home_for(Capability.ASSESS_VIEW), today)
    )
    if WHOLE not in values:
        return Chosen(of, ticked(values), chosen)
    if not chosen["state"] or is_recognition(chosen["state"]) != (of == states.RECOGNITION):
        raise Invalid(_("Choose a state first; then all of its list can be chosen."))
    ids = list(listed(request, chosen, today).values_list("id", flat=True))
    if not ids:
        raise Invalid(_("The list is empty now."))
    return Chosen(of, sorted(ids), chosen, mark(ids))


def ticked(values: QueryDict) -> list[UUID]:
    """
    Return the ids ticked in a list.

    :raises Invalid: none was ticked, or one is not an id
    """
    try:
        ids = [UUID(text) for text in dict.fromkeys(values.getlist("ids"))]
    except ValueError:
        ids = []
    if not ids:
        raise Invalid(_("Nothing is chosen. Tick at least one row of the list."))
    return ids


def mark(ids: Sequence[UUID]) -> str:
    """Return how many things a list holds, and a digest of which."""
    digest = hashlib.sha256(b"".join(one.bytes for one in sorted(ids))).hexdigest()
    return f"{len(ids)}-{digest[:32]}"


def check_unchanged(request: DeskRequest, chosen: Chosen) -> None:
    """
    Pass when a whole list still holds just what she saw when she was asked to confirm.

    :raises Refused: something came, went or was exchanged
    """
    seen = request.POST.get(WHOLE, "")
    if chosen.whole and seen != chosen.whole:
        raise Refused(
            _(
                "The list has changed meanwhile: it held %(before)s, now %(now)s. Nothing was done."
                " Look at it and confirm again."
            )
            % {"before": seen.partition("-")[0], "now": len(chosen.ids)}
        )


def listed(
    request: DeskRequest, chosen: Mapping[str, str], today: date
) -> ApplicationQuerySet | RecognitionQuerySet:
    """Return everything on the list of a filter."""
    rows = (
        queries.listed_recognitions
        if is_recognition(chosen["state"])
        else queries.listed_applications
    )
    return rows(request.actor, **narrowing(chosen, today))


def things(
    request: DeskRequest, chosen: Chosen, most: int
) -> list[Application] | list[Recognition]:
    """
    Return the first of what was chosen, by the number of the household.

    :raises NotFound: something ticked is not there, or out of the actor's sight
    """
    ladder = "ladder" if chosen.of == states.APPLICATION else "application__ladder"
    rows = everything(request, chosen).select_related("household", "area", ladder)
    return list(rows.order_by("household__code")[:most])


def everything(request: DeskRequest, chosen: Chosen) -> Any:
    """
    Return all of what was chosen, applications or recognitions.

    :raises NotFound: something ticked is not there, or out of the actor's sight
    """
    if chosen.whole:
        return listed(request, chosen.chosen, timezone.localdate())
    seen: Any = queries.applications if chosen.of == states.APPLICATION else queries.recognitions
    rows = seen(request.actor).filter(id__in=chosen.ids)
    if rows.count() != len(chosen.ids):
        raise NotFound(_("One of the rows chosen is not there. Open the list again."))
    return rows


def described(chosen: Chosen, levels: Mapping[str, str], area: str) -> str:
    """Say in words which list it is: its state, area, level, time and duty."""
    level = chosen.chosen["level"]
    parts = (
        pages.state_title(chosen.chosen["state"]),
        area,
        levels.get(level, level),
        due_titles().get(chosen.chosen["due"], ""),
        duty_titles().get(chosen.chosen["duty"], ""),
    )
    return " · ".join(part for part in parts if part)
