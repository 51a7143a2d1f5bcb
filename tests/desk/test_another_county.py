"""Another county's plan, `packs/demo-county`, from an empty database: YAML alone, no line of code."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from django.conf import settings

from jinguo.assess import actions
from jinguo.assess.models import Application, Recognition
from jinguo.cli.areas import command as areas
from jinguo.cli.pack import command as pack
from jinguo.core.errors import Denied, Refused
from jinguo.facts.queries import Period, figures, target_statuses
from jinguo.people import actions as people
from jinguo.reports import actions as reports
from jinguo.reports import queries as written
from tests.make import desk, notices, org
from tests.make import people as homes
from tests.make import programmes as plan

pytestmark = pytest.mark.django_db
COUNTY, TOWN, OTHER_TOWN = "990121", "990121100", "990121101"
VILLAGE, OTHER_VILLAGE = "990121100201", "990121101201"
STARS = {"one-star": 25, "two-stars": 30, "three-stars": 35, "four-stars": 40, "five-stars": 45}
APPLIED, NOTICED = date(2025, 4, 7), date(2025, 4, 25)
NOTICE_ENDS = date(2025, 5, 7)  # seven working days: 27 April is worked, 1 to 5 May are off
CERTIFIED, LOST, YEAR_END = date(2025, 5, 9), date(2025, 10, 20), date(2025, 12, 31)


def noon(day):
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def run(command, *words):
    done = CliRunner().invoke(command, list(map(str, words)), catch_exceptions=False)
    assert done.exit_code == 0, done.output


def officer(role="district-officer", at=COUNTY):
    return org.actor(role=role, at=at, on=YEAR_END)


@pytest.fixture
def county():
    """The areas and the plan as an administrator brings them, and an officer of the county."""
    run(areas, "import", plan.PACKS / "demo-county-areas.csv", "--from", "2025-01-01")
    for name in ("base", "demo-county"):
        run(pack, "apply", plan.PACKS / name)
    return SimpleNamespace(officer=officer())


def register(village, number, **given):
    return [
        people.register_household(
            actor=officer("village-chair", village),
            row=homes.household_row(area=village, **given),
            registered_on=date(2025, 1, 15),
            now=noon(date(2025, 1, 15)),
        )
        for _ in range(number)
    ]


def points(total):
    """Points of the ten items that add up to ``total``."""
    filled = []
    for most in (6, 4, 6, 4, 5, 5, 6, 4, 6, 4):
        filled.append(min(most, total - sum(filled)))
    return filled


def apply(actor, household, level):
    return actions.apply(
        actor=actor, programme="star-homes", household_ids=[household], level=level, on=APPLIED,
        now=noon(APPLIED),
    )  # fmt: skip


def to_notice(actor, household, level):
    """Bring a household to the notice of a level, with just the points it asks."""
    ids = apply(actor, household, level)
    asked = {"actor": actor, "application_ids": ids, "on": APPLIED, "now": noon(APPLIED)}
    actions.recommend(**asked)
    filled = [actions.ScoreIn(ids[0], points(STARS[level]))]
    actions.score(actor=actor, sheets=filled, kind="town", on=APPLIED, now=noon(APPLIED))
    actions.decide(**asked)
    notices.on_notice(ids, actor=actor, on=NOTICED)
    return ids


def certify(actor, ids):
    return actions.certify(
        actor=actor, application_ids=ids, on=CERTIFIED, now=noon(CERTIFIED),
    )  # fmt: skip


@pytest.fixture
def year(county):
    """A small year: one to five stars in one town, three in the other; the single star is lost."""
    households = [*register(VILLAGE, 5), *register(OTHER_VILLAGE, 3, is_resident=False)]
    levels = [*STARS, "three-stars"]
    ids = [
        one
        for home, level in zip(households, levels, strict=False)
        for one in to_notice(county.officer, home, level)
    ]
    certify(county.officer, ids)
    [lost] = Recognition.objects.filter(level="one-star")
    told = LOST - timedelta(days=11)  # the plan leaves the days of appeal at ten
    actions.propose_delisting(
        actor=county.officer, recognition_ids=[lost.id], reason="反弹后到期未改", told_on=told,
        told_how="当面告知", on=told, now=noon(told),
    )  # fmt: skip
    actions.delist(actor=county.officer, recognition_ids=[lost.id], on=LOST, now=noon(LOST))
    return SimpleNamespace(officer=county.officer, homes=households, applications=ids, lost=lost)


def values(actor, *names, area=COUNTY):
    found = figures(actor, names, area=area, period=Period.year(2025))
    return [found[name].value for name in names]


@pytest.mark.slow
def test_the_year_is_counted_by_the_plan_s_own_measures(year):
    names = ("star-homes.households", "star-homes.all", "star-homes.top", "star-homes.delisted")

    assert values(year.officer, *names) == [8, 5, 2, 1]
    assert values(year.officer, *names, area=OTHER_TOWN) == [3, 1, 0, 0]
    [rate] = values(year.officer, "star-homes.rate", area=TOWN)
    assert rate == Decimal(80)
    [top] = target_statuses(year.officer, area=COUNTY, on=YEAR_END)
    assert (top.target.measure, top.status.value) == ("star-homes.top", "reached")


@pytest.mark.slow
def test_plaques_bear_the_plan_s_own_form(year):
    plaques = Recognition.objects.order_by("plaque").values_list("plaque", flat=True)

    assert list(plaques) == [f"五美2025-990121-{serial:04d}" for serial in range(1, 7)]


@pytest.mark.slow
def test_the_report_says_the_year_town_by_town(year):
    report = reports.open_report(
        actor=year.officer, template_key="star-bulletin", area=COUNTY, period=Period.year(2025),
        now=noon(YEAR_END),
    )  # fmt: skip

    rendered = written.render(year.officer, report.id)

    text = "".join(block.text for block in rendered.blocks)
    assert rendered.heading == "关于2025年五美星级户创建情况的通报"
    assert "青禾县登记农户8户，五美星级户5户，占比62.5%，其中四星、五星户2户。全年摘牌1户" in text
    assert "溪口镇五美星级户4户，占比80.0%；松岭乡五美星级户1户，占比33.3%" in text


@pytest.mark.slow
def test_towns_grant_up_to_three_stars_and_only_the_county_more(county):
    town = officer("town-officer", TOWN)
    three, four = register(VILLAGE, 2)
    lower = to_notice(county.officer, three, "three-stars")
    higher = to_notice(county.officer, four, "four-stars")

    with pytest.raises(Denied):
        certify(town, higher)
    certify(town, lower)

    states = dict(Application.objects.values_list("level", "state"))
    assert states == {"three-stars": "certified", "four-stars": "on-notice"}


@pytest.mark.slow
def test_a_notice_runs_for_seven_working_days(county):
    [home] = register(VILLAGE, 1)

    to_notice(county.officer, home, "one-star")

    assert notices.entry_about(Application.objects.get().id).ends_on == NOTICE_ENDS


@pytest.mark.slow
def test_who_works_away_may_have_three_stars_and_not_four(county):
    [away] = register(VILLAGE, 1, is_resident=False)

    with pytest.raises(Refused, match="nobody lives there all year"):
        apply(county.officer, away, "four-stars")
    apply(county.officer, away, "three-stars")

    assert Application.objects.get().level == "three-stars"


PAGES = {
    "en": (
        ("/desk/", ["Fine homes", "Good trades", "One round table"], ["Courtyards"]),
        ("/desk/programmes/star-homes/", ["Five-beauties star homes", "Share of star homes"], []),
        ("/desk/programmes/workshops/", ["Women’s workshops"], []),
        (
            "/desk/courtyards/?state=certified",
            ["Five-beauties star homes", "Four stars"],
            ["示范户"],
        ),
        (
            "{application}",
            ["Five-beauties score sheet", "A good living", "Clean rooms"],
            ["生活美"],
        ),
        ("{score}", ["Five-beauties score sheet", "A good living", "A steady trade"], ["生活美"]),
        ("{household}", ["Five stars"], []),
        ("/desk/reports/", ["Bulletin of the star homes"], ["Annual report"]),
    ),
    "zh-hans": (
        ("/desk/", ["美家行动", "兴业行动", "一张圆桌", "申报认定"], ["美丽庭院", "破难行动"]),
        ("/desk/programmes/star-homes/", ["五美星级户创建", "星级户占比"], ["美丽庭院"]),
        ("/desk/programmes/workshops/", ["巾帼共富工坊"], []),
        ("/desk/courtyards/?state=certified", ["五美星级户创建", "四星户"], ["示范户", "美丽庭院"]),
        ("{application}", ["“五美”评分表", "产业致富生活美", "居室整洁清洁美"], ["厨厕美"]),
        ("{score}", ["“五美”评分表", "产业致富生活美", "有一项稳定的产业或工作"], ["厨厕美"]),
        ("{household}", ["五星户"], ["示范户"]),
        ("/desk/reports/", ["五美星级户创建通报"], ["年度工作总结"]),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("language", PAGES)
def test_pages_bear_the_plan_s_titles_and_no_other_district_s(year, language):
    [waiting] = apply(year.officer, year.homes[6], "two-stars")
    actions.recommend(
        actor=year.officer, application_ids=[waiting], on=APPLIED, now=noon(APPLIED)
    )  # fmt: skip
    browser = desk.desk("district-officer", at=COUNTY)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    places = {
        "application": f"/desk/courtyards/applications/{year.applications[0]}/",
        "score": f"/desk/courtyards/applications/{waiting}/score/",
        "household": f"/desk/households/{year.homes[4]}/",
    }

    for address, there, absent in PAGES[language]:
        answer = browser.get(address.format(**places))
        assert answer.status_code == 200, address
        text = re.sub(r"<[^>]+>", " ", answer.content.decode())
        assert [word for word in there if word not in text] == [], address
        assert [word for word in absent if word in text] == [], address
