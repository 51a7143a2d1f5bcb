from datetime import UTC, datetime

import pytest
from django.db import connection

from jinguo.audit.models import Event as Audited
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.facts import actions, queries
from jinguo.facts.models import Fact
from jinguo.org.actor import ActivePost, Actor
from tests.make import facts as make

pytestmark = pytest.mark.django_db


def correct(fact, *, actor=make.READER, reason="counted twice"):
    return actions.correct(
        actor=actor, fact_id=fact, reason=reason, now=datetime(2020, 6, 16, tzinfo=UTC)
    )


def holder(role, area=make.DISTRICT):
    post = ActivePost(role=role, unit_id=make.thing(1), unit_name="", area=area)
    return Actor(name="officer", posts=(post,), on=make.DAY)


def test_a_correction_is_the_opposite_on_the_same_day():
    make.defined(make.measure("flow"), make.measure("persons", id="tests.persons"))
    mistake = make.fact(quantity=3, amount=500, subject=make.thing(1), programme="p", category="c")

    correction = correct(mistake)

    facts = Fact.objects.in_bulk()
    wrong, right = facts[mistake], facts[correction]
    assert (right.quantity, right.amount, right.corrects) == (-3, -500, mistake)
    same = ("kind", "area", "occurred_on", "subject", "programme", "category", "object_id")
    assert all(getattr(right, name) == getattr(wrong, name) for name in same)
    assert right.data == {"reason": "counted twice"}
    assert (make.value(), make.figure().records, make.value("tests.persons")) == (0, 0, 0)
    assert queries.records(make.READER, "tests.figure", area=make.DISTRICT, period=make.YEAR) == []


def test_a_correction_is_on_the_trail():
    mistake = make.fact()

    correct(mistake)

    [event] = Audited.objects.filter(action="figures.correct")
    assert (event.object_id, event.area, event.purpose) == (mistake, make.VILLAGE, "counted twice")


def test_a_fact_is_corrected_once():
    mistake = make.fact()
    correct(mistake)

    with pytest.raises(actions.AlreadyCorrected):
        correct(mistake)
    assert Fact.objects.count() == 2


def test_a_fact_that_follows_its_record_is_not_taken_back():
    with pytest.raises(actions.NotCorrectable, match="Undo a wrong one on its own page"):
        correct(make.fact(make.Registered))
    assert Fact.objects.count() == 1


def test_a_fact_nothing_records_any_more_is_not_taken_back():
    fact = make.fact()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE facts_fact SET kind = 'tests.forgotten' WHERE id = %s", [fact])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")

    with pytest.raises(actions.NotCorrectable):
        correct(fact)


def test_a_record_names_the_latest_of_its_facts_that_still_counts():
    make.defined(make.measure())
    thing = make.thing(1)
    first, second = (make.fact(object_id=thing) for _n in range(2))

    def entry():
        [record] = queries.records(
            make.READER, "tests.figure", area=make.DISTRICT, period=make.YEAR
        )
        return record.quantity, record.fact_id

    assert entry() == (2, second)
    correct(second, reason="filled twice")
    assert entry() == (1, first)
    [back] = queries.taken_back(make.READER, "tests.figure", area=make.DISTRICT, period=make.YEAR)
    assert (back.object_id, back.quantity, back.reason) == (thing, -1, "filled twice")


def test_a_correction_is_not_corrected():
    with pytest.raises(actions.NotCorrectable):
        correct(correct(make.fact()))


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_a_reason_is_needed(reason):
    with pytest.raises(Invalid) as refused:
        correct(make.fact(), reason=reason)
    assert "reason" in refused.value.fields


@pytest.mark.parametrize(
    "actor, outcome",
    [
        (holder("district-officer"), None),
        (holder("district-leader"), Denied),
        (holder("district-officer", "370212"), NotFound),
        (holder("auditor"), NotFound),
    ],
)
def test_who_may_correct(actor, outcome):
    fact = make.fact()

    if outcome is None:
        correct(fact, actor=actor)
    else:
        with pytest.raises(outcome):
            correct(fact, actor=actor)
        assert Fact.objects.count() == 1
