"""Associations and their members at the desk: from the application to the end, and why not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.desk.members.verbs import MEMBERSHIP
from jinguo.members.models import Body, Membership, Office
from jinguo.people.models import Person
from tests.make import desk
from tests.make import people as homes

pytestmark = pytest.mark.slow

CONDITIONS = ["founder", "a-year", "credit", "charter"]
USCC = "91370200163562681G"


@pytest.fixture
def chair(undone):
    return desk.desk("village-chair")


@pytest.fixture
def district(undone):
    return desk.desk()


def text(response):
    return response.content.decode()


def today():
    return timezone.localdate()


def woman(name="李桂兰"):
    return homes.head(homes.household(head_name=name))


def applied(browser, body, who=None, **given):
    """Take down an application through the page; return the answer."""
    who = who or woman()
    sent = {"body": body, "kind": "individual", "on": today(), **given}
    return browser.post(f"/desk/members/new/?person={who.id}", sent)


def acted(browser, one, verb, **given):
    return browser.post(f"/desk/members/{one.id}/{verb}/", {"on": today(), **given})


def test_an_application_is_taken_down_checked_and_voted_on(chair, district, undone):
    answer = applied(chair, undone.body)
    one = Membership.objects.get(state="applied")
    assert answer.url == f"/desk/members/{one.id}/"

    acted(chair, one, "check", conditions=CONDITIONS)
    acted(
        district, one, "vote", meeting_on=today(), votes_for=8, votes_against=1, votes_abstained=0
    )

    page = text(chair.get(answer.url))
    assert "8 for, 1 against, 0 abstained" in page
    assert '<dd class="num">0002</dd>' in page
    one.refresh_from_db()
    assert (one.state, one.admitted_on) == ("admitted", today())


def test_a_condition_that_is_not_met_is_named_and_what_was_ticked_stays(chair, undone):
    applied(chair, undone.body)
    one = Membership.objects.get(state="applied")

    response = acted(chair, one, "check", conditions=CONDITIONS[:2])

    assert response.status_code == 422
    assert "Not met: In good credit; Accepts the charter." in text(response)
    assert response.context["form"]["conditions"].value() == CONDITIONS[:2]
    chair.cookies["django_language"] = "zh-hans"
    chinese = text(acted(chair, one, "check", conditions=CONDITIONS[:2]))
    assert "不符合：信用良好，无失信记录；承认协会章程。" in chinese
    one.refresh_from_db()
    assert one.state == "applied"


def test_the_village_sees_who_votes_and_has_no_way_round_it(chair, undone):
    applied(chair, undone.body)
    one = Membership.objects.get(state="applied")
    acted(chair, one, "check", conditions=CONDITIONS)

    page = text(chair.get(f"/desk/members/{one.id}/"))

    assert "This is decided by the federation of the district." in page
    assert chair.get(f"/desk/members/{one.id}/vote/").status_code == 403


def test_an_enterprise_needs_a_name_and_a_code_that_checks(chair, undone):
    who = woman()

    missing = applied(chair, undone.body, who, kind="unit")
    wrong = applied(
        chair, undone.body, who, kind="unit", enterprise="茶坊", uscc="91370200163562681X"
    )
    right = applied(chair, undone.body, who, kind="unit", enterprise="茶坊", uscc=USCC)

    assert (missing.status_code, wrong.status_code, right.status_code) == (422, 422, 302)
    assert "This is needed." in text(missing)
    assert "does not check" in text(wrong) and 'value="茶坊"' in text(wrong)
    assert Membership.objects.get(kind="unit").uscc == USCC


def test_who_is_in_already_is_not_taken_down_again(chair, undone):
    who = Person.objects.get(id=undone.person)

    response = applied(chair, undone.body, who)

    assert response.status_code == 422
    assert "She is a member or has applied." in text(response)


def test_it_begins_with_who_it_is_and_the_register_is_looked_through_first(chair, undone):
    woman("周芳")

    answer = chair.get("/desk/members/new/?programme=entrepreneurs")
    assert answer.url == "/desk/members/who/member/?programme=entrepreneurs"
    found = text(chair.get("/desk/members/who/member/?name=zhoufang"))
    nobody = text(chair.get("/desk/members/who/member/?name=吴"))

    assert "周芳" in found and "/desk/members/new/?person=" in found
    assert "Nobody on the register matches" in nobody


def test_a_woman_without_a_household_is_put_on_the_register_and_goes_on(chair):
    given = {"area": desk.VILLAGE, "name": "郑晓红", "phone": "13800138123", "id_number": ""}

    answer = chair.post("/desk/members/who/volunteer/", given)

    made = Person.objects.get(name="郑晓红")
    assert answer.url == f"/desk/volunteers/new/?person={made.id}"
    assert not made.memberships.exists()


def test_who_sounds_alike_is_shown_before_she_is_entered_twice(chair):
    woman("郑晓红")
    given = {"area": desk.VILLAGE, "name": "郑晓红", "phone": "", "id_number": ""}

    shown = chair.post("/desk/members/who/volunteer/", given)
    assert shown.status_code == 422 and "It is another person" in text(shown)
    answer = chair.post("/desk/members/who/volunteer/", {**given, "is_another": "yes"})

    assert answer.status_code == 302
    assert Person.objects.filter(name="郑晓红").count() == 2


def test_who_does_not_keep_the_register_is_told_who_does(district):
    page = text(district.get("/desk/members/who/appointment/"))

    assert "Her village or town puts her on it" in page


def test_an_office_is_given_and_a_second_president_is_refused_in_the_form(district, undone):
    one = Membership.objects.get(id=undone.membership)
    assert acted(district, one, "office", title="president").status_code == 302
    applied(district, undone.body)
    other = Membership.objects.get(state="applied")
    acted(district, other, "check", conditions=CONDITIONS)
    votes = {"meeting_on": today(), "votes_for": 9, "votes_against": 0, "votes_abstained": 0}
    acted(district, other, "vote", **votes)

    response = acted(district, other, "office", title="president")

    assert response.status_code == 422
    assert "Another member is President then." in text(response)
    assert Office.objects.count() == 1
    assert "President" in text(district.get(f"/desk/members/associations/{undone.body}/"))


def test_the_directory_shows_what_she_agreed_to_until_she_no_longer_does(chair, undone):
    one = Membership.objects.get(id=undone.membership)
    body = f"/desk/members/associations/{undone.body}/"
    acted(chair, one, "list", products="手工茶", contact="大村集市", agreed_on=today())
    assert "手工茶" in text(chair.get(body))

    acted(chair, one, "unlist")

    assert "手工茶" not in text(chair.get(body))
    one.refresh_from_db()
    assert (one.products, one.contact) == ("", "")


def test_who_leaves_leaves_with_a_reason(chair, undone):
    one = Membership.objects.get(id=undone.membership)

    assert acted(chair, one, "leave", reason="").status_code == 422
    assert acted(chair, one, "leave", reason="迁往外地").status_code == 302

    page = text(chair.get(f"/desk/members/{one.id}/"))
    assert "迁往外地" in page
    assert not [verb for verb in MEMBERSHIP.verbs if f"/desk/members/{one.id}/{verb}/" in page]
    assert acted(chair, one, "expel", reason="再次").status_code == 409


def test_an_association_is_recorded_registered_and_has_a_charter(district):
    made = district.post(
        "/desk/members/associations/new/",
        {"programme": "entrepreneurs", "name": "电商协会", "founded_on": today()},
    )
    body = Body.objects.get(name="电商协会")
    assert made.url == f"/desk/members/associations/{body.id}/"

    wrong = district.post(f"{made.url}register/", {"uscc": "1", "registered_on": today()})
    right = district.post(f"{made.url}register/", {"uscc": USCC, "registered_on": today()})
    district.post(f"{made.url}charter/", {"charter": "第一条 自愿组成。", "adopted_on": today()})

    assert (wrong.status_code, right.status_code) == (422, 302)
    page = text(district.get(made.url))
    assert USCC in page and "第一条 自愿组成。" in page


def test_the_list_is_narrowed_by_state_place_and_name(chair, undone):
    applied(chair, undone.body, woman("周芳"))

    by_state = text(chair.get("/desk/members/?state=applied"))
    by_name = text(chair.get("/desk/members/?name=zhou"))
    elsewhere = text(chair.get("/desk/members/?area=370211106"))

    assert "周芳" in by_state and "王秀英" not in by_state
    assert "周芳" in by_name and "王秀英" not in by_name
    assert "No members here" in elsewhere


def test_the_leader_sees_names_masked_and_finds_nobody_by_name(undone):
    leader = desk.desk("district-leader")

    page = text(leader.get("/desk/members/"))

    assert "王**" in page and "王秀英" not in page
    assert 'name="name"' not in page
    assert "王**" in text(leader.get("/desk/members/?name=李桂兰"))  # the name does not narrow


def test_the_list_goes_out_as_it_is_narrowed(undone):
    town = desk.desk("town-officer")

    answer = town.post("/desk/members/export/?state=admitted")

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


def test_what_waits_stands_on_the_home_page_with_its_list(chair, undone):
    applied(chair, undone.body)

    page = text(chair.get("/desk/"))

    assert "Check applications" in page
    assert "/desk/members/?state=applied&amp;programme=entrepreneurs" in page


def test_the_page_of_the_programme_leads_to_its_lists(district):
    for programme, page in (
        ("entrepreneurs", "members"),
        ("partnership-agreements", "agreements"),
        ("women-volunteers", "volunteers"),
        ("fashion-ambassadors", "appointments"),
        ("seed-plan", "assignments"),
    ):
        shown = text(district.get(f"/desk/programmes/{programme}/"))
        assert f'href="/desk/{page}/?programme={programme}"' in shown, programme
    assert "/desk/assignments/" not in text(district.get("/desk/programmes/entrepreneurs/"))


def test_a_list_makes_as_many_queries_for_many_rows_as_for_one(
    chair, undone, django_assert_max_num_queries
):
    chair.get("/desk/members/")
    for name in ("周芳", "吴敏", "郑红", "孙丽"):
        applied(chair, undone.body, woman(name), on=today() - timedelta(days=1))

    with django_assert_max_num_queries(40):
        chair.get("/desk/members/")
