"""Calendar files: what programs that subscribe to them read, and that nothing changes by itself."""

from datetime import timedelta
from uuid import UUID

from icalendar import Calendar

from jinguo.portal.calendars import Entry, calendar_file
from tests.make.times import noon

NOON = noon()
ADDRESS = "https://jinguo.example/calendar.ics"


def entry(**given):
    return Entry(
        **{
            "id": UUID(int=5),
            "title": "茶艺, 第一课; 入门",
            "starts_at": NOON,
            "ends_at": NOON + timedelta(hours=2),
            "place": "area 370211105201",
            "address": "https://jinguo.example/a/tea",
            "changed_at": NOON,
            **given,
        }
    )


def events(*entries):
    made = calendar_file(name="What’s on", address=ADDRESS, entries=entries)
    return Calendar.from_ical(made).events


def test_an_event_is_read_back_as_it_was_written():
    [event] = events(entry())

    assert event["SUMMARY"] == "茶艺, 第一课; 入门"
    assert (event.start, event.end) == (NOON, NOON + timedelta(hours=2))
    assert event["LOCATION"] == "area 370211105201"
    assert event["URL"] == "https://jinguo.example/a/tea"
    assert event["STATUS"] == "CONFIRMED"


def test_what_is_cancelled_stays_in_the_calendar_and_says_so():
    [event] = events(entry(is_cancelled=True))

    assert event["STATUS"] == "CANCELLED"


def test_the_same_entries_give_the_same_bytes():
    twice = [calendar_file(name="n", address=ADDRESS, entries=[entry()]) for _turn in range(2)]

    assert twice[0] == twice[1]
    assert calendar_file(name="n", address=ADDRESS, entries=[]) != twice[0]


def test_a_title_cannot_add_a_line_of_its_own():
    [event] = events(entry(title="茶艺\r\nSTATUS:CANCELLED"))

    assert event["STATUS"] == "CONFIRMED"
