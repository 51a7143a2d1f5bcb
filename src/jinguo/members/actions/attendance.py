"""Hours that follow from who was at a session of volunteer service, written and taken back with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jinguo.core.recorded import signed
from jinguo.facts import actions as facts
from jinguo.members import queries
from jinguo.members.actions.volunteers import note, reverse, served
from jinguo.members.models import Service, Volunteer
from jinguo.org.actor import Actor

ATTENDANCE = Actor.system("attendance")


class ServiceSession(Protocol):
    """
    A session that is service of a programme's volunteers, as the module that holds it tells of it.

    ``present`` are the persons there, each with the fact that counts her.
    """

    @property
    def id(self) -> UUID: ...
    @property
    def programme(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def minutes(self) -> int: ...
    @property
    def with_minors(self) -> bool: ...
    @property
    def present(self) -> Mapping[UUID, UUID]: ...


@transaction.atomic
def follow_attendance(session: ServiceSession, *, now: datetime) -> None:
    """
    Let the hours of a session be those of the volunteers who were there, as it stands; done again it changes
    nothing. Records ``members.served``.

    Who was no volunteer on the day gets none; nor does who has no crime-record check, where it was with
    minors, or whose hours of it were entered by hand before. Who was noted by mistake has hers taken back.
    """
    places = _places(session)
    standing = list(queries.services_of_session(session.id).select_related("volunteer"))
    wrong = [one for one in standing if one.volunteer.person_id not in session.present]
    has_hours = {one.volunteer.person_id for one in standing}
    missing = [one for person, one in places.items() if person not in has_hours]
    if wrong:
        reverse(wrong, reason=_("She was not there after all."), actor=ATTENDANCE, now=now)
    _add(session, _may_count(session, missing), now)


def _places(session: ServiceSession) -> dict[UUID, Volunteer]:
    """Return and hold the places on the list that serve at a session or have hours of it, by person."""
    serving = queries.in_force(session.programme, list(session.present), session.on)
    had = queries.services_of_session(session.id).values("volunteer")
    found = Volunteer.objects.filter(Q(id__in=serving.values("id")) | Q(id__in=had))
    locked = list(found.select_for_update(of=("self",), no_key=True).order_by("id"))
    kept = set(serving.values_list("id", flat=True))
    return {
        one.person_id: one for one in sorted(locked, key=lambda one: one.since_on) if one.id in kept
    }  # of two on one day the later


def _may_count(session: ServiceSession, some: Sequence[Volunteer]) -> list[Volunteer]:
    """Leave out whose hours stand there by hand, and who may not work with minors where they came."""
    title = title_of(session)
    by_hand = queries.services_by_hand(session.on).filter(volunteer__in=some, what=title)
    done = set(by_hand.values_list("volunteer", flat=True))
    left = [one for one in some if one.id not in done]
    if not session.with_minors:
        return left
    checks = queries.checks_held([one.person_id for one in left], session.on)
    return [
        one for one in left
        if (seen := checks.get(one.person_id)) and seen.holds_until >= session.on
    ]  # fmt: skip


def _add(session: ServiceSession, some: Sequence[Volunteer], now: datetime) -> None:
    made = Service.objects.bulk_create(
        Service(
            volunteer=one, area_id=one.area_id, on=session.on, minutes=session.minutes,
            with_minors=session.with_minors, what=title_of(session), session=session.id,
            fact=session.present[one.person_id], **signed(ATTENDANCE, now),
        )
        for one in some
    )  # fmt: skip
    for one in made:
        note(ATTENDANCE, "serve", one.volunteer)
    facts.record([served(one, one.on, one.minutes) for one in made], actor=ATTENDANCE)


def title_of(session: ServiceSession) -> str:
    """Return what hours of a session are for, written as an entry by hand is."""
    return " ".join(session.title.split())
