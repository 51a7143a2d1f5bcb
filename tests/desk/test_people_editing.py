"""A household is put right from its page: its data, its members, its head; what was said before stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.assess.models import Application
from jinguo.audit.models import Event
from jinguo.core import crypto
from jinguo.facts.models import Fact
from jinguo.people.models import Change, Household, Person
from tests.make import desk, people

pytestmark = pytest.mark.usefixtures("undone")
OLD_PHONE, NEW_PHONE = "14300001234", "14300009876"
OTHER = "370211105202"


@pytest.fixture
def home(world):
    return people.household(
        head_name="张桂兰", phone=OLD_PHONE, id_number=people.id_number(61, "19660606"),
        address="海边路1号", member_count=3,
    )  # fmt: skip


@pytest.fixture
def keeper(world):
    return desk.desk("town-officer", name="赵敏")


def page(browser, home, below=""):
    return browser.get(f"/desk/households/{home.id}/{below}").content.decode()


def correct(browser, home, **given):
    sent = {
        "name": "张桂兰", "area": home.area_id, "member_count": 3, "yard": "yard", "is_resident": "on",
        "reason": "核对户口簿",
    }  # fmt: skip
    return browser.post(f"/desk/households/{home.id}/edit/", {**sent, **given})


def address_of(home):
    sealed = Household.objects.get(pk=home.pk).address
    return crypto.unseal("people_household", "address", home.pk, bytes(sealed)) if sealed else ""


@pytest.mark.slow
def test_a_correction_stands_in_the_history_with_who_and_why(home, keeper):
    answer = correct(keeper, home, name="张桂岚", phone=NEW_PHONE, address="山前路2号")

    assert answer.status_code == 302
    told = page(keeper, home)
    assert "张桂兰 → 张桂岚" in told and "●●●●1234 → ●●●●9876" in told
    assert "核对户口簿" in told and "赵敏" in told
    assert address_of(home) == "山前路2号" and "山前路" not in told
    assert {one.what for one in Change.objects.filter(household=home)} == {
        "name", "phone", "address",
    }  # fmt: skip


@pytest.mark.slow
def test_the_lane_is_corrected_and_shown(home, keeper):
    correct(keeper, home, lane="东街")
    assert "东街" in page(keeper, home)
    assert 'value="东街"' in page(keeper, home, "edit/")

    refused = correct(keeper, home, lane="街" * 31)

    assert refused.status_code == 422 and "30 signs at most" in refused.content.decode()
    assert Household.objects.get(pk=home.pk).lane == "东街"


@pytest.mark.slow
def test_what_is_left_empty_stays_and_what_is_removed_goes(home, keeper):
    correct(keeper, home)
    assert not Change.objects.filter(household=home).exists()
    assert (address_of(home), people.head(home).phone_tail) == ("海边路1号", "1234")

    correct(keeper, home, remove_phone="on", remove_address="on")

    assert (address_of(home), people.head(home).phone_tail) == ("", "")


@pytest.mark.slow
def test_the_form_shows_no_sealed_value(home, keeper):
    shown = page(keeper, home, "edit/")
    assert OLD_PHONE not in shown and "海边路" not in shown and "●●●●1234" in shown


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"phone": "123"}, "A phone number has 11 digits"),
        ({"name": "张3"}, "A name has Chinese signs"),
        ({"reason": ""}, "This field is required."),
        ({"member_count": 0}, "greater than or equal to 1"),
    ],
)
def test_a_wrong_correction_changes_nothing_and_keeps_what_was_typed(home, keeper, wrong, says):
    answer = correct(keeper, home, **{"address": "山前路2号", **wrong})

    told = answer.content.decode()
    assert answer.status_code == 422 and says in told and "山前路2号" in told
    assert address_of(home) == "海边路1号"


@pytest.mark.slow
def test_another_village_takes_the_household_and_its_count(home, keeper):
    before = Fact.objects.filter(kind="people.household").count()

    correct(keeper, home, area=OTHER)

    home.refresh_from_db()
    assert (home.area_id, people.head(home).area_id) == (OTHER, OTHER)
    leaving, entering = Fact.objects.filter(kind="people.household").order_by("recorded_at", "id")[
        before:
    ]
    assert {(leaving.area, leaving.quantity), (entering.area, entering.quantity)} == {
        (desk.VILLAGE, -1), (OTHER, 1),
    }  # fmt: skip


@pytest.mark.slow
def test_a_village_out_of_reach_is_not_offered(home):
    chair = desk.desk("village-chair")
    assert correct(chair, home, area=OTHER).status_code == 422
    assert Household.objects.get(pk=home.pk).area_id == desk.VILLAGE


def add(browser, home, **given):
    sent = {"name": "李卫东", "relation": "1", "sex": "1", "from_on": timezone.localdate()}
    return browser.post(f"/desk/households/{home.id}/members/add/", {**sent, **given})


@pytest.mark.slow
def test_a_member_is_added_with_her_relation(home, keeper):
    assert add(keeper, home, id_number=people.id_number(62)).status_code == 302

    told = page(keeper, home)
    assert "李卫东" in told and "New member · 李卫东 · Husband or wife" in told
    assert Household.objects.get(pk=home.pk).member_count == 3


@pytest.mark.slow
def test_who_is_on_the_register_already_is_moved_not_entered_again(home, keeper):
    number = people.id_number(63, "19900909")
    other = people.household(head_name="孙梅", member_count=2)
    known = people.member(other, name="孙丽", id_number=number, relation="3")

    told = add(keeper, home, id_number=number, phone=NEW_PHONE)
    assert told.status_code == 422 and "孙丽" in told.content.decode()
    assert Person.objects.filter(id_index=known.id_index).count() == 1

    assert add(keeper, home, id_number=number, phone=NEW_PHONE, move="yes").status_code == 302
    known.refresh_from_db()
    assert known.phone_tail == "9876"
    assert "孙丽" in page(keeper, home) and "Moved to another household" in page(keeper, other)


@pytest.mark.slow
def test_an_id_number_of_another_town_names_nobody(home, keeper):
    people.village(people.ELSEWHERE)
    number = people.id_number(64)
    people.household(area=people.ELSEWHERE, head_name="逄翡翠", id_number=number)

    told = add(keeper, home, id_number=number)

    assert told.status_code == 422
    assert "on the register already" in told.content.decode()
    assert "逄翡翠" not in told.content.decode() and "Move her here" not in told.content.decode()


def edit(browser, home, member, **given):
    sent = {"name": member.name, "relation": "1", "sex": member.sex, "on": timezone.localdate()}
    sent["reason"] = "核对身份证"
    return browser.post(f"/desk/households/{home.id}/members/{member.id}/edit/", {**sent, **given})


@pytest.mark.slow
def test_a_new_id_number_does_not_show_the_old_one(home, keeper):
    old, new = people.id_number(65, "19810203"), people.id_number(66, "19820304")
    member = people.member(home, id_number=old)

    form = page(keeper, home, f"members/{member.id}/edit/")
    answer = edit(keeper, home, member, id_number=new)

    assert answer.status_code == 302 and old not in form and "●●●●" + old[-4:] in form
    told = page(keeper, home)
    assert old not in told and new not in told and "●●●●" + new[-4:] in told
    assert "ID number · 李建国" in told
    member.refresh_from_db()
    assert crypto.unseal("people_person", "id_number", member.pk, bytes(member.id_number)) == new
    assert not Change.objects.filter(what="id_number").exclude(before="", after="").exists()


@pytest.mark.slow
def test_another_relation_holds_from_its_day(home, keeper):
    member = people.member(home, relation="1")
    edit(keeper, home, member, relation="7")

    assert [one.relation for one in member.memberships.order_by("period")] == ["1", "7"]


@pytest.mark.slow
def test_an_id_number_another_bears_is_refused(home, keeper):
    number = people.id_number(67)
    people.household(id_number=number)
    member = people.member(home)

    answer = edit(keeper, home, member, id_number=number)

    assert answer.status_code == 422 and "on the register already" in answer.content.decode()


def leave(browser, home, member, **given):
    sent = {"reason": "married-out", "on": timezone.localdate()}
    return browser.post(f"/desk/households/{home.id}/members/{member.id}/left/", {**sent, **given})


@pytest.mark.slow
def test_who_left_is_no_member_and_stays_in_the_history(home, keeper):
    member = people.member(home, name="张小梅", relation="3")

    assert leave(keeper, home, member).status_code == 302

    told = page(keeper, home)
    assert "Left the household · 张小梅 · married and moved away" in told
    assert not member.memberships.filter(period__endswith=None).exists()
    assert Household.objects.get(pk=home.pk).member_count == 2


@pytest.mark.slow
def test_a_head_does_not_leave_and_nobody_leaves_tomorrow(home, keeper):
    member = people.member(home)
    tomorrow = timezone.localdate() + timedelta(days=1)

    head = leave(keeper, home, people.head(home))
    later = leave(keeper, home, member, on=tomorrow)

    assert head.status_code == later.status_code == 422
    assert "Make another member head first" in head.content.decode()
    assert "Choose a day until today." in later.content.decode()


def make_head(browser, home, person, **given):
    sent = {"person": person.id, "former": "1", "on": timezone.localdate()}
    return browser.post(f"/desk/households/{home.id}/head/", {**sent, **given})


@pytest.mark.slow
def test_a_member_becomes_head_and_the_others_follow(home, keeper):
    spouse, child = people.member(home, name="李建国"), people.member(home, relation="2")

    answer = make_head(keeper, home, spouse, **{f"relation-{child.id}": "8"})

    assert answer.status_code == 302
    assert people.head(home) == spouse and "张桂兰 → 李建国" in page(keeper, home)
    now = {one.person_id: one.relation for one in home.memberships.filter(period__endswith=None)}
    assert now[child.id] == "8" and sorted(now.values()) == ["0", "1", "8"]


@pytest.mark.slow
def test_a_head_who_died_gives_the_place_to_another(home, keeper):
    former, spouse = people.head(home), people.member(home)

    make_head(keeper, home, spouse, former="died")

    assert people.head(home) == spouse
    assert not former.memberships.filter(period__endswith=None).exists()


@pytest.mark.slow
@pytest.mark.parametrize("below", ["edit/", "members/add/", "head/"])
def test_a_household_off_the_register_is_not_changed(home, keeper, below):
    keeper.post(
        f"/desk/households/{home.id}/close/", {"reason": "搬迁", "on": timezone.localdate()}
    )
    assert keeper.get(f"/desk/households/{home.id}/{below}").status_code == 409


@pytest.mark.slow
def test_each_act_is_on_the_trail(home, keeper):
    member = people.member(home)
    correct(keeper, home, phone=NEW_PHONE)
    edit(keeper, home, member, name="李建军")
    leave(keeper, home, member)

    acts = Event.objects.filter(actor="赵敏").values_list("action", flat=True)
    assert {"people.update", "people.update-member", "people.member-left"} <= set(acts)


def register(browser, name="林晓红"):
    sent = {"area": desk.VILLAGE, "head_name": name, "member_count": 2, "yard": "yard"}
    return browser.post("/desk/households/add/", sent).url


@pytest.mark.slow
def test_a_household_registered_today_leaves_from_the_day_the_form_proposes(keeper):
    address, today = register(keeper), timezone.localdate()
    form = keeper.get(address).context["close"]
    tomorrow = today + timedelta(days=1)
    assert form["on"].value() == tomorrow

    sooner = keeper.post(f"{address}close/", {"reason": "迁走", "on": today})
    assert sooner.status_code == 422 and "Choose a later day" in sooner.content.decode()
    later = keeper.post(f"{address}close/", {"reason": "迁走", "on": tomorrow + timedelta(days=1)})
    assert later.status_code == 422 and "Choose a day until" in later.content.decode()

    assert keeper.post(f"{address}close/", {"reason": "迁走", "on": tomorrow}).status_code == 302
    assert Household.objects.get(head_name="林晓红").closed_on == tomorrow


@pytest.mark.slow
def test_a_household_that_lives_there_longer_leaves_today_or_before(home, keeper):
    today = timezone.localdate()
    assert keeper.get(f"/desk/households/{home.id}/").context["close"]["on"].value() == today

    before = today - timedelta(days=3)
    keeper.post(f"/desk/households/{home.id}/close/", {"reason": "迁走", "on": before})

    assert Household.objects.get(pk=home.pk).closed_on == before


@pytest.mark.slow
def test_a_registration_by_mistake_is_shown_and_taken_back_by_who_made_it(keeper):
    address = register(keeper)
    found = Household.objects.get(head_name="林晓红")
    assert "Registered by mistake? Take it back" in keeper.get(address).content.decode()
    shown = keeper.get(f"{address}take-back/").content.decode()
    assert found.code in shown and "Take it back" in shown
    assert Household.objects.filter(pk=found.pk).exists()

    taken = keeper.post(f"{address}take-back/")

    assert taken.status_code == 302
    assert not Household.objects.filter(pk=found.pk).exists()
    assert not Person.objects.filter(name="林晓红").exists()
    assert sum(one.quantity for one in Fact.objects.filter(object_id=found.pk)) == 0
    noted = Event.objects.get(action="people.undo-registration", object_id=found.pk)
    assert noted.actor == "赵敏"


@pytest.mark.slow
def test_nobody_else_takes_a_registration_back_nor_when_work_rests_on_it(home, keeper, world):
    mine = register(keeper)
    applied = register(keeper, "白玉梅")
    Application.objects.filter(pk=world.application).update(
        household=Household.objects.get(head_name="白玉梅")
    )
    joined = register(keeper, "宋丽萍")
    add(keeper, Household.objects.get(head_name="宋丽萍"))
    for address, browser, why in (
        (mine, desk.desk("village-chair"), "Who registered a household takes it back"),
        (f"/desk/households/{home.id}/", keeper, "one that came with a workbook"),
        (applied, keeper, "Work has been done on this household since"),
        (joined, keeper, "Work has been done on this household since"),
    ):
        assert why in browser.get(f"{address}take-back/").content.decode()
        assert browser.post(f"{address}take-back/").status_code == 409
    assert Household.objects.filter(head_name__in=["林晓红", "白玉梅", "宋丽萍"]).count() == 3
