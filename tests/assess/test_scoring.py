from datetime import date

import pytest

from jinguo.assess import actions
from jinguo.assess.actions import BadSheets, InspectionIn, ScoreIn
from jinguo.assess.models import Application, Score, Transition
from jinguo.assess.policies import NotOnThatDay, WrongState
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.facts.models import Fact
from tests.make import assess as make

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 8)


def score(*filled, actor=None, kind="town", on=DAY):
    return actions.score(
        actor=actor or make.officer("town-officer", make.TOWN),
        sheets=filled,
        kind=kind,
        on=on,
        now=make.noon(),
    )


@pytest.mark.slow
def test_a_total_is_the_sum_of_its_points():
    row = make.application(state="recommended")

    [made] = score(ScoreIn(row.id, [20, 21, 22, 23], note=" clean "))

    kept = Score.objects.get(id=made)
    assert (kept.total, kept.points, kept.note) == (86, [20, 21, 22, 23], "clean")
    row.refresh_from_db()
    assert (row.state, row.total, row.is_vetoed) == ("scored", 86, False)
    assert Fact.objects.filter(kind="assess.scored", object_id=row.id).count() == 1


@pytest.mark.slow
def test_one_wrong_sheet_keeps_out_all_of_them_and_is_named():
    good, bad = make.applications(2, state="recommended")

    with pytest.raises(BadSheets) as refusal:
        score(ScoreIn(good.id, make.points()), ScoreIn(bad.id, [26, 1, 1, 1]))

    assert list(refusal.value.fields["problems"]) == [bad.household.code]
    assert "居室整洁" in refusal.value.message
    assert not Score.objects.exists()
    assert set(Application.objects.values_list("state", flat=True)) == {"recommended"}


@pytest.mark.slow
def test_one_application_takes_one_sheet_at_a_time():
    row = make.application(state="recommended")

    with pytest.raises(Invalid, match="two score sheets"):
        score(ScoreIn(row.id, make.points()), ScoreIn(row.id, make.points(80)))


@pytest.mark.slow
def test_the_town_may_correct_its_sheet_until_it_decides():
    row = make.application(state="scored", total=70)

    score(ScoreIn(row.id, make.points(91)))

    row.refresh_from_db()
    assert (row.state, row.total) == ("scored", 91)
    assert row.scores.count() == 2
    assert Fact.objects.filter(kind="assess.scored", object_id=row.id).count() == 1
    assert Transition.objects.filter(application=row, to_state="scored").count() == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "state", "allowed"),
    [
        ("town", "applied", False),
        ("town", "passed", False),
        ("district", "passed", True),
        ("district", "scored", False),
        ("recheck", "recheck", True),
        ("recheck", "on-notice", False),
    ],
)
def test_each_kind_of_score_has_its_step(kind, state, allowed):
    row = make.application(state=state)
    filled = ScoreIn(row.id, make.points(93))

    if allowed:
        assert score(filled, actor=make.officer(), kind=kind)
        row.refresh_from_db()
        assert (row.state, row.total) == (state, 93)
    else:
        with pytest.raises(WrongState, match=row.household.code):
            score(filled, actor=make.officer(), kind=kind)


@pytest.mark.slow
def test_an_inspection_is_no_score_of_an_application():
    row = make.application(state="certified")

    with pytest.raises(Invalid):
        score(ScoreIn(row.id, make.points()), actor=make.officer(), kind="inspection")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "code", "outcome"),
    [
        ("town-officer", make.TOWN, None),
        ("district-officer", make.DISTRICT, None),
        ("village-chair", make.VILLAGE, Denied),
        ("town-officer", "370211106", NotFound),
    ],
)
def test_who_may_score(role, code, outcome):
    row = make.application(state="recommended")
    filled, actor = ScoreIn(row.id, make.points()), make.officer(role, code)

    if outcome is None:
        assert score(filled, actor=actor)
    else:
        with pytest.raises(outcome):
            score(filled, actor=actor)


@pytest.mark.slow
def test_a_score_is_not_older_than_the_recommendation():
    row = make.application(state="recommended")  # on 2 June

    with pytest.raises(NotOnThatDay):
        score(ScoreIn(row.id, make.points()), on=date(2020, 6, 1))


def decide(*rows, actor=None):
    return actions.decide(
        actor=actor or make.officer("town-officer", make.TOWN),
        application_ids=[row.id for row in rows],
        on=DAY,
        now=make.noon(),
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("level", "total", "vetoes", "passes"),
    [
        ("demo", 90, (), True),
        ("demo", 89, (), False),
        ("demo", 100, ("empty",), False),
        ("beautiful", 80, (), True),
        ("qualified", 59, (), False),
    ],
)
def test_the_score_alone_decides(level, total, vetoes, passes):
    row = make.application(state="scored", level=level, total=total, vetoes=vetoes)

    assert decide(row) == ([row.id] if passes else [])

    row.refresh_from_db()
    assert row.state == ("passed" if passes else "rejected")
    kind = "assess.passed" if passes else "assess.rejected"
    assert Fact.objects.filter(kind=kind, object_id=row.id, category=level).count() == 1


@pytest.mark.slow
def test_the_reason_names_the_points_but_never_the_veto():
    low = make.application(state="scored", total=75)
    vetoed = make.application(state="scored", total=99, vetoes=("empty",))

    decide(low, vetoed)

    reasons = dict(
        Transition.objects.filter(to_state="rejected").values_list("application", "reason")
    )
    assert "75" in reasons[low.id]
    assert "90" in reasons[low.id]
    assert "无人常住" not in reasons[vetoed.id]
    assert reasons[vetoed.id]


@pytest.mark.slow
def test_a_decided_application_is_not_decided_again():
    row, other = make.application(state="passed"), make.application(state="scored")

    with pytest.raises(WrongState, match="1 of them"):
        decide(row, other)

    other.refresh_from_db()
    assert other.state == "scored"


@pytest.mark.slow
def test_a_reinspection_is_kept_and_changes_no_state():
    held = make.recognition()

    [made] = actions.inspect(
        actor=make.officer("town-officer", make.TOWN),
        sheets=[InspectionIn(held.id, make.points(70), ("empty",))],
        on=date(2020, 6, 14),
        now=make.noon(),
    )

    kept = Score.objects.get(id=made)
    assert (kept.recognition_id, kept.kind, kept.total) == (held.id, "inspection", 70)
    held.refresh_from_db()
    assert held.state == "certified"
    assert Fact.objects.filter(kind="assess.inspected", object_id=held.id).count() == 1


@pytest.mark.parametrize(
    ("points", "vetoes", "due"),
    [
        (make.points(93), (), date(2020, 12, 14)),
        (make.points(70), (), date(2020, 7, 14)),
        (make.points(93), ("empty",), date(2020, 7, 14)),
    ],
)
def test_who_falls_short_at_an_inspection_is_due_again_soon(points, vetoes, due):
    """The ladder gives 30 days to put things right, and six months to who keeps the level."""
    held = make.recognition()

    actions.inspect(
        actor=make.officer("town-officer", make.TOWN), on=date(2020, 6, 14), now=make.noon(),
        sheets=[InspectionIn(held.id, points, vetoes)],
    )  # fmt: skip

    held.refresh_from_db()
    assert (held.state, held.next_check_on) == ("certified", due)


@pytest.mark.slow
def test_what_has_ended_is_not_inspected():
    held = make.recognition(state="delisted")

    with pytest.raises(WrongState):
        actions.inspect(
            actor=make.officer(), on=date(2020, 6, 14), now=make.noon(),
            sheets=[InspectionIn(held.id, make.points())],
        )  # fmt: skip

    assert not Score.objects.filter(kind="inspection").exists()
