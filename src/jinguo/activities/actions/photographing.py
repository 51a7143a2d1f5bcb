"""A list to sign comes back as photographs: what stands on it is read and shown, and noted once confirmed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.activities import checkin, policies, queries
from jinguo.activities.actions.attending import (
    COMING,
    PRESENT,
    by_short_code,
    record_attendance,
)
from jinguo.activities.actions.marking import noted_at, settle
from jinguo.activities.models import Activity, Attendance, Enrolment, Session
from jinguo.activities.printing.drawing import SIGNED
from jinguo.core.errors import Refused
from jinguo.core.pictures.reading import UnreadablePicture
from jinguo.core.pictures.sheets import Sheet, read_sheet

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

BLANK_UP_TO = 0.004
INK_FROM, INK_UP_TO = 0.010, 0.5
"""Shares of the space to sign: a thin tick is more than 1 %, a whole signature less than half."""


class NoSheet(Refused):
    """Nothing of the list can be found on a picture."""

    code = "no-sheet"


class OtherSheet(Refused):
    """A picture shows the list of another session."""

    code = "other-sheet"


class Reading(StrEnum):
    """What a line of a photographed list says."""

    SIGNED = "signed"
    BLANK = "blank"
    UNSURE = "unsure"
    UNREAD = "unread"


@dataclass(frozen=True)
class Line:
    """
    One line of the list: its number as it is printed now, whose it is, and what was read.

    ``noted`` is the state of attendance she has now, empty for none; ``can_come`` says that her seat is hers
    and not only offered.
    """

    number: int
    entry: Enrolment
    reading: Reading
    noted: str
    can_come: bool

    @property
    def is_noted(self) -> bool:
        """Say whether she is noted as there already."""
        return self.noted == PRESENT


@dataclass(frozen=True)
class Photographed:
    """All lines of a list as they were read; ``gone`` lines of the paper are of who has no seat any more."""

    lines: Sequence[Line]
    gone: int

    @property
    def unread(self) -> list[int]:
        """The numbers of the lines whose code could not be read."""
        return [one.number for one in self.lines if one.reading is Reading.UNREAD]


def read_photographs(
    *, actor: Actor, session_id: UUID, pictures: Sequence[bytes], now: datetime
) -> Photographed:
    """
    Return what photographs of the printed list of a session say. Nothing is noted, no picture is kept.

    :raises NotFound: no such session for this actor
    :raises Denied: the actor does not record who comes there, or may not see who does
    :raises UnreadablePicture: a file is no picture, or too large
    :raises OtherSheet: a picture shows the list of another session
    :raises NoSheet: no line of the list is found on a picture
    :raises Refused: the session has not begun, or is cancelled; or two lines share a code
    """
    session = queries.get_session(actor, session_id)
    policies.check_attend(actor, session)
    policies.check_see_roster(actor, session.activity)
    policies.check_session(session, "attend")
    policies.check_begun(session, now)
    entries = list(queries.on_list(session.activity))
    by_code = {checkin.line_code(session.id, one.id): one for one in entries}
    if len(by_code) < len(entries):
        raise Refused(_("Two names of this list share a code. Tick them on the screen."))
    read: dict[UUID, set[Reading]] = {}
    gone: set[str] = set()
    for at, data in enumerate(pictures, start=1):
        sheet = _sheet(data, at if len(pictures) > 1 else None)
        _check_sheet(session, sheet, by_code, at if len(pictures) > 1 else None)
        for mark in sheet.lines:
            if mark.text in by_code:
                read.setdefault(by_code[mark.text].id, set()).add(reading(mark.ink))
            else:
                gone.add(mark.text)
    noted = noted_at(session)
    return Photographed(
        [
            Line(
                at,
                one,
                _together(read.get(one.id, set())),
                noted.get(one.id, ""),
                one.state in COMING,
            )
            for at, one in enumerate(entries, start=1)
        ],
        len(gone),
    )


@dataclass(frozen=True)
class Confirmed:
    """
    What became of a list that was confirmed: how many lines were noted, and the codes that are nobody's.

    ``changed`` lines were noted otherwise by somebody else since they were shown, and are left so.
    """

    noted: int
    unknown: Sequence[str]
    changed: Sequence[Line]


@transaction.atomic
def confirm_list(
    *,
    actor: Actor,
    session_id: UUID,
    seen: Mapping[str, str],
    ticked: Collection[str],
    now: datetime,
) -> Confirmed:
    """
    Note who came, line by line, as they were shown and ticked; who is not ticked was absent.

    ``seen`` has each line's state as it was shown, by short code. A line that says something else by now is
    left as it is, unless it says already what is ticked; a line that was not shown is never touched.

    :raises NotFound, Denied, Refused, Unchecked: as :func:`record_attendance`
    :raises Refused: no line came with it
    """
    # Locked, so that nobody is noted there between the look and the act.
    session = queries.get_session(actor, session_id, lock=True)
    policies.check_attend(actor, session)
    policies.check_see_roster(actor, session.activity)
    if not seen:
        raise Refused(_("Nothing was sent of what the page showed. Send the pictures again."))
    entries = by_short_code(session)
    noted = noted_at(session)
    shown = {entries[code]: state for code, state in seen.items() if code in entries}
    found = settle(session, shown, {entries[code] for code in ticked if code in entries})
    if found.present or found.absent:
        record_attendance(
            actor=actor, session_id=session_id, present=found.present, absent=found.absent,
            how=Attendance.How.CODE, now=now,
        )  # fmt: skip
    lines = enumerate(queries.on_list(session.activity), start=1)
    return Confirmed(
        len(found.present) + len(found.absent),
        sorted(set(ticked) - set(entries)),
        [
            Line(at, one, Reading.UNSURE, noted.get(one.id, ""), can_come=True)
            for at, one in lines
            if one.id in found.changed
        ],
    )


def reading(ink: float | None) -> Reading:
    """Return what a share of ink means; where it can be either, it is unsure."""
    if ink is None or BLANK_UP_TO < ink < INK_FROM or ink > INK_UP_TO:
        return Reading.UNSURE
    return Reading.SIGNED if ink >= INK_FROM else Reading.BLANK


def _together(read: set[Reading]) -> Reading:
    """Return what several pictures of one line say together."""
    if not read:
        return Reading.UNREAD
    return read.pop() if len(read) == 1 else Reading.UNSURE


def _sheet(data: bytes, at: int | None) -> Sheet:
    try:
        return read_sheet(data, SIGNED)
    except UnreadablePicture as unreadable:
        raise UnreadablePicture(_said(unreadable.message, at)) from unreadable


def _check_sheet(
    session: Session, sheet: Sheet, by_code: dict[str, Enrolment], at: int | None
) -> None:
    """Pass when a picture shows the list of this session, and no other."""
    pages = [page for page in map(checkin.page_of, sheet.pages) if page]
    for session_id, _page in pages:
        if session_id != session.id:
            raise OtherSheet(_said(_other(session.activity, session_id), at))
    if any(mark.text in by_code for mark in sheet.lines) or (pages and not sheet.lines):
        return
    if sheet.lines or sheet.pages:
        raise OtherSheet(_said(_("The codes on this picture are not those of this list."), at))
    raise NoSheet(
        _said(
            _(
                "No code of a list is found on this picture. Lay the page flat in the light, let it fill"
                " the picture, and take it again; or type the codes of who signed."
            ),
            at,
        )
    )


def _other(activity: Activity, session_id: UUID) -> str:
    other = activity.sessions.filter(id=session_id).first()
    if other is None:
        return _("This is the list of another activity.")
    return _("This is the list of session %d. Open that session, and send it there.") % other.number


def _said(sentence: str, at: int | None) -> str:
    """Return a sentence about a picture, with its number where there are several."""
    if at is None:
        return sentence
    return _("Picture %(number)d: %(sentence)s") % {"number": at, "sentence": sentence}
