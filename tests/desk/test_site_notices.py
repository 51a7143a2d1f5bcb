"""A place is put before the public at the desk, and gets its plaque when nobody objected."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from jinguo.notices import actions as notices
from jinguo.notices.models import Notice
from jinguo.sites.models import Site
from tests.make import desk

pytestmark = pytest.mark.slow

POINTS = {"culture": 25, "safety": 18, "openness": 18, "environment": 15, "fame": 5}
WORDING = {
    "title": "时尚打卡地公示",
    "introduction": "现予公示。", "basis": "评选方案", "days": 5, "count": "natural",
    "channels": ["web"], "contact_phone": "0532-86988888", "contact_room": "区妇联",
    "shown_days": 30, "decide_within": 5,
}  # fmt: skip


def today():
    return str(timezone.localdate())


def approved(name):
    """A fashion spot proposed, checked and approved through the pages."""
    chair, district = desk.desk("village-chair"), desk.desk("district-officer")
    chair.post("/desk/sites/propose/", {
        "sort": "fashion-spot:", "area": desk.VILLAGE, "name": name, "address": "海边路1号",
        "head": "赵敏", "on": today(),
    })  # fmt: skip
    site = Site.objects.get(name=name)
    district.post(f"/desk/sites/{site.id}/checklist/", {**POINTS, "on": today()})
    district.post(f"/desk/sites/{site.id}/act/approve/", {"on": today()})
    return Site.objects.get(name=name)


def send(browser, site, sites, **changed):
    ids = [str(one.id) for one in sites]
    return browser.post(f"/desk/sites/{site.id}/notice/", {**WORDING, "sites": ids, **changed})


def test_a_spot_is_on_notice_before_its_plaque(undone):
    district, leader = desk.desk("district-officer"), desk.desk("district-leader")
    book, tea = approved("海边书屋"), approved("老街茶馆")
    page = district.get(f"/desk/sites/{book.id}/notice/").content.decode()
    assert "海边书屋" in page and "老街茶馆" in page  # both wait
    assert 'value="5"' in page  # the days of the plan

    office = district.get(f"/desk/sites/{book.id}/notice/").context["form"].initial
    assert "basis" not in office  # the last notice was of another programme
    answer = send(district, book, [book, tea])

    notice = Notice.objects.get(title="时尚打卡地公示")
    assert answer.url == f"/desk/notices/{notice.id}/"
    act = f"/desk/notices/{notice.id}/act"
    assert district.post(f"{act}/propose/").status_code == 302
    assert leader.post(f"{act}/release/", {"starts_on": today()}).status_code == 302
    public = district.get(f"/notices/{notice.id}/").content.decode()
    assert "海边书屋" in public and "2 sites" in public and "Name of the site" in public
    for page in ("/notices/", "/desk/notices/", f"/desk/notices/{notice.id}/"):
        shown = district.get(page).content.decode()
        assert "2 sites" in shown, page
    paper = district.get(f"/desk/notices/{notice.id}/print/").content.decode()
    assert (
        "<th>阵地名称</th>" in paper
        and "<th>姓名</th>" not in paper
        and "<th>等级</th>" not in paper
    )
    shown = district.get(f"/desk/sites/{book.id}/").content.decode()
    assert "时尚打卡地公示" in shown and "on notice until" in shown  # why the plaque waits
    plaque = f"/desk/sites/{book.id}/act/give-plaque/"
    assert district.post(plaque, {"on": today()}).status_code == 422

    with time_machine.travel(timezone.now() + timedelta(days=6)):
        notices.close_by_day(now=timezone.now())
        assert desk.desk("district-officer").post(plaque, {"on": today()}).status_code == 302
        second = desk.desk("district-leader")
        kept = second.post(f"{act}/withdraw/", {"reason": "名单更正"})
    assert kept.status_code == 409 and "a plaque rests on it: 海边书屋" in kept.content.decode()
    assert Site.objects.get(id=book.id).plaque.startswith("DKD-370211-")


def test_what_is_wrong_is_said_and_what_she_wrote_stays(undone):
    district, site = desk.desk("district-officer"), approved("海边书屋")

    answer = send(district, site, [], introduction="请致电13800001234")
    again = send(district, site, [site], introduction="请致电13800001234")

    assert answer.status_code == 422
    assert "Choose at least one site." in answer.content.decode()
    assert again.status_code == 422
    assert "请致电13800001234" in again.content.decode()
    assert again.context["form"].errors["introduction"]
    assert not Notice.objects.filter(title=WORDING["title"]).exists()


def test_a_site_that_cannot_be_listed_says_why(undone):
    district, site = desk.desk("district-officer"), approved("海边书屋")
    send(district, site, [site])

    page = district.get(f"/desk/sites/{site.id}/notice/").content.decode()

    assert "stands on “时尚打卡地公示” already" in page
    assert '<form class="card task"' not in page
