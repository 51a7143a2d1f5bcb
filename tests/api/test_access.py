"""Who may call what: every route, every role; and what is absent or out of reach is one answer."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.urls import get_resolver

from jinguo.api.access import Token
from jinguo.api.urls import api as interface
from jinguo.org.roles import ASKED_OF_PROGRAMS, capabilities_of, roles
from tests.make import activities, api, desk, members, org, people, sites

AREA, ELSEWHERE = "370211105201", "370211106"
ABSENT = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
NO_RIGHT_NEEDED = {"show_token", "list_areas", "get_area", "list_sessions"}
# What a call needs besides the id in its address.
ASKED = {
    "list_areas": {"under": AREA},
    "show_plan": {"area": AREA},
    "list_measures": {"area": AREA},
    "list_figures": {"area": AREA, "measure": "courtyards.applied"},
    "list_figures_by_area": {"area": AREA},
    "show_series": {"area": AREA},
    "list_records": {"area": AREA},
}


def operations():
    """Every operation by its function's name."""
    return {
        operation.view_func.__name__: operation
        for router in interface._get_bound_routers()
        for path in router.path_operations.values()
        for operation in path.operations
    }


OPERATIONS = operations()


def capability(name):
    [token] = [one for one in OPERATIONS[name].auth_callbacks if isinstance(one, Token)]
    return token.capability


@pytest.fixture(scope="module")
def things(world):
    """One of everything in the village, and its twin in the next town."""
    activities.ruleset(area="37", programme="tea-houses")
    members.scheme()
    body = members.body(name="茶艺协会")

    def make(at):
        offered = activities.activity(area=at, programme="tea-houses")
        return {
            "household_id": people.household(area=at).id,
            "activity_id": offered.id,
            "enrolment_id": activities.enrol(offered, activities.woman(at=at)).id,
            "session_id": offered.sessions.get().id,
            "site_id": sites.site(kind="reading-room", at=at).id,
            "body_id": body.id,
            "agreement_id": members.agreement(by=org.officer(role="town-officer", at=at[:9])).id,
            "code": at,
            "measure": "courtyards.applied",
        }

    return {"here": make(AREA), "there": make("370211106201")}


def call(program, name, there, **asked):
    """Call an operation for the things given; a POST with an empty body and a key of its own."""
    operation = OPERATIONS[name]
    path = re.sub(r"{\w+:", "{", operation.path).format(**there)
    if operation.methods == ["GET"]:
        return program.get(f"/api/v1{path}", asked or ASKED.get(name, {}))
    body = {"person": str(ABSENT)} if name == "enrol" else {}
    return program.post(
        f"/api/v1{path}",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": uuid4().hex},
    )


def test_every_route_of_the_api_is_an_operation_with_a_token():
    served = {
        route.name
        for entry in get_resolver().url_patterns
        if str(entry.pattern) == "api/"
        for version in entry.url_patterns
        for route in version.url_patterns
    }

    assert served - {"openapi-json", "api-root"} == set(OPERATIONS)
    assert {name for name in OPERATIONS if capability(name) is None} == NO_RIGHT_NEEDED
    assert {capability(name) for name in OPERATIONS} - {None} == ASKED_OF_PROGRAMS


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(roles()))
def test_a_role_calls_what_it_may_and_nothing_else(role, things, undone):
    program = api.program(role)

    for name in OPERATIONS:
        with transaction.atomic():
            status = call(program, name, things["here"]).status_code
            transaction.set_rollback(True)
        needed = capability(name)
        if needed is None or needed in capabilities_of(role):
            assert status not in (401, 403, 500), (name, status)
        else:
            assert status == 403, (name, status)


@pytest.mark.slow
def test_a_right_that_is_not_lent_is_as_none(things, undone):
    for name in OPERATIONS:
        needed = capability(name)
        if needed is None:
            continue
        others = capabilities_of("district-officer") - {needed}
        program = api.program("district-officer", capabilities=others)
        assert call(program, name, things["here"]).status_code == 403, name


# Whom one enrols is a matter of where she lives, as anybody may come to what is published; and the
# association of the district is that of its towns.
OF_ALL = {"enrol", "list_members"}
BY_ID = sorted(name for name, one in OPERATIONS.items() if "_id}" in one.path)


@pytest.mark.parametrize("name", sorted(set(BY_ID) - OF_ALL))
def test_out_of_reach_is_as_absent(name, things, undone):
    program = api.program("town-officer", at=AREA[:9])
    nowhere = dict.fromkeys(things["there"], ABSENT)

    hidden, absent = call(program, name, things["there"]), call(program, name, nowhere)

    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content


@pytest.mark.parametrize("name", sorted(set(ASKED) - {"list_areas"}))
def test_an_area_out_of_reach_has_nothing(name, things, undone):
    program = api.program("town-officer", at=AREA[:9])
    asked = {**ASKED[name], "area": ELSEWHERE}

    assert call(program, name, things["here"], **asked).status_code == 404


def test_lists_hold_nothing_that_is_out_of_reach(things, undone):
    program = api.program("town-officer", at=AREA[:9])
    out = {str(one) for one in things["there"].values()}

    for name in ("list_households", "list_activities", "list_sites", "list_agreements"):
        listed = {one["id"] for one in call(program, name, {}, size=100).json()["items"]}
        assert listed and not listed & out, name


@pytest.mark.slow
def test_who_signs_in_at_the_desk_needs_a_token_too(things, undone):
    browser = desk.desk("district-officer")

    for name in OPERATIONS:
        assert call(browser, name, things["here"]).status_code == 401, name
