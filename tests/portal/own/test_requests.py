"""What a resident asks about her data: corrected, answered, refused, taken back."""

from datetime import date

import pytest

from jinguo.audit.models import Event
from jinguo.people.models import DataRequest
from tests.make import desk, people
from tests.make import portal as make
from tests.portal.own.conftest import PHONE

pytestmark = pytest.mark.django_db


def asked(browser, **given):
    return browser.post("/me/requests/", {"kind": "correct", "words": "出生日期登记错了", **given})


@pytest.mark.slow
def test_a_request_is_received_dealt_with_and_its_answer_read(browser):
    asked(browser)
    text = browser.get("/me/requests/").content.decode()
    assert "出生日期登记错了" in text
    assert "answered by" in text
    request = DataRequest.objects.get()
    officer = desk.desk("data-officer", at="370211")

    assert "Correct something" in officer.get("/desk/requests/").content.decode()
    assert "出生日期登记错了" in officer.get(f"/desk/requests/{request.pk}/").content.decode()
    officer.post(f"/desk/requests/{request.pk}/take/")
    assert "Being dealt with" in browser.get("/me/requests/").content.decode()
    officer.post(f"/desk/requests/{request.pk}/", {"is_done": "yes", "answer": "已更正为1988年。"})

    assert "已更正为1988年。" in browser.get("/me/requests/").content.decode()


def corrected(browser, **given):
    found = DataRequest.objects.get()
    desktop = desk.desk("data-officer")
    address = f"/desk/requests/{found.pk}/correct/"
    assert address in desktop.get(f"/desk/requests/{found.pk}/").content.decode()
    entered = {"name": "赵小兰", "sex": "2", "born_on": "1988-04-03", "reason": "看了身份证"}
    return desktop.post(address, entered | given)


@pytest.mark.slow
def test_what_she_asks_to_be_corrected_is_corrected_though_she_lives_in_no_household(
    browser, resident
):
    asked(browser)

    response = corrected(browser, born_on="1988-04-05")

    assert response.status_code == 302
    resident.person.refresh_from_db()
    assert resident.person.born_on == date(1988, 4, 5)
    assert DataRequest.objects.get().ended_on is None  # it is answered in words
    assert "April 5, 1988" in browser.get("/me/profile/").content.decode()
    [event] = Event.objects.filter(action="people.correct-as-asked")
    assert event.fields == ["born_on"]


@pytest.mark.slow
def test_of_one_in_a_household_the_correction_stands_in_its_history():
    home = people.household(head_name="赵小兰", phone=PHONE)
    browser = make.client(make.resident(phone=PHONE))
    asked(browser)

    corrected(browser, name="赵晓兰")

    home.refresh_from_db()
    assert home.head_name == "赵晓兰"
    assert home.changes.get(what="name").reason == "看了身份证"


@pytest.mark.slow
@pytest.mark.parametrize("given", [{"reason": ""}, {"name": "赵1"}, {"born_on": "2999-01-01"}, {}])
def test_a_correction_that_cannot_be_or_changes_nothing_keeps_what_was_typed(
    browser, resident, given
):
    asked(browser)

    response = corrected(browser, **given)

    assert response.status_code == 422
    if "reason" not in given:
        assert "看了身份证" in response.content.decode()
    resident.person.refresh_from_db()
    assert resident.person.born_on == date(1988, 4, 3)


@pytest.mark.slow
def test_a_refusal_without_a_reason_is_not_taken(browser):
    asked(browser)
    request = DataRequest.objects.get()
    officer = desk.desk("data-officer", at="370211")

    response = officer.post(f"/desk/requests/{request.pk}/", {"is_done": "no", "answer": ""})

    assert response.status_code == 422
    assert DataRequest.objects.get().state == "received"


@pytest.mark.slow
def test_the_data_officer_has_it_on_her_home_page_with_its_last_day(browser):
    officer = desk.desk("data-officer", at="370211")
    assert "Answer requests about data" not in officer.get("/desk/").content.decode()

    asked(browser)

    assert "Answer requests about data" in officer.get("/desk/").content.decode()


@pytest.mark.slow
def test_she_takes_back_what_she_asked(browser):
    asked(browser)
    browser.post(f"/me/requests/{DataRequest.objects.get().pk}/")
    assert DataRequest.objects.get().state == "withdrawn"


@pytest.mark.slow
@pytest.mark.parametrize(
    "wrong", [{"kind": ""}, {"kind": "copy"}, {"words": ""}, {"words": "字" * 501}]
)
def test_a_request_that_says_too_little_or_too_much_is_not_taken(browser, wrong):
    response = asked(browser, **wrong)
    assert response.status_code == 422
    assert not DataRequest.objects.exists()


@pytest.mark.slow
def test_asking_again_while_it_waits_is_told_and_the_words_are_kept(browser):
    asked(browser)
    response = asked(browser, words="姓名也错了")
    assert response.status_code == 422
    assert "姓名也错了" in response.content.decode()
