"""Messages on the desk: what became of them, to whom, and sending again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.activities.models import Activity
from jinguo.core.errors import Refused
from jinguo.notices import messages
from jinguo.notices.messages import About, states
from jinguo.notices.models import Message
from jinguo.org.queries import actor_for
from tests.make import classes, desk
from tests.make import messages as make
from tests.make import people as register

pytestmark = pytest.mark.slow

State = Message.State


@pytest.fixture
def person(undone):
    return make.booker(phone=make.PHONE)


def brought_to(state, person, *, why="", **given):
    """A message of today that came to a state."""
    message = make.message(to=person, now=timezone.now(), **given)
    taken = {"channel": "sms", "tail": "1234", "attempts": 1}
    if state not in (State.QUEUED, State.SUPPRESSED):
        move(message, State.SENDING, **taken)
    if state not in (State.QUEUED, State.SENDING):
        move(message, state, why=why)
    return message


def move(message, state, **given):
    states.move(message, state, now=timezone.now(), actor="system:send-messages", **given)


def page(role, address, **given):
    return desk.desk(role, **given).get(address)


def test_the_list_shows_template_name_tail_and_reason_and_never_the_number(person):
    brought_to(State.FAILED, person, why="isv.MOBILE_NUMBER_ILLEGAL")

    text = page("town-officer", "/desk/messages/").content.decode()

    assert "You have a place · 王秀英" in text and "text message ●●●●1234" in text
    assert "The provider says: isv.MOBILE_NUMBER_ILLEGAL." in text
    assert make.PHONE not in text


def test_the_list_is_narrowed_by_state_template_and_day(person):
    before = Message.objects.count()  # of the world's own
    failed = brought_to(State.FAILED, person, why="not-reached")
    brought_to(State.SENT, person, template="certificate-ready", values={"activity": "茶艺"})
    today = timezone.localdate()

    def shown(query):
        return len(page("town-officer", f"/desk/messages/?{query}").context["rows"])

    assert shown("") == before + 2
    assert shown("state=failed") == 1
    assert shown("template=certificate-ready") == 1
    assert shown(f"day={today}&state=failed") == 1
    assert shown(f"day={today - timedelta(days=1)}") == 0
    assert page("town-officer", "/desk/messages/?day=yesterday").status_code == 422
    [row] = page("town-officer", "/desk/messages/?state=failed").context["rows"]
    assert row.id == failed.id


def test_messages_to_people_elsewhere_are_not_there(person):
    message = brought_to(State.SENT, person)

    elsewhere = desk.desk("town-officer", at=register.ELSEWHERE[:9])

    assert elsewhere.get("/desk/messages/").context["rows"] == []
    assert elsewhere.get(f"/desk/messages/{message.id}/").status_code == 404


def test_a_long_list_comes_in_pages_each_message_once(person):
    for _number in range(60):
        make.message(to=person, now=timezone.now())
    count = Message.objects.count()
    browser = desk.desk("town-officer")

    first = browser.get("/desk/messages/").context
    second = browser.get(first["next"]).context

    ids = [row.id for row in (*first["rows"], *second["rows"])]
    assert len(first["rows"]) == 50 and len(ids) == len(set(ids)) == count and second["next"] == ""


def test_the_list_takes_the_same_statements_however_long(person, django_assert_max_num_queries):
    for _number in range(20):
        make.message(to=person, now=timezone.now())
    browser = desk.desk("town-officer")
    browser.get("/desk/messages/")

    with django_assert_max_num_queries(25):
        browser.get("/desk/messages/")


def test_one_message_shows_what_it_says_and_each_step(person):
    message = brought_to(State.UNKNOWN, person, why="no-answer")

    answer = page("town-officer", f"/desk/messages/{message.id}/")

    text = answer.content.decode()
    assert "You have a place in “茶艺体验”" in text and "It may have arrived already." in text
    assert [one.title for one in answer.context["moments"]] == [
        "Perhaps sent", "Being sent", "Waiting",
    ]  # fmt: skip


def test_a_failed_message_is_sent_again_with_one_button(person):
    message = brought_to(State.FAILED, person, why="not-reached")
    browser = desk.desk("town-officer")

    answer = browser.post("/desk/messages/again/", {"ids": [message.id]}, follow=True)

    message.refresh_from_db()
    assert message.state == State.QUEUED
    assert "1 message is in the queue again." in answer.content.decode()


def test_the_failed_ones_of_a_list_are_sent_again_together(person):
    failed = [brought_to(State.FAILED, person, why="not-reached") for _number in range(3)]
    browser = desk.desk("town-officer")
    ids = browser.get("/desk/messages/?state=failed").context["again"]

    browser.post("/desk/messages/again/", {"ids": ids})

    assert sorted(ids) == sorted(one.id for one in failed)
    assert {Message.objects.get(id=one.id).state for one in failed} == {State.QUEUED}


def test_a_message_on_its_way_is_not_sent_again_and_the_button_says_why(person):
    message = brought_to(State.SENT, person)
    browser = desk.desk("town-officer")

    text = browser.get(f"/desk/messages/{message.id}/").content.decode()
    answer = browser.post("/desk/messages/again/", {"ids": [message.id]})

    assert "Only one that did not go out is sent again." in text
    assert answer.status_code == 409
    message.refresh_from_db()
    assert message.state == State.SENT


def test_what_went_wrong_waits_on_the_first_page_of_who_may_send_again(person):
    brought_to(State.FAILED, person, why="not-reached")
    brought_to(State.UNKNOWN, person, why="no-answer")

    def waiting(role):
        browser = desk.desk(role)
        rows = [row for group in browser.get("/desk/").context["groups"] for row in group.rows]
        found = [row for row in rows if row.programme == "Messages"]
        for row in found:
            assert len(browser.get(row.href).context["rows"]) == row.count
        return sorted(row.title for row in found)

    both = ["Ask whether messages arrived", "See why messages failed"]
    assert waiting("town-officer") == both and waiting("village-chair") == []


def test_a_message_to_an_account_rings_her_bell_until_she_has_seen_it(undone):
    account = desk.someone("village-chair")
    browser, actor = desk.client(account), actor_for(account, on=timezone.localdate())
    browser.post("/desk/news/seen/")
    messages.tell_account(
        actor=make.OFFICER, template="request-answered", account_id=account.id, values={},
        about=make.CLASS, now=timezone.now(),
    )  # fmt: skip

    [row] = browser.get("/desk/news/").context["rows"]
    assert row.text == "Your request is answered"
    assert browser.get("/desk/news/count/").context["number"] == 1

    browser.post("/desk/news/seen/")
    assert browser.get("/desk/news/").context["rows"] == []
    assert messages.inbox_of_account(actor).get().read_at


def about(role, activity, person, **given):
    """What the page of a message about an activity leads to, for somebody."""
    one = make.message(
        to=person, now=timezone.now(), about=About(activity.OBJECT_TYPE, activity.id)
    )
    answer = page(role, f"/desk/messages/{one.id}/", **given)
    assert answer.status_code == 200
    return answer.context["about"], answer.content.decode()


def test_a_message_leads_to_the_activity_it_is_about(person):
    activity = classes.published()

    shown, text = about("district-officer", activity, person)

    assert (shown.title, shown.href) == (activity.title, f"/desk/activities/{activity.id}/")
    assert f'href="{shown.href}"' in text


def test_a_message_does_not_say_who_comes_to_counselling(person):
    activity = classes.published()
    Activity.objects.filter(id=activity.id).update(is_private=True)

    shown, text = about("district-officer", activity, person)

    assert shown is None and str(activity.id) not in text


def test_a_message_about_what_is_gone_or_out_of_reach_leads_nowhere(person):
    one = make.message(to=person, now=timezone.now())

    answer = page("town-officer", f"/desk/messages/{one.id}/")

    assert answer.status_code == 200 and answer.context["about"] is None


# Told by hand


def suppressed(person, why="no-phone", **given):
    message = make.message(to=person, now=timezone.now(), **given)
    move(message, State.SUPPRESSED, why=why)
    return message


def test_whom_a_message_did_not_reach_is_told_by_hand_and_counts_as_told(person):
    one = suppressed(person)
    browser = desk.desk("town-officer")
    listed = browser.get("/desk/messages/by-hand/").content.decode()
    assert "/desk/messages/by-hand/" in browser.get("/desk/messages/").content.decode()
    assert f"/desk/messages/{one.id}/told/" in listed
    assert "王秀英" in listed and "The register has no phone of hers." in listed

    browser.post(f"/desk/messages/{one.id}/told/", {"how": "told-by-call"})

    one.refresh_from_db()
    assert (one.state, one.why) == ("told", "told-by-call")
    change = one.changes.latest("id")
    assert change.state == "told" and not change.actor.startswith("system:")
    assert str(one.id) not in browser.get("/desk/messages/by-hand/").content.decode()
    shown = browser.get(f"/desk/messages/{one.id}/").content.decode()
    assert "Told by hand" in shown and "by a call" in shown
    assert "Told by hand" in browser.get("/desk/messages/?state=told").content.decode()


def test_who_was_told_is_not_told_again_nor_sent_to(person):
    one = suppressed(person)
    browser = desk.desk("town-officer")
    browser.post(f"/desk/messages/{one.id}/told/", {"how": "told-in-person"})

    again = browser.post(f"/desk/messages/{one.id}/told/", {"how": "told-on-paper"})
    sent = browser.post("/desk/messages/again/", {"ids": [str(one.id)]})

    assert (again.status_code, sent.status_code) == (409, 409)
    assert Message.objects.get(id=one.id).why == "told-in-person"


@pytest.mark.parametrize(
    ("state", "how", "answer"),
    [
        (State.SUPPRESSED, "", 422),
        (State.SUPPRESSED, "shouted", 422),
        (State.SENT, "told-by-call", 409),
    ],
)
def test_what_arrived_or_was_told_nobody_knows_how_is_not_noted(person, state, how, answer):
    one = brought_to(state, person) if state == State.SENT else suppressed(person)

    response = desk.desk("town-officer").post(f"/desk/messages/{one.id}/told/", {"how": how})

    assert response.status_code == answer
    assert Message.objects.get(id=one.id).state == state


def test_who_wants_no_messages_is_not_told_and_what_is_old_is_of_no_use(person):
    unwanted, old, failed = suppressed(person, "not-wanted"), suppressed(person), suppressed(person)
    Message.objects.filter(id=old.id).update(queued_at=timezone.now() - timedelta(days=15))

    text = page("town-officer", "/desk/messages/by-hand/").content.decode()

    assert str(failed.id) in text
    assert str(unwanted.id) not in text and str(old.id) not in text


def test_a_sensitive_matter_is_never_told_by_hand(person):
    one = suppressed(person)
    officer = desk.officer("town-officer")
    Message.objects.filter(id=one.id).update(is_sensitive=True, account=officer.account_id)

    with pytest.raises(Refused, match="safe contact"):
        messages.note_told(actor=officer, message_id=one.id, how="told-by-call", now=timezone.now())
    assert not messages.to_tell(officer, now=timezone.now()).filter(id=one.id).exists()
