"""A plan whose programmes have other names, and more than one of them with levels."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone

from jinguo.assess import actions
from jinguo.assess.models import Application, Recognition
from tests.make import desk, notices, people
from tests.make import programmes as plan

pytestmark = pytest.mark.django_db
TOWN, VILLAGE = "370212001", "370212001201"
GREEN = (
    plan.YARDS.split("measures:")[0]
    .replace("clean-yards", "green-yards")
    .replace("洁美庭院", "绿色庭院")
    .replace("position: 10", "position: 20")
    .replace("two-points", "green-points")
    .replace("一星", "一叶")
    .replace("二星", "二叶")
)


@pytest.fixture
def home(tmp_path):
    """A household of a district whose plan has two programmes with levels, neither called courtyards."""
    found = people.household(area=VILLAGE)
    plan.pack_folder(tmp_path, green=GREEN)
    plan.county("370212", "崂山区")
    plan.actions.apply_pack(actor=plan.APPLIER, folder=tmp_path, now=plan.NOON)
    return found


def at(role, area):
    return desk.desk(role, at=area)


def certify(household, programme, level):
    """Bring a household to a level by the acts, a month ago."""
    actor, now = desk.actor_for(desk.someone(at="370212"), on=timezone.localdate()), timezone.now()
    then = now - timedelta(days=40)
    day = timezone.localdate(then)
    ids = actions.apply(
        actor=actor, programme=programme, household_ids=[household.id], level=level, on=day, now=then,
    )  # fmt: skip
    asked = {"actor": actor, "application_ids": ids, "on": day, "now": then}
    actions.recommend(**asked)
    filled = [actions.ScoreIn(ids[0], [6, 4])]
    actions.score(actor=actor, sheets=filled, kind="town", on=day, now=then)
    actions.decide(**asked)
    notices.on_notice(ids, actor=actor, on=day)
    actions.certify(**{**asked, "on": timezone.localdate(now), "now": now})


@pytest.mark.slow
def test_a_chair_applies_for_the_level_of_either_programme_on_the_household_s_page(home):
    chair = at("village-chair", VILLAGE)
    page = chair.get(f"/desk/households/{home.id}/").content.decode()
    for choice in ("clean-yards:one-star", "clean-yards:two-star", "green-yards:two-star"):
        assert f'value="{choice}"' in page

    done = chair.post("/desk/courtyards/apply/", {"ids": home.id, "level": "green-yards:two-star"})

    row = Application.objects.get()
    assert done.url == f"/desk/courtyards/applications/{row.id}/"
    assert (row.programme, row.level) == ("green-yards", "two-star")
    page = chair.get(f"/desk/households/{home.id}/").content.decode()
    assert "Open application: 绿色庭院: 二叶" in page
    assert "clean-yards:two-star" in page
    assert "green-yards:two-star" not in page


@pytest.mark.slow
def test_a_level_is_offered_only_where_its_rules_let_one_apply(tmp_path, home):
    away = people.household(area=VILLAGE, is_resident=False)
    chair = at("village-chair", VILLAGE)

    page = chair.get(f"/desk/households/{away.id}/").content.decode()
    assert "clean-yards:one-star" in page
    assert "clean-yards:two-star" not in page
    refused = chair.post(
        "/desk/courtyards/apply/", {"ids": away.id, "level": "clean-yards:two-star"}
    )
    assert refused.status_code == 409
    assert "nobody lives there all year" in refused.content.decode()
    assert not Application.objects.exists()


@pytest.mark.slow
def test_each_programme_has_its_list_and_the_first_of_the_plan_is_shown(home):
    chair = at("village-chair", VILLAGE)
    chair.post("/desk/courtyards/apply/", {"ids": home.id, "level": "green-yards:one-star"})

    first = chair.get("/desk/courtyards/")
    second = chair.get("/desk/courtyards/?programme=green-yards&state=applied")

    assert (first.context["programme"].key, first.context["rows"]) == ("clean-yards", [])
    assert '<a class="chip" href="?programme=green-yards">绿色庭院</a>' in first.content.decode()
    assert [row.level for row in second.context["rows"]] == ["一叶"]


@pytest.mark.slow
def test_a_to_do_opens_the_list_of_its_programme(home):
    chair = at("village-chair", VILLAGE)
    chair.post("/desk/courtyards/apply/", {"ids": home.id, "level": "green-yards:one-star"})

    [group] = chair.get("/desk/").context["groups"]
    [todo] = group.rows

    assert todo.programme == "绿色庭院"
    assert [row.code for row in chair.get(todo.href).context["rows"]] == [home.code]


@pytest.mark.slow
def test_an_act_on_all_of_a_list_stays_in_its_programme(home):
    chair = at("village-chair", VILLAGE)
    for programme in ("clean-yards", "green-yards"):
        chair.post("/desk/courtyards/apply/", {"ids": home.id, "level": f"{programme}:one-star"})
    chosen = {"programme": "green-yards", "state": "applied", "all": "yes"}

    page = chair.post("/desk/courtyards/act/application/recommend/", chosen)
    mark = page.context["what"].whole
    chair.post(
        "/desk/courtyards/act/application/recommend/", {**chosen, "all": mark, "confirmed": "1"}
    )

    assert dict(Application.objects.values_list("programme", "state")) == {
        "clean-yards": "applied",
        "green-yards": "recommended",
    }


@pytest.mark.slow
def test_the_household_list_shows_and_filters_the_levels_of_each_programme(home):
    other = people.household(area=VILLAGE)
    certify(home, "clean-yards", "one-star")
    certify(home, "green-yards", "two-star")
    officer = at("district-officer", "370212")

    def kept(level):
        found = officer.get("/desk/households/", {"level": level}).context["rows"]
        return {row.code: levels for row, levels in found}

    both = {home.code: ["洁美庭院: 一星", "绿色庭院: 二叶"]}
    assert kept("") == {**both, other.code: []}
    assert kept("green-yards:two-star") == both
    assert kept("clean-yards:two-star") == {}
    assert kept("clean-yards:none") == {other.code: []}
    assert Recognition.objects.count() == 2


@pytest.mark.slow
def test_an_exported_list_names_the_levels_of_each_programme(home):
    certify(home, "clean-yards", "one-star")
    certify(home, "green-yards", "two-star")

    file = at("district-officer", "370212").post("/desk/households/export/")

    sheet = openpyxl.load_workbook(BytesIO(b"".join(file.streaming_content))).active
    assert "洁美庭院: 一星 / 绿色庭院: 二叶" in [cell.value for row in sheet for cell in row]


def test_who_may_not_see_levels_is_shown_none(home):
    certify(home, "clean-yards", "one-star")

    page = at("data-officer", "370212").get("/desk/households/")

    assert page.context["programmes"] == []
    assert "一星" not in page.content.decode()


@pytest.mark.slow
def test_where_no_plan_has_levels_the_list_says_so(home):
    people.household(area="370213001201")

    page = at("district-officer", "370213").get("/desk/courtyards/").content.decode()

    assert "No programme of the plan here has levels" in page


@pytest.mark.parametrize("address", ["/desk/", "/desk/courtyards/", "/desk/households/"])
def test_no_page_calls_the_work_by_another_district_s_programme(home, address):
    browser = at("district-officer", "370212")
    browser.cookies["django_language"] = "zh-hans"

    page = browser.get(address).content.decode()

    assert "申报认定" in page
    assert "美丽庭院" not in page
