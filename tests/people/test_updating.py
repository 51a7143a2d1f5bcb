"""Many households corrected at once: the same outcome as one by one, all or none."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jinguo.audit.models import Event
from jinguo.core import bulk, crypto
from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.facts.models import Fact
from jinguo.people import actions, queries
from jinguo.people.actions import HouseholdChange, PersonChange
from jinguo.people.models import Household, Person
from jinguo.people.rows import HOUSEHOLD, PERSON, PHONE
from tests.make import people as make

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 1)
WHY = "新花名册"
PLAIN = {
    "name": "李 桂芬",
    "phone": "143-0000-9999",
    "address": " 大村镇  某村9号 ",
    "member_count": 5,
    "is_resident": False,
    "yard": "flat",
    "lane": " 东 街 ",
}
KEPT = (
    "head_name",
    "head_pinyin",
    "head_initials",
    "phone_tail",
    "member_count",
    "is_resident",
    "yard",
    "lane",
)


def update(changes, actor=None, on=DAY):
    return actions.update_households(
        actor=actor or make.colleague(), changes=changes, reason=WHY, on=on, now=make.instant()
    )


def change(**given) -> HouseholdChange:
    head = {name: given.pop(name) for name in ("name", "phone") if name in given}
    return HouseholdChange(head=PersonChange(**head) if head else None, **given)


def standing(household: Household) -> list[object]:
    """All that the register says of a household and its head, values opened."""
    household.refresh_from_db()
    head = make.head(household)
    address = household.address and crypto.unseal(
        HOUSEHOLD, "address", household.pk, household.address
    )
    phone = head.phone and crypto.unseal(PERSON, "phone", head.pk, head.phone)
    own = [getattr(household, name) for name in KEPT]
    return [*own, address, head.name, head.pinyin, phone, head.phone_tail, head.phone_index]


def counted(household: Household) -> list[tuple[str, int, date]]:
    """The facts of a household."""
    facts = Fact.objects.filter(object_id=household.pk).order_by("id")
    return list(facts.values_list("category", "quantity", "occurred_on"))


def noted(household: Household) -> list[tuple[str, list[str]]]:
    """What the trail says of changes of a household."""
    events = Event.objects.filter(object_id=household.pk, action="people.update")
    return list(events.values_list("area", "fields"))


def history(household: Household) -> list[tuple[str, str, str, str]]:
    """What its history says of a household."""
    return list(household.changes.order_by("what").values_list("what", "before", "after", "reason"))


@pytest.mark.slow
@pytest.mark.parametrize("names", [[name] for name in PLAIN] + [list(PLAIN)])
def test_many_are_changed_as_one_would_be(names):
    one, other = (make.household(phone="14300001234", address="旧址") for _n in range(2))
    given = change(**{name: PLAIN[name] for name in names})

    actions.update_household(
        actor=make.colleague(), household_id=one.pk, change=given, reason=WHY, on=DAY,
        now=make.instant(),
    )  # fmt: skip
    assert update({other.pk: given}) == 1

    assert standing(other) == standing(one)
    assert counted(other) == counted(one)
    assert noted(other) == noted(one) != []
    assert history(other) == history(one) != []


@pytest.mark.slow
def test_what_is_not_named_stays_and_an_empty_text_removes():
    household = make.household(phone="14300001234", address="旧址", member_count=3)
    before = standing(household)

    update({household.pk: change(phone="")})

    after = standing(household)
    assert (after[3], after[10:13]) == ("", ["wangxiuying", None, ""])
    assert after[8] == before[8] == "旧址" and after[4] == before[4]
    assert make.head(household).phone_index is None


@pytest.mark.slow
def test_a_new_phone_is_found_by_its_index():
    household = make.household()
    update({household.pk: change(phone="14300009999")})

    [head] = Person.objects.filter(phone_index=crypto.blind(PHONE, "14300009999"))
    assert head == make.head(household)
    assert queries.page_of_households(
        make.colleague(), queries.HouseholdFilter(phone_tail="9999")
    ).rows


@pytest.mark.slow
@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"phone": "123"},
        {"member_count": 0},
        {"yard": "x"},
        {"address": "x" * 201},
        {"lane": "x" * 31},
    ],
)
def test_one_wrong_change_changes_nothing_of_any(wrong):
    good, bad = make.household(), make.household()

    with pytest.raises(Invalid):
        update({good.pk: change(member_count=7, is_resident=False), bad.pk: change(**wrong)})

    good.refresh_from_db()
    assert good.member_count == 1
    assert not Fact.objects.filter(category="other").exists()
    assert not Event.objects.filter(action="people.update").exists()


@pytest.mark.parametrize(
    "role, area, outcome",
    [
        ("village-chair", make.HOME, None),
        ("town-officer", make.HOME[:9], None),
        ("district-officer", make.HOME[:6], None),  # she imports there
        ("village-chair", make.NEXT_DOOR, NotFound),
        ("executive", make.HOME, Denied),
        ("district-leader", make.HOME[:6], NotFound),
    ],
)
def test_who_may_bring_households_up_to_date(role, area, outcome):
    household = make.household()
    actor = make.colleague(role, area)

    if outcome is None:
        assert update({household.pk: change(member_count=2)}, actor) == 1
    else:
        with pytest.raises(outcome):
            update({household.pk: change(member_count=2)}, actor)


@pytest.mark.slow
def test_a_household_that_has_left_the_register_is_not_changed():
    there, gone = make.household(), make.household()
    actions.close_household(
        actor=make.colleague(), household_id=gone.pk, on=DAY, reason="搬迁", now=make.instant()
    )

    with pytest.raises(Refused, match="left the register"):
        update({there.pk: change(member_count=2), gone.pk: change(member_count=2)})
    there.refresh_from_db()
    assert there.member_count == 1


def statements_of(number: int) -> int:
    households = [make.household(address="旧址") for _n in range(number)]
    given = {one.pk: change(**PLAIN) for one in households}
    with CaptureQueriesContext(connection) as captured:
        assert update(given) == number
    return len(captured)


@pytest.mark.slow
def test_statements_do_not_grow_with_the_households():
    assert statements_of(2) == statements_of(12)


@pytest.mark.slow
def test_a_value_that_is_too_long_for_its_column_is_refused_and_not_cut():
    household = make.household()
    household.phone_tail = "123456"

    with pytest.raises(Exception, match="too long"):
        bulk.update([household], ["phone_tail"])
