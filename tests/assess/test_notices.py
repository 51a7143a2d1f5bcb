from datetime import date

import pytest

from jinguo.assess import actions
from jinguo.assess.actions import ScoreIn
from jinguo.assess.actions.notices import NoticeOver, ScoreTooLow
from jinguo.assess.models import Transition
from jinguo.assess.policies import WrongState
from jinguo.core.errors import Denied, Invalid
from jinguo.facts.models import Fact
from tests.make import assess as make

pytestmark = pytest.mark.django_db


def start(*rows, actor=None, on=date(2020, 6, 5)):
    return actions.start_notice(
        actor=actor or make.officer(),
        application_ids=[row.id for row in rows],
        from_on=on,
        now=make.noon(),
    )


def test_a_notice_runs_the_days_of_the_ladder_and_waits_for_certification():
    row = make.application(state="passed")

    start(row)

    row.refresh_from_db()
    assert (row.state, row.notice_from, row.notice_to) == (
        "on-notice", date(2020, 6, 5), date(2020, 6, 9),
    )  # fmt: skip
    assert row.due_on == date(2020, 6, 16)  # five working days after its last day


def test_a_district_check_below_the_level_stops_the_notice():
    row = make.application(state="passed")
    filled = [ScoreIn(row.id, make.points(85))]
    actions.score(
        actor=make.officer(), sheets=filled, kind="district", on=date(2020, 6, 5), now=make.noon()
    )

    with pytest.raises(ScoreTooLow, match=row.household.code):
        start(row)

    row.refresh_from_db()
    assert row.state == "passed"


@pytest.mark.parametrize(
    ("level", "role", "code", "allowed"),
    [
        ("demo", "district-officer", make.DISTRICT, True),
        ("demo", "town-officer", make.TOWN, False),
        ("beautiful", "town-officer", make.TOWN, True),
        ("beautiful", "district-officer", make.DISTRICT, True),
        ("qualified", "village-chair", make.VILLAGE, False),
    ],
)
def test_the_body_the_ladder_names_publishes(level, role, code, allowed):
    row, actor = make.application(state="passed", level=level), make.officer(role, code)

    if allowed:
        assert start(row, actor=actor) == [row.id]
    else:
        with pytest.raises(Denied):
            start(row, actor=actor)


def object_(row, *, on=date(2020, 6, 7), reason="nobody lives there"):
    return actions.raise_objection(
        actor=make.officer(), application_ids=[row.id], reason=reason, on=on, now=make.noon()
    )


def settle(row, *, upheld, on=date(2020, 6, 10)):
    return actions.settle_objection(
        actor=make.officer(), application_ids=[row.id], upheld=upheld, reason="checked on site",
        on=on, now=make.noon(),
    )  # fmt: skip


@pytest.mark.parametrize(("on", "in_time"), [(date(2020, 6, 9), True), (date(2020, 6, 10), False)])
def test_an_objection_comes_by_the_last_day_of_the_notice(on, in_time):
    row = make.application(state="on-notice")

    if in_time:
        object_(row, on=on)
        row.refresh_from_db()
        assert row.state == "recheck"
    else:
        with pytest.raises(NoticeOver):
            object_(row, on=on)


def test_an_objection_says_why():
    with pytest.raises(Invalid):
        object_(make.application(state="on-notice"), reason="  ")


@pytest.mark.parametrize(("upheld", "state"), [(True, "rejected"), (False, "on-notice")])
def test_an_objection_is_settled_one_way_or_the_other(upheld, state):
    row = make.application(state="recheck")

    settle(row, upheld=upheld)

    row.refresh_from_db()
    assert row.state == state
    assert row.notice_to == date(2020, 6, 9)
    last = Transition.objects.filter(application=row).latest("id")
    assert (last.from_state, last.to_state, last.reason) == ("recheck", state, "checked on site")
    rejected = Fact.objects.filter(kind="assess.rejected", object_id=row.id)
    assert [fact.data for fact in rejected] == ([{"from": "recheck"}] if upheld else [])


def test_an_objection_is_not_dismissed_against_the_score_of_its_check():
    row = make.application(state="recheck")
    filled = [ScoreIn(row.id, make.points(70))]
    day = date(2020, 6, 8)
    actions.score(actor=make.officer(), sheets=filled, kind="recheck", on=day, now=make.noon())

    with pytest.raises(ScoreTooLow):
        settle(row, upheld=False)


def test_what_was_settled_is_not_settled_again():
    row = make.application(state="recheck")
    settle(row, upheld=True)

    with pytest.raises(WrongState):
        settle(row, upheld=False)
