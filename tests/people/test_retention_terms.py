"""Objectors, enrolments, heads of sites and staff that left: due on the day, erased by two, figures stay."""

from datetime import date, timedelta

import pytest
from django.db.models import Sum
from django.utils.timezone import localdate
from psycopg.types.range import DateRange

from jinguo.activities import actions as activities
from jinguo.activities.models import (
    Attendance,
    Certificate,
    Charge,
    Enrolment,
    Feedback,
    Incident,
    PickUp,
    Stay,
)
from jinguo.core.errors import Denied, Refused
from jinguo.desk.models import LastLook, SavedFilter
from jinguo.facts import queries as facts
from jinguo.facts.models import Fact
from jinguo.notices import actions as notices_actions
from jinguo.notices import queries as notices_queries
from jinguo.notices.models import Objection
from jinguo.notices.queries import NoSuchReceipt
from jinguo.org import actions as org_actions
from jinguo.org.models import Account, Post
from jinguo.people import actions, queries
from jinguo.people.actions import NothingDue
from jinguo.sites import actions as site_actions
from jinguo.sites.models import SitePost
from tests.activities import test_minding as minding
from tests.activities.test_finishing import class_over, issue
from tests.make import activities as act
from tests.make import erasures as make
from tests.make import notices, org, people, sites

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CLOSED = date(2020, 6, 15)


def due(treatment, on):
    return {row.town: row.count for row in queries.due(on) if row.treatment == treatment}


def erased(treatment, on):
    """Erase what is due of a treatment, by two officers; the first alone may not."""
    found = actions.propose_retention(
        actor=make.officer(), treatment=treatment, now=people.instant(on)
    )
    with pytest.raises(Denied):
        make.confirm(found, by=make.officer(), on=on)
    return make.confirm(found, on=on)


def in_years(day, years):
    return day.replace(year=day.year + years)


@pytest.mark.parametrize(
    "given", [{}, {"sort": "sealed", "name": "东村村民委员会", "letter_number": "东村〔2020〕3号"}]
)
def test_who_objected_is_forgotten_five_years_after_the_decision(given):
    notice = notices.released()
    receipt, open_one = notices.objected(notice, **given), notices.objected(notice)
    decided = date(2020, 6, 19)
    notices_actions.decide(
        actor=notices.decider(), objection_id=receipt.objection_id, is_upheld=False,
        answer="经核查，情况不实。", now=people.instant(decided),
    )  # fmt: skip
    on = in_years(decided, 5)
    before = {one.pk: bytes(one.statement) for one in Objection.objects.all()}
    assert due("objector", on - timedelta(days=1)) == {}
    assert due("objector", on) == {notice.area_id: 1}

    done = erased("objector", on)

    assert [(one["record"], one["does"], one["count"]) for one in done.lines] == [
        ("notices.Objection", "blank", 1)
    ]
    one = notices_actions.reveal_objector(
        actor=notices.decider(), objection_id=receipt.objection_id, purpose="核对已办结的异议"
    )
    assert {one.name, one.phone, one.letter_number} <= {"***", ""}
    assert make.places_of(before[receipt.objection_id]) == []
    assert make.places_of(before[open_one.objection_id]) != []
    assert Objection.objects.get(pk=receipt.objection_id).answer == "经核查，情况不实。"
    taker = org.actor(role="town-officer", at="370211105")
    for code in (receipt.code, ""):
        with pytest.raises(NoSuchReceipt):
            notices_queries.find_by_receipt(taker, notice.id, number=receipt.number, code=code)
    assert due("objector", on) == {}
    with pytest.raises(NothingDue):
        erased("objector", on)


def figures():
    """What figures rest on: the facts, by kind."""
    return dict(Fact.objects.values_list("kind").annotate(sum=Sum("quantity")))


def test_who_took_part_is_forgotten_three_years_after_the_last_session_and_figures_stay():
    over, [entry, _seldom] = class_over((5, 3))
    issue(over)
    activities.give_feedback(
        actor=act.officer(), enrolment_id=entry.id, rating=5, words="很好", now=act.START
    )
    goes_on = act.enrol(act.activity(sessions=[act.meeting(act.START + timedelta(days=400))]))
    last = localdate(over.sessions.latest("ends_at").ends_at)
    on, counted = in_years(last, 3), figures()
    assert due("enrolment", on - timedelta(days=1)) == {}

    rows = due("enrolment", on)
    done = erased("enrolment", on)

    gone = {one["record"]: one["count"] for one in done.lines if one["does"] == "remove"}
    assert gone["activities.Enrolment"] == 2 and gone["activities.Attendance"] == 8
    assert sum(gone.values()) == sum(rows.values())
    assert list(Enrolment.objects.values_list("pk", flat=True)) == [goes_on.pk]
    for model in (Attendance, Certificate, Feedback):
        assert not model.objects.exists()
    assert figures() == counted and facts.check() == []
    assert due("enrolment", on) == {}


def test_who_was_minded_goes_after_how_she_was_minded():
    session, card = minding.minded()
    minding.sign_in(session, card)
    minding.sign_out(session, card)
    activities.record_incident(
        actor=act.officer(), session_id=session.id, charge_id=card.charge.id, at=session.starts_at,
        what="摔了一跤，已处理", now=session.ends_at,
    )  # fmt: skip
    on = in_years(localdate(session.ends_at), 3)

    assert due("enrolment", on) == {}  # what was minded of her has a term of its own
    with pytest.raises(NothingDue):
        erased("enrolment", on)
    erased("child-care", on)
    assert not Incident.objects.exists()
    erased("pick-up", on)
    erased("enrolment", on)

    for model in (Charge, PickUp, Stay, Enrolment):
        assert not model.objects.exists()


def appoint(place, name, on):
    site_actions.appoint(
        actor=sites.chair(), site_id=place.id, role="head", name=name, on=on,
        now=people.instant(CLOSED),
    )  # fmt: skip


def test_the_head_of_a_site_is_forgotten_three_years_after_her_post():
    place, ended = sites.site(), date(2020, 6, 10)
    appoint(place, "逄翡翠", date(2020, 6, 1))
    appoint(place, "李丽", ended)
    on = in_years(ended, 3)
    assert due("site-post", on - timedelta(days=1)) == {}
    assert due("site-post", on) == {place.area_id[:9]: 1}

    erased("site-post", on)

    assert [one.name for one in SitePost.objects.all()] == ["李丽"]
    assert make.places_of("逄翡翠") == []


def test_whoever_was_head_as_a_site_closed_is_forgotten_three_years_after():
    place = sites.site()
    appoint(place, "逄翡翠", date(2020, 6, 1))
    site_actions.close(
        actor=sites.district(), site_id=place.id, reason="房屋征收", on=CLOSED,
        now=people.instant(CLOSED),
    )  # fmt: skip
    on = in_years(CLOSED, 3)
    assert due("site-post", on - timedelta(days=1)) == {}
    assert due("site-post", on) == {place.area_id[:9]: 1}

    erased("site-post", on)

    assert not SitePost.objects.exists()


def left(name="逄翡翠", **period):
    """An account of somebody who left, whose post ended."""
    account = org.account(name=name, username=f"pang-{name}", phone_tail="5544")
    post = org.post(account=account, role="town-officer", at="370211105")
    Post.objects.filter(pk=post.pk).update(
        period=DateRange(date(2019, 1, 1), period.get("until", date(2020, 6, 1)))
    )
    return account


def disable(account, on=CLOSED):
    org_actions.disable_account(
        actor=org.actor(role="system-administrator"), account_id=account.id, reason="离职",
        now=people.instant(on),
    )  # fmt: skip


def enable(account):
    org_actions.enable_account(
        actor=org.actor(role="system-administrator"), account_id=account.id, now=people.instant()
    )


def test_an_account_of_staff_is_emptied_three_years_after_it_was_closed():
    gone, holds_a_post, works = left(), left("李丽", until=None), left("张桂兰")
    disable(gone)
    disable(holds_a_post)
    on = in_years(CLOSED, 3)
    assert due("staff", on - timedelta(days=1)) == {}
    assert due("staff", on) == {"370211105": 1}

    done = erased("staff", on)

    assert [(one["record"], one["does"], one["count"]) for one in done.lines] == [
        ("org.Account", "blank", 1)
    ]
    gone.refresh_from_db()
    assert (gone.name, gone.username, gone.phone_tail) == ("***", f"x-{gone.pk}", "")
    assert not gone.is_active and not gone.has_usable_password()
    assert gone.posts.count() == 1
    assert make.places_of("pang-逄翡翠", "逄翡翠") == []
    assert {one.name for one in (holds_a_post, works)} <= set(
        Account.objects.values_list("name", flat=True)
    )
    assert due("staff", on) == {}
    with pytest.raises(Refused, match="emptied"):
        enable(gone)


def test_what_the_workbench_kept_for_her_goes_with_it():
    gone, works = left(), left("李丽")
    for one in (gone, works):
        SavedFilter.objects.create(account=one, list="sites", name="我的", query="state=active")
    LastLook.objects.create(account=gone, at=people.instant())
    disable(gone)
    on = in_years(CLOSED, 3)
    assert due("staff", on) == {"370211105": 3}

    erased("staff", on)

    assert [one.account_id for one in SavedFilter.objects.all()] == [works.pk]
    assert not LastLook.objects.exists()


def test_an_account_opened_again_begins_its_term_anew():
    account = left()
    disable(account)
    enable(account)
    assert due("staff", in_years(CLOSED, 4)) == {}

    disable(account, on=in_years(CLOSED, 2))
    assert due("staff", in_years(CLOSED, 4)) == {}
    assert due("staff", in_years(CLOSED, 5)) == {"370211105": 1}


def test_an_account_suspended_for_want_of_use_is_closed_from_that_day():
    account = left()
    actor = org.actor(role="system-administrator")
    Account.objects.exclude(pk=account.pk).update(last_login=people.instant(date(2021, 1, 1)))
    org_actions.suspend_unused(actor=actor, now=people.instant(date(2021, 1, 10)))

    account.refresh_from_db()
    assert localdate(account.closed_at) == date(2021, 1, 10)
    assert due("staff", date(2024, 1, 9)) == {}
    assert due("staff", date(2024, 1, 10)) == {"370211105": 1}
