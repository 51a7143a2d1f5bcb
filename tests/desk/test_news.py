"""What is new for me: what others did that concerns me, until I have seen it."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.assess import actions as assess
from jinguo.desk.models import LastLook
from jinguo.exchange.models import Printing, Run
from jinguo.notices import actions as notices
from jinguo.org.queries import actor_for
from tests.make import desk
from tests.make import notices as make
from tests.make.plaques import asked_for

pytestmark = pytest.mark.slow


def someone(role, **given):
    """An account with its browser and its actor."""
    account = desk.someone(role, **given)
    return desk.client(account), actor_for(account, on=timezone.localdate())


def texts(browser):
    return [row.text for row in browser.get("/desk/news/").context["rows"]]


def number(browser):
    return browser.get("/desk/news/count/").context["number"]


def seen(browser):
    """Mark everything as seen, a moment ago."""
    assert browser.post("/desk/news/seen/").url == "/desk/news/"
    return browser


def reject(actor, world):
    assess.reject(
        actor=actor, application_ids=[world.application], reason="twice", on=timezone.localdate(),
        now=timezone.now(),
    )  # fmt: skip


def test_a_chair_hears_what_became_of_her_village_s_applications(undone):
    browser = seen(someone("village-chair")[0])
    assert texts(browser) == []

    reject(someone("district-officer")[1], undone)

    assert texts(browser) == ["Not passed · 1 household"]
    assert number(browser) == 1
    [row] = browser.get("/desk/news/").context["rows"]
    assert len(browser.get(row.href).context["rows"]) == 1


def test_what_she_did_herself_and_what_others_did_elsewhere_is_no_news(undone):
    browser, actor = someone("district-officer")
    seen(browser)
    other = seen(someone("village-chair", at="370211106201")[0])

    before = texts(browser)

    reject(actor, undone)

    assert texts(browser) == before
    assert texts(other) == []


def test_what_is_seen_is_new_no_longer(undone):
    browser = seen(someone("village-chair")[0])
    reject(someone("district-officer")[1], undone)
    assert number(browser) == 1

    seen(browser)

    assert number(browser) == 0
    assert "Nothing new" in browser.get("/desk/news/").content.decode()


def test_a_draft_sent_back_is_told_to_the_unit_that_drafted_it(undone):
    browser, actor = someone("district-officer")
    releasing = someone("district-leader")[1]
    notice = make.draft(on=timezone.localdate())
    notices.propose(actor=actor, notice_id=notice.id, now=timezone.now())
    before = texts(seen(browser))

    notices.send_back(
        actor=releasing, notice_id=notice.id, reason="a name is missing", now=timezone.now()
    )

    assert Counter(texts(browser)) - Counter(before) == {"Sent back to you": 1}
    assert texts(seen(someone("town-officer")[0])) == []


def test_a_line_taken_out_of_a_draft_is_told_to_the_unit_that_drafted_it(undone):
    browser = seen(someone("district-officer")[0])
    gone = make.line()
    notice = make.draft(on=timezone.localdate(), lines=[gone, make.line()])
    before = texts(seen(browser))

    notices.take_out(
        actor=someone("village-chair")[1], object_type=make.OBJECT_TYPE,
        object_ids=[gone.object_id], reason="The application was withdrawn.", now=timezone.now(),
    )  # fmt: skip

    assert Counter(texts(browser)) - Counter(before) == {"A line was taken out of the notice": 1}
    [row] = [one for one in browser.get("/desk/news/").context["rows"] if "line" in one.text]
    assert row.href == f"/desk/notices/{notice.id}/"
    assert texts(seen(someone("town-officer")[0])) == []


@pytest.mark.parametrize(
    ("refusal", "text"),
    [("", "The background worker is done"), ("no", "The background worker refused it")],
)
def test_an_import_that_ended_is_told_to_who_brought_it(refusal, text, undone):
    account = desk.someone("town-officer")
    browser, now = seen(desk.client(account)), timezone.now()
    Run.objects.create(
        batch_id=undone.batch, act="check", account=account.id, language="en", job=1,
        asked_at=now, ended_at=timezone.now(), refusal=refusal,
    )  # fmt: skip

    assert texts(browser) == [text]
    assert texts(seen(someone("town-officer")[0])) == []


@pytest.mark.parametrize(
    "refusal, text",
    [("", "The plaques are printed"), ("no", "The background worker refused it")],
)
def test_plaques_printed_in_the_background_are_told_to_who_asked(refusal, text, undone):
    account = desk.someone("town-officer")
    browser, now = seen(desk.client(account)), timezone.now()
    actor = actor_for(account, on=timezone.localdate())
    asked_for(actor, area=desk.TOWN)
    Printing.objects.filter(account=account.id).update(ended_at=now, refusal=refusal)

    assert texts(browser) == [text]
    assert texts(seen(someone("town-officer")[0])) == []


def test_news_goes_back_a_fortnight_and_no_further(undone):
    account = desk.someone("village-chair")
    LastLook.objects.create(account=account, at=timezone.now() - timedelta(days=100))

    since = desk.client(account).get("/desk/news/").context["since"]

    assert timedelta(days=14) <= timezone.now() - since < timedelta(days=15)


def test_every_page_has_the_bell(undone):
    page = desk.desk("auditor").get("/desk/").content.decode()

    assert 'href="/desk/news/"' in page
    assert 'hx-get="/desk/news/count/"' in page
