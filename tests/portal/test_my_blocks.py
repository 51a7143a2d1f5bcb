"""Blocked after absences: why and until when, an appeal in her own words, and what is answered."""

from datetime import date, timedelta

import pytest
import time_machine

from jinguo.activities import actions, queries
from jinguo.activities.models import Block
from tests.make import activities as make
from tests.make import people, portal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHINESE = {"accept-language": "zh-hans"}
LATE = make.START - timedelta(hours=1)
MINE = "/my/bookings/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LATE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def resident():
    return portal.resident(now=make.NOON)


@pytest.fixture
def browser(resident):
    return portal.client(resident, **CHINESE)


def blocked(person, *titles, **given):
    """Let somebody give up a place late twice; return the block that follows."""
    for title in titles or ("茶艺入门", "插花入门"):
        booking = make.enrol(make.activity(title=title, **given), person)
        actions.cancel_enrolment(actor=make.officer(), enrolment_id=booking.id, now=LATE)
    return Block.objects.get(person=person)


def mine(browser):
    return browser.get(MINE).content.decode()


def appeal(browser, block, words="那天下大雨，车停了"):
    return browser.post(f"/my/blocks/{block.id}/appeal/", {"words": words})


def test_without_absences_nothing_of_the_kind_stands_there(browser):
    assert "申诉" not in mine(browser)


def test_a_block_says_until_when_and_because_of_what(resident, browser):
    block = blocked(resident.person)

    page = mine(browser)

    assert f"{block.until_on:%Y}年{block.until_on.month}月{block.until_on.day}日" in page
    assert "茶艺入门" in page and "插花入门" in page and page.count("临期取消") >= 2
    assert f"/my/blocks/{block.id}/appeal/" in page


def test_a_session_she_missed_is_named_as_one(resident, browser, clock):
    for title in ("茶艺入门", "插花入门"):
        activity = make.activity(title=title)
        booking = make.enrol(activity, resident.person)
        [session] = activity.sessions.all()
        actions.record_attendance(
            actor=make.officer(), session_id=session.id, present=[], absent=[booking.id],
            now=session.starts_at,
        )  # fmt: skip
        actions.hold_session(actor=make.officer(), session_id=session.id, now=session.ends_at)
    clock.move_to(session.ends_at)

    page = portal.client(resident, **CHINESE).get(MINE).content.decode()

    assert page.count("没有来") == 2


def test_where_she_books_she_is_led_to_it(resident, browser):
    blocked(resident.person)
    later = make.activity(closes_at=make.START + timedelta(days=9))

    page = browser.get(f"/a/{later.code}/book/").content.decode()

    assert "有原因可以申诉" in page and f'href="{MINE}"' in page


def test_an_appeal_is_filed_once_and_its_words_stay_to_read(resident, browser):
    block = blocked(resident.person)

    assert appeal(browser, block)["Location"] == f"{MINE}#block-{block.id}"
    page = mine(browser)
    again = appeal(browser, block, "再说一次")

    block.refresh_from_db()
    assert block.appeal == "那天下大雨，车停了" and block.appealed_at == LATE
    assert block.appeal in page and f"/my/blocks/{block.id}/appeal/" not in page
    assert again.status_code == 422
    assert "已经申诉过" in again.content.decode() and "再说一次" in again.content.decode()


@pytest.mark.parametrize("words", ["", "雨" * 301])
def test_words_that_cannot_be_taken_are_kept_with_what_is_wrong(resident, browser, words):
    block = blocked(resident.person)

    response = appeal(browser, block, words)

    block.refresh_from_db()
    assert response.status_code == 422 and block.appealed_at is None
    assert 'class="fault"' in response.content.decode() and words in response.content.decode()


def test_an_appeal_upheld_lifts_the_block(resident, browser):
    block = blocked(resident.person)
    appeal(browser, block)
    actions.lift_block(actor=make.officer(), block_id=block.id, answer="已核实，同意", now=LATE)

    page = mine(browser)
    later = make.activity(closes_at=make.START + timedelta(days=9))

    assert "已核实，同意" in page and "可以再报名" in page
    assert queries.why_not(later, resident.person, LATE) is None


def test_an_appeal_not_upheld_leaves_the_block_with_its_answer(resident, browser):
    block = blocked(resident.person)
    appeal(browser, block)
    actions.uphold_block(actor=make.officer(), block_id=block.id, answer="没有证明", now=LATE)

    page = mine(browser)
    later = make.activity(closes_at=make.START + timedelta(days=9))

    assert "没有证明" in page and "申诉未通过" in page
    reason = queries.why_not(later, resident.person, LATE)
    assert reason is not None and "appeal" not in reason


def test_a_mother_appeals_for_her_child(resident, browser):
    ward = people.child(resident, on=make.NOON.date(), born_on=date(2005, 9, 1))
    block = blocked(ward.child)

    assert ward.child.name in mine(browser)
    appeal(browser, block)

    block.refresh_from_db()
    assert block.appealed_at is not None


def test_nobody_appeals_for_another(browser):
    block = blocked(make.woman())

    assert appeal(browser, block).status_code == 404
    block.refresh_from_db()
    assert block.appealed_at is None
    assert str(block.id) not in mine(browser)


def test_what_was_private_is_called_an_appointment(resident, browser):
    block = blocked(resident.person, "婚姻家庭辅导", "婚姻家庭辅导二")
    type(queries.absences_behind(block)[0].activity).objects.update(is_private=True)

    card = mine(browser).split(f'id="block-{block.id}"')[1].split("</section>")[0]

    assert "预约" in card and "婚姻家庭辅导" not in card


def test_a_block_that_has_run_out_is_shown_no_more(resident, browser, clock):
    block = blocked(resident.person)
    clock.move_to(LATE + (block.until_on - block.from_on))

    page = portal.client(resident, **CHINESE).get(MINE).content.decode()

    assert f"block-{block.id}" not in page
