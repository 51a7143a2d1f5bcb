"""
What a programme says about its activities, as the rest of the module works with it: frozen, typed, checked.

Nothing here reads the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import models
from jinguo.core.errors import Invalid
from jinguo.core.language import Labelled, in_language


@dataclass(frozen=True)
class Bounds:
    """The lawful values of a limit, both inclusive."""

    least: int
    most: int


def limit(value: int, least: int, most: int) -> Any:
    """Return a field of :class:`Limits`: its default, and the values a pack may set."""
    return field(default=value, metadata={"bounds": Bounds(least, most)})


@dataclass(frozen=True)
class Limits:
    """
    The numbers of one programme's activities; a pack may replace each. The name ends in the unit, where it
    has one: seats and entries are counted. The defaults are those of domain.md §9.2.

    A seat is given back until ``cancel_hours`` before the first session; later it counts as an absence, and
    so does staying away. ``absences_most`` of them within ``absence_days`` lead to ``block_days`` without
    enrolling; 0 never does. A freed seat is offered for ``offer_hours``, and offers are made from
    ``waking_from_hour`` to ``waking_to_hour`` o'clock. One checks in until ``late_minutes`` after the start.
    A certificate is for who was at ``certificate_percent`` of the sessions held. Ratings are shown once there
    are ``ratings_least``.
    """

    capacity: int = limit(30, 1, 100_000)
    waiting_capacity: int = limit(10, 0, 100_000)
    minimum: int = limit(8, 0, 100_000)
    cancel_hours: int = limit(24, 0, 24 * 30)
    absences_most: int = limit(2, 0, 100)
    absence_days: int = limit(180, 1, 366)
    block_days: int = limit(90, 1, 366)
    offer_hours: int = limit(2, 1, 24 * 7)
    waking_from_hour: int = limit(8, 0, 23)
    waking_to_hour: int = limit(21, 1, 24)
    late_minutes: int = limit(15, 0, 24 * 60)
    certificate_percent: int = limit(80, 1, 100)
    ratings_least: int = limit(3, 1, 100)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Limits:
        """
        Read the ``limits`` of a pack.

        :raises Invalid: an unknown name, or a value that is no whole number within its bounds
        """
        known = {one.name: one.metadata["bounds"] for one in fields(cls)}
        for name, value in data.items():
            if name not in known:
                raise Invalid(
                    _("There is no limit “%(name)s”. The limits are: %(known)s.")
                    % {"name": name, "known": ", ".join(sorted(known))},
                    limit=name,
                )
            bounds = known[name]
            is_whole = isinstance(value, int) and not isinstance(value, bool)
            if not is_whole or not bounds.least <= value <= bounds.most:
                raise Invalid(
                    _("“%(name)s” is a whole number from %(least)d to %(most)d.")
                    % {"name": name, "least": bounds.least, "most": bounds.most},
                    limit=name,
                )
        limits = cls(**data)
        if limits.waking_from_hour >= limits.waking_to_hour:
            raise Invalid(_("The hours in which offers are made end before they begin."))
        return limits

    def is_waking(self, at: datetime) -> bool:
        """Say whether offers are made at an instant."""
        return self.waking_from_hour <= timezone.localtime(at).hour < self.waking_to_hour

    def offer_until(self, at: datetime) -> datetime:
        """
        Return when an offer made at an instant expires.

        What is left of it in the evening is there in the morning: sleeping hours do not count.
        """
        until = at + timedelta(hours=self.offer_hours)
        tonight = self._hour_of(at, self.waking_to_hour)
        if until <= tonight:
            return until
        tomorrow = self._hour_of(at + timedelta(days=1), self.waking_from_hour)
        return tomorrow + (until - tonight)

    @staticmethod
    def _hour_of(at: datetime, hour: int) -> datetime:
        here = timezone.localtime(at)
        midnight = datetime.combine(here.date(), time(), tzinfo=here.tzinfo)
        return midnight + timedelta(hours=hour)


@dataclass(frozen=True)
class Titled(Labelled):
    """A thing of a pack with its titles."""

    id: str
    title: str
    title_en: str = ""


@dataclass(frozen=True)
class Kind(Titled):
    """
    A kind of activity, and what is asked of it.

    ``is_class``: counts for how many one may attend at a time, and leads to a certificate. ``is_private``:
    who comes is shown to counsellors only. ``needs_agreement``: nobody's session is recorded as held before
    she has signed the privacy agreement. ``minds_children``: guardians sign children in and out.
    ``has_stalls``: it is a fair; ``has_sales``: its stalls say what they sold. ``follow_up_months``: when who
    completed it is asked what became of her.
    ``service``: the programme as whose volunteers those who are there give time; None for none.
    ``with_minors``: that service is with minors. ``advice``: what the public page of each says to who reads
    it, such as whom to call. ``is_online``: it is held in a live room, so planning asks for the link.
    ``held_at``: the kinds of site it is held at, such as schools; empty for any. Another venue is in words.
    """

    is_class: bool = False
    is_private: bool = False
    needs_confirmation: bool = False
    needs_agreement: bool = False
    minds_children: bool = False
    has_stalls: bool = False
    has_sales: bool = False
    follow_up_months: Sequence[int] = ()
    service: str | None = None
    with_minors: bool = False
    is_online: bool = False
    held_at: Sequence[str] = ()
    advice: str = ""
    advice_en: str = ""

    @property
    def advice_text(self) -> str:
        """The advice in the reader's language."""
        return in_language(self.advice, self.advice_en)

    def check_held_at(self, site_kind: str) -> None:
        """
        Pass when it may be held at a site of a kind.

        :raises Invalid: it is held at sites of other kinds
        """
        if self.held_at and site_kind not in self.held_at:
            sentence = _(
                "“%s” is held at another kind of site. Choose one of those, or give the venue in words."
            )
            raise Invalid(sentence % self.label, site=sentence % self.label)


@dataclass(frozen=True)
class Stage(Titled):
    """
    A stage of family life. One of a child's age holds from ``from_months`` to ``to_months``, exclusive;
    others have neither and are chosen by the family.
    """

    from_months: int | None = None
    to_months: int | None = None

    def holds_at(self, months: int) -> bool:
        """Say whether a child so many months old is in it; months before birth are below zero."""
        if self.from_months is None or self.to_months is None:
            return False
        return self.from_months <= months < self.to_months

    @property
    def is_told_by_birth(self) -> bool:
        """Say whether the days of birth on record tell who is in it; a child to come is on no record."""
        return self.from_months is not None and self.from_months >= 0


@dataclass(frozen=True)
class Condition:
    """A named rule of who may enrol, with its parameters."""

    rule: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Return it as activities store it."""
        return {"rule": self.rule, "parameters": dict(self.parameters)}


@dataclass(frozen=True)
class Ruleset:
    """What holds for the activities of one programme in an area."""

    id: UUID | None
    programme: str
    kinds: Sequence[Kind]
    categories: Sequence[Titled]
    stages: Sequence[Stage]
    audience: Sequence[Condition]
    limits: Limits

    @cached_property
    def _kinds(self) -> dict[str, Kind]:
        return {kind.id: kind for kind in self.kinds}

    def kind(self, key: str) -> Kind:
        """
        Return one of its kinds.

        :raises Invalid: it has none of this id
        """
        if key not in self._kinds:
            raise Invalid(
                _("The plan has no activities of the kind “%(kind)s”. Known: %(known)s.")
                % {"kind": key, "known": ", ".join(self._kinds) or "–"},
                kind=key,
            )
        return self._kinds[key]

    def check_category(self, key: str) -> None:
        """
        Pass when a category is empty or one of its own.

        :raises Invalid: it is not
        """
        known = [one.id for one in self.categories]
        if key and key not in known:
            raise Invalid(
                _("The plan has no category “%(category)s”. Known: %(known)s.")
                % {"category": key, "known": ", ".join(known) or "–"},
                category=key,
            )


def as_ruleset(row: models.Ruleset) -> Ruleset:
    """Return a stored ruleset, ready to work with."""
    return read(
        id=row.id, programme=row.programme, kinds=row.kinds, categories=row.categories,
        stages=row.stages, audience=row.audience, limits=row.limits,
    )  # fmt: skip


def stages_in(rows: Iterable[models.Ruleset]) -> list[Stage]:
    """Return the stages of family life that stored rulesets name, those of the nearest area first."""
    found: dict[str, Stage] = {}
    for row in sorted(rows, key=lambda row: -len(row.area)):
        for stage in as_ruleset(row).stages:
            found.setdefault(stage.id, stage)
    return list(found.values())


def read(
    *,
    id: UUID | None,
    programme: str,
    kinds: Iterable[Mapping[str, Any]],
    categories: Iterable[Mapping[str, Any]],
    stages: Iterable[Mapping[str, Any]],
    audience: Iterable[Mapping[str, Any]],
    limits: Mapping[str, Any],
) -> Ruleset:
    """
    Read the parts of a ruleset as a pack publishes them.

    :raises Invalid: two kinds, categories or stages of one id, or a limit that cannot be
    """
    found = Ruleset(
        id=id,
        programme=programme,
        kinds=[Kind(**one) for one in kinds],
        categories=[Titled(**one) for one in categories],
        stages=[Stage(**one) for one in stages],
        audience=[Condition(one["rule"], one["parameters"]) for one in audience],
        limits=Limits.from_data(limits),
    )
    for some in (found.kinds, found.categories, found.stages):
        if len({one.id for one in some}) < len(some):
            raise Invalid(_("Two kinds, categories or stages have the same id."))
    return found
