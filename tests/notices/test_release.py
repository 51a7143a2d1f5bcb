"""A notice from its draft to its last day: every change of state, with its refusal beside it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from jinguo.audit.models import Event
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.core.identifiers import IdentifierFound
from jinguo.facts.models import Fact
from jinguo.notices import actions, queries
from jinguo.notices.actions import AlreadyListed
from jinguo.notices.models import Change, Entry, Notice
from jinguo.notices.policies import WrongState
from tests.make import notices as make
from tests.make import org
from tests.make.assess import noon

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = make.MONDAY, date(2020, 6, 19)


def release(notice, *, actor=None, starts_on=MONDAY):
    return actions.release(
        actor=actor or make.second(), notice_id=notice.id, starts_on=starts_on, now=noon(MONDAY)
    )


def withdraw(notice, *, actor=None, on=MONDAY, reason="名单有误，重新核对。"):
    return actions.withdraw(
        actor=actor or make.second(), notice_id=notice.id, reason=reason, now=noon(on)
    )


def test_a_draft_masks_every_name_and_keeps_place_and_level():
    notice = make.draft()

    rows = [(one.position, one.name, one.place, one.level) for one in queries.entries(notice)]
    assert rows == [(1, "王**", "大村镇东村", "示范户"), (2, "欧阳**", "大村镇西村", "示范户")]
    assert notice.state == "draft"


def test_a_notice_lists_only_those_within_reach_of_the_one_who_drafts():
    town = org.actor(role="town-officer", at="370211105")
    assert make.draft(actor=town, lines=[make.line()]).area_id == "370211105"

    with pytest.raises(Denied):
        make.draft(actor=town, lines=[make.line(area="370211106201")])
    with pytest.raises(Denied):
        make.draft(actor=make.second(), lines=[make.line()])


@pytest.mark.parametrize(
    "wording, field",
    [
        ({"title": " "}, "title"),
        ({"basis": "条" * 301}, "basis"),
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
        ({"count": "lunar"}, "count"),
        ({"channels": []}, "channels"),
        ({"channels": ["radio"]}, "channels"),
        ({"contact_phone": "13800001234"}, "contact_phone"),
        ({"contact_phone": "013800001234"}, "contact_phone"),  # a mobile with a zero before it
        ({"introduction": "户主身份证号11010519491231002X。"}, "introduction"),
        ({"contact_room": "区妇联，电话13800001234"}, "contact_room"),
    ],
)
def test_a_wording_that_cannot_be_printed_is_refused_at_its_field(wording, field):
    with pytest.raises(Invalid) as refused:
        make.draft(**wording)

    assert field in refused.value.fields
    assert not Notice.objects.exists()


@pytest.mark.parametrize("phone", ["12338", "400-123-4567", "(0532)86988888", "0532-86988888转12"])
def test_an_office_has_an_address_and_a_landline_or_a_hotline(phone):
    notice = make.draft(contact_phone=phone, contact_room="双珠路166号区妇联")

    assert (notice.contact_phone, notice.contact_room) == (phone, "双珠路166号区妇联")


def test_nobody_stands_on_two_notices_at_once():
    line = make.line()
    first = make.released(lines=[line])
    with pytest.raises(AlreadyListed):
        make.draft(lines=[line])
    with pytest.raises(Invalid):
        make.draft(lines=[make.line(object_id=line.object_id), line])

    withdraw(first)
    assert make.draft(lines=[line]).state == "draft"


def test_an_empty_notice_is_refused():
    with pytest.raises(Invalid):
        make.draft(lines=[])


def test_a_draft_can_be_changed_and_nothing_after_it():
    writer = make.writer()
    notice = make.draft(actor=writer)
    better = replace(make.WORDING, title="更正后的公示")
    actions.change_draft(actor=writer, notice_id=notice.id, wording=better, now=noon())
    notice.refresh_from_db()
    assert notice.title == "更正后的公示"

    actions.propose(actor=writer, notice_id=notice.id, now=noon())
    with pytest.raises(WrongState):
        actions.change_draft(actor=writer, notice_id=notice.id, wording=better, now=noon())
    with pytest.raises(WrongState):
        actions.propose(actor=writer, notice_id=notice.id, now=noon())


def test_a_second_person_releases_and_none_who_wrote_it():
    writer, helper = make.writer(), make.writer()
    notice = make.draft(actor=writer)
    actions.change_draft(actor=helper, notice_id=notice.id, wording=make.WORDING, now=noon())
    actions.propose(actor=writer, notice_id=notice.id, now=noon())

    for one in (writer, helper):
        with pytest.raises(Denied):
            release(notice, actor=one)
    with pytest.raises(Denied):
        release(notice, actor=org.actor(role="objection-officer"))
    assert release(notice).state == "released"


def test_what_was_not_sent_for_release_is_not_released():
    with pytest.raises(WrongState):
        release(make.draft())
    notice = make.released()
    with pytest.raises(WrongState):
        release(notice)


def test_a_release_leaves_a_fact_a_line_of_history_and_a_note_on_the_trail():
    notice = make.released()

    [fact] = Fact.objects.filter(kind="notices.released")
    assert (fact.object_id, fact.data) == (notice.id, {"entries": 2})
    assert [one.verb for one in queries.history(notice)] == ["release", "propose", "draft"]
    assert Event.objects.filter(action="notices.release", object_id=notice.id).count() == 1


@pytest.mark.parametrize(
    "days, count, last",
    [
        (5, "working", FRIDAY),
        (3, "natural", date(2020, 6, 17)),
        (1, "natural", MONDAY),
        (9, "working", date(2020, 6, 28)),  # over the Dragon Boat days, a Sunday worked for them
    ],
)
def test_the_first_day_counts_and_days_are_natural_or_working(days, count, last):
    notice = make.released(days=days, count=count)

    assert (notice.starts_on, notice.ends_on) == (MONDAY, last)
    assert notice.expires_on == last + timedelta(days=notice.shown_days)
    assert {one.ends_on for one in queries.entries(notice)} == {last}


@pytest.mark.parametrize("away", [-1, 31])
def test_a_notice_begins_today_or_within_thirty_days(away):
    notice = make.proposed()
    with pytest.raises(Invalid):
        release(notice, starts_on=MONDAY + timedelta(days=away))

    assert release(notice, starts_on=MONDAY + timedelta(days=30)).state == "released"


def test_a_release_looks_through_everything_once_more():
    notice = make.proposed()
    Notice.objects.filter(id=notice.id).update(introduction="联系人电话13800001234")
    with pytest.raises(IdentifierFound):
        release(notice)

    Notice.objects.filter(id=notice.id).update(introduction=make.WORDING.introduction)
    notice.entries.update(level="卡号6222020200112233445")
    with pytest.raises(IdentifierFound):
        release(notice)


def test_who_sends_a_notice_back_says_why():
    notice = make.proposed()
    with pytest.raises(Invalid):
        actions.send_back(actor=make.second(), notice_id=notice.id, reason=" ", now=noon())
    with pytest.raises(Denied):
        actions.send_back(actor=make.decider(), notice_id=notice.id, reason="漏了一户", now=noon())

    back = actions.send_back(
        actor=make.second(), notice_id=notice.id, reason="漏了一户", now=noon()
    )
    assert back.state == "draft"
    assert queries.history(notice)[0].reason == "漏了一户"
    with pytest.raises(WrongState):
        actions.send_back(actor=make.second(), notice_id=notice.id, reason="再看", now=noon())


@pytest.mark.slow
def test_a_writer_withdraws_a_draft_and_only_who_releases_withdraws_what_is_released():
    writer = make.writer()
    assert withdraw(make.draft(actor=writer), actor=writer).state == "withdrawn"

    village = org.actor(role="village-chair", at=make.VILLAGE)
    own = make.released(actor=village, lines=[make.line()])
    with pytest.raises(Denied):
        withdraw(own, actor=village)
    assert withdraw(own).state == "withdrawn"
    assert Fact.objects.filter(kind="notices.withdrawn").count() == 1


@pytest.mark.slow
def test_a_withdrawal_says_why_and_happens_once():
    notice = make.released()
    for reason in ("", "住双珠路166号2单元301室的那户不符"):
        with pytest.raises(Invalid):
            withdraw(notice, reason=reason)

    withdraw(notice)
    with pytest.raises(WrongState):
        withdraw(notice)


def test_a_notice_closes_the_day_after_its_last_and_expires_after_its_days_in_view():
    notice = make.released()

    assert actions.close_by_day(now=noon(FRIDAY)) == 0
    assert actions.close_by_day(now=noon(FRIDAY + timedelta(days=1))) == 1
    notice.refresh_from_db()
    assert notice.state == "closed"
    assert actions.close_by_day(now=noon(notice.expires_on)) == 0
    assert actions.close_by_day(now=noon(notice.expires_on + timedelta(days=1))) == 1
    notice.refresh_from_db()
    assert notice.state == "expired"
    with pytest.raises(WrongState):
        withdraw(notice)


def test_a_notice_stays_in_view_while_a_name_on_it_is_frozen():
    notice = make.released()
    make.objected(notice)
    late = notice.expires_on + timedelta(days=9)

    assert actions.close_by_day(now=noon(late)) == 1
    notice.refresh_from_db()
    assert notice.state == "closed"


@pytest.mark.parametrize(
    "role, at, sees",
    [
        ("district-officer", "370211", ("draft", "released")),
        ("town-officer", "370211105", ("released",)),  # of a body above, once it is public
        ("village-chair", "370211106201", ("released",)),
        ("auditor", "370211", ()),
        ("district-officer", "370212", ()),
    ],
)
def test_who_sees_a_notice_of_the_district(role, at, sees):
    actor = org.actor(role=role, at=at)
    for notice in (make.draft(), make.released()):
        if notice.state in sees:
            assert queries.get_notice(actor, notice.id) == notice
        else:
            with pytest.raises(NotFound):
                queries.get_notice(actor, notice.id)


def test_the_database_keeps_a_full_name_off_every_notice():
    entry = make.first(make.draft())
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(id=entry.id).update(name="王秀英")


def test_history_is_never_changed():
    make.draft()
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.update(reason="another")


def test_a_notice_to_release_waits_for_a_second_person_and_not_for_its_writer():
    writer = make.writer()
    make.proposed(actor=writer)

    [todo] = queries.todos(make.second())
    assert (todo.kind, todo.count, todo.due_on) == ("release", 1, date(2020, 6, 18))
    assert queries.todos(writer) == []


def test_a_draft_waits_for_its_writer_until_it_is_sent():
    writer = make.writer()
    draft = make.draft(actor=writer)

    [todo] = queries.todos(writer)
    assert (todo.kind, todo.count, todo.due_on) == ("propose", 1, date(2020, 6, 18))
    assert queries.todos(make.second()) == []

    actions.propose(actor=writer, notice_id=draft.id, now=noon(make.MONDAY))
    assert queries.todos(writer) == []
