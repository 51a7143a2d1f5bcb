from datetime import date

import pytest

from jinguo.assess import actions
from jinguo.assess.models import PlaqueCounter, Recognition
from jinguo.assess.policies import NotClear, WrongState
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.facts.models import Fact
from tests.make import assess as make
from tests.make import notices

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 12)


def certify(*rows, actor=None, on=DAY):
    return actions.certify(
        actor=actor or make.officer(),
        application_ids=[row.id for row in rows],
        on=on,
        now=make.noon(),
    )


def net(**narrowed):
    rows = Fact.objects.filter(kind="assess.recognised", **narrowed)
    return sum(rows.values_list("quantity", flat=True))


@pytest.mark.slow
def test_a_certified_household_holds_a_level_a_plaque_and_one_fact():
    row = make.application(state="on-notice", total=93)

    [made] = certify(row)

    held = Recognition.objects.get(id=made)
    assert (held.level, held.state, held.certified_on, held.total) == ("demo", "certified", DAY, 93)
    assert held.plaque == "370211-2020-00001"
    assert held.next_check_on == date(2020, 12, 12)
    [fact] = Fact.objects.filter(kind="assess.recognised")
    assert (fact.object_type, fact.object_id) == ("assess.recognition", made)
    assert (fact.category, fact.area, fact.quantity) == ("demo", make.VILLAGE, 1)
    row.refresh_from_db()
    assert (row.state, row.due_on) == ("certified", None)


@pytest.mark.slow
def test_plaques_are_numbered_without_gaps_in_the_order_of_household_codes():
    rows = make.applications(9, state="on-notice")
    certify(*rows[6:])
    certify(*rows[:6])

    by_code = Recognition.objects.order_by("plaque").values_list("household__code", "plaque")

    codes = [row.household.code for row in [*rows[6:], *rows[:6]]]
    assert list(by_code) == [(code, f"370211-2020-{n:05}") for n, code in enumerate(codes, 1)]


@pytest.mark.slow
def test_a_refused_certification_uses_up_no_number():
    good, running = make.application(state="on-notice"), make.application(state="recheck")
    with pytest.raises(WrongState):
        certify(good, running)

    certify(good)

    assert PlaqueCounter.objects.get().last == 1


@pytest.mark.slow
def test_two_programmes_and_two_years_have_series_of_their_own():
    make.recognition()
    other = make.application(state="on-notice")
    actions.certify(
        actor=make.officer(),
        application_ids=[other.id],
        on=date(2021, 1, 4),
        now=make.noon(date(2021, 1, 4)),
    )

    assert set(Recognition.objects.values_list("plaque", flat=True)) == {
        "370211-2020-00001",
        "370211-2021-00001",
    }


@pytest.mark.slow
@pytest.mark.parametrize(("on", "over"), [(date(2020, 6, 9), False), (date(2020, 6, 10), True)])
def test_the_notice_must_be_over(on, over):
    row = make.application(state="on-notice")  # its last day is 9 June

    if over:
        assert certify(row, on=on)
    else:
        with pytest.raises(NotClear, match=f"{row.household.code} .on notice until June 9, 2020"):
            certify(row, on=on)


@pytest.mark.slow
@pytest.mark.parametrize("state", ["passed", "listed", "recheck", "certified", "rejected"])
def test_only_an_undisputed_notice_leads_to_a_plaque(state):
    with pytest.raises(WrongState):
        certify(make.application(state=state))


@pytest.mark.slow
def test_a_higher_level_supersedes_the_lower():
    lower = make.recognition(level="beautiful")
    home = lower.household
    day = date(2020, 7, 1)
    [asked] = actions.apply(
        actor=make.officer(), programme=make.PROGRAMME, household_ids=[home.id], level="demo",
        on=day, now=make.noon(day),
    )  # fmt: skip
    rank_up = {
        "actor": make.officer(),
        "application_ids": [asked],
        "on": day,
        "now": make.noon(day),
    }
    actions.recommend(**rank_up)
    filled = [actions.ScoreIn(asked, make.points(96))]
    actions.score(actor=make.officer(), sheets=filled, kind="town", on=day, now=make.noon(day))
    actions.decide(**rank_up)
    notices.on_notice([asked], actor=make.officer(), on=day)
    later = date(2020, 7, 10)

    [made] = actions.certify(**{**rank_up, "on": later, "now": make.noon(later)})

    lower.refresh_from_db()
    assert (lower.state, lower.ended_on) == ("superseded", later)
    assert list(Recognition.objects.in_force().values_list("id", flat=True)) == [made]
    assert (net(category="beautiful"), net(category="demo")) == (0, 1)
    assert net(object_id=lower.id) == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("level", "role", "code", "outcome"),
    [
        ("demo", "district-officer", make.DISTRICT, None),
        ("demo", "town-officer", make.TOWN, Denied),
        ("beautiful", "town-officer", make.TOWN, None),
        ("beautiful", "town-officer", "370211106", NotFound),
        ("beautiful", "village-chair", make.VILLAGE, Denied),
    ],
)
def test_the_body_the_ladder_names_certifies(level, role, code, outcome):
    row, actor = make.application(state="on-notice", level=level), make.officer(role, code)

    if outcome is None:
        assert certify(row, actor=actor)
    else:
        with pytest.raises(outcome):
            certify(row, actor=actor)


def inspect(action, held, *, actor=None, on=date(2020, 6, 14), reason="an inspection", **more):
    return action(
        actor=actor or make.officer("town-officer", make.TOWN), recognition_ids=[held.id],
        on=on, now=make.noon(), reason=reason, **more,
    )  # fmt: skip


@pytest.mark.slow
def test_a_closed_recognition_is_no_delisting():
    held = make.recognition()

    inspect(actions.close_recognition, held, reason="moved away")

    held.refresh_from_db()
    assert held.state == "closed"
    assert net() == 0
    assert not Fact.objects.filter(kind="assess.delisted").exists()


@pytest.mark.slow
def test_the_town_does_not_delist_what_the_district_certified():
    town = make.officer("town-officer", make.TOWN)
    with pytest.raises(Denied):
        make.propose(make.recognition(), actor=town)

    make.delist(make.recognition(level="beautiful"), actor=town)


@pytest.mark.slow
def test_what_has_ended_does_not_end_again():
    with pytest.raises(WrongState):
        inspect(actions.close_recognition, make.recognition(state="delisted"), actor=make.officer())


@pytest.mark.slow
def test_an_act_on_a_recognition_says_why():
    with pytest.raises(Invalid):
        inspect(actions.close_recognition, make.recognition(), actor=make.officer(), reason=" ")


@pytest.mark.slow
def test_a_household_certified_again_after_a_wait_has_one_level_in_force():
    home = make.recognition(state="delisted").household

    assert not Recognition.objects.in_force().filter(household=home).exists()
