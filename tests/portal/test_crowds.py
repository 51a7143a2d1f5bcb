"""When thousands book at once: so many at a time, and nothing else waits for them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import RequestFactory

from jinguo.portal.crowds import AT_ONCE, FULL_FOR, LATEST, SOONEST, CrowdMiddleware

BOOK = "/a/tea/book/"


@pytest.fixture
def crowd():
    """The middleware before a view that answers, with every place for a booking taken."""
    made = CrowdMiddleware(lambda request: HttpResponse("in"))
    for _booking in range(AT_ONCE):
        made.free.acquire()
    return made


def send(crowd, path=BOOK, method="post", **given):
    return crowd(getattr(RequestFactory(), method)(path, given))


def test_a_booking_too_many_comes_back_as_it_was_filled_in_to_be_sent_again(crowd):
    answer = send(crowd, who="7", seats="2")

    page = answer.content.decode()
    assert answer.status_code == 503
    assert SOONEST <= int(answer["Retry-After"]) <= LATEST
    assert f'data-again-in="{answer["Retry-After"]}"' in page
    assert '<input type="hidden" name="who" value="7">' in page
    assert '<input type="hidden" name="seats" value="2">' in page


def test_what_was_filled_in_comes_back_as_text(crowd):
    assert "<script>" not in send(crowd, who='"><script>').content.decode().split("<body>")[1]


def test_once_a_place_is_free_the_next_booking_goes_in_and_frees_it_again(crowd):
    crowd.free.release()

    assert [send(crowd).content for _booking in range(3)] == [b"in"] * 3


def test_a_booking_that_fails_frees_its_place():
    def fail(request):
        raise ValueError

    crowd = CrowdMiddleware(fail)
    for _booking in range(AT_ONCE + 1):
        with pytest.raises(ValueError):
            send(crowd)


@pytest.mark.parametrize(
    "path, method",
    [(BOOK, "get"), ("/a/tea", "get"), ("/desk/", "get"), ("/desk/activities/", "post")],
)
def test_nothing_else_waits_for_them(crowd, path, method):
    assert send(crowd, path, method).content == b"in"


def full(request):
    response = HttpResponse("full", status=422)
    response.is_full = True
    return response


def test_once_one_heard_that_nothing_is_left_the_crowd_hears_it_at_once_and_for_some_seconds():
    crowd = CrowdMiddleware(full)
    assert send(crowd).content == b"full"
    for _booking in range(AT_ONCE):
        crowd.free.acquire()

    assert "/a/tea" in send(crowd).content.decode()
    assert (send(crowd).status_code, send(crowd, "/a/yoga/book/").status_code) == (422, 503)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=FULL_FOR + 1)):
        assert send(crowd).status_code == 503


def test_without_a_crowd_everyone_gets_the_page_that_knows_her():
    crowd = CrowdMiddleware(full)

    assert [send(crowd).content for _booking in range(3)] == [b"full"] * 3


def test_a_small_crowd_comes_back_sooner_than_a_large_one(crowd):
    small = [int(send(crowd)["Retry-After"]) for _booking in range(5)]
    large = [int(send(crowd)["Retry-After"]) for _booking in range(300)]

    assert max(small) <= 2 * SOONEST + 1
    assert 2 * SOONEST + 1 < max(large) <= LATEST
