"""What the named rules of an audience judge: who would enrol, what lies behind her, and the seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from jinguo.activities.models import (
    Activity,
    Attendance,
    Block,
    Enrolment,
    Ruleset,
    Standing,
)
from jinguo.activities.queries.stages import stated_by
from jinguo.activities.rulesets import Stage, stages_in
from jinguo.people import queries as people
from jinguo.people.models import OF_AGE, Person


class Past:
    """What some persons did before. Each part is read once, when it is asked for."""

    def __init__(self, activity: Activity, persons: Sequence[Person], on: date) -> None:
        self.activity = activity
        self.persons = persons
        self.ids = [person.id for person in persons]
        self.on = on

    @cached_property
    def blocks(self) -> dict[UUID, Block]:
        """The block in force that ends last, by person."""
        rows = Block.objects.filter(
            person__in=self.ids, programme=self.activity.programme, is_lifted=False,
            from_on__lte=self.on, until_on__gt=self.on,
        )  # fmt: skip
        return {block.person_id: block for block in rows.order_by("until_on")}

    @cached_property
    def standings(self) -> dict[UUID, set[str]]:
        """The groups persons belong to on the day, as verified."""
        rows = Standing.objects.in_force(self.on).filter(person__in=self.ids, from_on__lte=self.on)
        found: dict[UUID, set[str]] = {}
        for person, group in rows.values_list("person_id", "group"):
            found.setdefault(person, set()).add(group)
        return found

    @cached_property
    def running(self) -> dict[UUID, int]:
        """How many other classes of the programme and kind each has a place in, by person."""
        rows = Enrolment.objects.living().filter(
            person__in=self.ids, activity__programme=self.activity.programme,
            activity__kind=self.activity.kind, activity__state__in=Activity.OPEN,
        )  # fmt: skip
        others = rows.exclude(activity=self.activity).order_by()
        return dict(others.values_list("person_id").annotate(Count("id")))

    @cached_property
    def homes(self) -> dict[UUID, UUID]:
        """The household each lives in now, by person; who is on the register without one has none."""
        found = people.residences(self.persons)
        return {person: one.household_id for person, one in found.items()}

    @cached_property
    def of_home(self) -> dict[UUID, int]:
        """How many others of her household have a place in the activity, by person."""
        rows = self.activity.enrolments.living().filter(household__in=set(self.homes.values()))
        there = [(one.household, one.person_id) for one in rows]
        return {
            person: sum(1 for where, who in there if where == home and who != person)
            for person, home in self.homes.items()
        }

    @cached_property
    def came_before(self) -> set[UUID]:
        """Who was at some session of the programme."""
        rows = Attendance.objects.filter(
            enrolment__person__in=self.ids, state=Attendance.State.PRESENT,
            session__activity__programme=self.activity.programme,
        )  # fmt: skip
        return set(rows.values_list("enrolment__person_id", flat=True))

    @cached_property
    def begins_on(self) -> date:
        """The day of the activity's first session; the day asked about where it has none."""
        first = self.activity.sessions.going_on().order_by("starts_at").first()
        return timezone.localdate(first.starts_at) if first else self.on

    @cached_property
    def stages(self) -> list[Stage]:
        """The stages of family life the activity is for, as the packs over its area know them."""
        if not self.activity.stages:
            return []
        known = stages_in(Ruleset.objects.over([self.activity.area_id], self.on))
        return [one for one in known if one.id in self.activity.stages]

    @cached_property
    def births_of_wards(self) -> dict[UUID, list[date]]:
        """The days of birth of the children each speaks for when the activity begins, by person."""
        return people.births_of_wards(self.ids, self.begins_on)

    @cached_property
    def due(self) -> dict[UUID, list[date]]:
        """The day on which each expects a child, as she said herself, by person."""
        said = stated_by(self.ids, self.on)
        return {person: [one.due_on] for person, one in said.items() if one.due_on}

    def births_of(self, person: Person) -> list[date]:
        """Return by which days of birth a family's stage is told: of a child its own, else of its wards'."""
        age = person.age_on(self.begins_on)
        if person.born_on is not None and age is not None and age < OF_AGE:
            return [person.born_on]
        return self.births_of_wards.get(person.id, [])


@dataclass(frozen=True)
class Candidates:
    """Persons who would enrol in an activity at an instant, and what lies behind them."""

    persons: Sequence[Person]
    activity: Activity
    now: datetime
    past: Past

    @property
    def on(self) -> date:
        """The day of the instant."""
        return timezone.localdate(self.now)


@dataclass(frozen=True)
class Seats:
    """The seats of an activity at an instant. ``starts_at`` is its first session's, None without one."""

    activity: Activity
    starts_at: datetime | None
    now: datetime


def candidates(activity: Activity, persons: Sequence[Person], now: datetime) -> Candidates:
    """Return some persons as the rules judge them."""
    return Candidates(persons, activity, now, Past(activity, persons, timezone.localdate(now)))
