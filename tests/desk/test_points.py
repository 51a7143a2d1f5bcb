"""Points at the desk: recorded for a village at once, exchanged, taken back, and why not."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from jinguo.audit.models import Event
from jinguo.ledger import queries
from jinguo.ledger.models import Entry, Good, HandOver
from tests.make import desk
from tests.make import people as homes

RULE = "courtyards:clean-up"


@pytest.fixture
def chair(undone):
    return desk.desk("village-chair")


def text(response):
    return response.content.decode()


def ticked(browser, *households, rule=RULE, on=None):
    return browser.post(
        f"/desk/points/{desk.VILLAGE}/record/",
        {"rule": rule, "on": on or timezone.localdate(), "ids": [home.id for home in households]},
    )


@pytest.mark.slow
def test_the_chair_records_a_clean_up_for_everyone_who_came(chair):
    came = [homes.household(), homes.household(head_name="李桂兰")]

    response = ticked(chair, *came)

    assert response.status_code == 302
    assert [queries.balance_of(home) for home in came] == [2, 2]
    assert "2 households" in text(chair.get(response.url))


@pytest.mark.slow
def test_who_had_the_points_already_cannot_be_ticked_and_the_row_says_why(chair):
    home = homes.household(head_name="李桂兰")
    ticked(chair, home, rule="courtyards:waste-sorted")

    page = text(chair.get(f"/desk/points/{desk.VILLAGE}/record/?rule=courtyards:waste-sorted"))

    assert f'aria-describedby="why-{home.id}"' in page
    assert "Recorded already: 1 time a month." in page


@pytest.mark.slow
def test_a_refusal_keeps_what_was_ticked_and_writes_nothing(chair):
    done, other = homes.household(), homes.household(head_name="李桂兰")
    ticked(chair, done, rule="courtyards:waste-sorted")

    response = ticked(chair, done, other, rule="courtyards:waste-sorted")

    assert response.status_code == 422
    assert done.code in text(response)
    assert f'id="tick-{other.id}" checked' in text(response)
    assert queries.balance_of(other) == 0


def test_a_day_to_come_is_refused_beside_the_day_and_what_was_ticked_is_kept(chair):
    home, tomorrow = homes.household(), timezone.localdate() + timedelta(days=1)

    response = ticked(chair, home, on=tomorrow)

    assert response.status_code == 422
    assert "The day is still to come." in text(response)
    assert f'id="tick-{home.id}" checked' in text(response)
    assert f'name="on" value="{tomorrow}"' in text(response)
    assert queries.balance_of(home) == 0


def test_a_list_of_a_day_to_come_says_so_at_once_however_far_it_is(chair):
    page = chair.get(f"/desk/points/{desk.VILLAGE}/record/", {"rule": RULE, "on": "9999-12-31"})

    assert page.status_code == 200
    assert "The day is still to come." in text(page)
    assert ticked(chair, homes.household(), on="9999-12-31").status_code == 422


def test_what_falls_to_the_town_is_said_where_the_chair_looks(chair):
    page = text(chair.get("/desk/points/"))

    assert "is recorded by the federation of the town" in page


def test_households_stand_by_name_or_number_and_never_by_points(chair):
    assert chair.get("/desk/points/?sort=points").status_code == 422
    assert chair.get("/desk/points/?sort=code").status_code == 200


@pytest.mark.slow
def test_goods_are_handed_over_and_brought_back_on_the_households_page(chair, undone):
    soap = Good.objects.get(id=undone.good)
    given = {
        "good": soap.id, "quantity": 2, "received_by": undone.person, "on": timezone.localdate(),
    }  # fmt: skip

    response = chair.post(f"/desk/points/households/{undone.household}/hand-over/", given)
    page = text(chair.get(response.url))

    assert "肥皂 × 2, received by" in page
    entry = Entry.objects.get(hand_over=HandOver.objects.get())
    chair.post(f"/desk/points/entries/{entry.id}/take-back/", {"reason": "拿错了"})
    assert "Taken back" in text(chair.get(response.url))
    assert queries.stock_of(soap) == 10


def printed(response):
    """The words of a PDF, page by page."""
    assert response["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages]


@pytest.mark.slow
def test_goods_handed_over_are_printed_to_be_signed_one_by_one_and_as_the_list_of_a_day(
    chair, undone
):
    given = {
        "good": undone.good, "quantity": 2, "received_by": undone.person,
        "on": timezone.localdate(),
    }  # fmt: skip
    account = f"/desk/points/households/{undone.household}/"
    chair.post(f"{account}hand-over/", given)
    entry = Entry.objects.get(hand_over=HandOver.objects.get())
    assert f"/desk/points/entries/{entry.id}/slip/" in text(chair.get(account))
    assert "Print to sign" in text(chair.get(f"/desk/points/{desk.VILLAGE}/store/"))

    [slip] = printed(chair.get(f"/desk/points/entries/{entry.id}/slip/"))
    [day] = printed(chair.get(f"/desk/points/{desk.VILLAGE}/store/handed-over/"))

    assert "肥皂" in slip and entry.household.code in slip
    assert "肥皂" in day and entry.household.code in day
    noted = Event.objects.filter(action__startswith="ledger.print-")
    assert set(noted.values_list("action", flat=True)) == {"ledger.print-slip", "ledger.print-day"}


@pytest.mark.slow
def test_goods_brought_back_are_on_no_slip_and_no_list(chair, undone):
    given = {
        "good": undone.good, "quantity": 2, "received_by": undone.person,
        "on": timezone.localdate(),
    }  # fmt: skip
    chair.post(f"/desk/points/households/{undone.household}/hand-over/", given)
    entry = Entry.objects.get(hand_over=HandOver.objects.get())
    chair.post(f"/desk/points/entries/{entry.id}/take-back/", {"reason": "拿错了"})

    assert chair.get(f"/desk/points/entries/{entry.id}/slip/").status_code == 409
    day = f"/desk/points/{desk.VILLAGE}/store/handed-over/"
    assert "Nothing was handed over" in text(chair.get(day))
    assert chair.get(f"{day}?on=2020-02-30").status_code == 422


def test_a_reader_of_points_is_offered_no_slip(chair, undone):
    entry = Entry.objects.get(id=undone.points)

    assert chair.get(f"/desk/points/entries/{entry.id}/slip/").status_code == 404


def test_what_the_points_do_not_reach_is_refused_in_the_form(chair, undone):
    given = {
        "good": undone.good, "quantity": 3, "received_by": undone.person,
        "on": timezone.localdate(),
    }  # fmt: skip

    response = chair.post(f"/desk/points/households/{undone.household}/hand-over/", given)

    assert response.status_code == 422
    assert "This takes 3 points; the household has 2." in text(response)
    assert not HandOver.objects.exists()


def test_the_store_is_filled_and_a_loss_needs_a_reason(chair):
    response = chair.post(f"/desk/points/{desk.VILLAGE}/store/", {"title": "毛巾", "price": 6})
    towel = Good.objects.get(title="毛巾")
    assert response.url == f"/desk/points/goods/{towel.id}/"

    day = timezone.localdate()
    chair.post(f"{response.url}bring/", {"quantity": 5, "on": day})
    lost = chair.post(f"{response.url}write-off/", {"quantity": 1, "on": day, "reason": ""})

    assert lost.status_code == 422
    assert queries.stock_of(towel) == 5


@pytest.mark.slow
def test_the_households_record_shows_its_points(chair, undone):
    page = text(chair.get(f"/desk/households/{undone.household}/"))

    assert "To the points" in page and "Took part in a village clean-up" in page


def test_a_figure_of_points_opens_to_the_accounts_behind_it(undone):
    page = text(desk.desk().get("/desk/figures/courtyards.points_earned"))

    assert f"/desk/points/households/{undone.household}/" in page


@pytest.mark.slow
def test_where_the_plan_gives_no_points_the_room_is_not_there(undone):
    elsewhere = desk.desk("village-chair", at="990121100201")

    assert 'href="/desk/points/"' not in text(elsewhere.get("/desk/"))
    assert 'href="/desk/points/"' in text(desk.desk("village-chair").get("/desk/"))
