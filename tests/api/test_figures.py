"""Figures over the API: values, points of knowledge, months, areas, records; and where they reach."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.make import api, desk, people

pytestmark = pytest.mark.slow

TOWN = "370211105"
APPLIED, BASE = "courtyards.applied", "courtyards.base"


def get(program, path, **asked):
    return program.get(f"/api/v1/{path}", {"area": TOWN, **asked})


def test_measures_say_what_they_count(undone):
    found = get(api.program(), "measures").json()["items"]

    by_id = {one["id"]: one for one in found}
    assert by_id["courtyards.demo"]["unit"] == "户"
    assert by_id["courtyards.demo"]["how"] == "balance"
    assert by_id["courtyards.demo_rate"]["numerator"] == "courtyards.demo"


def test_a_value_is_that_of_the_workbench(undone):
    people.household()
    program = api.program()

    before = get(program, "figures", measure=[BASE]).json()["items"][0]
    people.household()
    after = get(program, "figures", measure=[BASE]).json()["items"][0]

    assert int(after["value"]) == int(before["value"]) + 1
    page = desk.desk("district-officer").get(f"/desk/figures/{BASE}?area={TOWN}").content.decode()
    assert after["value"] in page


def test_several_measures_come_in_the_order_asked_each_once(undone):
    found = get(api.program(), "figures", measure=[BASE, APPLIED, BASE]).json()["items"]

    assert [one["measure"] for one in found] == [BASE, APPLIED]


def test_a_ratio_comes_with_what_it_divides(undone):
    [found] = get(api.program(), "figures", measure="courtyards.demo_rate").json()["items"]

    assert int(found["numerator"]) >= 1
    assert int(found["denominator"]) >= int(found["numerator"])


def test_as_of_an_earlier_point_the_later_is_not_known(undone):
    program = api.program()
    long_ago = (timezone.now() - timedelta(days=3000)).isoformat()

    [now] = get(program, "figures", measure=BASE).json()["items"]
    [then] = get(program, "figures", measure=BASE, as_of=long_ago).json()["items"]

    assert int(now["value"]) > 0
    assert then["value"] == "0"


def test_the_months_of_a_flow_add_up_to_its_figure(undone):
    program = api.program()

    [figure] = get(program, "figures", measure=APPLIED).json()["items"]
    points = get(program, f"figures/{APPLIED}/series").json()["items"]

    assert sum(int(one["value"]) for one in points) == int(figure["value"]) > 0


def test_the_areas_below_add_up_to_theirs(undone):
    program = api.program()

    [figure] = get(program, "figures", measure=BASE).json()["items"]
    below = get(program, f"figures/{BASE}/areas").json()["items"]

    assert sum(int(one["value"]) for one in below) == int(figure["value"])
    assert {one["area"] for one in below} == {"370211105201", "370211105202"}


def test_the_records_behind_a_figure_add_up_to_it_page_by_page(undone):
    people.household()
    program = api.program()
    [figure] = get(program, "figures", measure=BASE).json()["items"]

    pages, after = [], ""
    while after is not None:
        more = {"after": after} if after else {}
        answer = get(program, f"figures/{BASE}/records", size=2, **more).json()
        pages.append(answer["items"])
        after = answer["next"]

    found = [one for page in pages for one in page]
    assert len(pages) > 1
    assert sum(one["quantity"] for one in found) == int(figure["value"])


@pytest.mark.parametrize("path", ["figures", f"figures/{BASE}/series", f"figures/{BASE}/areas"])
def test_an_area_out_of_reach_has_no_figures_and_is_told_from_none(path, undone):
    program = api.program("town-officer")
    more = {"measure": BASE} if path == "figures" else {}

    next_town = get(program, path, area="370211106", **more)
    nowhere = get(program, path, area="990000", **more)

    assert next_town.status_code == nowhere.status_code == 404
    assert next_town.json()["detail"] == nowhere.json()["detail"]


@pytest.mark.parametrize("path", ["measures", "figures", f"figures/{BASE}/records", "targets"])
def test_an_area_there_is_not_is_named(path, undone):
    more = {"measure": BASE} if path == "figures" else {}
    answer = get(api.program(), path, area=f"{TOWN}999", **more)

    assert answer.status_code == 404
    assert f"{TOWN}999" in answer.content.decode()


def test_a_measure_nobody_declared_is_not_there(undone):
    assert get(api.program(), "figures", measure="courtyards.nothing").status_code == 404
    assert get(api.program(), "figures/courtyards.nothing/records").status_code == 404


@pytest.mark.parametrize(
    ("path", "asked", "field"),
    [
        ("figures", {}, "measure"),
        ("figures", {"measure": BASE, "ends_on": "2020-02-30"}, "ends_on"),
        ("figures", {"measure": BASE, "ends_on": "0"}, "ends_on"),
        ("figures", {"measure": BASE, "as_of": "2020-01-01T12:00:00"}, "as_of"),
        (
            "figures",
            {"measure": BASE, "starts_on": "2020-02-01", "ends_on": "2020-01-01"},
            "ends_on",
        ),
        (
            f"figures/{BASE}/series",
            {"starts_on": "1990-01-01", "ends_on": "2020-01-01"},
            "starts_on",
        ),
    ],
)
def test_a_parameter_that_does_not_fit_is_named(path, asked, field, undone):
    answer = get(api.program(), path, **asked)

    assert answer.status_code == 422
    assert [one["field"].split(".")[0] for one in answer.json()["errors"]] == [field]


def test_the_plan_and_areas_are_as_on_the_workbench(undone):
    program = api.program("town-officer")

    lines = get(program, "plan").json()["lines"]
    villages = program.get("/api/v1/areas", {"under": TOWN}).json()["items"]

    assert "courtyards" in {one["key"] for line in lines for one in line["programmes"]}
    assert {one["code"] for one in villages} == {"370211105201", "370211105202"}
    assert program.get("/api/v1/areas/370211105201").json()["level"] == "village"
    assert program.get("/api/v1/areas/370299").status_code == 404
    assert get(program, "plan", area="370211106").status_code == 404


def test_targets_are_those_of_the_workbench_with_where_each_stands(undone):
    found = get(api.program(), "targets", area="370211").json()["items"]
    bars = desk.desk("district-officer").get("/desk/").context["targets"]

    assert [one["measure"] for one in found] == [bar.measure for bar in bars]
    assert [one["status_text"] for one in found] == [bar.status for bar in bars]
    first = found[0]
    assert first["by"] == bars[0].by.isoformat() and first["source"]
    assert float(first["target"]) > 0 and 0 < float(first["time"]) <= 1


def test_targets_are_narrowed_to_a_year_and_are_as_they_stood_on_a_day(undone):
    program = api.program()
    everything = get(program, "targets", area="370211").json()["items"]
    years = {one["by"][:4] for one in everything}

    for year in years:
        found = get(program, "targets", area="370211", year=year).json()["items"]
        assert found == [one for one in everything if one["by"].startswith(year)]
    assert get(program, "targets", area="370211", year=1950).json()["items"] == []
    assert get(program, "targets", area="370211", on="1950-01-01").json()["items"] == []


@pytest.mark.parametrize(
    ("asked", "field"), [({"year": "1800"}, "year"), ({"on": "0"}, "on"), ({"to": "1"}, "to")]
)
def test_targets_asked_for_wrongly_are_refused(asked, field, undone):
    answer = get(api.program(), "targets", **asked)

    assert answer.status_code == 422
    assert [one["field"].split(".")[0] for one in answer.json()["errors"]] == [field]


def test_targets_out_of_reach_are_not_there(undone):
    program = api.program("town-officer")

    assert get(program, "targets").status_code == 200
    assert get(program, "targets", area="370211106").status_code == 404
