"""A round of evaluation: list frozen, seed entered after it, sample drawn, and who is refused."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from jinguo.assess import actions, queries
from jinguo.assess.actions import AlreadyNamed, NoAssessors
from jinguo.assess.evaluation.draws.plan import StagedPlan, StratifiedPlan
from jinguo.assess.evaluation.draws.record import read_record
from jinguo.assess.evaluation.draws.verification import verify
from jinguo.assess.ladders import Rules
from jinguo.assess.models import Round, Sampled
from jinguo.assess.policies import NotOnThatDay, WrongState
from jinguo.audit.models import Event
from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from tests.make import assess as make
from tests.make import org
from tests.make import rounds as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def yards():
    made.listed_courtyards()


def freeze(found, actor=None):
    return actions.freeze_frame(
        actor=actor or make.officer(), round_id=found.id, now=make.noon(made.LISTED_ON)
    )


def draw(found, seed=made.SEED, source=made.SOURCE):
    return actions.draw_sample(
        actor=make.officer(), round_id=found.id, seed=seed, source=source,
        now=make.noon(made.DRAWN_ON),
    )  # fmt: skip


def send(found):
    return actions.send_out(actor=make.officer(), round_id=found.id, now=make.noon(made.DRAWN_ON))


@pytest.mark.slow
def test_a_round_keeps_the_sheet_and_the_levels_of_the_day_of_its_list(yards):
    found = made.drafted_round()

    assert (found.state, found.sheet.key) == ("drafted", "four-beauties")
    assert queries.history_of_round(found)[0].to_state == "drafted"


@pytest.mark.slow
def test_the_frozen_list_holds_who_held_a_level_on_its_day_and_nobody_else(yards):
    make.courtyard()
    made.listed_courtyards(1, made.OTHER_VILLAGE)
    lost = make.recognition(state="delisted", household=make.courtyard())

    found = made.frozen_round()

    assert (found.listed, found.unlisted) == (7, 0)
    assert str(lost.household_id) not in found.frame.csv
    assert len(found.frame_digest) == len(found.plan_digest) == 64


@pytest.mark.slow
def test_other_households_are_on_the_list_where_the_plan_asks_for_them(yards):
    empty, there = make.courtyard(is_resident=False), make.courtyard()

    found = made.frozen_round(plan=StratifiedPlan(listed=4, unlisted=1))

    assert (found.listed, found.unlisted) == (6, 1)
    assert str(there.id) in found.frame.csv
    assert str(empty.id) not in found.frame.csv


@pytest.mark.slow
def test_a_plan_the_list_does_not_hold_is_refused_before_anything_is_published(yards):
    too_many = StratifiedPlan(listed=7)
    with pytest.raises(Refused, match="7 households") as refused:
        made.drafted_round(plan=too_many)
    assert list(refused.value.fields) == ["listed"]
    found = made.drafted_round()
    Round.objects.filter(id=found.id).update(plan=too_many.as_data())  # as if the list had shrunk

    with pytest.raises(Refused, match="asks for 7 households; the frame has 6"):
        freeze(found)

    found.refresh_from_db()
    assert (found.state, found.frame_digest) == ("drafted", "")


@pytest.mark.slow
def test_no_seed_is_taken_before_the_list_is_frozen(yards):
    found = made.drafted_round()

    with pytest.raises(WrongState, match="while the round is “Drafted”"):
        draw(found)

    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(id=found.id).update(seed="known before")


@pytest.mark.slow
def test_a_list_is_frozen_once(yards):
    with pytest.raises(WrongState):
        freeze(made.frozen_round())


@pytest.mark.slow
def test_a_sample_is_drawn_once_so_that_nobody_draws_until_it_pleases(yards):
    with pytest.raises(WrongState):
        draw(made.drawn_round(), seed="another")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "words"), [({"seed": " "}, "Enter the seed"), ({"source": ""}, "look the seed up")]
)
def test_a_seed_comes_with_where_anyone_finds_it(yards, given, words):
    with pytest.raises(Invalid, match=words):
        draw(made.frozen_round(), **given)


@pytest.mark.slow
@pytest.mark.parametrize(
    "plan",
    [
        StratifiedPlan(listed=4, reserves=2),
        StagedPlan(towns=None, listed=3, unlisted=0, reserves=1),
    ],
)
def test_the_record_taken_away_draws_the_same_sample_again(yards, tmp_path, plan):
    found = made.drawn_round(plan=plan)
    record = actions.take_record(actor=make.officer(), round_id=found.id)
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(record))

    findings = verify(read_record(file))

    assert [one.agrees for one in findings] == [True, True, True]
    assert Event.objects.filter(action="assess.take-record").exists()


@pytest.mark.slow
def test_the_record_shows_a_sample_that_was_changed_afterwards(yards, tmp_path):
    found = made.drawn_round()
    record = actions.take_record(actor=make.officer(), round_id=found.id)
    record["sample"].pop()
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(record))

    assert not all(one.agrees for one in verify(read_record(file)))


@pytest.mark.slow
def test_a_drawn_household_keeps_the_score_it_was_certified_with(yards):
    sampled = Sampled.objects.filter(round=made.drawn_round())

    assert sampled.count() == 6
    assert {one.first.total for one in sampled} == {95}
    assert sorted(one.is_reserve for one in sampled) == [False] * 4 + [True] * 2


@pytest.mark.slow
def test_before_it_is_drawn_there_is_no_record(yards):
    with pytest.raises(Refused, match="Nothing is drawn yet"):
        actions.take_record(actor=make.officer(), round_id=made.frozen_round().id)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"frame_on": date(2020, 6, 17)}, NotOnThatDay),
        ({"due_on": date(2020, 6, 14)}, Invalid),
        ({"title": "  "}, Invalid),
        ({"area": "370212"}, Denied),
        ({"programme": "unknown"}, NotFound),
    ],
)
def test_a_round_that_cannot_be_is_refused(yards, given, error):
    with pytest.raises(error):
        made.drafted_round(**given)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["town-officer", "district-leader"])
def test_only_who_runs_rounds_freezes_one(yards, role):
    actor = make.officer(role, make.TOWN if role == "town-officer" else make.DISTRICT)

    with pytest.raises(NotFound if role == "town-officer" else Denied):
        freeze(made.drafted_round(), actor)


@pytest.mark.slow
def test_nobody_is_sent_out_where_nobody_is_named(yards):
    with pytest.raises(NoAssessors):
        send(made.drawn_round())


@pytest.mark.slow
def test_drawn_households_are_shared_by_lot_and_each_code_is_another(yards):
    found, actors = made.round_in_field(assessors=2)

    shares = [len(made.own_visits(actor)) for actor in actors]
    codes = list(found.visits.values_list("code", flat=True))
    assert shares == [2, 2]
    assert len(set(codes)) == 4
    assert all(found.assessors.values_list("code", flat=True))


@pytest.mark.slow
def test_nobody_is_sent_where_she_declared_a_tie_or_has_a_post():
    made.listed_courtyards(3)
    made.listed_courtyards(3, "370211106201")
    found = made.drawn_round()
    tied = made.assessor(found, ties=[make.TOWN])
    local = made.assessor(found, at="370211106")
    send(found)

    assert {one.sampled.area_id for one in made.own_visits(tied)} == {"370211106201"}
    assert {one.sampled.area_id for one in made.own_visits(local)} == {make.VILLAGE}


@pytest.mark.slow
def test_a_village_to_which_everyone_named_has_a_tie_is_refused(yards):
    found = made.drawn_round()
    made.assessor(found, ties=[make.TOWN])

    with pytest.raises(Refused, match="Everybody who could visit has a tie to"):
        send(found)


def test_an_assessor_is_named_once_and_not_after_the_round_is_given_up(yards):
    found = made.drawn_round()
    actor = made.assessor(found)
    again = {"actor": make.officer(), "round_id": found.id, "now": make.noon(made.DRAWN_ON)}
    with pytest.raises(AlreadyNamed):
        actions.name_assessor(account_id=actor.account_id, **again)
    with pytest.raises(NotFound, match="may not visit here"):
        actions.name_assessor(account_id=org.actor(role="district-leader").account_id, **again)
    with pytest.raises(Invalid):
        actions.name_assessor(name=" ", **again)
    send(found)
    assert actions.name_assessor(name="赵老师", **again).code
    actions.withdraw_round(reason="改期", **again)

    with pytest.raises(WrongState):
        actions.name_assessor(name="钱老师", **again)


@pytest.mark.slow
def test_someone_without_an_account_is_named_and_taken_off_again(yards):
    found = made.drafted_round()
    given = {"actor": make.officer(), "round_id": found.id, "now": make.noon()}
    one = actions.name_assessor(name="赵老师", **given)

    actions.drop_assessor(assessor_id=one.id, **given)

    assert not found.assessors.exists()
    with pytest.raises(NotFound):
        actions.drop_assessor(assessor_id=one.id, **given)


@pytest.mark.slow
def test_a_withdrawn_round_stays_with_its_reason_and_goes_no_further(yards):
    found = made.frozen_round()
    given = {"actor": make.officer(), "round_id": found.id, "now": make.noon()}
    with pytest.raises(Invalid, match="Say why"):
        actions.withdraw_round(reason=" ", **given)

    actions.withdraw_round(reason="the lottery was cancelled", **given)

    assert queries.history_of_round(found)[0].reason == "the lottery was cancelled"
    with pytest.raises(WrongState):
        draw(found)
    assert queries.check_states() == []


def test_the_share_the_plan_asks_a_district_to_check_is_rounded_up():
    rules = Rules(sample_share=0.1)

    assert [queries.share_asked(rules, n) for n in (0, 1, 30, 31)] == [0, 1, 3, 4]
