"""The page of a fair: its stalls, their goods or their posts."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jinguo.activities import actions
from tests.make import activities as make
from tests.portal.test_activity_page import opened, shown

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(make.NOON, tick=False) as traveller:
        yield traveller


def fair(**given):
    plain = {"kind": "fair", "category": "", "title": "女性专场招聘会"}
    return make.activity(**plain | given)


def stall(of, **given):
    return actions.add_stall(
        actor=make.officer(), activity_id=of.id, now=make.NOON, **{"name": "海风家政", **given}
    )


def post(of, **given):
    plain = {"title": "育婴员", "places": 12}
    return actions.add_vacancy(actor=make.officer(), stall_id=of.id, now=make.NOON, **plain | given)


def test_a_job_fair_shows_its_employers_and_their_posts_with_the_wage_as_entered():
    of = fair()
    firm = stall(of, uscc=make.uscc())
    post(firm, wage_from_fen=400_000, wage_to_fen=600_050, requirements="有育婴师证")
    post(firm, title="保洁员", wage_from_fen=300_000)
    post(firm, title="店长", wage_to_fen=900_000)
    post(firm, title="学徒")

    page = shown(of)

    for told in (
        "招聘单位和岗位",
        "海风家政",
        "招 12 人 · 每月 4,000–6,000.50 元 · 有育婴师证",
        "每月 3,000 元起",
        "每月最高 9,000 元",
        "1 号摊位",
    ):
        assert told in page
    assert firm.uscc not in page


def test_a_fair_of_makers_shows_their_goods_and_neither_their_sales_nor_who_they_are():
    of = fair(kind="market", title="时尚集市")
    vendor = make.woman()
    made = stall(of, name="渔家绣坊", goods="绣品", vendor_id=vendor.id)
    actions.record_sales(actor=make.officer(), stall_id=made.id, sales_fen=123_456, now=make.NOON)

    page = shown(of)

    assert "渔家绣坊" in page and "绣品" in page
    assert "招聘单位和岗位" not in page
    assert "1,234.56" not in page and vendor.name not in page


def test_a_fair_without_stalls_says_so_and_a_class_has_none():
    assert "有了摊位就列在这里" in shown(fair())
    assert "摊位" not in shown(make.activity())


def test_many_posts_take_as_many_statements_as_one():
    of = fair()
    for number in range(3):
        post(stall(of, name=f"单位{number}", uscc=make.uscc(number)))
    few = fair()
    post(stall(few, uscc=make.uscc()))

    def statements(one):
        with CaptureQueriesContext(connection) as seen:
            opened(one)
        return len(seen)

    assert statements(few) == statements(of)
