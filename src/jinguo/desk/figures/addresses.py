"""The address of a figure's page: made in one place and read in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid
from jinguo.desk.http import DeskRequest
from jinguo.facts.queries import Period
from jinguo.org import queries as org

T = TypeVar("T")


@dataclass(frozen=True)
class FigureAddress:
    """
    Which figure a page shows, and from where it is seen.

    ``starts_on`` is the first day of what is summed, the first of the year of ``on`` when it is None.
    The point of knowledge is a frozen report's or an instant, or now when both are None; the areas
    are cut as on ``tree_on``, or as on ``on`` when it is None.
    """

    measure: str
    area: str
    on: date
    starts_on: date | None = None
    freeze: UUID | None = None
    as_of: datetime | None = None
    tree_on: date | None = None

    @property
    def period(self) -> Period:
        """The days counted."""
        return Period(self.starts_on, self.on) if self.starts_on else Period.up_to(self.on)

    @property
    def cut_on(self) -> date:
        """The day whose area tree cuts the figures."""
        return self.tree_on or self.on

    @property
    def url(self) -> str:
        """The address, without a page of the records."""
        return self.after("")

    def after(self, key: str) -> str:
        """Return the address of the page of records that follows the record with this key."""
        return self._url(reverse("desk:figure", args=[self.measure]), after=key)

    @property
    def export(self) -> str:
        """The address that takes the records out as a workbook."""
        return self._url(reverse("desk:export-records", args=[self.measure]))

    def take_back(self, fact: UUID) -> str:
        """Return the address of the page that takes an entry of the figure back."""
        return self._url(reverse("desk:take-back", args=[self.measure, fact]))

    def _url(self, path: str, **more: str) -> str:
        days = {"on": str(self.on), "from": str(self.starts_on or "")}
        given = {name: text for name, text in (self.place | days | more).items() if text}
        return f"{path}?{urlencode(given)}"

    @property
    def place(self) -> dict[str, str]:
        """What the address says besides the days, which a form asks for."""
        given = {
            "area": self.area,
            "freeze": self.freeze,
            "as_of": self.as_of and self.as_of.isoformat(),
            "tree": self.tree_on,
        }
        return {name: str(value) for name, value in given.items() if value}


def address_of(
    measure: str, area: str, period: Period, *, freeze: UUID | None = None
) -> FigureAddress:
    """Return the address of a figure over exactly these days, as a freeze knew it or as of now."""
    is_plain = period == Period.up_to(period.ends_on)
    starts_on = None if is_plain else period.starts_on
    return FigureAddress(measure, area, period.ends_on, starts_on, freeze)


def address_asked(request: DeskRequest, measure: str) -> FigureAddress:
    """
    Return which figure a request asks for: her own area and today where it does not say.

    :raises Invalid: a part cannot be read, the days are in the wrong order, or two points of
        knowledge are given
    :raises NotFound: there is no such area
    """
    asked = FigureAddress(
        measure=measure,
        area=request.GET.get("area") or request.actor.home_for("figures.view"),
        on=day_of(request, "on") or timezone.localdate(),
        starts_on=day_of(request, "from"),
        freeze=_read(request, "freeze", UUID, _("This is not the id of a freeze.")),
        as_of=_instant(request, "as_of"),
        tree_on=day_of(request, "tree"),
    )
    org.get_area(asked.area)
    if asked.starts_on and asked.starts_on > asked.on:
        raise Invalid(_("The first day lies after the last one."), **{"from": str(asked.starts_on)})
    if asked.freeze and asked.as_of:
        raise Invalid(_("Name a freeze or an instant, not both."), as_of=str(asked.as_of))
    return asked


def day_of(request: DeskRequest, name: str) -> date | None:
    """
    Return the day a part of the address names, None where it is empty.

    :raises Invalid: not a day
    """
    return _read(request, name, parse_date, _("The day must be written like 2020-12-31."))


def _instant(request: DeskRequest, name: str) -> datetime | None:
    sentence = _("The instant must be written like 2020-12-31T18:00.")
    instant = _read(request, name, parse_datetime, sentence)
    return timezone.make_aware(instant) if instant and timezone.is_naive(instant) else instant


def _read(
    request: DeskRequest, name: str, read: Callable[[str], T | None], sentence: str
) -> T | None:
    """Return one part of the address, None where it is empty."""
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        found = read(text)
    except ValueError:
        found = None
    if found is None:
        raise Invalid(sentence, **{name: text})
    return found
