"""The printed list comes back by photograph: read, shown line by line, put right, and only then recorded."""

import re
from io import BytesIO

import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from jinguo.activities import actions as activities
from jinguo.activities import checkin
from jinguo.activities.actions import marking, printing
from jinguo.activities.checkin import short_code
from jinguo.activities.models import Attendance, Enrolment
from jinguo.facts.models import Fact
from tests.core.heic import heic
from tests.make import classes, desk, paper

pytestmark = pytest.mark.slow

MATRIX = zxingcpp.BarcodeFormat.DataMatrix
MANY = [f"王{sign}" for sign in "秀兰桂香英梅玲芳丽娟霞敏静燕红艳萍琴云莲珍凤洁"]
NAMES = ("陈一", "李二", "王三", "张四")


@pytest.fixture(autouse=True)
def same_codes(monkeypatch):
    """The same small codes in every run: how well one is read depends on its dots."""
    seen = {}

    def line_code(session_id, enrolment_id):
        number = seen.setdefault((session_id, enrolment_id), len(seen) + 1)
        return f"{number * 104_729_003 % 10**10:010d}"

    monkeypatch.setattr(checkin, "line_code", line_code)
    monkeypatch.setattr(printing, "line_code", line_code)


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


@pytest.fixture
def held(undone):
    """A session that began three hours ago, and its entries as they stand on the list."""
    activity = classes.published(capacity=30)
    entries = [classes.enrolled(activity, classes.woman(name)) for name in NAMES]
    return classes.begun(activity), sorted(entries, key=lambda one: (one.person.pinyin, one.id))


def text(response):
    return response.content.decode()


def address(session):
    return f"/desk/activities/sessions/{session.id}/paper/"


def printed(town, session, monkeypatch):
    """The pages of the printed list, and the places of the codes of its lines by enrolment."""
    pages = paper.pages(
        monkeypatch, lambda: town.get(f"/desk/activities/sessions/{session.id}/list/")
    )
    marks = [
        {one.text: one for one in zxingcpp.read_barcodes(page, formats=MATRIX)} for page in pages
    ]
    return pages, marks


def sent(town, session, *photos, name="page.jpg"):
    files = [SimpleUploadedFile(name, data) for data in photos]
    return town.post(address(session), {"pictures": files})


def ticked(page):
    """The codes ticked on the page that shows what was read."""
    return set(re.findall(r'value="(\w{5})" id="line-\d+" checked', page))


def seen(page):
    """The lines the page shows, each with the state it is in."""
    return re.findall(r'name="seen" value="(\w{5}:\w*)"', page)


def confirm(town, page, session, codes):
    assert f'action="{address(session)}confirm/"' in page
    return town.post(f"{address(session)}confirm/", {"code": sorted(codes), "seen": seen(page)})


def states():
    return {one.enrolment_id: one.state for one in Attendance.objects.all()}


def attended():
    return Fact.objects.filter(kind="activities.attended")


def test_a_photograph_is_read_shown_and_recorded_once_she_confirms(town, held, monkeypatch):
    session, entries = held
    [page, *_rest], [marks, *_others] = printed(town, session, monkeypatch)
    by_entry = [marks[checkin.line_code(session.id, one.id)] for one in entries]
    paper.tick(page, by_entry[0])
    paper.sign(page, by_entry[2])

    shown = sent(town, session, paper.photograph(page, turned=4))

    assert shown.status_code == 200
    read = text(shown)
    assert ticked(read) == {short_code(entries[0].id), short_code(entries[2].id)}
    assert read.count("signed or ticked") == 2 and read.count("nothing stands there") == 2
    assert "the pictures are not kept" in read
    assert not Attendance.objects.exists() and not attended().exists()

    corrected = ticked(read) - {short_code(entries[0].id)} | {short_code(entries[3].id)}
    for _again in range(2):  # the second time each line says what is ticked already
        assert confirm(town, read, session, corrected).status_code == 302
    assert states() == {
        entries[0].id: "absent", entries[1].id: "absent",
        entries[2].id: "present", entries[3].id: "present",
    }  # fmt: skip
    assert [one.quantity for one in attended()] == [1, 1]
    rows = Attendance.objects.filter(state="present")
    assert {one.fact for one in rows} == {one.id for one in attended()}


@pytest.mark.parametrize(
    "photo",
    [
        {"turned": 90, "blur": 1.4},
        {"turned": 183, "tilt": 0.08},
        {"turned": -22, "longer": 2000},
        {"kind": "PNG", "longer": 1440, "blur": 0.5},
    ],
    ids=["on-its-side", "upside-down", "askew", "small"],
)
def test_a_page_is_read_however_it_lies(town, held, monkeypatch, photo):
    session, entries = held
    [page, *_rest], [marks, *_others] = printed(town, session, monkeypatch)
    paper.tick(page, marks[checkin.line_code(session.id, entries[1].id)])

    shown = text(sent(town, session, paper.photograph(page, **photo)))

    assert ticked(shown) == {short_code(entries[1].id)}
    assert "could not be read" not in shown and "unsure" not in shown


def test_the_pages_of_a_long_list_are_read_together_and_lines_not_seen_are_named(town, monkeypatch):
    activity = classes.published(capacity=30)
    entries = [classes.enrolled(activity, classes.woman(name)) for name in MANY]
    session = classes.begun(activity)
    pages, marks = printed(town, session, monkeypatch)
    by_code = {checkin.line_code(session.id, one.id): one for one in entries}
    last = next(iter(marks[1]))
    paper.sign(pages[1], marks[1][last])
    photos = [paper.photograph(page) for page in pages[:2]]

    first = text(sent(town, session, photos[0]))
    both = text(sent(town, session, *photos))

    unseen = ", ".join(str(n) for n in range(len(marks[0]) + 1, len(MANY) + 1))
    assert f"The code of these lines could not be read: {unseen}." in first
    assert first.count("not read: look at the paper") == len(marks[1])
    assert "could not be read" not in both
    assert ticked(both) == {short_code(by_code[last].id)}


def test_who_is_noted_already_stays_ticked_and_a_speck_is_unsure(town, held, monkeypatch):
    session, entries = held
    town.post(
        f"/desk/activities/sessions/{session.id}/mark/",
        {"seen": [f"{one.id}:" for one in entries], "present": [entries[0].id]},
    )
    [page, *_rest], [marks, *_others] = printed(town, session, monkeypatch)
    x, y = paper.centre(page, marks[checkin.line_code(session.id, entries[1].id)])
    page.paste((20, 20, 20), paper.square(x + 12 * paper.MM, y, 1.2 * paper.MM))

    shown = text(sent(town, session, paper.photograph(page)))

    assert ticked(shown) == {short_code(entries[0].id)}
    assert "noted as here already" in shown
    assert shown.count("unsure: look at the paper") == 1
    assert "Of 1 line it is unsure" in shown


def come(session, entry):
    """Somebody else notes at the door that she is here."""
    activities.record_attendance(
        actor=desk.officer("town-officer"), session_id=session.id, present=[entry.id],
        now=session.starts_at,
    )  # fmt: skip


@pytest.fixture
def shown(town, held, monkeypatch):
    """The page of what was read of a list on which the first has signed."""
    session, entries = held
    [page, *_rest], [marks, *_others] = printed(town, session, monkeypatch)
    paper.tick(page, marks[checkin.line_code(session.id, entries[0].id)])
    return text(sent(town, session, paper.photograph(page)))


def test_who_came_meanwhile_is_not_made_absent_but_shown_again_and_the_others_are_recorded(
    town, held, shown
):
    session, entries = held
    come(session, entries[2])

    again = confirm(town, shown, session, ticked(shown))

    assert again.status_code == 409
    assert states() == {
        entries[0].id: "present", entries[1].id: "absent",
        entries[2].id: "present", entries[3].id: "absent",
    }  # fmt: skip
    page = text(again)
    assert "1 line was noted otherwise by somebody else since you saw it" in page
    assert seen(page) == [f"{short_code(entries[2].id)}:present"]
    assert ticked(page) == {short_code(entries[2].id)}
    # She looks at the paper once more: it was somebody else, after all.
    assert confirm(town, page, session, []).status_code == 302
    assert states()[entries[2].id] == "absent" and states()[entries[0].id] == "present"


def test_without_what_she_saw_her_coming_would_be_lost(town, held, shown, monkeypatch):
    session, entries = held
    come(session, entries[2])
    monkeypatch.setattr(marking, "noted_at", lambda session: {})

    assert confirm(town, shown, session, ticked(shown)).status_code == 302

    assert states()[entries[2].id] == "absent"


def test_who_was_ticked_and_came_meanwhile_is_simply_here(town, held, shown):
    session, entries = held
    come(session, entries[0])

    assert confirm(town, shown, session, ticked(shown)).status_code == 302

    assert states()[entries[0].id] == "present"
    assert attended().count() == 1


def test_who_got_a_seat_after_the_page_was_shown_is_not_noted_as_absent(town, held, shown):
    session, _entries = held
    late = classes.enrolled(session.activity, classes.woman("赵五"))

    confirm(town, shown, session, ticked(shown))

    assert late.id not in states() and len(states()) == len(NAMES)


def test_a_confirmation_without_the_page_records_nothing(town, held):
    session, entries = held

    answer = town.post(f"{address(session)}confirm/", {"code": [short_code(entries[0].id)]})

    assert answer.status_code == 409 and "Send the pictures again" in text(answer)
    assert not Attendance.objects.exists()


def test_a_cut_off_picture_is_unsure_and_who_left_is_counted(town, held, monkeypatch):
    session, entries = held
    [page, *_rest], [marks, *_others] = printed(town, session, monkeypatch)
    x, _y = paper.centre(page, marks[checkin.line_code(session.id, entries[0].id)])
    cut = page.crop((0, 0, round(x + 15 * paper.MM), page.height))
    Enrolment.objects.filter(id=entries[3].id).update(
        state=Enrolment.State.DROPPED,
        ended_because=Enrolment.Ended.CANCELLED,
        ended_at=session.starts_at,
    )
    out = BytesIO()
    cut.save(out, "PNG")

    shown = text(sent(town, session, out.getvalue(), name="page.png"))

    assert shown.count("unsure: look at the paper") == 3
    assert "1 line of the paper is of somebody who has no seat any more" in shown


def test_the_list_of_another_session_is_refused(town, held, monkeypatch):
    activity = classes.published(classes.session(), classes.session(days=2), capacity=9)
    entry = classes.enrolled(activity, classes.woman("赵五"))
    session = classes.begun(activity)
    second = activity.sessions.order_by("number")[1]
    another, _entries = held
    [of_second, *_rest], _marks = printed(town, second, monkeypatch)
    [of_another, *_rest], _marks = printed(town, another, monkeypatch)
    bare = of_second.crop((0, 0, of_second.width, round(of_second.height * 0.85)))

    lesson = sent(town, session, paper.photograph(of_second))
    other = sent(town, session, paper.photograph(of_another))
    unsaid = sent(town, session, paper.photograph(bare))

    assert [one.status_code for one in (lesson, other, unsaid)] == [422, 422, 422]
    assert "This is the list of session 2. Open that session" in text(lesson)
    assert "This is the list of another activity." in text(other)
    assert "The codes on this picture are not those of this list." in text(unsaid)
    assert str(entry.id) not in text(lesson) and not Attendance.objects.exists()


def test_what_is_no_list_is_refused_with_the_number_of_its_picture(town, held, monkeypatch):
    session, _entries = held
    [page, *_rest], _marks = printed(town, session, monkeypatch)
    good = paper.photograph(page)
    blank = paper.photograph(Image.new("RGB", page.size, "white"))

    nothing = sent(town, session, blank)
    second = sent(town, session, good, blank)
    no_picture = sent(town, session, b"not a picture at all")
    no_name = sent(town, session, good, name="list.pdf")
    none = town.post(address(session))

    assert "No code of a list is found on this picture" in text(nothing)
    assert "Picture 2: No code of a list" in text(second)
    assert "This cannot be read as a picture" in text(no_picture)
    assert "only pictures can be sent" in text(no_name)
    assert "Choose at least one picture." in text(none)
    assert {one.status_code for one in (nothing, second, no_picture, no_name, none)} == {422}


def test_before_it_begins_nothing_is_read_nor_recorded(town, monkeypatch):
    activity = classes.published()
    entry = classes.enrolled(activity)
    session = classes.first(activity)
    [page, *_rest], _marks = printed(town, session, monkeypatch)

    read = sent(town, session, paper.photograph(page))
    town.post(
        f"{address(session)}confirm/",
        {"code": [short_code(entry.id)], "seen": [f"{short_code(entry.id)}:"]},
    )

    assert read.status_code == 422 and "The session begins on" in text(read)
    assert not Attendance.objects.exists()


def test_the_page_offers_the_camera_and_says_what_becomes_of_pictures(town, held):
    session, _entries = held

    door = text(town.get(f"/desk/activities/sessions/{session.id}/"))
    page = text(town.get(address(session)))

    assert f'href="{address(session)}"' in door
    assert 'capture="environment"' in page and "multiple" in page
    assert "The pictures are not kept." in page


def test_the_camera_sends_one_picture(town, held, monkeypatch):
    session, entries = held
    [page, *_rest], [marks, *_others] = printed(town, session, monkeypatch)
    paper.tick(page, marks[checkin.line_code(session.id, entries[2].id)])
    one = SimpleUploadedFile("image.avif", paper.photograph(page, kind="AVIF", longer=2000))

    shown = text(town.post(address(session), {"camera": one}))

    assert ticked(shown) == {short_code(entries[2].id)}


def test_heic_is_opened(town, held):
    session, _entries = held

    response = sent(town, session, heic(columns=4, rows=4), name="IMG_0001.HEIC")

    assert "No code of a list is found on this picture" in text(response)
