"""Rulesets, activities and who enrols, through the acts themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from stdnum.cn import uscc as check

from jinguo.activities import actions
from jinguo.activities.actions import EntryIn, OfferIn, SessionIn
from jinguo.activities.models import Activity, Enrolment, Series
from jinguo.org.actor import Actor
from jinguo.people.models import Person
from tests.make import org, people

PROGRAMME = "fashion-classrooms"
VILLAGE, TOWN, DISTRICT = "370211105201", "370211105", "370211"
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2020, 6, 15, 12, tzinfo=ZONE)
"""Enrolment is open at noon of 15 June; the first session is a week later, at nine."""
START = datetime(2020, 6, 22, 9, tzinfo=ZONE)
KINDS = (
    {"id": "course", "title": "课程", "title_en": "Course", "is_class": True,
     "follow_up_months": [3, 6]},
    {"id": "event", "title": "活动", "title_en": "Event"},
    {"id": "counselling", "title": "辅导", "title_en": "Counselling", "is_private": True,
     "needs_confirmation": True, "needs_agreement": True},
    {"id": "after-school", "title": "四点半课堂", "title_en": "After school", "minds_children": True},
    {"id": "fair", "title": "招聘会", "title_en": "Fair", "has_stalls": True},
    {"id": "market", "title": "集市", "title_en": "Market", "has_stalls": True, "has_sales": True},
    {"id": "service", "title": "志愿服务", "title_en": "Service", "service": "women"},
    {"id": "with-minors", "title": "陪伴", "title_en": "With minors", "service": "women",
     "with_minors": True},
)  # fmt: skip
CATEGORIES = ({"id": "tea", "title": "茶艺", "title_en": "Tea"},)
STAGES = (
    {"id": "newlywed", "title": "新婚期", "title_en": "Newlyweds"},
    {"id": "age-0-3", "title": "0—3岁", "title_en": "0 to 3", "from_months": 0, "to_months": 36},
    {"id": "age-3-6", "title": "3—6岁", "title_en": "3 to 6", "from_months": 36, "to_months": 72},
)
_names = count(1)


def ruleset(*, area: str = DISTRICT, digest: str = "1", programme: str = PROGRAMME, **parts):
    """Publish what a programme says about its activities; limits keep their defaults."""
    return actions.publish_ruleset(**{
        "pack": f"pack-{area}", "area": area, "programme": programme,
        "valid_from": date(2019, 1, 1), "kinds": KINDS, "categories": CATEGORIES, "stages": STAGES,
        "limits": {}, "source": "a notice", "digest": digest, **parts,
    })  # fmt: skip


def officer(role: str = "district-officer", at: str = DISTRICT) -> Actor:
    """Someone who plans activities and enrols others."""
    return org.officer(role=role, at=at)


def offer(**given) -> OfferIn:
    """A class of tea art with thirty seats, open to all."""
    plain = {
        "programme": PROGRAMME, "kind": "course", "category": "tea", "title": "茶艺入门",
        "area": DISTRICT, "place": "东村会堂", "audience": (), "unit_id": org.unit().id,
    }  # fmt: skip
    return OfferIn(**{**plain, **given})


def meeting(start: datetime = START, *, hours: int = 2, **given) -> SessionIn:
    """One session of two hours."""
    return SessionIn(starts_at=start, ends_at=start + timedelta(hours=hours), **given)


def meetings(number: int, *, start: datetime = START) -> list[SessionIn]:
    """Sessions at the same hour, a week apart."""
    return [meeting(start + timedelta(weeks=week)) for week in range(number)]


def draft(
    *, sessions=None, opens_at: datetime | None = None, closes_at: datetime = START,
    by: Actor | None = None, now: datetime = NOON, **given,
) -> Activity:  # fmt: skip
    """An activity nobody sees yet, of one session."""
    ruleset()
    return actions.plan_activity(
        actor=by or officer(), offer=offer(**given),
        sessions=[meeting()] if sessions is None else sessions,
        opens_at=opens_at or now - timedelta(days=1), closes_at=closes_at, now=now,
    )  # fmt: skip


def activity(*, by: Actor | None = None, now: datetime = NOON, **given) -> Activity:
    """An activity one can enrol in."""
    planned = draft(by=by, now=now, **given)
    if planned.kind == "after-school":
        looked_after(planned, now=now)
    return actions.publish(actor=by or officer(), activity_id=planned.id, now=now)


def looked_after(planned: Activity, *, now: datetime = NOON) -> Person:
    """Somebody with a crime-record check who looks after the children of a draft."""
    from tests.make import members  # noqa: PLC0415, that module makes activities itself

    members.scheme()
    who = woman()
    members.record_check(who.id)
    actions.add_helper(actor=officer(), activity_id=planned.id, person_id=who.id, now=now)
    return who


def series(**given) -> Series:
    """A series of classes."""
    ruleset()
    return actions.plan_series(actor=officer(), offer=offer(**given), now=NOON)


def uscc(number: int = 0) -> str:
    """A social credit code that checks and that nobody bears."""
    body = f"91370211MA3CE{number:04d}"
    return body + check.calc_check_digit(body)


def woman(*, at: str = VILLAGE, **given) -> Person:
    """A woman on the register, each with another name."""
    home = people.household(area=at, head_name=f"王秀{chr(0x4E00 + next(_names))}", **given)
    person = people.head(home)
    Person.objects.filter(id=person.id, sex="0").update(sex="2")
    return Person.objects.get(id=person.id)


def women(number: int, **given) -> list[Person]:
    """Some women on the register."""
    return [woman(**given) for _number in range(number)]


def enrol(
    of: Activity, person: Person | None = None, *, by: Actor | None = None, now: datetime = NOON,
    channel: str = "desk", **given,
) -> Enrolment:  # fmt: skip
    """Enrol somebody, by the district's officer."""
    return actions.enrol(
        actor=by or officer(), activity_id=of.id, person_id=(person or woman()).id, channel=channel,
        now=now, **given,
    )  # fmt: skip


def enrol_many(of: Activity, persons, *, by: Actor | None = None, now: datetime = NOON, seats=1):
    """Enrol some women at once."""
    return actions.enrol_many(
        actor=by or officer(), activity_id=of.id, channel="paste", now=now,
        entries=[EntryIn(person_id=one.id, seats=seats) for one in persons],
    )  # fmt: skip


def again(enrolment: Enrolment) -> Enrolment:
    """An entry as it is now."""
    return Enrolment.objects.select_related("activity").get(id=enrolment.id)
