"""What is in the queue is sent in its hours, again after a failure that passes, never silently twice."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction

from jinguo.core.errors import Denied, NotFound
from jinguo.notices import messages
from jinguo.notices.messages import codes, delivering
from jinguo.notices.messages.policies import CannotResend
from jinguo.notices.messages.providers import NotSent, Outgoing, PerhapsSent, Sent
from jinguo.notices.models import Message, MessageChange
from tests.make import messages as make
from tests.make import people as register
from tests.make.times import noon

pytestmark = pytest.mark.django_db


@dataclass
class Fake:
    """A provider that keeps what it is given and answers as the test says, at last always that it sent."""

    answers: list = field(default_factory=list)
    standing: object = None
    refuses: str = ""
    repeats_known_for: timedelta = timedelta(0)
    name: str = "fake"
    given: list[Outgoing] = field(default_factory=list)

    def refusal(self, outgoing):
        return self.refuses

    def send(self, outgoing):
        self.given.append(outgoing)
        answer = self.answers.pop(0) if self.answers else Sent("no-1")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def ask(self, provider_id, address, on):
        return self.standing


@pytest.fixture
def provider(monkeypatch):
    fake = Fake()
    for module in (delivering, codes):
        monkeypatch.setattr(module, "find_provider", lambda channel: fake)
    return fake


def deliver(now: datetime | None = None) -> int:
    return delivering.deliver(clock=lambda: now or noon())


def state(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.why


def waiting() -> dict[str, int]:
    """What waits for the town officer."""
    return {one.state: one.count for one in messages.todos(register.colleague())}


@pytest.mark.slow
def test_a_message_goes_out_written_in_chinese_to_the_phone_she_agreed_to(provider):
    message = make.message(to=make.booker(phone=make.PHONE))

    deliver()

    [sent] = provider.given
    assert sent.address == make.PHONE and sent.key == message.id
    assert sent.text.startswith("您已报名“茶艺体验”，时间：6月20日 12:00，地点：东村妇女微家。")
    assert state(message) == ("sent", "")
    assert (message.channel, message.tail, message.provider_id) == ("sms", "1234", "no-1")


@pytest.mark.slow
def test_a_message_sent_is_not_sent_again(provider):
    make.message()

    deliver()
    deliver(noon(date(2020, 6, 16)))

    assert len(provider.given) == 1


SENSITIVE = [
    ({}, None, "no-contact"),
    ({}, timedelta(days=30), "contact-expired"),
    ({"channel": "", "address": ""}, timedelta(0), "not-wanted"),
    ({"purpose": "ordinary"}, timedelta(0), "no-contact"),
]


@pytest.mark.slow
@pytest.mark.parametrize("given, age, why", SENSITIVE)
def test_a_sensitive_message_without_a_valid_safe_contact_reaches_no_provider(
    provider, given, age, why
):
    person = make.booker()
    if age is not None:
        make.safe_contact(person, now=noon() - age, **given)
    message = sensitive(person)

    deliver()

    assert provider.given == [] and state(message) == ("suppressed", why)


@pytest.mark.slow
def test_a_sensitive_message_goes_where_she_said_and_says_nothing(provider):
    person = make.booker(phone=make.PHONE)
    make.safe_contact(person)

    sensitive(person)
    deliver()

    [sent] = provider.given
    assert sent.address == make.SAFE_PHONE and sent.is_sensitive
    assert sent.text == "时间已定：6月20日 12:00。"


def sensitive(person) -> Message:
    return make.message(
        to=person, template="time-set", values={"starts": make.STARTS}, sensitive=True
    )


@pytest.mark.slow
def test_in_the_quiet_hours_a_message_waits_for_the_morning(provider):
    evening = noon() + timedelta(hours=10)
    message = make.message(now=evening)

    deliver(evening)
    assert provider.given == [] and state(message) == ("queued", "")

    deliver(noon(date(2020, 6, 16)) - timedelta(hours=4, minutes=1))
    assert provider.given == []
    deliver(noon(date(2020, 6, 16)) - timedelta(hours=4))
    assert len(provider.given) == 1


@pytest.mark.slow
def test_a_failure_that_passes_is_tried_again_later_and_later_and_then_shown(provider):
    provider.answers = [NotSent("isp.SYSTEM_ERROR", may_retry=True) for _number in range(9)]
    message = make.message(now=noon())

    now, waits = noon(), []
    while state(message)[0] == "queued":
        now = max(now, message.due_at)
        deliver(now)
        waits.append(now)

    assert [late - early for early, late in pairwise(waits)] == list(delivering.WAITS)
    assert state(message) == ("failed", "isp.SYSTEM_ERROR")
    assert message.attempts == len(provider.given) == 5
    assert waiting() == {"failed": 1}


@pytest.mark.slow
def test_a_failure_for_good_is_shown_at_once(provider):
    provider.answers = [NotSent("isv.MOBILE_NUMBER_ILLEGAL", may_retry=False)]
    message = make.message()

    deliver()

    assert state(message) == ("failed", "isv.MOBILE_NUMBER_ILLEGAL")


@pytest.mark.slow
@pytest.mark.parametrize("answer", [PerhapsSent("no-answer"), ZeroDivisionError("13800001234")])
def test_where_the_answer_does_not_come_nobody_knows_and_nothing_is_sent_again(
    provider, answer, caplog
):
    provider.answers = [answer]
    message = make.message()

    deliver()
    deliver(noon(date(2020, 6, 17)))

    assert state(message)[0] == "unknown" and len(provider.given) == 1
    assert waiting() == {"unknown": 1}
    assert "13800001234" not in caplog.text


@pytest.mark.slow
def test_what_the_provider_would_know_for_a_repeat_is_sent_again_under_the_same_key(provider):
    provider.repeats_known_for = timedelta(minutes=10)
    provider.answers = [PerhapsSent("no-answer")]
    message = make.message()

    deliver()

    assert [one.key for one in provider.given] == [message.id, message.id]
    assert state(message) == ("sent", "")


@pytest.mark.slow
def test_where_a_channel_is_off_or_cannot_carry_it_the_message_says_so(provider, monkeypatch):
    provider.refuses = "no-provider-template"
    refused = make.message()
    deliver()
    monkeypatch.setattr(delivering, "find_provider", lambda channel: None)
    off = make.message()
    deliver()

    assert state(refused) == ("suppressed", "no-provider-template")
    assert state(off) == ("suppressed", "channel-off") and provider.given == []


@pytest.mark.slow
def test_one_that_cannot_be_written_out_does_not_stop_those_behind_it(provider):
    broken, sound = make.message(), make.message()
    Message.objects.filter(id=broken.id).update(template="of-an-earlier-release")

    deliver()

    assert state(broken) == ("failed", "program") and state(sound) == ("sent", "")


@pytest.mark.slow
def test_what_became_of_it_is_asked_and_shown(provider):
    arrived, lost = make.message(), make.message()
    deliver()
    later = noon() + delivering.ASK_EVERY

    provider.standing = None
    assert delivering.ask_what_became(clock=lambda: later) == 0
    assert state(arrived) == ("sent", "")
    assert delivering.ask_what_became(clock=lambda: later) == 0  # it is asked rarer

    provider.standing = Sent("no-1")
    last = later + delivering.ASK_EVERY
    assert delivering.ask_what_became(clock=lambda: last, most=1) == 1
    provider.standing = NotSent("MK:0001", may_retry=False)
    assert delivering.ask_what_became(clock=lambda: last) == 0

    assert {state(arrived), state(lost)} == {("delivered", ""), ("failed", "MK:0001")}


@pytest.mark.slow
def test_a_person_sends_again_what_failed_and_the_way_is_looked_up_anew(provider):
    provider.answers = [NotSent("isv.MOBILE_NUMBER_ILLEGAL", may_retry=False)]
    person = make.booker()
    message = make.message(to=person)
    deliver()
    make.safe_contact(person, purpose="ordinary", channel="email", address=make.SAFE_EMAIL)
    later = noon(date(2020, 6, 16))

    messages.send_again(actor=register.colleague(), message_ids=[message.id], now=later)
    deliver(later)

    assert provider.given[-1].address == make.SAFE_EMAIL and state(message) == ("sent", "")
    history = MessageChange.objects.filter(message=message).order_by("id")
    assert [one.state for one in history] == [
        "queued", "sending", "failed", "queued", "sending", "sent",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "role, area, outcome",
    [
        ("village-chair", register.HOME, Denied),
        ("town-officer", register.ELSEWHERE[:9], NotFound),
        ("town-officer", register.HOME[:9], CannotResend),
    ],
)
def test_who_may_send_again_and_what_may_not(provider, role, area, outcome):
    message = make.message()
    if outcome is not Denied:
        deliver()

    with pytest.raises(outcome):
        messages.send_again(
            actor=register.colleague(role, area), message_ids=[message.id], now=noon()
        )

    assert len(provider.given) == (outcome is not Denied)


@pytest.mark.slow
def test_the_database_keeps_the_history_of_a_message():
    change = MessageChange.objects.get(message=make.message())

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM notices_messagechange WHERE id = %s", [change.id])


def test_a_sign_in_code_is_sent_at_once_and_kept_nowhere(provider, caplog):
    codes.send_code(phone=make.PHONE, code="482913", minutes=5)

    [sent] = provider.given
    assert sent.address == make.PHONE and "482913" in sent.text
    assert not Message.objects.exists() and "482913" not in caplog.text


def test_a_code_that_does_not_go_out_says_so_without_code_and_number(provider, caplog):
    provider.answers = [NotSent("isv.BUSINESS_LIMIT_CONTROL", may_retry=True)]

    with pytest.raises(codes.CodeNotSent):
        codes.send_code(phone=make.PHONE, code="482913", minutes=5)

    assert "isv.BUSINESS_LIMIT_CONTROL" in caplog.text
    assert "482913" not in caplog.text and make.PHONE not in caplog.text


@pytest.mark.slow
def test_what_waited_for_days_because_nothing_was_running_is_not_sent_any_more(provider):
    message = make.message()
    late = noon(date(2020, 6, 17)) + timedelta(seconds=1)

    deliver(late)
    assert provider.given == [] and state(message) == ("suppressed", "too-late")

    messages.send_again(actor=register.colleague(), message_ids=[message.id], now=late)
    deliver(late)
    assert len(provider.given) == 1


@pytest.mark.slow
def test_her_hours_are_kept(provider):
    person = make.booker()
    make.safe_contact(person, purpose="ordinary", opens=time(14), closes=time(15))
    make.message(to=person)

    deliver()
    assert provider.given == []
    deliver(noon() + timedelta(hours=2))
    assert len(provider.given) == 1


# The phone somebody signed in with before


def test_a_former_phone_is_told_at_once_in_neutral_words(provider):
    codes.tell_former_phone(make.PHONE)

    [outgoing] = provider.given
    assert (outgoing.address, outgoing.template) == (make.PHONE, "sign-in-phone-changed")
    assert "登录手机号已更换" in outgoing.text
    assert not Message.objects.exists()


def test_a_former_phone_that_cannot_be_told_is_logged_without_its_number(provider, caplog):
    provider.answers = [NotSent("no-template", may_retry=False)]

    codes.tell_former_phone(make.PHONE)

    assert "no-template" in caplog.text
    assert make.PHONE not in caplog.text
