"""``members``: associations, agreements, volunteers, appointments and assignments."""

from __future__ import annotations

from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from jinguo.programmes.schema.parts import Dated, Key, Named, Part, share


class Bodies(Part):
    """
    How associations take in members: what the secretariat checks, and the vote of the council.

    More than ``more_than`` of the votes cast are for. Both steps are due some natural days after the last.
    """

    conditions: Annotated[list[Named], Field(min_length=1)]
    more_than: Annotated[int, BeforeValidator(share), Field(ge=50, lt=100)]
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
