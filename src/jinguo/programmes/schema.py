"""
What may stand in a pack: one model a file, every key named, none invented.

A key that is not a field here is refused with the keys that are. Dates are days; ``from`` is
inclusive, ``to`` exclusive, ``by`` inclusive. Titles are Chinese, ``…_en`` their English.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from jinguo.core.serials import tells_apart

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
MeasureId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9_-]*)+$", max_length=80)]
Title = Annotated[str, Field(min_length=1, max_length=100)]
English = Annotated[str, Field(max_length=100)]
Sentence = Annotated[str, Field(min_length=1, max_length=300)]
Unit = Literal["人", "人次", "户", "场", "个", "件", "分", "分钟", "元", "%"]


def _share(value: object) -> object:
    """Read ``10%`` as ten per cent: the number a ratio measure shows."""
    if isinstance(value, str) and value.endswith("%"):
        return value.removesuffix("%").strip()
    return value


class Part(BaseModel):
    """Anything in a pack: unknown keys are errors."""

    # Built when first used: most programs start without reading a pack.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Source(Part):
    """Who said so. ``note`` says how sure that is."""

    title: Annotated[str, Field(min_length=1, max_length=150)]
    note: Annotated[str, Field(max_length=140)] = ""
    href: Annotated[str, Field(max_length=200)] = ""

    def __str__(self) -> str:
        return f"{self.title}（{self.note}）" if self.note else self.title


class Line(Part):
    """A line of the plan: the desk's navigation."""

    id: Key
    title: Title
    title_en: English = ""
    summary: Sentence
    summary_en: Annotated[str, Field(max_length=300)] = ""
    icon: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]


class Place(Part):
    """Where an area's tile stands on the schematic map: column and row, both from 1."""

    column: Annotated[int, Field(ge=1, le=8)]
    row: Annotated[int, Field(ge=1, le=9)]


class Pack(Part):
    """
    ``pack.yaml``: whose plan it is, for which year, and its lines in order.

    ``map`` lays out the schematic map of the areas below, by their code; it may stay empty.
    """

    name: Key
    title: Title
    title_en: English = ""
    area: Annotated[str, Field(pattern=r"^(|\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$")]
    year: Annotated[int, Field(ge=1949, le=2999)]
    extends: Key | None = None
    lines: list[Line]
    map: dict[str, Place] = {}


class Item(Part):
    """One line of a score sheet. ``beauty`` is its group, ``deduct`` the rule the scorer reads."""

    id: Key
    beauty: Annotated[str, Field(max_length=20)] = ""
    beauty_en: Annotated[str, Field(max_length=40)] = ""
    title: Title
    title_en: English = ""
    max: Annotated[int, Field(ge=1, le=1000)]
    deduct: Annotated[str, Field(max_length=200)] = ""
    deduct_en: Annotated[str, Field(max_length=200)] = ""
    evidence: Literal["", "photo"] = ""


class Veto(Part):
    """What rules a household out whatever its points."""

    id: Key
    title: Title
    title_en: English = ""


class Dated(Part):
    """Something that holds from a day until the next version's, and has a source."""

    starts: Annotated[date, Field(alias="from")]
    ends: Annotated[date | None, Field(alias="to")] = None
    source: Source

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.ends and self.ends <= self.starts:
            raise PydanticCustomError("period", _("It ends before it begins."))
        return self


class Sheet(Dated):
    """One version of a score sheet; the items' points add up to ``full``."""

    id: Key
    title: Title
    title_en: English = ""
    full: Annotated[int, Field(ge=1, le=10_000)]
    items: Annotated[list[Item], Field(min_length=1)]
    vetoes: list[Veto] = []

    @model_validator(mode="after")
    def _points_add_up(self) -> Self:
        total = sum(item.max for item in self.items)
        if total != self.full:
            raise PydanticCustomError(
                "points",
                _("The items' points add up to {total}, not to {full}."),
                {"total": total, "full": self.full},
            )
        return self


class Level(Part):
    """A level of a ladder. ``certified_by`` is the level of area that grants it."""

    id: Key
    title: Title
    title_en: English = ""
    min_score: Annotated[int, Field(ge=0, le=10_000)]
    certified_by: Literal["village", "township", "county", "city", "province"]


class Condition(Part):
    """
    A named rule that a household must meet to apply; no ``levels`` means all of the ladder's.

    Every other key is a parameter of the rule.
    """

    model_config = ConfigDict(extra="allow")

    rule: Key
    levels: list[Key] = []
    source: Source

    @property
    def parameters(self) -> dict[str, object]:
        """Return the values given to the rule's parameters."""
        return dict(self.model_extra or {})


class Ladder(Dated):
    """
    The levels of a programme, lowest first, who may apply for them, and the limits of its procedure.

    Without ``eligibility`` it asks only what always holds: the household is on the register, has no
    open application in the programme, and does not hold the level or a higher one.
    """

    levels: Annotated[list[Level], Field(min_length=1)]
    eligibility: list[Condition] = []
    rules: dict[str, object] = {}

    @model_validator(mode="after")
    def _levels_rise(self) -> Self:
        scores = [level.min_score for level in self.levels]
        if scores != sorted(scores):
            raise PydanticCustomError("rise", _("Levels stand lowest first."))
        return self


class PointsRule(Part):
    """
    One thing a household gets points for, at most ``most`` times in each stretch of ``every``.

    ``recorded_by`` is the lowest level of area whose federation may record it.
    """

    id: Key
    title: Title
    title_en: English = ""
    points: Annotated[int, Field(ge=1, le=1000)]
    most: Annotated[int | None, Field(ge=1, le=1000)] = None
    every: Literal["day", "week", "month", "quarter", "year"] | None = None
    starts: Annotated[date | None, Field(alias="from")] = None
    recorded_by: Literal["village", "township", "county", "city", "province"]

    @model_validator(mode="after")
    def _limit_is_whole(self) -> Self:
        if (self.most is None) != (self.every is None):
            raise PydanticCustomError(
                "limit", _("A limit has both `most` and `every`; without a limit leave both out.")
            )
        return self


class Points(Dated):
    """What households get points for; unused ones expire ``expire_months`` after they were earned."""

    expire_months: Annotated[int | None, Field(ge=1, le=120)] = None
    rules: Annotated[list[PointsRule], Field(min_length=1)]

    @model_validator(mode="after")
    def _rules_begin_inside(self) -> Self:
        for rule in self.rules:
            if rule.starts and (
                rule.starts < self.starts or (self.ends and rule.starts >= self.ends)
            ):
                raise PydanticCustomError(
                    "rule", _("“{rule}” begins outside the days of its version."), {"rule": rule.id}
                )
        return self


class Named(Part):
    """Something the work chooses from: a type of site, a category of courses, a condition, a skill."""

    id: Key
    title: Title
    title_en: English = ""


class SiteItem(Part):
    """
    One line of a site's checklist: something that is there, or a number of at least ``least`` in ``unit``, or
    up to ``points``.

    ``known`` says with what the register of sites fills the answer in before somebody looks. Without a source
    of its own it has the kind's.
    """

    id: Key
    title: Title
    title_en: English = ""
    least: Annotated[int | None, Field(ge=1, le=1_000_000)] = None
    unit: Annotated[str, Field(max_length=10)] = ""
    unit_en: Annotated[str, Field(max_length=20)] = ""
    points: Annotated[int | None, Field(ge=1, le=1000)] = None
    known: Literal["", "head", "helpers", "activities"] = ""
    source: Source | None = None

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if self.least is not None and self.points is not None:
            raise PydanticCustomError("asks", _("An item has `least` or `points`, not both."))
        if (self.least is None) != (not self.unit):
            raise PydanticCustomError("unit", _("A number has both `least` and `unit`."))
        return self

    @property
    def asks(self) -> str:
        """What is written beside it, in one word."""
        return "number" if self.least is not None else "points" if self.points else "there"


class SiteKind(Dated):
    """
    A kind of site: its types, its checklist, who approves it and what keeps it in use.

    ``plaque`` is how a plaque's number is written; without it the kind has no plaques and a site opens with
    its approval. A site with no activity for ``dormant_after`` months is dormant, without it never. A yearly
    check asks for ``activities_a_year``. ``public`` shows it to everybody, ``check_in`` counts who comes.
    """

    id: Key
    title: Annotated[str, Field(min_length=1, max_length=60)]
    title_en: Annotated[str, Field(max_length=60)] = ""
    types: list[Named] = []
    checklist: list[SiteItem] = []
    least_points: Annotated[int, Field(ge=0, le=10_000)] = 0
    approved_by: Literal["township", "county", "city", "province"]
    plaque: Annotated[str, Field(max_length=60)] = ""
    dormant_after: Annotated[int | None, Field(ge=1, le=60)] = None
    activities_a_year: Annotated[int, Field(ge=0, le=366)] = 0
    public: bool = False
    check_in: bool = False

    @model_validator(mode="after")
    def _points_can_be_reached(self) -> Self:
        most = sum(item.points or 0 for item in self.checklist)
        if self.least_points > most:
            raise PydanticCustomError(
                "points",
                _("The checklist gives at most {most} points and asks for {least}."),
                {"most": most, "least": self.least_points},
            )
        return self

    @model_validator(mode="after")
    def _plaques_differ(self) -> Self:
        if self.plaque and not tells_apart(self.plaque):
            raise PydanticCustomError(
                "plaque", _("A plaque number is written like {area}-{year}-{serial:04d}.")
            )
        return self

    @model_validator(mode="after")
    def _check_in_is_public(self) -> Self:
        if self.check_in and not self.public:
            raise PydanticCustomError("check-in", _("A kind with a check-in is a public one."))
        return self


class ActivityKind(Part):
    """
    A kind of activity and what is asked of it.

    A class counts for how many one may attend at a time and leads to a certificate. Who comes to a private
    activity is shown to counsellors only. ``follow_up_months`` after a class whoever completed it is asked
    what became of her.
    """

    id: Key
    title: Title
    title_en: English = ""
    is_class: bool = False
    is_private: bool = False
    needs_confirmation: bool = False
    needs_agreement: bool = False
    minds_children: bool = False
    has_stalls: bool = False
    follow_up_months: list[Annotated[int, Field(ge=1, le=60)]] = []


class Stage(Part):
    """
    A stage of family life. One of a child's age holds from ``from_months`` to ``to_months``, exclusive;
    months before birth are below zero.
    """

    id: Key
    title: Title
    title_en: English = ""
    from_months: Annotated[int | None, Field(ge=-10, le=1200)] = None
    to_months: Annotated[int | None, Field(ge=-10, le=1200)] = None

    @model_validator(mode="after")
    def _ages_are_whole(self) -> Self:
        ages = (self.from_months, self.to_months)
        if None in ages and ages != (None, None):
            raise PydanticCustomError(
                "ages", _("A stage has both `from_months` and `to_months`, or neither.")
            )
        return self


class Audience(Part):
    """
    A named rule of who may enrol, or of how many seats are kept.

    Every other key is a parameter of the rule.
    """

    model_config = ConfigDict(extra="allow")

    rule: Key
    source: Source | None = None

    @property
    def parameters(self) -> dict[str, object]:
        """Return the values given to the rule's parameters."""
        return dict(self.model_extra or {})


class Activities(Dated):
    """
    What a programme's activities are: their kinds, categories and stages, for whom they are, their limits.

    ``audience`` is what new activities begin with; whoever plans one may choose otherwise. A limit's name
    ends in its unit; one left out keeps its default.
    """

    kinds: list[ActivityKind] = []
    categories: list[Named] = []
    stages: list[Stage] = []
    audience: list[Audience] = []
    limits: dict[str, object] = {}


class Bodies(Part):
    """
    How associations take in members: what the secretariat checks, and the vote of the council.

    More than ``more_than`` of the votes cast are for. Both steps are due some natural days after the last.
    """

    conditions: Annotated[list[Named], Field(min_length=1)]
    more_than: Annotated[int, BeforeValidator(_share), Field(ge=50, lt=100)]
    check_days: Annotated[int, Field(ge=1, le=90)]
    vote_days: Annotated[int, Field(ge=1, le=180)]


class Agreements(Part):
    """What agreements with bodies outside are about, and how long they run."""

    items: Annotated[list[Named], Field(min_length=1)]
    least_years: Annotated[int, Field(ge=1, le=10)]
    most_years: Annotated[int, Field(ge=1, le=10)]
    warn_days: Annotated[int, Field(ge=1, le=180)]
    duty_warn_days: Annotated[int, Field(ge=1, le=180)]

    @model_validator(mode="after")
    def _term_is_a_range(self) -> Self:
        if self.least_years > self.most_years:
            raise PydanticCustomError("term", _("The shortest term is longer than the longest."))
        return self


class VolunteerSkills(Part):
    """What volunteers can do."""

    skills: Annotated[list[Named], Field(min_length=1)]


class RecordChecks(Part):
    """How many months a crime-record check lets someone work with minors."""

    months: Annotated[int, Field(ge=1, le=12)]
    warn_days: Annotated[int, Field(ge=1, le=90)]


class Appointments(Named):
    """A kind of appointment by letter, and its term in months."""

    months: Annotated[int, Field(ge=1, le=120)]
    warn_days: Annotated[int, Field(ge=1, le=180)]


class Assignments(Part):
    """Which kind of appointment lets someone take one community."""

    kind: Key
    warn_days: Annotated[int, Field(ge=1, le=180)]


class Members(Dated):
    """
    Associations, agreements, volunteers, appointments and assignments of a programme: what it says of each.

    ``…warn_days`` before its end a thing becomes a to-do.
    """

    bodies: Bodies | None = None
    agreements: Agreements | None = None
    volunteers: VolunteerSkills | None = None
    record_checks: RecordChecks | None = None
    appointments: list[Appointments] = []
    assignments: Assignments | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.definition:
            raise PydanticCustomError("members", _("A members section says something."))
        if self.assignments and self.assignments.kind not in [one.id for one in self.appointments]:
            raise PydanticCustomError(
                "assignments",
                _("Assignments name a kind of appointment that is not there: {kind}."),
                {"kind": self.assignments.kind},
            )
        return self

    @property
    def definition(self) -> dict[str, object]:
        """Return what it says, without days and source, and without what it does not provide for."""
        said = self.model_dump(mode="json", exclude={"starts", "ends", "source"})
        return {key: value for key, value in said.items() if value}


class AreaCondition(Part):
    """A measure and the least value it must have in an area on the day; 90% is ninety per cent."""

    measure: MeasureId
    at_least: Annotated[
        Decimal, BeforeValidator(_share), Field(ge=0, max_digits=16, decimal_places=4)
    ]


class AreaLevel(Dated):
    """A level that whole villages or towns may hold, and the conditions that all must hold on the day."""

    id: Key
    title: Title
    title_en: English = ""
    of: Literal["township", "village"]
    conferred_by: Literal["township", "county", "city", "province"]
    conditions: Annotated[list[AreaCondition], Field(min_length=1)]


class AreasReaching(Part):
    """The areas of a level in which a balance is at least so much, each counted as one."""

    level: Literal["city", "county", "township", "village"]
    of: MeasureId
    at_least: Annotated[int, Field(ge=1)]


class Measure(Part):
    """
    What is counted, and how it adds up: a kind of fact, one measure over another, or the areas in which
    a measure reaches a number.
    """

    id: MeasureId
    title: Title
    title_en: English = ""
    definition: Sentence
    definition_en: Annotated[str, Field(max_length=300)] = ""
    unit: Unit
    how: Literal["flow", "balance", "persons", "amount"] | None = None
    fact: str | None = None
    categories: list[str] = []
    of_programme: str = ""
    ratio: tuple[MeasureId, MeasureId] | None = None
    areas: AreasReaching | None = None

    @model_validator(mode="after")
    def _counts_or_divides(self) -> Self:
        of_facts = (self.how, self.fact, self.categories, self.of_programme)
        ways = (all(of_facts[:2]), self.ratio is not None, self.areas is not None)
        if sum(ways) != 1 or (any(of_facts) and not ways[0]):
            raise PydanticCustomError(
                "counts", _("A measure has either `fact` and `how`, or `ratio`, or `areas`.")
            )
        return self

    @property
    def adds_up(self) -> str:
        """How it adds up, in one word."""
        return self.how or ("ratio" if self.ratio else "areas")

    @model_validator(mode="after")
    def _unit_fits(self) -> Self:
        if (self.unit == "%") != (self.ratio is not None) or (
            (self.unit == "元") != (self.how == "amount")
        ):
            raise PydanticCustomError(
                "unit", _("A ratio is in %, an amount in 元, a count in neither.")
            )
        return self


class Target(Part):
    """
    A value to reach by a day. ``value`` is in the measure's unit; 10% is ten per cent.

    ``area`` is the pack's own when left out. With ``each``, every area of that level inside it is to
    reach the value; a row for one of those areas by the same day takes its place there.
    """

    measure: MeasureId
    starts: Annotated[date | None, Field(alias="from")] = None
    by: date
    value: Annotated[Decimal, BeforeValidator(_share), Field(ge=0, max_digits=16, decimal_places=4)]
    area: Annotated[str, Field(pattern=r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$")] | None = None
    each: Literal["city", "county", "township", "village"] | None = None
    source: Source

    @property
    def name(self) -> str:
        """What tells it from the other targets of its pack."""
        parts = (self.measure, self.area, self.each, str(self.by))
        return " ".join(part for part in parts if part)


class CodeList(Part):
    """Names the work is sorted by, such as the stages of a family, as their source gives them."""

    id: Key
    title: Title
    title_en: English = ""
    source: Source
    items: Annotated[list[Named], Field(min_length=1)]


class Programme(Part):
    """A file of a pack: one programme and the primitives it uses."""

    programme: Key
    title: Title
    title_en: English = ""
    line: Key
    position: Annotated[int, Field(ge=0, le=1000)]
    summary: Sentence
    summary_en: Annotated[str, Field(max_length=300)] = ""
    source: Source
    codes: list[CodeList] = []
    sheets: list[Sheet] = []
    ladder: list[Ladder] = []
    points: list[Points] = []
    sites: list[SiteKind] = []
    activities: list[Activities] = []
    members: list[Members] = []
    area_levels: list[AreaLevel] = []
    measures: list[Measure] = []
    targets: list[Target] = []

    @property
    def primitives(self) -> list[str]:
        """Return the names of the sections it uses, in the order above."""
        names = (
            "codes", "sheets", "ladder", "points", "sites", "activities", "members", "area_levels",
            "measures", "targets",
        )  # fmt: skip
        return [name for name in names if getattr(self, name)]
