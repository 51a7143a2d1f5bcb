"""Goods: what a store has, what it gives for points, and what comes back."""

import pytest
from django.db import IntegrityError, transaction

from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.facts.models import Fact
from jinguo.ledger import actions, queries
from jinguo.ledger.actions import GoodExists
from jinguo.ledger.models import HandOver, StockMove
from jinguo.ledger.policies import OutOfStock, TooFewPoints
from tests.make import ledger as make
from tests.make import org, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scheme():
    org.tree()
    make.scheme()


def counted(kind):
    return sum(Fact.objects.filter(kind=kind).values_list("quantity", flat=True))


@pytest.mark.slow
def test_goods_are_handed_to_a_member_for_the_points_they_cost():
    home, soap = make.rich(20), make.good(price=5, stock=10)

    given = make.hand_over(home, soap, quantity=3)

    assert (make.balance(home), queries.stock_of(soap)) == (5, 7)
    assert given.received_by == people.head(home)
    assert (counted("ledger.spent"), counted("ledger.handed-over")) == (15, 3)


@pytest.mark.slow
def test_goods_brought_back_return_to_the_store_and_the_points_to_the_household():
    home, soap = make.rich(20), make.good(price=5, stock=10)
    make.hand_over(home, soap, quantity=3)
    spent = make.last(home)

    actions.take_goods_back(
        actor=make.chair(), entry_id=spent.id, reason="拿错了", now=people.instant()
    )

    assert (make.balance(home), queries.stock_of(soap)) == (20, 10)
    assert (counted("ledger.spent"), counted("ledger.handed-over")) == (0, 0)
    with pytest.raises(Refused, match="already"):
        actions.take_goods_back(
            actor=make.chair(), entry_id=spent.id, reason="拿错了", now=people.instant()
        )


@pytest.mark.slow
def test_who_does_not_keep_the_store_takes_nothing_back_into_it():
    home = make.rich(20)
    make.hand_over(home, make.good())

    with pytest.raises(Denied, match="store"):
        actions.take_goods_back(
            actor=org.officer(role="executive", at=make.VILLAGE), entry_id=make.last(home).id,
            reason="拿错了", now=people.instant(),
        )  # fmt: skip


def test_too_few_points_and_too_few_goods_are_two_sentences():
    home = make.rich(20)

    with pytest.raises(TooFewPoints, match="takes 25 points; the household has 20"):
        make.hand_over(home, make.good(price=25))
    with pytest.raises(OutOfStock, match="2 are left"):
        make.hand_over(home, make.good(title="毛巾", price=1, stock=2), quantity=3)

    assert not HandOver.objects.exists() and make.balance(home) == 20


def test_a_store_serves_its_own_place_and_offers_what_is_offered():
    home = make.rich(20)
    next_door = make.good(at="370211105202")
    gone = make.good(title="毛巾")
    actions.change_good(
        actor=make.chair(), good_id=gone.id, price=5, is_offered=False, now=people.instant()
    )

    with pytest.raises(Refused, match="another place"):
        make.hand_over(home, next_door, by=make.town())
    with pytest.raises(Refused, match="no longer offered"):
        make.hand_over(home, gone)


def test_the_store_of_the_town_is_the_towns():
    home, rice = make.rich(20), make.good(title="大米", at=make.TOWN)

    with pytest.raises(NotFound):
        make.hand_over(home, rice)  # the chair
    make.hand_over(home, rice, by=make.town())

    assert make.balance(home) == 15


def test_only_who_lives_there_receives():
    home, soap, stranger = make.rich(20), make.good(), people.household(head_name="李桂兰")

    with pytest.raises(NotFound, match="does not live"):
        actions.hand_over(
            actor=make.chair(), household_id=home.id, good_id=soap.id, quantity=1,
            received_by=people.head(stranger).id, on=make.DAY, now=people.instant(),
        )  # fmt: skip


def test_a_new_price_holds_for_what_comes_and_not_for_what_was():
    home, soap = make.rich(20), make.good(price=5)
    make.hand_over(home, soap)
    actions.change_good(
        actor=make.chair(), good_id=soap.id, price=8, is_offered=True, now=people.instant()
    )

    make.hand_over(home, soap)

    assert make.balance(home) == 20 - 5 - 8


def test_what_is_written_off_has_a_reason_and_was_there():
    soap = make.good(stock=3)
    off = {"actor": make.chair(), "good_id": soap.id, "on": make.DAY, "now": people.instant()}

    with pytest.raises(Invalid, match="reason"):
        actions.write_off(**off, quantity=1, reason="")
    with pytest.raises(OutOfStock):
        actions.write_off(**off, quantity=4, reason="受潮")
    actions.write_off(**off, quantity=2, reason="受潮")

    assert queries.stock_of(soap) == 1


@pytest.mark.parametrize("wrong", [{"title": " "}, {"price": 0}, {"price": 10_001}])
def test_a_good_has_a_name_and_a_price(wrong):
    with pytest.raises(Invalid):
        actions.add_good(
            **{
                "actor": make.chair(),
                "area": make.VILLAGE,
                "title": "肥皂",
                "price": 5,
                "now": people.instant(),
            }
            | wrong
        )


def test_a_good_stands_once_in_a_store_kept_by_its_own_people():
    make.good()

    with pytest.raises(GoodExists):
        make.good()
    with pytest.raises(Denied):
        actions.add_good(
            actor=make.chair(), area="370211105202", title="肥皂", price=5, now=people.instant()
        )


def test_the_database_refuses_a_store_below_zero():
    soap = make.good(stock=1)
    came = soap.moves.get()

    with pytest.raises(IntegrityError, match="more than it has"), transaction.atomic():
        StockMove.objects.create(
            good=soap, kind="written-off", quantity=-2, on=came.on, at=came.at, actor="somebody",
            reason="受潮",
        )  # fmt: skip
