"""What is recorded of an activity or session the caller got from here, for the pages that show it."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from jinguo.activities.models import (
    Activity,
    Attendance,
    Certificate,
    Charge,
    Draw,
    Enrolment,
    Feedback,
    Incident,
    Intent,
    PickUp,
    Session,
    Stall,
    Stay,
    Vacancy,
)
from jinguo.activities.models.activities import ActivityQuerySet
from jinguo.core import crypto
from jinguo.core.errors import NotFound
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def attendances_of(session: Session) -> QuerySet[Attendance]:
    """Return what is noted of who came to a session."""
    return session.attendances.all()


def certificates_of(activity: Activity) -> QuerySet[Certificate]:
    """Return the certificates issued for an activity by number, each with its entry and person."""
    return (
        Certificate.objects.filter(enrolment__activity=activity)
        .select_related("enrolment__activity__unit", "enrolment__activity__area")
        .select_related("enrolment__person__area", "enrolment__guardian")
        .order_by("number")
    )


def get_draw(activity: Activity) -> Draw:
    """
    Return the draw of an activity.

    :raises NotFound: its seats are not given by lot, or it is a draft
    """
    found = Draw.objects.filter(activity=activity).first()
    if found is None:
        raise NotFound(_("No seats are drawn here."))
    return found


def stays_of(session: Session) -> QuerySet[Stay]:
    """Return the children's stays of one afternoon, each with who fetched the child."""
    return session.stays.select_related("fetched_by")


def incidents_of(session: Session) -> QuerySet[Incident]:
    """Return what happened at one afternoon, the earliest first. What it was is sealed."""
    return session.incidents.select_related("charge__enrolment__person").order_by("at", "id")


def get_charge(session: Session, charge_id: UUID) -> Charge:
    """
    Return the card of a child of a session.

    :raises NotFound: there is no such child in it
    """
    found = Charge.objects.filter(enrolment__activity=session.activity_id).select_related(
        "enrolment__activity", "enrolment__person__area", "enrolment__guardian"
    )
    charge = found.filter(id=charge_id).first()
    if charge is None:
        raise NotFound(_("There is no such child in this class."))
    return charge


def get_charge_of(entry: Enrolment) -> Charge:
    """
    Return the card of the child of an entry.

    :raises NotFound: there is none
    """
    charge = find_charge(entry)
    if charge is None:
        raise NotFound(_("The child has no card yet."))
    return charge


def pick_ups_of(charge: Charge) -> QuerySet[PickUp]:
    """Return who may fetch a child now, by name."""
    return charge.pick_ups.filter(until_on__isnull=True).order_by("name", "id")


def find_charge(entry: Enrolment) -> Charge | None:
    """Return the card of an entry; None without one."""
    return Charge.objects.filter(enrolment=entry).first()


def mark_of(charge: Charge) -> str:
    """Return a mark of who may fetch a child and of what she must not eat, which changes as these do."""
    fetching = sorted(str(one.id) for one in pick_ups_of(charge))
    return sha256(bytes(charge.allergies or b"") + "".join(fetching).encode()).hexdigest()


def own_allergies(actor: Actor, charge: Charge) -> str:
    """
    Return what a child must not eat, to the resident who speaks for her.

    :raises NotFound: the child is not hers
    """
    hers = people.persons(actor).filter(pk=charge.enrolment.person_id)
    if not (actor.is_resident and hers.exists()):
        raise NotFound(_("There is no such entry."))
    if charge.allergies is None:
        return ""
    return crypto.unseal("activities_charge", "allergies", charge.id, bytes(charge.allergies))


def inside(sessions: Iterable[Session]) -> QuerySet[Stay]:
    """Return the stays of the children who have come to one of some afternoons and not left."""
    return Stay.objects.filter(session__in=sessions, out_at=None)


def inside_in(activities: ActivityQuerySet) -> QuerySet[Stay]:
    """Return the stays of the children who have come to some activities and not left."""
    return Stay.objects.filter(session__activity__in=activities.values("id"), out_at=None)


def stalls_of(activity: Activity) -> QuerySet[Stall]:
    """Return the stalls of a fair by number, each with its posts and who means to take them."""
    meant = Prefetch(
        "vacancies__intents", Intent.objects.select_related("person__area").order_by("on", "id")
    )
    return activity.stalls.prefetch_related("vacancies", meant).order_by("number")


def get_intent(activity: Activity, intent_id: UUID) -> Intent:
    """
    Return an intent at a fair, with the post, its firm and whoever means to take it.

    :raises NotFound: there is none there
    """
    found = Intent.objects.filter(vacancy__stall__activity=activity, id=intent_id)
    intent = found.select_related("vacancy__stall", "person__area").first()
    if intent is None:
        raise NotFound(_("There is no such entry."))
    return intent


def announced_stalls(activity: Activity) -> QuerySet[Stall]:
    """Return the stalls of a fair by number, each with its posts, as anybody may see them."""
    posts = Prefetch("vacancies", Vacancy.objects.order_by("id"))
    return activity.stalls.prefetch_related(posts).order_by("number")


def feedback_of(activity: Activity) -> QuerySet[Feedback]:
    """Return what was said of an activity in words, the latest first."""
    return (
        Feedback.objects.filter(enrolment__activity=activity)
        .exclude(words="")
        .order_by("-at", "enrolment")
    )


def absences_in(activity: Activity) -> QuerySet[Attendance]:
    """Return who was noted absent at the sessions of an activity, the latest first, excused or not."""
    return (
        Attendance.objects.filter(session__activity=activity)
        .exclude(state=Attendance.State.PRESENT)
        .select_related("session", "enrolment__activity")
        .select_related("enrolment__person__area", "enrolment__guardian")
        .order_by("-session__starts_at", "id")
    )


def late_cancellations_in(activity: Activity) -> QuerySet[Enrolment]:
    """Return who gave a place in an activity up late, the latest first, excused or not."""
    return (
        activity.enrolments.filter(state=Enrolment.State.LATE_CANCELLED)
        .select_related("activity", "person__area", "guardian")
        .order_by("-ended_at", "id")
    )
