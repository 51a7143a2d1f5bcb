"""The bookings of a resident and her children, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jinguo.activities import queries
from jinguo.activities.models import Attendance, Enrolment, Session
from jinguo.activities.rulesets import Limits
from jinguo.portal.activities.availability import Tag, instant
from jinguo.portal.activities.pages import Meeting, block_text, discreet_title, meetings

State = Enrolment.State

TITLES = {
    State.WAITING: gettext_lazy("On the waiting list"),
    State.OFFERED: gettext_lazy("A seat is free for you"),
    State.ENROLLED: gettext_lazy("Booked"),
    State.COMPLETED: gettext_lazy("Taken part"),
    State.DROPPED: gettext_lazy("Booking cancelled"),
    State.LATE_CANCELLED: gettext_lazy("Booking cancelled late"),
    State.REFUSED: gettext_lazy("No seat"),
}
KINDS = {
    State.WAITING: "wait",
    State.OFFERED: "main",
    State.ENROLLED: "good",
    State.COMPLETED: "good",
    State.LATE_CANCELLED: "warn",
}


@dataclass(frozen=True)
class Row:
    """One booking of the list; ``name`` is for whom it is."""

    href: str
    title: str
    when: str
    name: str
    tag: Tag


@dataclass(frozen=True)
class Part:
    """A part of the list under a title of its own."""

    title: str
    rows: list[Row]


def state_tag(booking: Enrolment, *, came: bool) -> Tag:
    """Return the state of a booking in a word, as it is told to her; ``came``: she was at a session."""
    state = State(booking.state)
    if state == State.WAITING and booking.place is None:
        return Tag(_("In the draw"), "wait")
    if is_unconfirmed(booking):
        return Tag(_("To be confirmed"), "wait")
    if state == State.COMPLETED and not came:
        return Tag(_("Over"), "")
    return Tag(str(TITLES[state]), KINDS.get(state, ""))


def is_unconfirmed(booking: Enrolment) -> bool:
    """Say whether a seat is held that the organiser has still to confirm."""
    return (
        booking.state == State.ENROLLED
        and booking.activity.needs_confirmation
        and booking.confirmed_at is None
    )


def parts_of(bookings: Sequence[Enrolment], now: datetime) -> list[Part]:
    """Return bookings as the list shows them: what asks for an answer, what is to come, what was."""
    days = days_of(bookings)
    over = [one for one in bookings if one.state == State.COMPLETED]
    there = queries.was_there(over) if over else set()
    offered: list[Enrolment] = []
    coming: list[Enrolment] = []
    past: list[Enrolment] = []
    for one in bookings:
        _first, last = days.get(one.activity_id, (None, None))
        is_over = one.state not in Enrolment.LIVING or (last is not None and last <= now)
        place = offered if one.state == State.OFFERED else past if is_over else coming
        place.append(one)
    coming.sort(key=lambda one: days.get(one.activity_id, (one.entered_at, None))[0])
    return [
        Part(title, [row_of(one, days, came=one.id in there) for one in some])
        for title, some in (
            (_("A seat is free for you"), offered),
            (_("To come"), coming),
            (_("Over"), past),
        )
        if some
    ]


Days = dict[object, tuple[datetime, datetime]]


def days_of(bookings: Iterable[Enrolment]) -> Days:
    """Return when the activities of bookings begin and end, by activity; one query."""
    found = Session.objects.going_on().filter(activity__in={one.activity_id for one in bookings})
    rows = found.order_by().values_list("activity").annotate(Min("starts_at"), Max("ends_at"))
    return {activity: (first, last) for activity, first, last in rows}


def row_of(booking: Enrolment, days: Days, *, came: bool) -> Row:
    """Return one booking as the list shows it, which whoever looks over her shoulder reads too."""
    first, _last = days.get(booking.activity_id, (None, None))
    return Row(
        href=reverse("portal:booking", args=[booking.id]),
        title=discreet_title(booking.activity),
        when=instant(first) if first else "",
        name=name_of(booking),
        tag=state_tag(booking, came=came),
    )


def name_of(booking: Enrolment) -> str:
    """Return for whom a booking is, and where it takes several seats, how many."""
    name = booking.person.name
    if booking.seats == 1:
        return name
    seats = ngettext("%d seat", "%d seats", booking.seats) % booking.seats
    return f"{name} · {seats}"


@dataclass(frozen=True)
class Attended:
    """A session of a booking, and whether she was there; None while nothing is recorded."""

    meeting: Meeting
    tag: Tag | None


def attended(booking: Enrolment) -> list[Attended]:
    """Return the sessions of a booking's activity, with whether she was there."""
    sessions = list(queries.sessions_of(booking.activity))
    rows = booking.attendances.values_list("session_id", "state")
    tags = {session: presence_tag(state) for session, state in rows}
    return [
        Attended(meeting, tags.get(session.id))
        for session, meeting in zip(sessions, meetings(sessions), strict=True)
    ]


def presence_tag(state: str) -> Tag:
    """Return whether somebody was there, in a word."""
    kinds = {Attendance.State.PRESENT: "good", Attendance.State.ABSENT: "warn"}
    return Tag(str(Attendance.State(state).label), kinds.get(Attendance.State(state), ""))


def said_of(booking: Enrolment) -> str:
    """Return what she should know of the state of a booking besides its word; empty for nothing."""
    if booking.state == State.WAITING:
        if booking.place is None:
            return _("You take part in the draw. You are told when it is drawn.")
        return _("You are number %d in the waiting list. You are told when a seat is free.") % (
            queries.position(booking)
        )
    if booking.state == State.ENROLLED and booking.activity.needs_confirmation:
        return (
            _("The organiser still has to confirm it.")
            if is_unconfirmed(booking)
            else _("The organiser has confirmed it.")
        )
    if booking.state == State.LATE_CANCELLED and booking.is_excused:
        return _("It was excused, and does not count as an absence.")
    return str(booking.get_ended_because_display()) if booking.ended_because else ""


def offer_text(booking: Enrolment) -> str:
    """Return until when a seat is held for her."""
    assert booking.offer_expires_at is not None  # an_offer_expires
    return _("It is yours until %s. After that it goes to the next in line.") % (
        instant(booking.offer_expires_at)
    )


def consequence(booking: Enrolment, limits: Limits, *, is_late: bool) -> str:
    """Return what cancelling means, before it is done."""
    if booking.state == State.WAITING:
        return _("You leave the waiting list; it has no other consequence.")
    if not is_late:
        return _("Your seat goes to the next in line. It has no other consequence.")
    late = ngettext(
        "It starts in less than %d hour, so this counts as an absence.",
        "It starts in less than %d hours, so this counts as an absence.",
        limits.cancel_hours,
    ) % limits.cancel_hours  # fmt: skip
    if not limits.absences_most:
        return late
    return f"{late}\n{block_text(limits)}"
