"""One courtyard from the application to the report, through the pages people use."""

import datetime as dt
import re
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from jinguo.demo.cast import FOUNDER
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import actions as people
from jinguo.people.rows import HouseholdIn
from jinguo.programmes import actions as programmes
from tests.make import org as make

PACKS = Path(__file__).parents[2] / "packs"
VILLAGE = "370211105201"
NAMES = (
    "王秀兰", "李桂香", "赵玉梅", "孙美华", "刘爱芹", "陈月英", "杨素珍", "黄春燕", "周凤霞", "吴小莲",
    "徐丽君", "朱金凤", "马兰英", "胡翠云", "林雪梅", "郭冬梅", "何玉兰", "高秀芝", "罗香菊", "郑玉莲",
)  # fmt: skip
CLERK = Actor.system("test", Capability.PEOPLE_VIEW, Capability.PEOPLE_EDIT)


@pytest.fixture
def district(committed):
    """A district with its plan, four officers and one village of households."""
    make.tree()
    now = timezone.now()
    for name in ("base", "xihaian"):
        programmes.apply_pack(actor=FOUNDER, folder=PACKS / name, now=now)
    for username, role, area in (
        ("chair", "village-chair", VILLAGE),
        ("town", "town-officer", VILLAGE[:9]),
        ("district", "district-officer", VILLAGE[:6]),
        ("leader", "district-leader", VILLAGE[:6]),
    ):
        make.post(account=make.account(username=username), role=role, at=area)
    people.register_households(
        actor=CLERK,
        rows=[HouseholdIn(area=VILLAGE, head_name=name, member_count=3) for name in NAMES],
        registered_on=timezone.localdate() - dt.timedelta(days=200),
        now=now,
    )


def figure(page, measure="courtyards.demo"):
    page.goto(f"/desk/figures/{measure}")
    return int(re.sub(r"\D", "", page.locator("[data-figure]").inner_text()))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).click()


@pytest.mark.slow
def test_a_courtyard_is_certified_and_the_report_says_one_more(district, sign_in, picture):
    chair, town, officer, leader = map(sign_in, ("chair", "town", "district", "leader"))

    # The village chair applies for a household of her village, and recommends it.
    chair.goto("/desk/households/")
    picture(chair, "households")
    follow(chair, NAMES[0])
    press(chair, "申报")
    address = chair.url
    follow(chair, "推荐")
    press(chair, "推荐")
    expect(chair.locator("main")).to_contain_text("村居已推荐")

    # The town officer fills the sheet on site, and the score decides.
    town.goto("/desk/")
    picture(town, "home")
    town.goto(address)
    follow(town, "打分")
    for number, box in enumerate(town.locator("input[data-points]").all()):
        most = int(box.get_attribute("data-most"))
        box.fill(str(most - 1 if number % 4 == 0 else most))
    expect(town.locator("[data-sum]")).to_have_text("96")
    picture(town, "score")
    press(town, "记下得分")
    follow(town, "评定")
    press(town, "评定")
    expect(town.locator("main")).to_contain_text("镇街已通过")

    # The district drafts a public notice, and a second person releases it.
    officer.goto(address)
    follow(officer, "起草公示")
    officer.get_by_label("依据").fill("美丽庭院创建工作实施意见")
    officer.get_by_label("村务公开栏").check()
    officer.get_by_label("受理异议的办公电话").fill("0532-86988888")
    officer.get_by_label("受理异议的科室").fill("区妇联发展部")
    press(officer, "存草稿")
    follow(officer, "送签")
    press(officer, "送签")
    leader.goto("/desk/")
    leader.get_by_role("link", name="审核签发").click()
    leader.locator("main").get_by_role("link", name="美丽庭院示范户").click()
    follow(leader, "签发")
    press(leader, "签发")
    expect(leader.locator("main")).to_contain_text("公示中")

    # While it runs, a figure, a report and a freeze stand as they were.
    officer.goto(address)
    expect(officer.locator("main")).to_contain_text("公示中")
    assert figure(officer) == 0
    officer.goto("/desk/reports/")
    press(officer, "新开报告")
    report = officer.url
    before = officer.locator("article").inner_text()
    press(officer, "锁定报告")
    officer.get_by_label("原因").fill("公示期满")
    press(officer, "重新打开报告")

    # The notice is over: she certifies, a plaque number is given, and both move by one.
    with time_machine.travel(timezone.now() + dt.timedelta(days=6)):
        officer = sign_in("district")
        officer.goto("/desk/courtyards/?state=on-notice")
        picture(officer, "worklist")
        officer.goto(address)
        follow(officer, "认定")
        press(officer, "认定")
        expect(officer.locator("main")).to_contain_text("已认定")
        assert figure(officer) == 1
        picture(officer, "figure")
        officer.goto(report)
        after = officer.locator("article").inner_text()
        picture(officer, "report")
        assert "示范户0户" in before
        assert "示范户1户" in after
        press(officer, "锁定报告")
        press(officer, "为什么变了")
        expect(officer.locator("main")).to_contain_text("0 户 → 1 户")
        expect(officer.locator("main")).to_contain_text("+1")
