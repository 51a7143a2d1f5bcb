"""
Planted values come out of no answer of the API, whoever's token asks and wherever it reaches.

The operations are those of the interface, so a new one is asked as soon as it is there.
"""

import pytest

from jinguo.org.roles import roles
from tests.api.test_access import OPERATIONS, call
from tests.make import api, canary, desk
from tests.make.canary import PHONE, clear_in, text_of

pytestmark = pytest.mark.slow

READ = sorted(name for name, one in OPERATIONS.items() if one.methods == ["GET"])
NEXT_TOWN = "370211106"


@pytest.fixture
def planted(undone):
    """The world, whose household holds what must not come out, as the parts of an address."""
    canary.plant(undone.household)
    canary.plant_resident(undone.activity)
    return {
        "household_id": undone.household,
        "activity_id": undone.activity,
        "session_id": undone.session,
        "site_id": undone.site,
        "body_id": undone.body,
        "agreement_id": undone.agreement,
        "code": desk.VILLAGE,
        "measure": "courtyards.applied",
    }


def answered(program, planted):
    """Call every operation that reads; return what each answers, none of it a planted value."""
    told = {name: call(program, name, planted) for name in READ}
    assert {name for name, one in told.items() if clear_in(text_of(one))} == set()
    return told


@pytest.mark.parametrize("role", sorted(roles()))
def test_no_answer_shows_a_planted_value(role, planted):
    answered(api.program(role), planted)


def test_a_token_of_another_area_reads_none_of_it_either(planted):
    told = answered(api.program("town-officer", at=NEXT_TOWN), planted)

    here = {name for name, one in OPERATIONS.items() if "_id}" in one.path} & set(READ)
    assert {told[name].status_code for name in here - {"list_members"}} == {404}
    assert "list_members" in here  # the association of the district is that of its towns


def test_a_caller_without_a_token_is_told_nothing(planted):
    told = answered(api.caller("nobody-made-this"), planted)

    assert {one.status_code for one in told.values()} == {401}


def test_the_household_is_read_masked(planted):
    """The control: what is searched is the answer that holds her."""
    text = text_of(call(api.program("town-officer"), "get_household", planted))

    assert PHONE[-4:] in text and clear_in(text) == []
