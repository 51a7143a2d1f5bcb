"""Activities with minors: who is with them, and until when her crime-record check holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import rules
from jinguo.activities.helping import Helping, held_until
from jinguo.activities.models import Activity, Enrolment, Helper, Session
from jinguo.activities.queries.activities import sessions_of
from jinguo.activities.queries.rulesets import rulesets_over_each
from jinguo.activities.rulesets import Kind
from jinguo.activities.signups.words import TITLES
from jinguo.core.errors import NotFound

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

ADULT = 18


def kinds_of(activities: Collection[Activity], on: date) -> dict[UUID, Kind]:
    """Return the kinds of some activities by activity, as the plan has them on a day; one query."""
    over = rulesets_over_each([one.area_id for one in activities], on)
    found = {}
    for one in activities:
        ruleset = over[one.area_id].get(one.programme)
        kinds = ruleset.kinds if ruleset else ()
        kind = next((kind for kind in kinds if kind.id == one.kind), None)
        if kind is not None:
            found[one.id] = kind
    return found


def find_kind(activity: Activity, on: date) -> Kind | None:
    """Return the kind of an activity as the plan has it on a day; None where it names it no more."""
    return kinds_of([activity], on).get(activity.id)


def minds_children(activity: Activity, on: date) -> bool:
    """Say whether children are minded at an activity, by its kind on a day."""
    kind = find_kind(activity, on)
    return kind is not None and kind.minds_children


def is_with_minors(activity: Activity, kind: Kind | None) -> bool:
    """Say whether who helps at an activity is with minors: by its kind, or by the ages it is for."""
    if kind is not None and (kind.minds_children or kind.with_minors):
        return True
    return any(
        one.rule == rules.AGE and one.parameters["at_most"] < ADULT
        for one in rules.conditions_of(activity)
    )


def helpers_of(activity: Activity, on: date) -> QuerySet[Helper]:
    """Return who is on the list of those who help at an activity on a day or later, by name."""
    found = activity.helpers.filter(Q(until_on__isnull=True) | Q(until_on__gt=on))
    return found.select_related("person").order_by("person__pinyin", "id")


def get_helper(actor: Actor, helper_id: UUID) -> Helper:
    """
    Return one line of the list of those who help, with its activity and person.

    :raises NotFound: no such line, or of no activity this actor may see
    """
    found = Helper.objects.filter(activity__in=Activity.objects.visible_to(actor), id=helper_id)
    helper = found.select_related("activity", "person").first()
    if helper is None:
        raise NotFound(_("She is not on this list."))
    return helper


def helping(activity: Activity, today: date) -> list[Helping]:
    """
    Return who is with the minors of an activity in its sessions of today and later, by name.

    Nobody where it is not with minors. Who enrols in volunteer service with minors is not among them.
    """
    if not is_with_minors(activity, find_kind(activity, today)):
        return []
    sessions = sessions_of(activity).filter(state=Session.State.PLANNED, ends_at__date__gte=today)
    return _helping(list(sessions), list(helpers_of(activity, today)), [], today)


def helping_at(session: Session, present: Collection[UUID], now: datetime) -> list[Helping]:
    """
    Return who is with the minors of a session on its day, by name.

    Of volunteer service, those of the entries ``present`` too: they are who helps. Until it is over the list
    is the one of now, afterwards that of its day.
    """
    activity, on = session.activity, timezone.localdate(session.starts_at)
    kind = find_kind(activity, on)
    if not is_with_minors(activity, kind):
        return []
    serving: list[Enrolment] = []
    if kind is not None and kind.service:
        serving = list(activity.enrolments.filter(id__in=present).select_related("person"))
    listed_on = max(on, timezone.localdate(min(now, session.ends_at)))
    return _helping([session], list(helpers_of(activity, listed_on)), serving, on)


def _helping(
    sessions: Sequence[Session],
    helpers: Sequence[Helper],
    serving: Iterable[Enrolment],
    today: date,
) -> list[Helping]:
    """Return each who helps once, with her first and her last day."""
    if not sessions:
        return []
    all_days = [max(timezone.localdate(one.starts_at), today) for one in sessions]
    names: dict[UUID, str] = {}
    days: dict[UUID, list[date]] = {}
    unknown: dict[str, list[date]] = {}
    for one in [*[each.person for each in helpers], *[each.person for each in serving]]:
        names[one.id], days[one.id] = one.name, list(all_days)
    for session, day in zip(sessions, all_days, strict=True):
        if session.instructor is not None:
            names.setdefault(session.instructor.id, session.instructor.name)
            days.setdefault(session.instructor.id, []).append(day)
        elif session.instructor_name and not _is_among(session.instructor_name, names.values()):
            unknown.setdefault(session.instructor_name, []).append(day)
    until = held_until(list(names), min(all_days))
    listed = {one.person_id: one.id for one in helpers}
    found = [
        Helping(
            names[person], person, min(on), max(on), until.get(person), listed.get(person)
        )
        for person, on in days.items()
    ]  # fmt: skip
    found += [Helping(name, None, min(on), max(on), None) for name, on in unknown.items()]
    return found


def _is_among(announced: str, names: Iterable[str]) -> bool:
    """
    Say whether the name an instructor is announced by has one of some names in it as a name of its own.

    “王芳老师、李丽” has 王芳 in it; “王芳芳” is somebody else, and so nobody's check is taken for hers.
    """
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?:{TITLES})?(?!\w)", announced) for name in names
    )


def with_minors_to_come(
    person_ids: Collection[UUID] | None, now: datetime
) -> dict[UUID, list[Session]]:
    """
    Return the sessions to come at which some persons, or None for all, are with minors, by person.

    They help there, teach there, or have a place in volunteer service; drafts count too. For jobs and for
    the person herself.
    """
    going_on = [Activity.State.DRAFT, *Activity.OPEN]
    sessions = Session.objects.filter(
        state=Session.State.PLANNED, ends_at__gt=now, activity__state__in=going_on
    )
    sessions = sessions.select_related("activity", "instructor").order_by("starts_at", "id")
    if person_ids is not None:
        theirs = Q(activity__helpers__person__in=person_ids, activity__helpers__until_on=None)
        theirs |= Q(instructor__in=person_ids)
        theirs |= Q(
            activity__enrolments__person__in=person_ids,
            activity__enrolments__state__in=Enrolment.HOLDING,
        )
        sessions = sessions.filter(id__in=Session.objects.filter(theirs).values("id"))
    rows = list(sessions)
    if not rows:
        return {}
    activities = {one.activity_id: one.activity for one in rows}
    kinds = kinds_of(list(activities.values()), timezone.localdate(now))
    minors = [
        key for key, one in activities.items() if is_with_minors(one, kinds.get(key))
    ]  # fmt: skip
    there = _there(minors, [key for key in minors if key in kinds and kinds[key].service])
    found: dict[UUID, list[Session]] = {}
    for session in rows:
        if session.activity_id not in minors:
            continue
        persons = set(there.get(session.activity_id, ()))
        if session.instructor_id:
            persons.add(session.instructor_id)
        for person in persons:
            found.setdefault(person, []).append(session)
    if person_ids is None:
        return found
    return {person: some for person, some in found.items() if person in person_ids}


def _there(activities: Collection[UUID], services: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return who helps at some activities, and who has a place where that is service, by activity."""
    helpers = Helper.objects.filter(activity__in=activities, until_on=None)
    entries = Enrolment.objects.holding().filter(activity__in=services)
    found: dict[UUID, set[UUID]] = {}
    for rows in (helpers, entries):
        for activity, person in rows.values_list("activity", "person"):
            found.setdefault(activity, set()).add(person)
    return found
