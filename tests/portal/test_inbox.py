"""A resident's inbox: what she was told, newest first, hers alone, and what she has read of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jinguo.notices.models import InboxMessage
from jinguo.people import actions as people
from jinguo.people.models import Person
from jinguo.portal.me.messages import A_PAGE
from tests.make import messages
from tests.make import people as register
from tests.make import portal as make

pytestmark = pytest.mark.django_db
INBOX = "/me/messages/"
NEW = 'name="message"'


@pytest.fixture(autouse=True)
def _english():
    with override_settings(LANGUAGE_CODE="en", JINGUO_SECOND_FACTOR="offered"):
        yield


@pytest.fixture
def resident():
    return make.resident()


@pytest.fixture
def browser(resident):
    return make.client(resident)


def tell(resident, title="茶艺体验", *, ago=timedelta(0), **given):
    values = {"values": {**messages.BOOKED, "activity": title}, **given}
    messages.message(to=resident.person, now=timezone.now() - ago, **values)
    return InboxMessage.objects.filter(person=resident.person).order_by("-at").first()


def read(browser, *sent, path=INBOX):
    return browser.post(path, {"message": [str(one) for one in sent]})


def text_of(browser, path=INBOX):
    return browser.get(path).content.decode()


def test_an_empty_inbox_says_what_will_stand_there(browser):
    assert "No messages yet" in text_of(browser)


def test_messages_stand_there_as_their_templates_write_them_the_newest_first(browser, resident):
    tell(resident, "茶艺", ago=timedelta(days=1))
    tell(resident, "剪纸")

    text = text_of(browser)

    assert "You have a place in “剪纸”" in text
    assert text.index("剪纸") < text.index("茶艺")
    assert 'href="/my/bookings/"' in text


def test_each_language_has_its_own_words(resident):
    tell(resident)
    assert "报名成功" in text_of(make.client(resident, **{"accept-language": "zh-hans"}))


def test_only_what_is_new_is_marked_and_opening_the_page_does_not_read_it(browser, resident):
    tell(resident)

    assert [text_of(browser).count(NEW) for _visit in range(2)] == [1, 1]


def test_one_press_marks_what_the_page_showed_as_read(browser, resident):
    seen, come_since = tell(resident), tell(resident, "剪纸")

    assert read(browser, seen.id)["Location"] == INBOX

    seen.refresh_from_db()
    come_since.refresh_from_db()
    assert seen.read_at
    assert come_since.read_at is None


def test_what_is_no_message_is_passed_over(browser, resident):
    seen = tell(resident)

    assert read(browser, "nothing", seen.id).status_code == 302

    seen.refresh_from_db()
    assert seen.read_at


def test_her_page_says_how_many_she_has_not_read(browser, resident):
    kept = [tell(resident, f"茶艺{number}") for number in range(3)]
    assert "3 not read yet" in text_of(browser, "/me/")

    read(browser, *[one.id for one in kept])

    assert "not read yet" not in text_of(browser, "/me/")


@pytest.mark.slow
def test_another_s_messages_are_neither_shown_nor_counted_nor_read(browser):
    other = make.resident(name="钱小花")
    hers = tell(other, "刺绣")

    read(browser, hers.id)

    for path in (INBOX, "/me/", f"{INBOX}?after={hers.id}"):
        text = text_of(browser, path)
        assert "刺绣" not in text
        assert "not read yet" not in text
    hers.refresh_from_db()
    assert hers.read_at is None


def test_a_sensitive_message_never_stands_there(browser, resident):
    tell(resident, template="time-set", values={"starts": messages.STARTS}, sensitive=True)

    assert "No messages yet" in text_of(browser)


def test_what_her_earlier_record_was_told_stands_there_too(browser, resident):
    earlier = make.resident(name="赵小兰")
    tell(earlier, "剪纸")
    Person.objects.filter(id=earlier.person_id).update(merged_into=resident.person_id)

    assert "剪纸" in text_of(browser)


@pytest.mark.slow
def test_a_long_inbox_comes_page_by_page_and_each_message_once(browser, resident):
    for number in range(A_PAGE + 2):
        tell(resident, f"茶艺第{number:02}期", ago=timedelta(minutes=number))
    first = browser.get(INBOX)

    following = first.context["pages"].next
    second = browser.get(f"{INBOX}{following}")

    shown = [one.id for page in (first, second) for one in page.context["rows"]]
    assert len(shown) == len(set(shown)) == A_PAGE + 2
    assert len(second.context["rows"]) == 2
    assert second.context["pages"].next == ""
    assert read(browser, path=f"{INBOX}{following}")["Location"] == f"{INBOX}{following}"


@pytest.mark.slow
def test_a_page_asks_as_many_questions_for_one_message_as_for_many(
    browser, resident, django_assert_num_queries
):
    tell(resident)
    browser.get(INBOX)  # what the first page of a session asks besides
    with CaptureQueriesContext(connection) as few:
        browser.get(INBOX)
    for number in range(A_PAGE + 5):
        tell(resident, f"茶艺{number}")

    with django_assert_num_queries(len(few)):
        browser.get(INBOX)


def test_who_asked_about_her_data_goes_on_to_the_answer(browser, resident):
    request = people.ask(
        actor=register.acting(resident), person_id=resident.person_id, kind="correct",
        words="出生日期登记错了", now=timezone.now(),
    )  # fmt: skip
    people.answer_request(
        actor=register.colleague("data-officer", "370211"), request_id=request.pk, is_done=True,
        answer="已更正", now=timezone.now(),
    )  # fmt: skip

    text = text_of(browser)

    assert "Your request is answered" in text and 'href="/me/requests/"' in text
    assert "已更正" not in text and "已更正" in text_of(browser, "/me/requests/")
