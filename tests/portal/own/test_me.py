"""A resident's own pages: what is known of her, her children, what she agreed to, the copy of it all."""

import json

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from jinguo.people import actions
from jinguo.people.models import Consent, DataRequest, Guardianship
from tests.make import activities as events
from tests.make import people
from tests.make import portal as make
from tests.portal.own.conftest import PHONE

pytestmark = pytest.mark.django_db


def child(browser, **given):
    entered = {
        "name": "赵小宝",
        "born_on": "2019-09-01",
        "sex": "1",
        "relation": "5",
        "id_number": "",
    }
    return browser.post("/me/family/", entered | given)


# What is wrong with a form


def test_a_form_that_is_sent_back_opens_at_the_first_thing_that_is_wrong(browser):
    wrong = child(browser, name="赵1", id_number="370").content.decode()
    right = browser.get("/me/family/").content.decode()

    opened = [line for line in wrong.split("<input") if "autofocus" in line.split(">")[0]]
    assert len(opened) == 1
    assert 'name="name"' in opened[0]
    assert "autofocus" not in right


# What is known


@pytest.mark.slow
def test_she_sees_what_is_known_of_her_and_from_where(browser):
    text = browser.get("/me/profile/").content.decode()

    assert "赵小兰" in text
    assert "●●●●1234" in text
    assert PHONE not in text
    assert "from you, on" in text


@pytest.mark.slow
def test_what_her_village_entered_is_said_to_come_from_there():
    number = people.id_number(222, born="19880403")
    people.household(head_name="赵小兰", phone=PHONE, id_number=number)
    text = make.client(make.resident(phone=PHONE)).get("/me/profile/").content.decode()

    assert "from the register of your village" in text
    assert f"●●●●{number[-4:]}" in text
    assert number not in text


@pytest.mark.slow
def test_her_pages_say_nothing_of_others(browser):
    other = make.resident(name="钱小花", phone="13900009876")
    for path in ("/me/", "/me/profile/", "/me/family/", "/me/consents/", "/me/requests/"):
        text = browser.get(path).content.decode()
        assert "钱小花" not in text
        assert str(other.person_id) not in text


# Children


@pytest.mark.slow
def test_a_child_is_entered_and_stands_among_hers(browser):
    assert child(browser)["Location"] == "/me/family/"

    text = browser.get("/me/family/").content.decode()
    assert "赵小宝" in text
    assert "you agree for the child" in text
    assert "赵小宝" in browser.get("/me/").content.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"born_on": ""}, {"born_on": "1980-01-01"}, {"id_number": "123"}]
)
def test_what_is_wrong_with_a_child_is_said_and_what_was_typed_stays(browser, wrong):
    response = child(browser, **{"name": "赵小宝", **wrong})

    assert response.status_code == 422
    assert not Guardianship.objects.exists()
    if "name" not in wrong:
        assert 'value="赵小宝"' in response.content.decode()


@pytest.mark.slow
def test_without_sex_and_id_number_a_child_is_entered_all_the_same(browser):
    assert child(browser, sex="", id_number="").status_code == 302


@pytest.mark.slow
def test_she_says_that_she_no_longer_speaks_for_a_child(browser):
    child(browser)
    made = Guardianship.objects.get()

    browser.post(f"/me/family/{made.pk}/end/")
    browser.get("/me/")  # which says what has just been done

    assert "赵小宝" not in browser.get("/me/").content.decode()


@pytest.mark.slow
def test_nobody_ends_what_another_said(resident):
    child(make.client(resident))
    made = Guardianship.objects.get()
    stranger = make.client(make.resident(name="钱小花"))

    assert stranger.post(f"/me/family/{made.pk}/end/").status_code == 404
    assert Guardianship.objects.get() == made


# Consents


@pytest.mark.slow
def test_a_consent_is_given_by_one_press_and_taken_back_by_one(browser, resident):
    browser.post(f"/me/consents/{resident.person_id}/photos/")
    [given] = Consent.objects.all()
    assert (given.purpose, given.given_how, given.guardian) == ("活动照片", "screen", "")

    browser.post(f"/me/consents/{given.pk}/")

    given.refresh_from_db()
    assert given.withdrawn_on == timezone.localdate()


@pytest.mark.slow
def test_for_a_child_under_14_she_agrees_as_its_guardian(browser):
    child(browser)
    ward = Guardianship.objects.get().child

    browser.post(f"/me/consents/{ward.pk}/photos/")

    given = Consent.objects.get()
    assert (given.person_id, given.guardian, given.guardian_relation) == (ward.pk, "赵小兰", "5")


@pytest.mark.slow
def test_what_she_took_back_she_gives_again_whenever_she_likes(browser, resident):
    browser.post(f"/me/consents/{resident.person_id}/photos/")
    browser.post(f"/me/consents/{Consent.objects.get().pk}/")

    browser.post(f"/me/consents/{resident.person_id}/photos/")

    assert Consent.objects.filter(withdrawn_on__isnull=True).count() == 1


@pytest.mark.slow
def test_nobody_else_asks_her_again_for_a_while(browser, resident):
    browser.post(f"/me/consents/{resident.person_id}/photos/")
    browser.post(f"/me/consents/{Consent.objects.get().pk}/")

    with pytest.raises(actions.AskedTooSoon):
        actions.record_consent(
            actor=people.colleague(),
            person_id=resident.person_id,
            consent=actions.ConsentIn(
                purpose="活动照片", text_version="2026-11", fields=["photo"], given_how="paper"
            ),
            given_on=timezone.localdate(),
            now=timezone.now(),
        )


@pytest.mark.slow
def test_what_she_agreed_to_on_paper_stands_there_and_is_taken_back_as_easily(browser, resident):
    given = actions.record_consent(
        actor=people.colleague(),
        person_id=resident.person_id,
        consent=actions.ConsentIn(
            purpose="入户拍照", text_version="2020-1", fields=["photo"], given_how="paper"
        ),
        given_on=timezone.localdate(),
        now=timezone.now(),
    )
    assert "入户拍照" in browser.get("/me/consents/").content.decode()

    browser.post(f"/me/consents/{given.pk}/")

    given.refresh_from_db()
    assert given.withdrawn_on


@pytest.mark.slow
def test_where_her_messages_go_while_she_has_said_nothing_is_not_called_not_agreed(browser):
    text = browser.get("/me/consents/").content.decode()

    assert "on the phone you sign in with" in text
    assert text.count("not agreed") == 1  # to pictures of her
    assert 'href="/me/contact/"' in text


@pytest.mark.slow
def test_messages_about_a_young_child_are_the_mothers_to_agree_to(browser):
    child(browser)
    ward = Guardianship.objects.get().child

    text = browser.get("/me/consents/").content.decode()

    assert f"/me/consents/{ward.pk}/photos/" in text
    assert f"/me/consents/{ward.pk}/messages/" not in text


@pytest.mark.slow
def test_who_takes_back_that_her_child_takes_part_reads_what_is_still_booked(resident):
    with time_machine.travel(events.NOON, tick=False):
        browser = make.client(resident)
        ward = people.child(resident, on=events.NOON.date()).child
        given = {"who": ward.pk, "agrees": "on"}
        browser.post(f"/a/{events.activity().code}/book/", given)
        assert "参加活动" in browser.get("/me/consents/").content.decode()

        browser.post(f"/me/consents/{Consent.objects.get().pk}/")
        text = browser.get("/me/consents/").content.decode()

    assert "What is booked for 赵小宝 stands" in text


@pytest.mark.slow
def test_nobody_agrees_or_takes_back_for_another(resident):
    stranger = make.client(make.resident(name="钱小花"))
    make.client(resident).post(f"/me/consents/{resident.person_id}/photos/")
    given = Consent.objects.get()

    assert stranger.post(f"/me/consents/{resident.person_id}/messages/").status_code == 404
    assert stranger.post(f"/me/consents/{given.pk}/").status_code == 404
    assert Consent.objects.get().withdrawn_on is None


def test_there_is_nothing_else_to_agree_to(browser, resident):
    assert browser.post(f"/me/consents/{resident.person_id}/anything/").status_code == 404


# The copy


@pytest.mark.slow
def test_the_copy_for_programs_has_everything_that_refers_to_her(browser, resident):
    child(browser)
    browser.post(f"/me/consents/{resident.person_id}/photos/")

    response = browser.post("/me/copy.json")

    held = json.loads(response.content)
    kinds = {one["record"] for one in held["records"]}
    values = {
        field["value"]
        for one in held["records"]
        for field in one["fields"]
        if isinstance(field["value"], str)
    }
    assert {
        "people.Person", "people.Resident", "people.Guardianship", "people.Consent",
        "people.DataRequest",
    } <= kinds  # fmt: skip
    for told in ("赵小兰", PHONE, "1988-04-03", "活动照片"):
        assert told in values
    assert "attachment" in response["Content-Disposition"]
    assert response["Cache-Control"] == "no-store"


@pytest.mark.slow
def test_the_copy_has_nothing_of_others(browser):
    make.resident(name="钱小花", phone="13900009876")
    text = browser.post("/me/copy.json").content.decode()
    assert "钱小花" not in text
    assert "13900009876" not in text


@pytest.mark.slow
def test_the_copy_on_paper_is_a_pdf(browser):
    response = browser.post("/me/copy.pdf")
    assert response.content.startswith(b"%PDF")
    assert DataRequest.objects.get().state == "done"


@pytest.mark.slow
def test_there_is_no_other_form_of_it(browser):
    assert browser.post("/me/copy.exe").status_code == 404
    assert not DataRequest.objects.exists()


@pytest.mark.slow
def test_the_copy_of_a_household_s_member_has_its_address():
    home = people.household(head_name="赵小兰", phone=PHONE, address="东村12号", lane="柳树巷")
    browser = make.client(make.resident(phone=PHONE))
    text = browser.post("/me/copy.json").content.decode()
    assert "东村12号" in text and "柳树巷" in text
    assert home.code in text


# How data are used


@pytest.mark.slow
def test_how_data_are_used_is_public_and_comes_from_the_register():
    text = Client().get("/privacy/").content.decode()
    for told in ("身份证号", "核对本人、避免重复登记", "家庭销户后5年", "sensitive"):
        assert told in text
    assert "区划、机构、标准" not in text  # no personal data
