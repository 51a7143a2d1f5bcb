"""Activities under the applied plan, by today's clock, for the pages that show them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from jinguo.activities import actions
from jinguo.activities.actions import OfferIn, SessionIn
from jinguo.activities.models import Activity, Enrolment, Series, Session
from jinguo.members import actions as members
from jinguo.people.models import Person
from tests.make import desk
from tests.make import people as homes

TEA = "fashion-classrooms"


def session(*, days: float = 1, hours: float = 2, **given) -> SessionIn:
    """A session that starts so many days from now."""
    starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=days)
    return SessionIn(starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), **given)


def offer(**given) -> OfferIn:
    """A class of tea art in the town, open to all on the register."""
    return OfferIn(**{
        "programme": TEA, "kind": "course", "category": "tea", "title": "茶艺入门",
        "area": desk.TOWN, "place": "文化站", "audience": (), "capacity": 3, "minimum": 2, **given,
    })  # fmt: skip


def draft(*sessions: SessionIn, closes_at: datetime | None = None, **given) -> Activity:
    """An activity nobody sees yet; of one session tomorrow, unless others are given."""
    meetings = list(sessions) or [session()]
    now = timezone.now()
    closes_at = closes_at or max(meetings[0].starts_at, now + timedelta(minutes=1))
    return actions.plan_activity(
        actor=desk.officer("town-officer"), offer=offer(**given), sessions=meetings,
        opens_at=now - timedelta(days=9), closes_at=closes_at, now=now,
    )  # fmt: skip


def published(*sessions: SessionIn, **given) -> Activity:
    """An activity one can enrol in."""
    made = draft(*sessions, **given)
    if made.kind == "after-school":
        looked_after(made)
    return actions.publish(
        actor=desk.officer("town-officer"), activity_id=made.id, now=timezone.now()
    )


def looked_after(activity: Activity) -> Person:
    """Somebody with a crime-record check who looks after the children of a draft."""
    who, now, officer = woman("孙明芳"), timezone.now(), desk.officer("town-officer")
    members.record_check(
        actor=officer, person_id=who.id, checked_on=timezone.localdate(now), seen_by="赵敏", now=now
    )
    actions.add_helper(actor=officer, activity_id=activity.id, person_id=who.id, now=now)
    return who


def series(*meetings: SessionIn, **given) -> Series:
    """A series with an activity one can enrol in for each session given."""
    officer, now = desk.officer("town-officer"), timezone.now()
    made = actions.plan_series(actor=officer, offer=offer(**given), now=now)
    for one in meetings:
        planned = actions.plan_in_series(
            actor=officer, series_id=made.id, sessions=[one], opens_at=now - timedelta(days=9),
            closes_at=max(one.starts_at, now + timedelta(minutes=1)), now=now,
        )  # fmt: skip
        actions.publish(actor=officer, activity_id=planned.id, now=now)
    return made


def newest(model):
    """The row of a model that was made last."""
    return model.objects.order_by("id").last()


def first(activity: Activity) -> Session:
    """The first session of an activity."""
    return activity.sessions.order_by("number")[0]


def woman(name: str = "王秀兰", **given) -> Person:
    """A woman on the register of the village."""
    return homes.head(homes.household(head_name=name, **given))


def enrolled(activity: Activity, person: Person | None = None, **given) -> Enrolment:
    """Somebody's entry, made at the desk."""
    return actions.enrol(
        actor=desk.officer("town-officer"), activity_id=activity.id,
        person_id=(person or woman()).id, channel="desk", now=timezone.now(), **given,
    )  # fmt: skip


def begun(activity: Activity, *, ago: timedelta = timedelta(hours=3)) -> Session:
    """The first session, now as if it had started that long ago; its enrolment was open until then."""
    found = first(activity)
    starts_at = timezone.now() - ago
    Session.objects.filter(id=found.id).update(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
    )
    found.refresh_from_db()
    return found
