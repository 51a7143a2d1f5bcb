"""The root of a finished day is mailed to each witness once; what failed is repeated, and doctor says so."""

import json
from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest
from django.db import connection

from jinguo.audit import chain
from jinguo.audit.models import DayRoot, Event
from jinguo.cli import upkeep
from jinguo.notices.messages import witnesses
from jinguo.notices.messages.providers import NotSent, PerhapsSent
from jinguo.notices.messages.providers.mail import Mail
from jinguo.notices.models import RootMail
from tests.make.times import noon
from tests.notices import servers
from tests.notices.test_delivering import Fake

pytestmark = pytest.mark.django_db
LI, WANG = "li@discipline.example.org", "wang@archive.example.org"
FIRST = date(2020, 6, 14)
NOT_REACHED = NotSent("not-reached", may_retry=True)


@pytest.fixture(autouse=True)
def named(settings):
    settings.JINGUO_WITNESSES = [LI]


@pytest.fixture
def provider(monkeypatch):
    fake = Fake()
    monkeypatch.setattr(witnesses, "find_provider", lambda channel: fake)
    return fake


def rooted(*days):
    """Finished days of the trail, a link each."""
    for day in days or (FIRST,):
        seq = DayRoot.objects.count() + 1
        DayRoot.objects.create(day=day, first_seq=seq, last_seq=seq, root=bytes([seq]) * 32)


def mail(now=None):
    return witnesses.mail_roots(clock=lambda: now or noon())


def said(now=None):
    """What doctor says, with a mark before what has to be done something about."""
    found = upkeep.witnesses(now or noon())
    return [("- " if one.is_fault else "") + one.sentence for one in found]


def given(provider):
    return [(one.address, one.values["day"]) for one in provider.given]


def test_a_days_root_goes_to_each_witness_once_and_stands_on_the_trail(provider, settings):
    settings.JINGUO_WITNESSES = [LI, WANG]
    rooted()

    assert (mail(), mail(), mail(noon() + timedelta(days=1))) == (2, 0, 0)

    assert given(provider) == [(LI, "2020-06-14"), (WANG, "2020-06-14")]
    assert Event.objects.filter(action="audit.mail-root", purpose="2020-06-14").count() == 2
    assert not Event.objects.filter(purpose__contains="@").exists()
    assert said() == [
        f"The root of 2020-06-14 was mailed to the witness {LI}.",
        f"The root of 2020-06-14 was mailed to the witness {WANG}.",
    ]


def test_what_she_gets_is_the_root_for_her_eyes_and_for_the_program(provider, tmp_path):
    rooted()
    mail()

    [sent] = provider.given
    lines = sent.text.splitlines()
    assert sent.title == "2020-06-14操作记录日根"
    assert "01010101 01010101" in sent.text
    (tmp_path / "old").write_text(lines[-1])
    rooted(FIRST + timedelta(days=1))
    now = [
        {"day": str(one.day), "first_seq": one.first_seq, "last_seq": one.last_seq,
         "root": bytes(one.root).hex()}
        for one in DayRoot.objects.order_by("day")
    ]  # fmt: skip
    (tmp_path / "new").write_text(json.dumps(now))
    assert chain.compare(tmp_path / "old", tmp_path / "new") == []
    now[0]["root"] = "ff" * 32
    (tmp_path / "new").write_text(json.dumps(now))
    assert "rewritten" in chain.compare(tmp_path / "old", tmp_path / "new")[0]


def test_without_the_setting_nothing_is_sent_and_nothing_said(provider, settings):
    settings.JINGUO_WITNESSES = []
    rooted()

    assert mail() == 0
    assert provider.given == [] and said() == []
    assert not RootMail.objects.exists()


def test_a_new_witness_begins_with_the_last_day_and_then_gets_each(provider, settings):
    rooted(*(FIRST + timedelta(days=number) for number in range(3)))
    mail()
    assert given(provider) == [(LI, "2020-06-16")]

    rooted(FIRST + timedelta(days=3), FIRST + timedelta(days=5))  # no worker ran for a while
    settings.JINGUO_WITNESSES = [LI, WANG]
    mail()

    assert given(provider)[1:] == [
        (LI, "2020-06-17"), (LI, "2020-06-19"), (WANG, "2020-06-19"),
    ]  # fmt: skip


def test_one_who_was_away_for_long_gets_no_more_than_a_months_at_once(provider):
    rooted()
    mail()
    rooted(*(FIRST + timedelta(days=number) for number in range(1, 101)))

    assert mail() == 31
    assert given(provider)[1] == (LI, str(FIRST + timedelta(days=70)))


@pytest.mark.parametrize(
    "outcome", [NOT_REACHED, NotSent("smtp-550", may_retry=False)], ids=lambda one: one.why
)
def test_a_failed_send_is_repeated_until_it_succeeds_and_doctor_says_so(provider, outcome):
    provider.answers = [outcome] * 5
    rooted()
    now = noon()

    for wait in [*witnesses.WAITS, witnesses.EVERY, witnesses.EVERY]:
        assert mail(now) == mail(now + wait - timedelta(seconds=1)) == 0
        [fault] = said(now)
        assert fault.startswith(f"- The root of 2020-06-14 did not reach the witness {LI}.")
        now += wait
    assert len(provider.given) == 5

    assert mail(now) == 1
    assert len({one.key for one in provider.given}) == 1
    assert said(now) == [f"The root of 2020-06-14 was mailed to the witness {LI}."]
    assert Event.objects.filter(action="audit.mail-root").count() == 1


@pytest.mark.parametrize("outcome", [PerhapsSent("no-answer"), OSError("li@discipline")])
def test_what_was_perhaps_sent_is_not_sent_again_and_a_later_root_stands_for_it(
    provider, outcome, caplog
):
    provider.answers = [outcome]
    rooted()

    assert mail() == mail(noon() + timedelta(days=1)) == 0
    assert len(provider.given) == 1
    assert said()[0].startswith(f"- The root of 2020-06-14 did not reach the witness {LI}. ")
    assert "li@discipline" not in caplog.text

    rooted(FIRST + timedelta(days=1))
    assert mail(noon() + timedelta(days=1)) == 1
    assert said() == [f"The root of 2020-06-15 was mailed to the witness {LI}."]


def test_a_program_stopped_while_it_sent_does_not_send_twice(provider):
    rooted()
    witnesses.queue_up(noon())
    witnesses.claim(noon())

    assert mail(noon() + timedelta(minutes=4)) == 0
    assert RootMail.objects.get().state == "sending"
    assert mail(noon() + timedelta(minutes=6)) == 0
    assert provider.given == []
    assert "stopped while it was sending" in said()[0]


def test_of_two_workers_one_takes_a_mail(provider):
    rooted()
    witnesses.queue_up(noon())
    witnesses.queue_up(noon())

    assert witnesses.claim(noon()) is not None
    assert witnesses.claim(noon()) is None


def test_mail_that_is_switched_off_or_never_tried_is_a_fault(settings):
    settings.JINGUO_MESSAGES = {**settings.JINGUO_MESSAGES, "email": "off"}
    rooted()
    assert said(noon(FIRST + timedelta(days=2))) == []
    late = noon(FIRST + timedelta(days=3))
    assert said(late) == [f"- The root of 2020-06-14 was not mailed to the witness {LI} yet."]

    assert mail(late) == 0

    assert said(late) == [
        f"- The root of 2020-06-14 did not reach the witness {LI}. This way is not set up here."
    ]


def test_one_who_is_no_witness_any_more_gets_nothing(provider, settings):
    provider.answers = [NOT_REACHED]
    rooted()
    mail()
    settings.JINGUO_WITNESSES = [WANG]

    mail(noon() + timedelta(days=1))

    assert given(provider) == [(LI, "2020-06-14"), (WANG, "2020-06-14")]
    assert len(said()) == 1


def test_what_is_kept_of_mails_is_erased_after_three_years(provider, settings):
    rooted()
    mail()
    settings.JINGUO_WITNESSES = []

    mail(noon() + timedelta(days=1000))
    assert RootMail.objects.count() == 1
    mail(noon() + timedelta(days=1200))
    assert RootMail.objects.count() == 0


def test_it_goes_over_the_mail_server_of_the_installation(monkeypatch, settings):
    with servers.mail() as post:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
        settings.EMAIL_HOST_USER = ""
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        provider = Mail(sender="Notices <notices@example.org>", neutral_sender="")
        monkeypatch.setattr(witnesses, "find_provider", lambda channel: provider)
        rooted()
        post.answers["RCPT"] = "450 later"
        assert mail() == 0
        post.answers.clear()
        assert mail(noon() + witnesses.WAITS[0]) == 1

    [taken] = post.mails
    letter = message_from_bytes(taken, policy=policy.default)
    assert (letter["To"], letter["Message-ID"]) == (
        LI, f"<{RootMail.objects.get().pk}@example.org>",
    )  # fmt: skip
    assert bytes([1] * 32).hex() in letter.get_content()
    with connection.cursor() as cursor:
        cursor.execute("SELECT attempts, why FROM notices_rootmail")
        assert cursor.fetchall() == [(2, "")]
