"""Notices brought to a state by the acts themselves, and the people who do them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from uuid import UUID

from django.test import override_settings

from jinguo.assess import actions as assess
from jinguo.assess.queries import notice_listing
from jinguo.notices import actions, queries
from jinguo.notices.actions import Line, ObjectionIn, Receipt, Wording
from jinguo.notices.models import Entry, Notice
from jinguo.org.actor import Actor
from jinguo.org.models import Area
from tests.make import org
from tests.make.times import noon

VILLAGE, OTHER_VILLAGE = "370211105201", "370211105202"
MONDAY = date(2020, 6, 15)
OBJECT_TYPE = "assess.application"
WORDING = Wording(
    title="2020年第一批美丽庭院示范户公示",
    introduction="经村级推荐、镇街验收，拟认定以下家庭，现予公示。",
    basis="《2019—2020年山东省“美丽庭院”创建工作实施意见》",
    contact_phone="0532-86988888",
    contact_room="区妇联发展部",
    channels=["board"],
    days=5,
    count="working",
)
OBJECTION = ObjectionIn(
    sort="named", way="visit", name="赵文娟", phone="13800001234", statement="院内长期堆放杂物。"
)
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_serial = count(1)


def writer() -> Actor:
    """A district officer who drafts."""
    return org.actor(role="district-officer")


def second() -> Actor:
    """The district leader, who releases."""
    return org.actor(role="district-leader")


def decider() -> Actor:
    """The officer named for objections."""
    return org.actor(role="objection-officer")


def line(**given: object) -> Line:
    """One household of the village, with a level."""
    number = next(_serial)
    values = {"object_id": UUID(int=number), "name": "王秀英", "area": VILLAGE, "level": "示范户"}
    return Line(**{**values, **given})


def draft(*, actor: Actor | None = None, lines=None, on: date = MONDAY, **wording) -> Notice:
    """A draft of two households."""
    if Area.objects.filter(code__in=org.TREE).count() < len(org.TREE):
        org.tree()
    return actions.draft(
        actor=actor or writer(),
        programme="courtyards",
        object_type=OBJECT_TYPE,
        lines=[line(), line(name="欧阳桂兰", area=OTHER_VILLAGE)] if lines is None else lines,
        wording=replace(WORDING, **wording),
        now=noon(on),
    )


def proposed(*, actor: Actor | None = None, on: date = MONDAY, **given) -> Notice:
    """A notice that waits for a second person."""
    actor = actor or writer()
    made = draft(actor=actor, on=on, **given)
    return actions.propose(actor=actor, notice_id=made.id, now=noon(on))


def released(*, on: date = MONDAY, **given) -> Notice:
    """A notice before the public from Monday: five working days, to Friday 19 June 2020."""
    made = proposed(on=on, **given)
    return actions.release(actor=second(), notice_id=made.id, starts_on=on, now=noon(on))


def closed(**given) -> Notice:
    """A notice whose last day is over."""
    made = released(**given)
    actions.close_by_day(now=noon(made.ends_on + timedelta(days=1)))
    made.refresh_from_db()
    return made


def first(notice: Notice) -> Entry:
    """The first line of a notice, as it stands."""
    return queries.entries(notice)[0]


def objected(notice: Notice, *, on: date = date(2020, 6, 17), entry=None, **given) -> Receipt:
    """An objection to the first line, taken in by the officer named for them."""
    return actions.object_to(
        actor=decider(),
        entry_id=(entry or first(notice)).id,
        objection=replace(OBJECTION, **given),
        now=noon(on),
    )


def drafted_about(ids, *, actor: Actor, on: date, **wording) -> Notice:
    """A draft that lists applications, for the days their plan suggests."""
    suggested = notice_listing(actor, ids).suggested
    return assess.draft_notice(
        actor=actor,
        application_ids=ids,
        wording=replace(WORDING, **{**suggested, **wording}),
        now=noon(on),
    )


def released_about(ids, *, actor: Actor, on: date) -> Notice:
    """The drafted notice about applications, released for a day by another than its writer."""
    notice = entry_about(ids[0]).notice
    actions.propose(actor=actor, notice_id=notice.id, now=noon(on))
    other = replace(actor, account_id=UUID(int=2))
    return actions.release(actor=other, notice_id=notice.id, starts_on=on, now=noon(on))


def on_notice(ids, *, actor: Actor, on: date, **wording) -> Notice:
    """Put passed applications on public notice from a day."""
    drafted_about(ids, actor=actor, on=on, **wording)
    return released_about(ids, actor=actor, on=on)


def entry_about(application: UUID) -> Entry:
    """The last line about an application."""
    return Entry.objects.select_related("notice").filter(object_id=application).latest("id")


def objected_about(application: UUID, *, actor: Actor, on: date, **given) -> Receipt:
    """An objection to an application on notice."""
    with override_settings(PASSWORD_HASHERS=FAST):
        return actions.object_to(
            actor=actor,
            entry_id=entry_about(application).id,
            objection=replace(OBJECTION, **given),
            now=noon(on),
        )
