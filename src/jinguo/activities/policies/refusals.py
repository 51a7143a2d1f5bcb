"""Why something of activities is refused, each with a code of its own."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from jinguo.core.errors import Invalid, Refused


class NotOpen(Refused):
    """One cannot enrol at this instant."""

    code = "not-open"


class NotForHer(Refused):
    """The rules of the activity leave her out; the message says which and why."""

    code = "not-for-her"


class GuardianNeeded(Refused):
    """A child under 14 is enrolled by her guardian, whose consent is on record."""

    code = "guardian-needed"


class UnitNamed(Invalid):
    """A text names a military unit, of which nothing is kept."""

    code = "unit-named"


class WrongState(Refused):
    """The thing is not in a state in which this can be done."""

    code = "wrong-state"


class ChildrenInside(Refused):
    """Children who were signed in have not been signed out."""

    code = "children-inside"


def said(at: datetime) -> str:
    """Return an instant in words."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
