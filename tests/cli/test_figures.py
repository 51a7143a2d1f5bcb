import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.db import connection

from jinguo.assess.models import Application
from jinguo.cli.figures import command
from jinguo.core import crypto
from jinguo.org.models import AreaSuccession
from tests.make import assess, org
from tests.make import facts as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ring():
    crypto.create_ring()
    org.area(code=make.TOWN)


def run(*words):
    return CliRunner().invoke(command, words)


def test_figures_as_json():
    make.defined(*make.rate())
    make.fact()
    for _n in range(3):
        make.fact(make.Registered)

    done = run("tests.rate", "tests.part", "--area", "370211", "--on", "2020-12-31", "--json")

    assert done.exit_code == 0
    common = {"area": "370211", "on": "2020-12-31", "records": 1}
    assert json.loads(done.output) == [
        {"measure": "tests.rate", "value": 33.333333, "unit": "%", **common},
        {"measure": "tests.part", "value": 1, "unit": "户", **common},
    ]


def test_figures_as_a_table():
    make.defined(make.measure())
    make.fact(quantity=16557)

    done = run("tests.figure", "--area", "370211", "--on", "2020-12-31")

    assert "16,557 households" in done.output


@pytest.mark.parametrize(
    "moment, value", [("2000-01-01T00:00:00+08:00", 0), ("2000-01-01", 0), ("2999-01-01", 1)]
)
def test_figures_as_known_at_a_time(moment, value):
    make.defined(make.measure())
    make.fact()

    done = run(
        "tests.figure", "--area", "370211", "--on", "2020-12-31", "--as-of", moment, "--json"
    )

    assert json.loads(done.output)[0]["value"] == value


@pytest.mark.parametrize(
    "options, value", [((), 1), (("--tree-on", "2021-01-01"), 0), (("--tree-on", "2020-06-30"), 1)]
)
def test_figures_are_cut_by_the_tree_of_the_day_asked_for(options, value):
    make.defined(make.measure())
    make.fact(area=make.VILLAGE)
    AreaSuccession.objects.create(
        earlier=make.VILLAGE, later="370211106301", effective_on=date(2021, 1, 1), source="notice"
    )

    done = run("tests.figure", "--area", make.TOWN, "--on", "2020-12-31", *options, "--json")

    assert json.loads(done.output)[0]["value"] == value


@pytest.mark.parametrize(
    "words, said",
    [
        (("tests.other", "--area", "370211", "--on", "2020-12-31"), "tests.other"),
        (("tests.figure", "--area", "1", "--on", "2020-12-31"), "no area with the code 1."),
        (("tests.figure", "--area", "370211014999", "--on", "2020-12-31"), "370211014999"),
        (("tests.figure", "--area", "370211", "--on", "31.12.2020"), "31.12.2020"),
        (("tests.figure", "--area", "370211", "--on", "2020-12-31", "--as-of", "noon"), "noon"),
        (("tests.figure", "--area", "370211", "--on", "2020-12-31", "--tree-on", "now"), "now"),
    ],
)
def test_what_cannot_be_answered_is_said(words, said):
    make.defined(make.measure())

    done = run(*words)

    assert done.exit_code != 0
    assert said in done.output
    assert "Traceback" not in done.output


def test_the_check_passes_and_fails():
    make.defined(make.measure())
    make.fact()
    assert run("check").exit_code == 0
    assert json.loads(run("check", "--json").output) == []

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO facts_cell (area, grain, kind, category, programme, starts_on, quantity,"
            " amount, facts, records) VALUES ('37', 'y', 'k', '', '', '2020-01-01', 1, 0, 1, 1)"
        )
    done = run("check")
    assert done.exit_code == 1
    assert "37 k" in done.output


def test_the_check_finds_a_state_that_does_not_follow_from_its_history():
    row = assess.application(state="recommended")
    assert run("check").exit_code == 0

    Application.objects.update(state="passed")

    [problem] = json.loads(run("check", "--json").output)
    assert (problem["where"], problem["expected"], problem["found"]) == (
        str(row.id), "recommended", "passed",
    )  # fmt: skip
    done = run("check")
    assert done.exit_code == 1
    assert "1 differences between records, facts and figures" in done.output


def test_rolling_up_says_how_many():
    assert run("roll-up").exit_code == 0
