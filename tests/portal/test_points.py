"""Her household's points on a resident's own pages: what it has, and nothing of any other household."""

from datetime import date, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from jinguo.core.dates import months_after
from jinguo.ledger import actions, queries
from tests.make import ledger, people
from tests.make import portal as make

pytestmark = pytest.mark.django_db
PHONE = "13900001234"
STATEMENTS = 17


@pytest.fixture(autouse=True)
def _english():
    with override_settings(LANGUAGE_CODE="en", JINGUO_SECOND_FACTOR="offered"):
        yield


@pytest.fixture
def home():
    people.village()
    ledger.scheme()
    return people.household(head_name="赵小兰", phone=PHONE)


@pytest.fixture
def browser(home):
    return make.client(make.resident(phone=PHONE))


def today():
    return timezone.localdate()


def text_of(browser, path="/me/points/"):
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


def record(*homes, rule="clean-up", on=None, by=None):
    return actions.record_points(
        actor=by or ledger.chair(), programme=ledger.PROGRAMME, rule=rule,
        household_ids=[one.id for one in homes], on=on or today(), now=timezone.now(),
    )  # fmt: skip


def feast(home, on=None):
    return record(home, rule="feast", on=on, by=ledger.town())


@pytest.mark.slow
def test_she_sees_what_her_household_has_and_how_it_came_about_newest_first(browser, home):
    feast(home, today() - timedelta(days=3))
    record(home)

    text = text_of(browser)

    assert '<span class="value">22' in text
    assert text.index("Clean-up") < text.index("Frugal feast")
    assert "+20" in text and "+2<" in text
    assert "/me/points/" in text_of(browser, "/me/")


@pytest.mark.slow
def test_what_expires_first_is_what_an_exchange_takes(home):
    early, late = today() - timedelta(days=60), today() - timedelta(days=1)
    feast(home, early)
    feast(home, late)
    actions.hand_over(
        actor=ledger.chair(), household_id=home.id, good_id=ledger.good(price=15).id, quantity=1,
        received_by=people.head(home).id, on=today(), now=timezone.now(),
    )  # fmt: skip

    found = queries.expiring(home, today())

    day = timedelta(days=1)
    assert [(one.last_day, one.points) for one in found] == [
        (months_after(early, 12) - day, 5),
        (months_after(late, 12) - day, 20),
    ]
    assert sum(one.points for one in found) == queries.balance_of(home)


def test_what_was_taken_back_does_not_expire(home):
    feast(home)
    [mistaken] = feast(home, today() - timedelta(days=30))
    actions.take_points_back(
        actor=ledger.town(), entry_id=mistaken, reason="误记", now=timezone.now()
    )

    [left] = queries.expiring(home, today())

    assert left.points == 20


def test_points_that_never_expire_are_in_no_line(home):
    ledger.scheme(expire_months=None, valid_from=date(2019, 6, 1), digest="2")
    feast(home)

    assert queries.expiring(home, today()) == []


@pytest.mark.slow
def test_she_sees_what_the_stores_over_her_offer_with_the_price_and_what_is_left(browser):
    ledger.good(title="肥皂", price=5, stock=7)
    ledger.good(title="毛巾", price=8, stock=0, at=ledger.TOWN)
    ledger.good(title="暖瓶", at="370211105202")
    hidden = ledger.good(title="脸盆")
    actions.change_good(
        actor=ledger.chair(), good_id=hidden.id, price=5, is_offered=False, now=timezone.now()
    )

    text = text_of(browser)

    assert "7 left" in text and "5 points" in text
    assert "毛巾" in text and "none left" in text
    assert "暖瓶" not in text and "脸盆" not in text


@pytest.mark.slow
def test_another_households_points_are_never_shown(browser, home):
    other = people.household(head_name="钱小花")
    feast(other)
    record(home)

    text = text_of(browser)

    assert "Frugal feast" not in text
    assert '<span class="value">2' in text
    for word in ("钱小花", other.code, str(other.id)):
        assert word not in text
    assert "Frugal feast" not in text_of(browser, f"/me/points/?household={other.id}")


@pytest.mark.slow
def test_of_the_others_in_her_household_and_of_who_recorded_it_nothing_is_said(browser, home):
    given = people.member(home, name="李建国")
    feast(home)
    actions.hand_over(
        actor=ledger.chair(), household_id=home.id, good_id=ledger.good().id, quantity=2,
        received_by=given.id, on=today(), now=timezone.now(),
    )  # fmt: skip

    text = text_of(browser)

    assert "肥皂 × 2" in text
    assert "李建国" not in text
    assert ledger.chair().name not in text


@pytest.mark.slow
def test_who_is_in_no_household_is_not_offered_any_points(home):
    alone = make.client(make.resident(name="孙小梅"))

    assert "/me/points/" not in text_of(alone, "/me/")
    assert alone.get("/me/points/").status_code == 404


@pytest.mark.slow
def test_where_no_plan_gives_points_they_are_not_offered():
    people.household(head_name="赵小兰", phone=PHONE)
    browser = make.client(make.resident(phone=PHONE))

    assert "/me/points/" not in text_of(browser, "/me/")
    assert browser.get("/me/points/").status_code == 404


@pytest.mark.slow
def test_who_has_left_the_household_no_longer_sees_its_points(browser, home):
    feast(home)
    head = people.head(home)
    head.memberships.update(period=(date(2020, 1, 1), today()))

    assert "/me/points/" not in text_of(browser, "/me/")
    assert browser.get("/me/points/").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 9])
def test_many_entries_are_shown_in_as_many_statements_as_one(
    browser, home, times, django_assert_max_num_queries
):
    for ago in range(times):
        feast(home, today() - timedelta(days=ago))

    with django_assert_max_num_queries(STATEMENTS):
        text_of(browser)
