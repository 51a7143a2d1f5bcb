"""Why a filled row cannot be taken: a code for programs, a sentence without values for the officer."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """What is wrong with one cell of a score workbook."""

    CODE_MISSING = "score-code-missing"
    CODE_UNKNOWN = "score-code-unknown"
    CODE_TWICE = "score-code-twice"
    OUT_OF_REACH = "score-out-of-reach"
    NOT_WAITING = "score-not-waiting"
    OTHER_VERSION = "score-other-version"
    ON_ITS_PAGE = "score-on-its-page"
    POINTS_MISSING = "score-points-missing"
    POINTS_NOT_WHOLE = "score-points-not-whole"
    POINTS_TOO_MANY = "score-points-too-many"
    PICTURE_MISSING = "score-picture-missing"
    NOTE_TOO_LONG = "score-note-too-long"


SENTENCES: dict[Reason, str | Promise] = {
    Reason.CODE_MISSING: _("The household number is missing."),
    Reason.CODE_UNKNOWN: _("No household of this number has applied in the area you work for."),
    Reason.CODE_TWICE: _("The same household stands in an earlier row of this workbook."),
    Reason.OUT_OF_REACH: _("This household is outside the area you score for."),
    Reason.NOT_WAITING: _("This application does not wait for a town score: see its page."),
    Reason.OTHER_VERSION: _(
        "This application is scored by another version of the sheet. Download that one for it."
    ),
    Reason.ON_ITS_PAGE: _("This household is scored on its own page, not in a workbook."),
    Reason.POINTS_MISSING: _("The points of this item are missing."),
    Reason.POINTS_NOT_WHOLE: _("Points are whole numbers without a sign, a fraction or words."),
    Reason.POINTS_TOO_MANY: _("These are more points than the item has: the heading says how many."),
    Reason.PICTURE_MISSING: _(
        "The plan asks for a picture of this item as evidence. Add it on the application's page first."
    ),
    Reason.NOTE_TOO_LONG: _("The note is longer than 300 signs."),
}  # fmt: skip
