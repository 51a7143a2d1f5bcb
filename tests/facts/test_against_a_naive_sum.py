"""Figures against a sum in plain Python, over any facts, any period, any cut into cells and tail."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinguo.facts import actions, queries
from jinguo.facts.queries import AsOf, Period
from tests.make import facts as make
from tests.make import org

FIRST = date(2019, 11, 20)
AREAS = [make.VILLAGE, make.NEXT_VILLAGE, make.OTHER_VILLAGE, make.TOWN, make.DISTRICT]
HOWS = ("flow", "balance", "amount", "persons", "areas")
AT_LEAST = 2
_serial = count(1)

days = st.integers(0, 150).map(lambda n: FIRST + timedelta(days=n))
rows = st.fixed_dictionaries(
    {
        "area": st.sampled_from(AREAS),
        "occurred_on": days,
        "category": st.sampled_from(["a", "b"]),
        "programme": st.sampled_from(["p", "q"]),
        "subject": st.sampled_from([None, make.thing(1), make.thing(2), make.thing(3)]),
        "quantity": st.integers(-3, 3),
        "amount": st.integers(-500, 500),
    }
)
lists = st.lists(rows, max_size=12)
periods = st.tuples(days, days).map(lambda two: Period(min(two), max(two)))


def naive(facts, how, *, area, period, categories, programme):
    """The figure as one would work it out by hand."""
    chosen = [
        fact
        for fact in facts
        if fact["area"].startswith(area)
        and fact["occurred_on"] <= period.ends_on
        and (how in ("balance", "areas") or fact["occurred_on"] >= period.starts_on)
        and (not categories or fact["category"] in categories)
        and programme in ("", fact["programme"])
    ]
    if how == "persons":
        net = defaultdict(int)
        for fact in chosen:
            if fact["subject"]:
                net[fact["subject"]] += fact["quantity"]
        return sum(total > 0 for total in net.values())
    if how == "areas":
        net = defaultdict(int)
        for fact in chosen:
            net[fact["area"]] += fact["quantity"]
        return sum(total >= AT_LEAST for place, total in net.items() if len(place) == 12)
    if how == "amount":
        return Decimal(sum(fact["amount"] for fact in chosen)) / 100
    return sum(fact["quantity"] for fact in chosen)


@pytest.mark.slow
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    old=lists,
    new=lists,
    later=lists,
    period=periods,
    area=st.sampled_from([make.VILLAGE, make.TOWN, make.OTHER_TOWN, make.DISTRICT, "37"]),
    categories=st.sampled_from([[], ["a"], ["a", "b"]]),
    programme=st.sampled_from(["", "p"]),
)
def test_any_figure_is_the_naive_sum(
    committed, all_rolled_up, old, new, later, period, area, categories, programme
):
    org.tree()
    kind = f"tests.k{next(_serial)}"
    happened = type("OfThisExample", (make.Happened,), {"kind": kind})
    make.defined(
        *(
            make.measure(how, id=how, kind=kind, categories=categories, of_programme=programme)
            for how in HOWS[:-1]
        ),
        make.measure(
            "areas", id="areas", kind="", of="balance", level="village", at_least=AT_LEAST
        ),
        area="",
    )

    def record(some):
        actions.record([make.happened(happened, **row) for row in some], actor=make.READER)

    def found(**given):
        figures = queries.figures(make.READER, HOWS, area=area, period=period, **given)
        return {how: figures[how].value for how in HOWS}

    def expected(facts):
        asked = {"area": area, "period": period, "categories": categories, "programme": programme}
        return {how: naive(facts, how, **asked) for how in HOWS}

    record(old)
    all_rolled_up()
    record(new)
    known = AsOf.snapshot()
    assert found() == found(as_of=known) == expected(old + new)
    record(later)
    assert found() == expected(old + new + later)
    assert found(as_of=known) == expected(old + new)
    all_rolled_up()
    assert found() == expected(old + new + later)
    assert found(as_of=known) == expected(old + new)
    for how in HOWS:
        if how in ("flow", "balance", "areas"):
            pages = queries.record_pages(make.READER, how, area=area, period=period)
            assert sum(one.quantity for page in pages for one in page) == found()[how]
