"""Who enrolled, and what stands in somebody's way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import policies, rules
from jinguo.activities.asked import candidates
from jinguo.activities.models import (
    Activity,
    Allocation,
    Attendance,
    Enrolment,
    Session,
    Standing,
)
from jinguo.activities.models.enrolments import EnrolmentQuerySet
from jinguo.activities.queries.activities import first_session, to_come
from jinguo.activities.queries.rulesets import ruleset_over, rulesets_over
from jinguo.activities.queries.seats import is_full
from jinguo.activities.rulesets import Kind, Limits, Ruleset
from jinguo.core.errors import NotFound, Refused
from jinguo.org.roles import Capability
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Person


def enrolments(actor: Actor) -> EnrolmentQuerySet:
    """Return every entry the actor may see, with its activity and person, the newest first."""
    found = Enrolment.objects.visible_to(actor).select_related("activity", "person", "guardian")
    return found.order_by("-entered_at", "-id")


def get_enrolment(actor: Actor, enrolment_id: UUID, *, lock: bool = False) -> Enrolment:
    """
    Return one entry the actor may see: of activities in her reach, of persons she may enrol, or a resident's
    own and her wards'.

    :raises NotFound: no such entry, or none this actor may see
    """
    hers = Q(person__in=people.persons(actor))
    seen = Q(pk__in=Enrolment.objects.visible_to(actor))
    if not actor.is_resident:
        hers &= Q(activity__is_private=False)
    found = Enrolment.objects.filter(seen | hers).select_related(
        "activity__area", "person", "guardian"
    )
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    enrolment = found.filter(id=enrolment_id).first()
    if enrolment is None:
        raise NotFound(_("There is no such entry."))
    return enrolment


def roster(activity: Activity) -> EnrolmentQuerySet:
    """
    Return who has a seat and then who waits, in order, with their persons.

    The caller got the activity from here and shows a private one's roster to counsellors only; see
    ``policies.check_see_roster``.
    """
    return (
        activity.enrolments.living()
        .select_related("person", "guardian", "activity")
        .annotate(waits=Q(state=Enrolment.State.WAITING))
        .order_by("waits", "place", "entered_at", "id")
    )


def on_list(activity: Activity) -> EnrolmentQuerySet:
    """Return who has a seat, in the order of the list to sign. The caller is as for :func:`roster`."""
    return roster(activity).filter(state__in=Enrolment.HOLDING).order_by("person__pinyin", "id")


def entries_with_persons(activity: Activity) -> EnrolmentQuerySet:
    """Return every entry of an activity, ended ones too, with activity, person and guardian, oldest first."""
    found = activity.enrolments.select_related("activity", "person", "guardian")
    return found.order_by("entered_at", "id")


def enrolments_of(person: Person) -> EnrolmentQuerySet:
    """
    Return the entries of a person and of records merged into hers, with their activities, newest first.

    The caller got the person from the register.
    """
    return (
        Enrolment.objects.filter(Q(person=person) | Q(person__merged_into=person))
        .select_related("activity__area", "activity__site", "person")
        .order_by("-entered_at", "-id")
    )


BEFORE = timedelta(hours=1)
"""So long before a session begins the door is open, as it is for who scans the code."""


def lets_in(actor: Actor, activity: Activity, now: datetime) -> bool:
    """
    Say whether who records who comes may enrol whoever stands at the door, though enrolment has closed.

    She may from an hour before a session until it is recorded as held, where seats go to who comes first and
    who comes is no secret. A line she finds written on the paper list is let in so too.
    """
    if now < activity.closes_at or activity.is_private or activity.allocation != Allocation.FIRST:
        return False
    if not actor.can(Capability.ACTIVITIES_ATTEND, activity.area_id):
        return False
    planned = activity.sessions.filter(state=Session.State.PLANNED)
    return planned.filter(starts_at__lte=now + BEFORE).exists()


def why_not(
    activity: Activity, person: Person, now: datetime, *, at_the_door: bool = False
) -> str | None:
    """
    Return the sentence that says why a person cannot enrol at an instant; None when she can.

    Of a child it does not say whether her guardian has consented.
    """
    try:
        policies.check_open(activity, now, at_the_door=at_the_door)
    except Refused as refusal:
        return refusal.message
    if activity.enrolments.living().filter(person=person).exists():
        return _("She has a place already, or waits for one.")
    if activity.allocation == Allocation.FIRST and is_full(activity):
        return _("All seats are taken, and the waiting list is full.")
    reasons = rules.refusals(candidates(activity, [person], now)).get(person.id)
    return " ".join(reasons) if reasons else None


def is_late_to_cancel(entry: Enrolment, now: datetime) -> bool:
    """
    Say whether giving up a seat at an instant counts as an absence.

    It does not until a session begins that was moved after she entered: she did not choose its time.
    """
    activity = entry.activity
    first = first_session(activity)
    if to_come(activity, now).filter(moved_at__gt=entry.entered_at).exists():
        return False
    hours = limits_of(activity, timezone.localdate(now)).cancel_hours
    return first is not None and now > first.starts_at - timedelta(hours=hours)


def limits_of(activity: Activity, on: date) -> Limits:
    """Return the limits that hold for an activity on a day; see :func:`ruleset_of`."""
    return ruleset_of(activity, on).limits


def kind_of(activity: Activity, on: date) -> Kind:
    """Return the kind of an activity, as the plan has it on a day; see :func:`ruleset_of`."""
    return ruleset_of(activity, on).kind(activity.kind)


def asks_for_agreement(session: Session) -> bool:
    """Say whether who comes to a session signs a privacy agreement first, as the plan has it on its day."""
    return kind_of(session.activity, timezone.localdate(session.starts_at)).needs_agreement


def get_entry_of(
    session: Session, actor: Actor, enrolment_id: UUID, *, lock: bool = False
) -> Enrolment:
    """
    Return one entry of a session; see :func:`get_enrolment`.

    :raises NotFound: no such entry, none this actor may see, or it is another activity's
    """
    found = get_enrolment(actor, enrolment_id, lock=lock)
    if found.activity_id != session.activity_id:
        raise NotFound(_("There is no such entry."))
    return found


def ruleset_of(activity: Activity, on: date) -> Ruleset:
    """Return what the plan says on a day; where it has ended, what it said when the activity was planned."""
    found = rulesets_over(activity.area_id, on).get(activity.programme)
    planned_on = timezone.localdate(activity.created_at)
    return found or ruleset_over(activity.programme, activity.area_id, planned_on)


def get_attendance(actor: Actor, attendance_id: UUID, *, lock: bool = False) -> Attendance:
    """
    Return one entry of a list of who came that the actor may see.

    :raises NotFound: no such entry, or none this actor may see
    """
    found = Attendance.objects.filter(
        enrolment__in=Enrolment.objects.visible_to(actor)
    ).select_related("session__activity", "enrolment")
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    attendance = found.filter(id=attendance_id).first()
    if attendance is None:
        raise NotFound(_("There is no such entry."))
    return attendance


def standings(actor: Actor) -> QuerySet[Standing]:
    """
    Return who belongs to which group, for whoever verifies it in her reach, the newest first.

    Nobody else sees the list: others are told only whether somebody may enrol.
    """
    reach = actor.reach(Capability.ACTIVITIES_VERIFY).as_q("person__area__code")
    return Standing.objects.filter(reach).select_related("person").order_by("-from_on", "-id")


def get_standing(actor: Actor, standing_id: UUID, *, lock: bool = False) -> Standing:
    """
    Return one standing of a person the actor sees; whether she may see it is asked of the policy.

    ``lock`` holds its row until the transaction ends.

    :raises NotFound: no such standing, or none of a person this actor sees
    """
    found = Standing.objects.filter(person__in=people.persons(actor))
    if lock:
        found = found.select_for_update(of=("self",))
    standing = found.select_related("person").filter(id=standing_id).first()
    if standing is None:
        raise NotFound(_("There is no such entry."))
    return standing


def ratings_of(activity: Activity, on: date) -> tuple[float, int] | None:
    """Return the mean of the ratings and their number; None while there are fewer than are shown."""
    found = Enrolment.objects.filter(activity=activity, feedback__isnull=False).aggregate(
        mean=Avg("feedback__rating"), count=Count("feedback")
    )
    if found["count"] < limits_of(activity, on).ratings_least:
        return None
    return round(float(found["mean"]), 1), found["count"]


def was_there(entries: Iterable[Enrolment]) -> set[UUID]:
    """Return the ids of those of some entries that were at a session at least. The caller may see them."""
    found = Attendance.objects.filter(
        enrolment__in=[one.id for one in entries], state=Attendance.State.PRESENT
    )
    return set(found.order_by().values_list("enrolment", flat=True))


def attended(activity: Activity) -> dict[UUID, int]:
    """Return how many sessions each was at, by enrolment."""
    rows = Attendance.objects.filter(session__activity=activity, state=Attendance.State.PRESENT)
    return dict(rows.order_by().values_list("enrolment").annotate(Count("id")))
