"""Booking on the portal: for oneself, for a child, for a family; and what stands in the way."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from jinguo.activities.models import Enrolment
from jinguo.activities.rulesets import Condition
from jinguo.people.models import Consent
from tests.make import activities as make
from tests.make import people, portal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHINESE = {"accept-language": "zh-hans"}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(make.NOON, tick=False):
        yield


@pytest.fixture
def resident():
    return portal.resident(now=make.NOON)


def page_of(activity, resident):
    return portal.client(resident, **CHINESE).get(f"/a/{activity.code}/book/").content.decode()


def book(activity, resident, person=None, **given):
    who = (person or resident.person).id
    browser = portal.client(resident, **CHINESE)
    return browser.post(f"/a/{activity.code}/book/", {"who": who, **given})


def test_who_books_when_no_free_hours_are_left_is_told_so_first(resident):
    early = page_of(make.activity(), resident)
    late = page_of(
        make.activity(sessions=[make.meeting(make.NOON + timedelta(hours=23))]), resident
    )

    assert "最晚在开始前 24 小时取消，没有影响" in early
    assert "离开始不到 24 小时，放弃名额算一次缺席。" in late
    assert "没有影响" not in late and "缺席满 2 次，90 天内不能报名" in late


def test_the_page_of_a_booking_says_what_it_costs(resident):
    assert "每个名额 8.00 元，现场收取" in page_of(make.activity(fee_fen=800), resident)
    assert "<dt>费用</dt>" not in page_of(make.activity(), resident)


def test_a_stranger_is_asked_to_sign_in_and_comes_back():
    activity = make.activity()

    answer = Client().get(f"/a/{activity.code}/book/")

    assert answer.url == f"/me/sign-in/?next=/a/{activity.code}/book/"


def test_she_books_for_herself_and_sees_her_booking(resident):
    activity = make.activity()

    answer = book(activity, resident)

    booking = Enrolment.objects.get()
    assert answer.url == f"/my/bookings/{booking.id}/"
    assert (booking.person, booking.state) == (resident.person, "enrolled")
    assert (booking.channel, booking.booked_by) == ("portal", resident.account_id)


def test_when_seats_are_gone_she_waits_in_line_and_is_told_her_number(resident):
    activity = make.activity(capacity=1, minimum=0)
    make.enrol(activity)
    make.enrol(activity)

    answer = book(activity, resident)
    page = portal.client(resident, **CHINESE).get(answer.url).content.decode()

    assert Enrolment.objects.get(person=resident.person).state == "waiting"
    assert "候补名单中排第 2 位" in page


def test_in_a_draw_she_waits_without_a_number(resident):
    activity = make.activity(allocation="draw")

    book(activity, resident)

    booking = Enrolment.objects.get()
    assert (booking.state, booking.place) == ("waiting", None)


@pytest.mark.parametrize(
    "given, why",
    [
        ({"audience": (Condition("age", {"at_least": 60, "at_most": 90}),)}, "60"),
        ({"opens_at": make.NOON + timedelta(days=1)}, "2020年6月16日"),
    ],
)
def test_the_page_says_why_she_cannot_book_and_the_act_refuses(resident, given, why):
    activity = make.activity(**given)

    page = page_of(activity, resident)
    answer = book(activity, resident)

    assert why in page
    assert "disabled" in page
    assert answer.status_code == 422
    assert not Enrolment.objects.exists()


def test_nobody_has_two_places(resident):
    activity = make.activity()
    book(activity, resident)

    assert book(activity, resident).status_code == 422
    assert Enrolment.objects.count() == 1


def test_who_sends_too_many_bookings_waits_with_what_she_filled_in(resident, settings):
    settings.ACCOUNT_RATE_LIMITS = {"book": "2/m/user"}
    activity = make.activity(seats_most=4)

    answers = [book(activity, resident, seats=9).status_code for _time in range(2)]
    refused = book(activity, resident, seats=3)
    page = refused.content.decode()

    assert answers == [422, 422]
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "提交报名过于频繁" in page
    assert 'value="3"' in page
    assert f'value="{resident.person_id}" id="who-{resident.person_id}" required checked' in page
    assert not Enrolment.objects.exists()


def test_the_limit_of_one_account_is_no_other_s_and_ends_with_its_minute(resident, settings):
    settings.ACCOUNT_RATE_LIMITS = {"book": "1/m/user"}
    first, second = make.activity(), make.activity()
    other = portal.resident(now=make.NOON, name="钱小梅")
    book(first, resident)

    assert book(second, resident).status_code == 429
    assert book(second, other).status_code == 302

    with time_machine.travel(make.NOON + timedelta(seconds=61), tick=False):
        assert book(second, resident).status_code == 302
    assert Enrolment.objects.filter(person=resident.person).count() == 2


def test_looking_at_the_page_of_a_booking_counts_for_nothing(resident, settings):
    settings.ACCOUNT_RATE_LIMITS = {"book": "1/m/user"}
    activity = make.activity()
    for _time in range(3):
        page_of(activity, resident)

    assert book(activity, resident).status_code == 302


def test_a_family_takes_several_seats_up_to_what_one_entry_may(resident):
    activity = make.activity(seats_most=4)

    refused = book(activity, resident, seats=5)
    book(activity, resident, seats=4)

    assert refused.status_code == 422
    assert Enrolment.objects.get().seats == 4


def test_a_child_under_14_is_booked_once_its_guardian_has_read_and_agreed(resident):
    ward = people.child(resident, on=make.NOON.date())
    activity = make.activity()

    refused = book(activity, resident, ward.child)
    page = refused.content.decode()
    book(activity, resident, ward.child, agrees="on")

    assert refused.status_code == 422
    assert "14 周岁以下" in page
    booking = Enrolment.objects.get()
    consent = Consent.objects.get(person=ward.child)
    assert (booking.person, booking.guardian) == (ward.child, resident.person)
    assert (consent.guardian, consent.given_how) == (resident.person.name, "screen")
    assert consent.text_version
    assert not Enrolment.objects.filter(person=resident.person).exists()


def test_once_agreed_the_guardian_is_not_asked_again(resident):
    ward = people.child(resident, on=make.NOON.date())
    book(make.activity(), resident, ward.child, agrees="on")
    other = make.activity()

    assert "agrees" not in page_of(other, resident)
    assert book(other, resident, ward.child).status_code == 302


def test_a_guardian_who_took_it_back_agrees_again_and_books(resident):
    ward = people.child(resident, on=make.NOON.date())
    book(make.activity(), resident, ward.child, agrees="on")
    consent = Consent.objects.get(person=ward.child)
    portal.client(resident).post(f"/me/consents/{consent.pk}/")
    other = make.activity()

    assert book(other, resident, ward.child).status_code == 422
    assert book(other, resident, ward.child, agrees="on").status_code == 302


def test_a_refused_booking_leaves_no_consent_behind(resident):
    ward = people.child(resident, on=make.NOON.date())
    rule = Condition("age", {"at_least": 18, "at_most": 60})
    activity = make.activity(audience=(rule,))

    book(activity, resident, ward.child, agrees="on")

    assert not Consent.objects.filter(person=ward.child).exists()


def test_a_child_of_14_needs_no_consent(resident):
    ward = people.child(resident, on=make.NOON.date(), born_on=date(2006, 6, 15))

    assert book(make.activity(), resident, ward.child).status_code == 302


def test_a_child_a_day_short_of_14_does(resident):
    ward = people.child(resident, on=make.NOON.date(), born_on=date(2006, 6, 16))

    assert book(make.activity(), resident, ward.child).status_code == 422


def test_she_cannot_book_for_a_woman_who_is_not_hers(resident):
    activity = make.activity()

    assert book(activity, resident, make.woman()).status_code == 422
    assert not Enrolment.objects.exists()


def test_what_a_form_does_not_have_changes_nothing(resident):
    activity = make.activity()

    book(activity, resident, seats=9, state="completed", channel="desk", place=1)

    booking = Enrolment.objects.get()
    assert (booking.seats, booking.state, booking.channel) == (1, "enrolled", "portal")


def test_a_draft_cannot_be_booked(resident):
    assert book(make.draft(), resident).status_code == 404


def test_a_private_activity_leaves_no_trace_and_has_a_quick_way_out(resident):
    activity = make.activity(kind="counselling", title="婚姻家庭辅导", category="")
    browser = portal.client(resident, **CHINESE)

    for address in (f"/a/{activity.code}", f"/a/{activity.code}/book/"):
        answer = browser.get(address)
        page = answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert "<title>页面</title>" in page
        assert page.index("data-leave") < page.index("<h1")


# For women, while the register does not know


WOMEN_ONLY = {"audience": (Condition("women-only"),)}


def say(resident, person=None, sex="2", **given):
    who = (person or resident.person).id
    return portal.client(resident, **CHINESE).post(
        "/me/profile/", {"person": who, "sex": sex, **given}
    )


@pytest.fixture
def newcomer():
    return portal.resident(now=make.NOON, sex="0")


def test_a_newcomer_says_on_the_page_that_she_is_a_woman_and_books(newcomer):
    activity = make.activity(**WOMEN_ONLY)
    address = f"/a/{activity.code}/book/"
    before = page_of(activity, newcomer)

    answer = say(newcomer, next=address)

    assert "限女性，性别还没有登记" in before
    assert f'name="next" value="{address}"' in before
    assert answer.url == address
    assert "性别还没有登记" not in page_of(activity, newcomer)
    assert book(activity, newcomer).status_code == 302


def test_who_says_that_he_is_a_man_is_told_that_it_is_for_women(newcomer):
    activity = make.activity(**WOMEN_ONLY)

    say(newcomer, sex="1")

    assert "限女性。" in page_of(activity, newcomer)
    assert book(activity, newcomer).status_code == 422


def test_what_the_register_has_is_not_said_anew(resident):
    before = resident.person.sex

    page = page_of(make.activity(**WOMEN_ONLY), resident)
    answer = say(resident, sex="1" if before == "2" else "2")

    resident.person.refresh_from_db()
    assert "/me/profile/" not in page
    assert answer.status_code == 409
    assert resident.person.sex == before


def test_a_mother_says_it_of_her_child_and_of_no_other(newcomer):
    child = people.child(newcomer, on=make.NOON.date(), sex="0").child
    other = people.child(
        portal.resident(now=make.NOON, name="钱小梅"), on=make.NOON.date(), sex="0"
    ).child

    assert say(newcomer, child, sex="2").status_code == 302
    assert say(newcomer, other, sex="2").status_code == 404

    child.refresh_from_db()
    other.refresh_from_db()
    assert (child.sex, other.sex) == ("2", "0")


def test_a_third_sex_is_no_answer(newcomer):
    assert say(newcomer, sex="7").status_code == 422

    newcomer.person.refresh_from_db()
    assert newcomer.person.sex == "0"
