"""Planted values must not come out of any masked view; only a reveal shows them."""

from dataclasses import asdict

import pytest
from django.db import connection
from django.utils.formats import date_format

from jinguo.people import actions, masking, queries
from tests.make import people as make

pytestmark = pytest.mark.django_db
NAME, PHONE, ADDRESS = "逄翡翠", "14377665544", "珊瑚礁路7号灯塔旁"


@pytest.fixture
def planted():
    number = make.id_number(123, "19810203")
    household = make.household(head_name=NAME, id_number=number, phone=PHONE, address=ADDRESS)
    return household, number


def everything_shown(actor, household):
    found = queries.page_of_households(actor, queries.HouseholdFilter()).rows
    head = make.head(household)
    members = queries.members_of(household, make.date(2020, 6, 15))
    shown = [
        *(asdict(one) for one in masking.masked_households(actor, found)),
        asdict(masking.masked_person(actor, head)),
        *(asdict(one) for one in masking.masked_members(actor, members)),
        str(household),
        str(found),
        str(members),
    ]
    return repr(shown)


@pytest.mark.slow
@pytest.mark.parametrize(
    "role, area, sees_name",
    [
        ("village-chair", make.HOME, True),
        ("executive", make.HOME, True),
        ("town-officer", make.HOME[:9], True),
        ("district-officer", make.HOME[:6], True),
        ("data-officer", make.HOME[:6], True),
        ("village-chair", make.NEXT_DOOR, False),
        ("district-leader", make.HOME[:6], False),
        ("auditor", make.HOME[:6], False),
    ],
)
def test_no_view_shows_numbers_phones_or_addresses(planted, role, area, sees_name):
    household, number = planted
    shown = everything_shown(make.colleague(role, area), household)

    for secret in (number, number[6:14], number[:17], PHONE, PHONE[:7], ADDRESS, ADDRESS[:3]):
        assert secret not in shown
    assert "●●●●5544" in shown and f"●●●●{number[-4:]}" in shown
    assert (NAME in shown) == sees_name
    assert (date_format(make.date(1981, 2, 3)) in shown) == sees_name


@pytest.mark.slow
def test_someone_without_the_need_sees_a_surname(planted):
    household, _number = planted
    leader = make.colleague("district-leader", make.HOME[:6])
    view = masking.masked_person(leader, make.head(household))
    assert (view.name, view.born, view.can_reveal) == ("逄**", "1981", False)


def test_tables_and_facts_hold_no_secret(planted):
    _household, number = planted
    with connection.cursor() as cursor:
        for table in ("people_household", "people_person", "facts_fact", "audit_event"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            text = cursor.fetchone()[0]
            for secret in (number, PHONE, ADDRESS):
                assert secret not in text
                assert secret.encode().hex() not in text


def test_the_history_holds_no_number_and_masks_names_like_every_view(planted):
    household, number = planted
    other = make.id_number(124, "19820304")
    head = actions.PersonChange(name="逄珊瑚", phone="14377660000", id_number=other)
    actions.update_household(
        actor=make.colleague(),
        household_id=household.pk,
        change=actions.HouseholdChange(head=head, address="灯塔路8号"),
        reason="核对",
        on=make.date(2020, 6, 15),
        now=make.instant(),
    )

    def told(role, area):
        changes = queries.changes_of(household)
        return repr(masking.masked_changes(make.colleague(role, area), household, changes))

    keeper, leader = (
        told("town-officer", make.HOME[:9]),
        told("district-leader", make.HOME[:6]),
    )
    for shown in (keeper, leader):
        assert "●●●●5544" in shown and "●●●●0000" in shown
        for secret in (number, other, PHONE, "14377660000", ADDRESS, "灯塔路"):
            assert secret not in shown
    assert NAME in keeper and "逄珊瑚" in keeper
    assert NAME not in leader and "逄**" in leader and "1982" in leader
    assert date_format(make.date(1982, 3, 4)) not in leader
