"""The ledgers of faults and rectifications: what they list, narrowed, struck off, taken out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.assess import actions
from jinguo.assess.models import Fault, Recognition, Repair
from tests.desk.test_exports import taken_out
from tests.make import desk

pytestmark = pytest.mark.slow

FAULTS, RECTIFICATIONS = (
    "/desk/courtyards/ledgers/faults/",
    "/desk/courtyards/ledgers/rectifications/",
)


@pytest.fixture
def ordered(undone):
    """The one plaque of the world, with two faults; the other household of the pair is helped."""
    order(undone.recognition, "the gate", "the bin", helper="张主任")
    return undone.recognition


def order(held, *problems, due=10, **given):
    on = timezone.localdate()
    actions.order_rectification(
        actor=desk.officer(), recognition_ids=[held], problems=problems, on=on,
        due_on=on + timedelta(days=due), now=timezone.now(), **given,
    )  # fmt: skip


def rows(browser, page, **query):
    return browser.get(page, query).context["rows"]


def test_every_fault_is_a_line_with_its_helper_and_its_deadline(ordered):
    page = desk.desk("town-officer").get(FAULTS)

    assert [row.problem for row, _head in page.context["rows"]] == ["the gate", "the bin"] or {
        row.problem for row, _head in page.context["rows"]
    } == {"the gate", "the bin"}
    assert "张主任" in page.content.decode()


def test_a_household_is_one_line_with_how_much_is_struck_off(ordered):
    [(row, _head)] = rows(desk.desk(), RECTIFICATIONS)

    assert (row.id, row.faults_found, row.repaired, row.helpers) == (ordered, 2, 0, "张主任")


def test_a_fault_is_struck_off_from_the_list_and_the_list_comes_back(ordered):
    browser = desk.desk("town-officer")
    fault = Fault.objects.get(problem="the gate")
    address = f"/desk/courtyards/recognitions/{ordered}/faults/{fault.id}/put-right/"

    done = browser.post(address, {"next": f"{FAULTS}?state=open"})

    assert (done.status_code, done.url) == (302, f"{FAULTS}?state=open")
    assert Repair.objects.filter(fault=fault).exists()
    assert [row.problem for row, _head in rows(browser, FAULTS, state="open")] == ["the bin"]
    assert [row.problem for row, _head in rows(browser, FAULTS, state="done")] == ["the gate"]
    [(row, _head)] = rows(browser, RECTIFICATIONS)
    assert (row.repaired, row.faults_found) == (1, 2)


def test_another_address_to_come_back_to_is_not_ours(ordered):
    fault = Fault.objects.first()
    address = f"/desk/courtyards/recognitions/{ordered}/faults/{fault.id}/put-right/"

    done = desk.desk().post(address, {"next": "https://elsewhere.example/"})

    assert done.url == f"/desk/courtyards/recognitions/{ordered}/"


@pytest.mark.parametrize("page", [FAULTS, RECTIFICATIONS])
def test_each_filter_keeps_what_it_says(ordered, page):
    browser = desk.desk()

    def count(**query):
        return len(rows(browser, page, **query))

    every = count()
    assert count(state="open") == every
    assert count(state="overdue") == count(state="done") == count(state="lost") == 0
    assert (count(help="helped"), count(help="alone")) == (every, 0)
    assert count(area=desk.TOWN) == every
    assert count(area="370211106") == 0
    Recognition.objects.filter(id=ordered).update(
        rectify_by=timezone.localdate() - timedelta(days=1)
    )
    if page == RECTIFICATIONS:
        assert count(state="overdue") == 1


def test_what_was_open_when_the_level_ended_was_never_put_right(ordered):
    on = timezone.localdate()
    actions.close_recognition(
        actor=desk.officer(), recognition_ids=[ordered], reason="moved", on=on, now=timezone.now()
    )

    assert len(rows(desk.desk(), FAULTS, state="lost")) == 2
    assert len(rows(desk.desk(), RECTIFICATIONS, state="lost")) == 1
    assert rows(desk.desk(), FAULTS, state="open") == []


def test_a_neighbouring_town_sees_nothing_of_it(ordered):
    other = desk.desk("town-officer", at="370211106")

    assert rows(other, FAULTS) == rows(other, RECTIFICATIONS) == []


def test_a_page_that_never_was_and_a_ledger_nobody_keeps(ordered):
    assert desk.desk().get(FAULTS, {"after": "x"}).status_code == 422
    assert desk.desk().get("/desk/courtyards/ledgers/others/").status_code == 404


@pytest.mark.parametrize(("page", "count"), [(FAULTS, 2), (RECTIFICATIONS, 1)])
def test_a_ledger_comes_out_as_it_is_narrowed(ordered, page, count):
    assert len(taken_out(desk.desk(), f"{page}export/")) == count + 1
    assert len(taken_out(desk.desk(), f"{page}export/", {"state": "done"})) == 1
