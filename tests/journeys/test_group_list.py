"""A village chair plans a class, sends its text to a WeChat group, and enrols who signed up there."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from jinguo.demo.cast import FOUNDER
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import actions as people
from jinguo.people.rows import HouseholdIn
from jinguo.programmes import actions as programmes
from tests.journeys.test_courtyard import PACKS
from tests.make import org as make

VILLAGE = "370211105201"
CLERK = Actor.system("test", Capability.PEOPLE_VIEW, Capability.PEOPLE_EDIT)


@pytest.fixture
def village(committed):
    """A village with its plan, its chair, and two women on the register."""
    make.tree()
    now = timezone.now()
    for name in ("base", "xihaian"):
        programmes.apply_pack(actor=FOUNDER, folder=PACKS / name, now=now)
    make.post(account=make.account(username="chair"), role="village-chair", at=VILLAGE)
    people.register_households(
        actor=CLERK,
        rows=[
            HouseholdIn(area=VILLAGE, head_name="王秀兰", phone="13800001234"),
            HouseholdIn(area=VILLAGE, head_name="李桂香"),
        ],
        registered_on=timezone.localdate() - dt.timedelta(days=200),
        now=now,
    )


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).click()


@pytest.mark.slow
def test_who_signed_up_in_the_group_is_enrolled_on_the_phone(village, sign_in):
    chair = sign_in("chair", width=360)

    # She plans a class for next week, and publishes it.
    chair.goto("/desk/activities/plan/?programme=fashion-classrooms")
    chair.get_by_label("标题").fill("茶艺入门")
    chair.get_by_label("第一天").fill(f"{timezone.localdate() + dt.timedelta(days=7)}")
    chair.get_by_label("起", exact=True).fill("14:00")
    chair.get_by_label("至", exact=True).fill("16:00")
    chair.get_by_label("地点", exact=True).fill("村文化站")
    chair.get_by_label("只按下面的规则").check()
    press(chair, "存为草稿")
    follow(chair, "发布")
    press(chair, "发布")
    expect(chair.locator("main")).to_contain_text("已发布")

    # The text for the group is there to be copied.
    chair.locator("main").get_by_role("button", name="更多").click()
    follow(chair, "群接龙")
    text = chair.locator("#group-text").input_value()
    assert text.startswith("#接龙\n茶艺入门\n") and re.search(r"/a/\w{8}", text)

    # The list comes back; she looks at each line and confirms.
    filled = f"{text}王秀兰 尾号1234\n2. 李桂香\n3. 赵玉梅 13900000000\n4. 孙丽 取消"
    chair.get_by_label("群里的接龙").fill(filled)
    press(chair, "读取接龙")
    main = chair.locator("main")
    expect(main).to_contain_text("登记册里有")
    expect(main).to_contain_text("多半是她")
    expect(main).to_contain_text("登记册里没有")
    width = chair.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    press(chair, "给选中的人报名")

    expect(main).to_contain_text("已报名")
    expect(main).to_contain_text("没有报")
    follow(chair, "回到活动")
    expect(chair.locator("main")).to_contain_text("王秀兰")
    expect(chair.locator("main")).to_contain_text("李桂香")
