"""What is recorded of an activity or session the caller got from here, for the pages that show it."""

from __future__ import annotations

from django.db.models import QuerySet

from jinguo.activities.models import Activity, Attendance, Certificate, Session


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
