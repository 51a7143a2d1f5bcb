"""Whether an instructor, a counsellor or a room is in use at a time already."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.activities.models import Session


@dataclass(frozen=True)
class Use:
    """
    What a session would take up from an instant to one, exclusive: a room, an instructor, a counsellor.

    ``outside`` is the name of who has neither a record nor an account; it is compared with counsellors alone.
    """

    starts_at: datetime
    ends_at: datetime
    site_id: UUID | None = None
    room: str = ""
    instructor_id: UUID | None = None
    counsellor_id: UUID | None = None
    outside: str = ""


@dataclass(frozen=True)
class Conflict:
    """Two sessions that want the same room, instructor or counsellor at the same time."""

    what: str
    starts_at: datetime
    title: str

    def __str__(self) -> str:
        when = date_format(timezone.localtime(self.starts_at), "DATETIME_FORMAT")
        sentences = {
            "room": _("The place is taken on %(when)s by “%(title)s”."),
            "instructor": _("The instructor teaches “%(title)s” on %(when)s."),
            "counsellor": _("The counsellor is on duty already on %(when)s: “%(title)s”."),
        }
        return sentences[self.what] % {"when": when, "title": self.title}


def conflicts(uses: Iterable[Use], *, without: Collection[UUID] = ()) -> list[Conflict]:
    """
    Return what stands in the way of some uses, in one query: other sessions, and the uses themselves.

    ``without`` are sessions that do not count, such as those that are moved.
    """
    wanted = list(uses)
    found = _among(wanted)
    asked = Q(pk__in=[])
    for use in wanted:
        overlaps = Q(starts_at__lt=use.ends_at, ends_at__gt=use.starts_at)
        if use.site_id:
            asked |= overlaps & Q(site=use.site_id, room=use.room)
        if use.instructor_id:
            asked |= overlaps & Q(instructor=use.instructor_id)
        if use.counsellor_id:
            asked |= overlaps & Q(counsellor=use.counsellor_id)
        if use.outside:
            asked |= overlaps & Q(instructor_name=use.outside, activity__is_private=True)
    rows = Session.objects.going_on().filter(asked).exclude(id__in=without)
    for session in rows.select_related("activity").order_by("starts_at", "id"):
        at_once = [use for use in wanted if _overlap(use, session)]
        found.append(
            Conflict(_wanted_of(session, at_once), session.starts_at, session.activity.title)
        )
    return found


def _wanted_of(session: Session, uses: Collection[Use]) -> str:
    """Return what of a session some uses at its time want: who teaches, who is on duty, or its room."""
    if session.instructor_id in {use.instructor_id for use in uses} - {None}:
        return "instructor"
    names = {use.outside for use in uses} - {""}
    if session.counsellor_id in {use.counsellor_id for use in uses} - {None}:
        return "counsellor"
    return "counsellor" if session.instructor_name in names else "room"


def _among(uses: list[Use]) -> list[Conflict]:
    """Return which of some uses want the same at the same time."""
    found = []
    for place, one in enumerate(uses):
        for other in uses[:place]:
            if _overlap(one, other):
                same = {
                    "instructor": one.instructor_id and one.instructor_id == other.instructor_id,
                    "counsellor": one.counsellor_id and one.counsellor_id == other.counsellor_id,
                    "room": one.site_id and (one.site_id, one.room) == (other.site_id, other.room),
                }
                found += [
                    Conflict(what, one.starts_at, _("another one of these"))
                    for what, is_same in same.items()
                    if is_same
                ]
    return found


def _overlap(one: Use | Session, other: Use | Session) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
