from datetime import date
from decimal import Decimal

import pytest

from jinguo.core.errors import Invalid, NotFound
from jinguo.facts import queries
from jinguo.facts.models import Fact
from jinguo.facts.queries import Period, statements, sums
from jinguo.org.actor import ActivePost, Actor
from tests.make import facts as make

pytestmark = pytest.mark.django_db


def test_a_flow_is_the_sum_in_the_period():
    make.defined(make.measure("flow"))
    for day in (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)):
        make.fact(occurred_on=day, quantity=3)

    assert make.value() == 6
    assert make.figure().records == 2


def test_a_balance_is_the_sum_up_to_the_day():
    make.defined(make.measure("balance"))
    make.fact(occurred_on=date(2018, 5, 5))
    make.fact(occurred_on=date(2020, 3, 1))
    make.fact(occurred_on=date(2020, 3, 2), quantity=-1)
    make.fact(occurred_on=date(2021, 1, 1))

    assert make.value() == 1
    assert make.value(period=Period.up_to(date(2020, 3, 1))) == 2
    assert make.value(period=Period.year(2021)) == 2


def test_an_amount_is_exact_in_yuan():
    make.defined(make.measure("amount", unit="元"))
    make.fact(amount=100_000)
    make.fact(amount=23_450)

    assert make.value() == Decimal("1234.5")
    assert make.figure().text == "1,234.50 yuan"


def test_different_persons_are_counted_once_and_not_when_taken_back():
    make.defined(make.measure("persons", unit="人"))
    for person in (1, 1, 2, 3):
        make.fact(subject=make.thing(person))
    make.fact(subject=make.thing(3), quantity=-1)
    make.fact(subject=None)
    make.fact(subject=make.thing(4), occurred_on=date(2019, 1, 1))

    figure = make.figure()

    assert (figure.value, figure.records) == (2, 3)
    assert figure.text == "2 persons"


def test_a_ratio_is_exact_and_shown_with_one_decimal():
    make.defined(*make.rate())
    make.fact()
    for _n in range(3):
        make.fact(make.Registered)

    figure = make.figure("tests.rate")

    assert (figure.numerator, figure.denominator, figure.records) == (1, 3, 1)
    assert figure.value == Decimal(100) / 3
    assert figure.text == "33.3%"


def test_a_ratio_over_nothing_has_no_value():
    make.defined(*make.rate())
    make.fact()

    assert make.value("tests.rate") is None
    assert make.figure("tests.rate").text == "—"


def test_categories_and_programme_choose_what_is_counted():
    make.defined(
        make.measure(id="all"),
        make.measure(id="two", categories=["a", "b"]),
        make.measure(id="one", categories=["a"], of_programme="p"),
    )
    for category, programme in (("a", "p"), ("a", "q"), ("b", "p"), ("c", "p")):
        make.fact(category=category, programme=programme)

    found = queries.figures(
        make.READER, ["one", "two", "all"], area=make.DISTRICT, period=make.YEAR
    )

    assert {key: int(one.value) for key, one in found.items()} == {"one": 1, "two": 3, "all": 4}


@pytest.mark.parametrize(
    "area, value",
    [("37", 3), ("3702", 3), (make.DISTRICT, 3), (make.TOWN, 2), (make.VILLAGE, 1), ("370212", 0)],
)
def test_every_level_has_its_figure(area, value):
    make.defined(make.measure(), area="")
    for code in (make.VILLAGE, make.TOWN, make.OTHER_VILLAGE):
        make.fact(area=code)

    assert make.value(area=area) == value


def test_a_page_of_figures_is_one_statement(monkeypatch, django_assert_num_queries):
    make.defined(*make.rate())
    make.fact()
    make.value("tests.rate")
    asked = []
    monkeypatch.setattr(sums, "run", lambda *given: asked.append(given) or statements.run(*given))

    with django_assert_num_queries(0):  # what is prepared on the server goes past Django's count
        found = queries.figures(
            make.READER, ["tests.part", "tests.rate"], area=make.DISTRICT, period=make.YEAR
        )

    assert found["tests.part"].value == 1
    assert len(asked) == 1


def officer(area):
    post = ActivePost(role="town-officer", unit_id=make.thing(1), unit_name="", area=area)
    return Actor(name="officer", posts=(post,), on=make.DAY)


@pytest.mark.parametrize("area", [make.OTHER_TOWN, make.DISTRICT, "", "3702111"])
def test_out_of_reach_and_absent_are_the_same(area):
    make.defined(make.measure(), area="")

    with pytest.raises(NotFound):
        queries.figure(officer(make.TOWN), "tests.figure", area=area, period=make.YEAR)


def test_an_officer_sees_her_own_area():
    make.defined(make.measure())
    make.fact()

    figure = queries.figure(officer(make.TOWN), "tests.figure", area=make.TOWN, period=make.YEAR)

    assert figure.value == 1


@pytest.mark.parametrize("measure", ["unheard-of", "tests.rate"])
def test_a_measure_nobody_defines_is_not_found(measure):
    make.defined(
        make.measure("ratio", id="tests.rate", unit="%", kind="", numerator="a", denominator="b")
    )

    with pytest.raises(NotFound, match=measure):
        make.value(measure)


def test_the_nearest_pack_upward_wins():
    make.defined(make.measure("flow"), area="", pack="base")
    make.defined(make.measure("flow", categories=["a"]), area=make.DISTRICT, pack="district")
    make.fact(category="b")

    assert make.value(area=make.DISTRICT) == 0
    assert make.value(area="3702") == 1


def test_a_changed_definition_holds_at_once():
    make.defined(make.measure("flow"))
    make.fact(occurred_on=date(2019, 1, 1))
    assert make.value() == 0

    make.defined(make.measure("balance"))

    assert make.value() == 1


def test_a_pack_lets_go_of_what_it_no_longer_defines():
    make.defined(make.measure(id="old"), make.measure(id="kept"))
    make.defined(make.measure(id="kept"))

    assert list(queries.measures_for(make.DISTRICT)) == ["kept"]


def test_a_ratio_of_ratios_is_refused():
    with pytest.raises(Invalid, match="again"):
        make.defined(
            *make.rate(),
            make.measure(
                "ratio",
                id="again",
                unit="%",
                kind="",
                numerator="tests.rate",
                denominator="tests.whole",
            ),
        )


@pytest.mark.parametrize(
    "how, values",
    [("flow", [0, 2, 0, 5]), ("balance", [10, 12, 12, 17]), ("persons", [0, 1, 0, 2])],
)
def test_a_year_month_by_month(how, values):
    make.defined(make.measure(how))
    make.fact(occurred_on=date(2019, 6, 1), quantity=10, subject=make.thing(1))
    make.fact(occurred_on=date(2020, 2, 29), quantity=2, subject=make.thing(1))
    make.fact(occurred_on=date(2020, 4, 1), quantity=2, subject=make.thing(1))
    make.fact(occurred_on=date(2020, 4, 30), quantity=3, subject=make.thing(2))

    points = series()

    assert [int(point.value) for point in points[:4]] == values
    assert [point.month.month for point in points] == list(range(1, 13))


def series(measure="tests.figure", period=make.YEAR, **given):
    return queries.series(make.READER, measure, area=make.DISTRICT, period=period, **given)


def test_a_year_of_a_ratio_month_by_month():
    make.defined(*make.rate())
    make.fact(make.Registered, occurred_on=date(2020, 2, 1), quantity=4)
    make.fact(occurred_on=date(2020, 3, 1))

    points = series("tests.rate")

    assert [point.value for point in points[:3]] == [None, 0, 25]


def test_a_fact_is_not_there_out_of_reach():
    fact = make.fact(area=make.OTHER_VILLAGE)

    with pytest.raises(NotFound):
        queries.get_fact(officer(make.TOWN), fact)
    assert queries.get_fact(make.READER, fact) == Fact.objects.get()


@pytest.mark.parametrize("texts", [[], ["a", "b c"], ['"', "\\", "a,b", "{}", "NULL", ""]])
def test_an_array_is_read_back_as_it_was_written(texts):
    assert statements.run("SELECT %(all)s::text[]", {"all": statements.array(texts)}) == [(texts,)]
