"""Why a filled row cannot be taken: a code for programs, a sentence without values for the officer."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """What is wrong with a cell of a visit workbook."""

    CODE_UNKNOWN = "visit-code-unknown"
    CODE_TWICE = "visit-code-twice"
    NOT_WAITING = "visit-not-waiting"
    HAS_ACCOUNT = "visit-has-account"
    OTHER_ROUND = "visit-other-round"
    OUTCOME_UNKNOWN = "visit-outcome-unknown"
    YES_OR_NO = "visit-yes-or-no"
    SATISFACTION = "visit-satisfaction"
    NOT_ASKED = "visit-not-asked"
    POINTS_MISSING = "visit-points-missing"
    POINTS_NOT_WHOLE = "visit-points-not-whole"
    POINTS_TOO_MANY = "visit-points-too-many"
    NOTE_TOO_LONG = "visit-note-too-long"


SENTENCES: dict[Reason, str | Promise] = {
    Reason.CODE_UNKNOWN: _("This round has no visit with this code."),
    Reason.CODE_TWICE: _("The same visit stands in an earlier row of this workbook."),
    Reason.NOT_WAITING: _("This visit was recorded otherwise, or nobody was met: see its page."),
    Reason.HAS_ACCOUNT: _("This visit is of an assessor with an account, who records it herself."),
    Reason.OTHER_ROUND: _("This row is of another round. Bring the workbooks one by one."),
    Reason.OUTCOME_UNKNOWN: _("Choose one of the answers the cell offers."),
    Reason.YES_OR_NO: _("Answer yes or no."),
    Reason.SATISFACTION: _("Satisfaction is a whole number from 1 to 5, or empty."),
    Reason.NOT_ASKED: _("This is filled only where the family was met. Empty it, or correct the answer."),
    Reason.POINTS_MISSING: _("The points of this item are missing."),
    Reason.POINTS_NOT_WHOLE: _("Points are whole numbers without a sign, a fraction or words."),
    Reason.POINTS_TOO_MANY: _("These are more points than the item has: the heading says how many."),
    Reason.NOTE_TOO_LONG: _("The note is longer than 300 signs."),
}  # fmt: skip
