"""Public notices: which are shown, until when, and what of them."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from django.utils.formats import date_format

from jinguo.notices.models import Entry, Notice
from tests.make import notices as make

pytestmark = pytest.mark.django_db
WEB = ["board", "web"]


@pytest.fixture(autouse=True)
def _english():
    with override_settings(LANGUAGE_CODE="en"):
        yield


@pytest.fixture
def today():
    return timezone.localdate()


def listed():
    return Client().get("/notices/").content.decode()


def opened(notice, **query):
    return Client().get(f"/notices/{notice.id}/", query)


@pytest.mark.slow
def test_what_was_released_for_the_web_is_listed_and_opens(today):
    notice = make.released(on=today, channels=WEB)

    text = opened(notice).content.decode()

    assert notice.title in listed()
    assert notice.title in Client().get("/").content.decode()
    assert "王**" in text
    assert make.WORDING.contact_phone in text
    assert "in her own name" in text


@pytest.mark.slow
def test_names_stand_masked_and_lead_nowhere(today):
    text = opened(make.released(on=today, channels=WEB)).content.decode()
    assert "王秀英" not in text
    assert "/desk/households" not in text


@pytest.mark.slow
@pytest.mark.parametrize("build", [make.draft, make.proposed])
def test_what_was_not_released_is_not_there(build, today):
    notice = build(on=today, channels=WEB)
    assert notice.title not in listed()
    assert opened(notice).status_code == 404


@pytest.mark.slow
def test_what_hangs_on_the_board_alone_is_not_on_the_web(today):
    assert opened(make.released(on=today, channels=["board"])).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("days, status", [(0, 200), (1, 404)])
def test_it_is_there_until_its_last_day(days, status, today):
    notice = make.released(on=today, channels=WEB)
    Notice.objects.filter(pk=notice.pk).update(
        starts_on=today - timedelta(days=30),
        ends_on=today - timedelta(days=20),
        expires_on=today - timedelta(days=days),
    )
    Entry.objects.filter(notice=notice).update(ends_on=today - timedelta(days=20))
    assert opened(notice).status_code == status


@pytest.mark.slow
def test_after_its_days_it_says_that_objecting_is_over(today):
    notice = make.released(on=today, channels=WEB)
    Notice.objects.filter(pk=notice.pk).update(
        starts_on=today - timedelta(days=30), ends_on=today - timedelta(days=1)
    )
    Entry.objects.filter(notice=notice).update(ends_on=today - timedelta(days=1))
    text = opened(notice).content.decode()
    assert "are over" in text
    assert "in her own name" not in text


@pytest.mark.slow
def test_a_name_that_stands_again_keeps_its_notice_in_view_and_can_be_objected_to(today):
    notice = make.released(on=today, channels=WEB)
    Notice.objects.filter(pk=notice.pk).update(
        starts_on=today - timedelta(days=60), ends_on=today - timedelta(days=40),
        expires_on=today - timedelta(days=10),
    )  # fmt: skip
    Entry.objects.filter(notice=notice).update(ends_on=today - timedelta(days=40))
    assert opened(notice).status_code == 404
    Entry.objects.filter(notice=notice, position=1).update(ends_on=today)

    text = opened(notice).content.decode()

    until = f"on notice until {date_format(today)}"
    assert "in her own name" in text
    assert text.count(until) == 1
    assert until in listed()


@pytest.mark.slow
def test_a_name_that_was_struck_off_is_not_shown(today):
    notice = make.released(on=today, channels=WEB)
    Entry.objects.filter(notice=notice, position=1).update(state="struck", ends_on=None)

    text = opened(notice).content.decode()

    assert "王**" not in text
    assert "欧阳**" in text


@pytest.mark.slow
def test_an_objection_shows_on_no_line(today):
    notice = make.released(on=today, channels=WEB)
    make.objected(notice, on=today)
    text = opened(notice).content.decode()
    assert "王**" in text
    assert "Frozen" not in text


@pytest.mark.slow
def test_a_long_list_comes_in_pages(today):
    lines = [make.line() for _n in range(101)]
    notice = make.released(on=today, channels=WEB, lines=lines)
    first, second = opened(notice), opened(notice, after=100)
    assert "?after=100" in first.content.decode()
    assert second.content.decode().count("王**") == 1


@pytest.mark.slow
@pytest.mark.parametrize("after", ["x", "-1", "9" * 12, "²"])
def test_an_address_made_up_opens_the_first_page(after, today):
    notice = make.released(on=today, channels=WEB)
    assert "王**" in opened(notice, after=after).content.decode()
