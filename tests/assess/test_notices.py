"""Applications on a public notice: drafted from those that passed, and following it to its end."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from jinguo.assess import actions, queries
from jinguo.assess.actions import ScoreIn, ScoreTooLow
from jinguo.assess.models import Application, Transition
from jinguo.assess.policies import WrongState
from jinguo.audit.models import Event
from jinguo.core.errors import Denied, NotFound, Refused
from jinguo.facts.models import Fact
from jinguo.notices import actions as notice_actions
from jinguo.notices import queries as notice_queries
from jinguo.notices.models import Entry, Notice
from tests.make import assess as make
from tests.make import notices

pytestmark = pytest.mark.django_db
FIFTH = make.DAYS["on-notice"]  # a Friday; five natural days end on the 9th


def draft(*rows, actor=None, on=FIFTH):
    return notices.drafted_about([row.id for row in rows], actor=actor or make.officer(), on=on)


def second():
    """Someone of the district who wrote no notice."""
    return replace(make.officer(), account_id=UUID(int=2))


def release(notice, *, on=FIFTH):
    notice_actions.propose(actor=make.officer(), notice_id=notice.id, now=make.noon(on))
    return notice_actions.release(
        actor=second(), notice_id=notice.id, starts_on=on, now=make.noon(on)
    )


def decide(receipt, *, is_upheld, on=date(2020, 6, 8)):
    return notice_actions.decide(
        actor=second(), objection_id=receipt.objection_id, is_upheld=is_upheld, answer="已上门核查。",
        now=make.noon(on),
    )  # fmt: skip


def object_to(row, *, on=date(2020, 6, 6)):
    return notices.objected_about(row.id, actor=make.officer(), on=on)


def state_of(row):
    row.refresh_from_db()
    return row.state


def checked(row, total, kind, on):
    filled = [ScoreIn(row.id, make.points(total))]
    actions.score(actor=make.officer(), sheets=filled, kind=kind, on=on, now=make.noon())


def test_a_draft_lists_masked_names_for_the_days_of_the_ladder_and_its_applications_wait_for_release():
    row = make.application(state="passed")

    notice = draft(row)

    [entry] = Entry.objects.filter(notice=notice)
    assert (entry.object_id, entry.level) == (row.id, "示范户")
    assert entry.name.endswith("**")
    assert (notice.days, notice.count) == (5, "natural")
    assert state_of(row) == "listed"


@pytest.mark.slow
def test_what_is_listed_is_not_listed_twice():
    row = make.application(state="listed")

    with pytest.raises(WrongState, match=row.household.code):
        actions.draft_notice(
            actor=make.officer(), application_ids=[row.id], wording=notices.WORDING, now=make.noon()
        )


def test_applications_of_two_programmes_are_not_put_on_one_notice():
    row, other = make.applications(2, state="passed")
    Application.objects.filter(id=other.id).update(programme="clean-yards")

    with pytest.raises(Refused):
        draft(row, other)

    assert not Notice.objects.exists()
    assert state_of(row) == "passed"


@pytest.mark.slow
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
def test_the_body_the_ladder_names_drafts_the_notice(level, role, code, allowed):
    row, actor = make.application(state="passed", level=level), make.officer(role, code)

    if allowed:
        assert draft(row, actor=actor)
    else:
        with pytest.raises(Denied):
            draft(row, actor=actor)


@pytest.mark.slow
def test_from_the_release_to_the_last_day_it_waits_for_nobody_then_for_the_certification():
    row = make.application(state="passed")

    release(draft(row))

    assert state_of(row) == "on-notice"
    assert row.due_on == date(2020, 6, 16)  # five working days after its last day
    assert queries.todos(make.officer(), date(2020, 6, 9)) == []
    [todo] = queries.todos(make.officer(), date(2020, 6, 10))
    assert (todo.kind, todo.due_on) == ("certify", row.due_on)


@pytest.mark.slow
@pytest.mark.parametrize("is_drafted", [False, True])
def test_a_district_check_below_the_level_stops_the_notice(is_drafted):
    row = make.application(state="passed")
    if is_drafted:
        notice = draft(row)
        Application.objects.filter(id=row.id).update(total=85)
    else:
        checked(row, 85, "district", FIFTH)

    with pytest.raises(ScoreTooLow, match=row.household.code):
        release(notice) if is_drafted else draft(row)

    assert state_of(row) == ("listed" if is_drafted else "passed")


def withdraw(*rows, actor=None):
    return actions.withdraw(
        actor=actor or make.officer("village-chair", make.VILLAGE),
        application_ids=[row.id for row in rows], reason="moving away", on=FIFTH,
        now=make.noon(FIFTH),
    )  # fmt: skip


def propose(notice):
    notice_actions.propose(actor=make.officer(), notice_id=notice.id, now=make.noon(FIFTH))


@pytest.mark.slow
@pytest.mark.parametrize("is_proposed", [False, True])
def test_who_withdraws_leaves_the_notice_before_its_release_and_the_others_are_released(
    is_proposed,
):
    rows = make.applications(3, state="passed")
    notice = draft(*rows)
    if is_proposed:
        propose(notice)
    lines = notice_queries.entries(notice)
    leaves = next(row for row in rows if row.id == lines[1].object_id)

    withdraw(leaves)

    left = notice_queries.entries(notice)
    assert [(one.id, one.position) for one in left] == [(lines[0].id, 1), (lines[2].id, 2)]
    if not is_proposed:
        propose(notice)
    notice_actions.release(
        actor=second(), notice_id=notice.id, starts_on=FIFTH, now=make.noon(FIFTH)
    )
    assert sorted(state_of(row) for row in rows) == ["on-notice", "on-notice", "withdrawn"]
    assert queries.check_states() == []


@pytest.mark.slow
def test_the_drafter_reads_who_left_the_draft_and_the_trail_keeps_it_but_no_words_of_the_household():
    leaves, stays = make.applications(2, state="passed")
    notice = draft(leaves, stays)
    line = notices.entry_about(leaves.id)

    withdraw(leaves)

    change = notice_queries.history(notice)[0]
    assert (change.verb, change.from_state, change.to_state) == ("take-out", "draft", "draft")
    assert change.reason == (
        f"{line.position} {line.name} {line.place}. The application was withdrawn."
    )
    noted = Event.objects.filter(action="notices.take-out")
    assert [(one.object_id, one.actor) for one in noted] == [(notice.id, change.actor)]


@pytest.mark.slow
def test_a_notice_on_which_nobody_is_left_is_withdrawn_and_keeps_its_lines():
    rows = make.applications(2, state="passed")
    notice = draft(*rows)
    propose(notice)

    withdraw(*rows)

    notice.refresh_from_db()
    assert notice.state == "withdrawn"
    assert [one.verb for one in notice_queries.history(notice)][:2] == ["withdraw", "take-out"]
    assert notice.entries.count() == 2
    assert {state_of(row) for row in rows} == {"withdrawn"}


@pytest.mark.slow
def test_a_withdrawal_that_is_refused_changes_no_notice():
    row, other = make.applications(2, state="passed")
    notice = draft(row, other)

    with pytest.raises(NotFound):
        withdraw(row, actor=make.officer("village-chair", "370211106201"))

    assert notice.entries.count() == 2
    assert state_of(row) == "listed"


@pytest.mark.slow
def test_a_notice_before_the_public_keeps_the_line_of_who_withdraws():
    row, _other = make.applications(2, state="on-notice")

    withdraw(row)

    assert notices.entry_about(row.id).notice.entries.count() == 2
    assert state_of(row) == "withdrawn"


@pytest.mark.slow
def test_a_notice_is_not_released_over_an_application_that_has_ended():
    stays, ended = make.applications(2, state="listed")
    Application.objects.filter(id=ended.id).update(state="rejected")  # as none does any more
    notice = notices.entry_about(stays.id).notice

    with pytest.raises(WrongState, match=ended.household.code):
        release(notice)

    notice.refresh_from_db()
    assert (notice.state, state_of(stays)) == ("proposed", "listed")


@pytest.mark.slow
@pytest.mark.parametrize("state", ["listed", "on-notice", "recheck"])
def test_a_withdrawn_notice_gives_its_applications_back_to_be_listed_anew(state):
    row = make.application(state=state)
    notice = notices.entry_about(row.id).notice

    notice_actions.withdraw(
        actor=make.officer(), notice_id=notice.id, reason="名单更正", now=make.noon(FIFTH)
    )

    assert state_of(row) == "passed"
    assert Transition.objects.filter(application=row).latest("id").reason == "名单更正"
    draft(row)
    assert state_of(row) == "listed"


@pytest.mark.slow
def test_a_notice_on_which_a_level_rests_is_not_withdrawn():
    row = make.application(state="certified")
    notice = notices.entry_about(row.id).notice

    with pytest.raises(WrongState, match=row.household.code):
        notice_actions.withdraw(
            actor=make.officer(), notice_id=notice.id, reason="名单更正", now=make.noon()
        )

    assert state_of(row) == "certified"
    assert Notice.objects.get(id=notice.id).state == notice.state


@pytest.mark.slow
def test_an_objection_freezes_the_application_until_the_day_to_decide():
    row = make.application(state="on-notice")

    receipt = object_to(row)

    assert state_of(row) == "recheck"
    assert row.due_on == receipt.due_on


@pytest.mark.slow
@pytest.mark.parametrize(("is_upheld", "state"), [(True, "rejected"), (False, "on-notice")])
def test_an_application_follows_the_decision_and_keeps_its_answer(is_upheld, state):
    row = make.application(state="on-notice")

    decide(object_to(row), is_upheld=is_upheld)

    assert state_of(row) == state
    last = Transition.objects.filter(application=row).latest("id")
    assert (last.from_state, last.to_state, last.reason) == ("recheck", state, "已上门核查。")
    rejected = Fact.objects.filter(kind="assess.rejected", object_id=row.id)
    assert [fact.data for fact in rejected] == ([{"from": "recheck"}] if is_upheld else [])
    assert queries.check_states() == []


@pytest.mark.slow
def test_it_stands_again_for_the_days_that_were_left_and_is_certified_after_them():
    row = make.application(state="on-notice")
    decide(object_to(row), is_upheld=False)
    state_of(row)

    ends_on = notices.entry_about(row.id).ends_on

    assert ends_on == date(2020, 6, 11)  # three of five days were left on the 8th
    asked = {"actor": make.officer(), "application_ids": [row.id], "now": make.noon()}
    with pytest.raises(Refused, match=row.household.code):
        actions.certify(**asked, on=ends_on)
    assert actions.certify(**asked, on=ends_on + timedelta(days=1))


@pytest.mark.slow
def test_of_two_objections_the_first_decided_leaves_it_frozen():
    row = make.application(state="on-notice")
    first, other = object_to(row), object_to(row)

    decide(first, is_upheld=False)
    assert state_of(row) == "recheck"

    decide(other, is_upheld=False)
    assert state_of(row) == "on-notice"


@pytest.mark.slow
def test_an_objection_is_not_dismissed_against_the_score_of_its_check():
    row = make.application(state="on-notice")
    receipt = object_to(row)
    checked(row, 70, "recheck", date(2020, 6, 7))

    with pytest.raises(ScoreTooLow):
        decide(receipt, is_upheld=False)

    assert state_of(row) == "recheck"
    decide(receipt, is_upheld=True)
    assert state_of(row) == "rejected"


@pytest.mark.slow
def test_what_has_ended_meanwhile_stays_as_it_is():
    row = make.application(state="on-notice")
    receipt = object_to(row)
    actions.withdraw(
        actor=make.officer(), application_ids=[row.id], reason="moving away",
        on=date(2020, 6, 7), now=make.noon(date(2020, 6, 7)),
    )  # fmt: skip

    decide(receipt, is_upheld=False)

    assert state_of(row) == "withdrawn"


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 12])
def test_many_applications_follow_in_as_many_statements_as_one(
    number, django_assert_max_num_queries
):
    rows = make.applications(number, state="listed")
    notice = notices.entry_about(rows[0].id).notice
    notice_actions.propose(actor=make.officer(), notice_id=notice.id, now=make.noon(FIFTH))

    with django_assert_max_num_queries(26):
        notice_actions.release(
            actor=second(), notice_id=notice.id, starts_on=FIFTH, now=make.noon(FIFTH)
        )
