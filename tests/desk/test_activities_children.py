"""Children after school: cards, coming and going by the guardian's code, allergies, incidents."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.activities import actions
from jinguo.activities.models import Charge, Helper, Incident, Stay
from jinguo.audit.models import Event
from tests.desk.test_exports import taken_out
from tests.make import classes, desk
from tests.make import people as homes

pytestmark = pytest.mark.slow


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


@pytest.fixture
def afternoon(undone):
    """A child enrolled in an afternoon that began half an hour ago, and its page."""
    activity = classes.published(
        programme="after-school-class",
        kind="after-school",
        category="",
        title="四点半课堂",
        minimum=1,
    )
    child = homes.member(homes.household(head_name="王秀兰"), name="王小明")
    entry = classes.enrolled(activity, child)
    session = classes.begun(activity, ago=timedelta(minutes=30))
    return f"/desk/activities/sessions/{session.id}/", entry


def text(response):
    return response.content.decode()


def card(town, afternoon, **given):
    """Give the child her card, and return the guardian's code."""
    page, entry = afternoon
    fields = {"pick_ups": "王桂花 奶奶 13800001234", "allergies": "花生", **given}
    response = town.post(f"{page}children/{entry.id}/card/", fields)
    return re.search(r"<b>(\d{6})</b>", text(response))[1]


def test_a_child_comes_and_goes_by_her_guardians_code(town, afternoon):
    page, _entry = afternoon
    code = card(town, afternoon)
    charge = Charge.objects.get()
    address = f"{page}children/{charge.id}/code/"

    town.post(address, {"code": code})
    assert "1 child is here" in text(town.get(f"{page}children/"))
    grandmother = charge.pick_ups.get()
    town.post(address, {"code": code, "fetched_by": grandmother.id})

    stay = Stay.objects.get()
    assert stay.out_at and stay.fetched_by == grandmother
    assert "with 王桂花" in text(town.get(f"{page}children/"))


def test_a_wrong_code_lets_nobody_in_or_out(town, afternoon):
    page, _entry = afternoon
    code = card(town, afternoon)
    address = f"{page}children/{Charge.objects.get().id}/code/"

    response = town.post(address, {"code": "000000" if code != "000000" else "111111"})

    assert response.status_code == 422 and "not the guardian" in text(response)
    assert not Stay.objects.exists()


def test_the_code_is_shown_once(town, afternoon):
    page, entry = afternoon
    code = card(town, afternoon)

    assert code not in text(town.get(f"{page}children/{entry.id}/card/"))
    assert code not in text(town.get(f"{page}children/"))


def test_the_door_of_an_afternoon_leads_to_the_children_and_offers_no_other_list(town, afternoon):
    page, entry = afternoon

    door = text(town.get(page))
    record = text(town.get(f"/desk/activities/{entry.activity_id}/"))

    assert f'href="{page}children/"' in door
    assert f"{page}mark/" not in door and f"{page}codes/" not in door
    assert f'href="{page}children/" ' in record or "To the children" in record


def test_nobody_is_let_in_where_nobody_looks_after_the_children(town, afternoon):
    page, _entry = afternoon
    code = card(town, afternoon)
    come = f"{page}children/{Charge.objects.get().id}/code/"
    helper = Helper.objects.get()
    helper.until_on = helper.from_on
    helper.save()

    response = town.post(come, {"code": code})

    assert response.status_code == 422
    assert "Nobody is named who looks after the children." in text(response)
    assert not Stay.objects.exists()


def test_an_afternoon_is_not_made_known_before_somebody_is_named(town):
    planned = classes.draft(
        programme="after-school-class", kind="after-school", category="", title="四点半课堂"
    )

    response = town.post(f"/desk/activities/{planned.id}/act/publish/")

    assert response.status_code == 422
    assert "Nobody is named who looks after the children." in text(response)


def test_a_new_code_leaves_the_list_and_the_allergies_as_they_are(town, afternoon):
    page, entry = afternoon
    old = card(town, afternoon)
    address = f"{page}children/{entry.id}/card/code/"

    assert "The code given before holds no more" in text(town.get(address))
    new = re.search(r"<b>(\d{6})</b>", text(town.post(address)))[1]

    charge = Charge.objects.get()
    assert charge.pick_ups.get().until_on is None
    assert "花生" in text(town.post(f"{page}children/{charge.id}/allergies/"))
    come = f"{page}children/{charge.id}/code/"
    assert old == new or town.post(come, {"code": old}).status_code == 422
    assert town.post(come, {"code": new}).status_code == 302
    assert new not in text(town.get(address))


def test_a_card_is_put_right_on_a_form_that_begins_as_it_is(town, afternoon):
    page, entry = afternoon
    code = card(town, afternoon)
    grandmother = Charge.objects.get().pick_ups.get()
    address = f"{page}children/{entry.id}/card/change/"

    shown = town.get(address)
    form = shown.context["form"]
    assert "花生" in text(shown) and f'value="{grandmother.id}"' in text(shown)
    assert Event.objects.filter(action="activities.read-allergies").count() == 1
    sent = {**form.initial, "pick_ups": "王建国 爷爷"}
    assert "is not read" in text(town.post(address, {**sent, "pick_ups": "王建国"}))
    assert town.post(address, sent).status_code == 302

    charge = Charge.objects.get()
    assert charge.pick_ups.filter(until_on=None).count() == 2
    assert "花生" in text(town.post(f"{page}children/{charge.id}/allergies/"))
    assert "Somebody else has changed" in text(town.post(address, sent))
    assert town.post(f"{page}children/{charge.id}/code/", {"code": code}).status_code == 302


def test_who_is_not_ticked_may_fetch_the_child_no_more(town, afternoon):
    page, entry = afternoon
    card(town, afternoon)
    address = f"{page}children/{entry.id}/card/change/"
    initial = town.get(address).context["form"].initial

    town.post(address, {"allergies": initial["allergies"], "seen": initial["seen"]})

    assert not Charge.objects.get().pick_ups.filter(until_on=None)


def test_no_afternoon_is_closed_while_a_child_is_inside(town, afternoon):
    page, entry = afternoon
    code = card(town, afternoon)
    come = f"{page}children/{Charge.objects.get().id}/code/"
    town.post(come, {"code": code})

    assert "1 child is still inside" in text(town.get(page))
    closed = town.post(f"{page}hold/")
    assert closed.status_code == 422 and "1 child is still inside" in text(closed)
    type(entry).objects.filter(id=entry.id).update(
        state="late-cancelled", ended_because="cancelled", ended_at=timezone.now()
    )
    assert come in text(town.get(f"{page}children/"))  # nobody who is inside falls off the list

    town.post(come, {"code": code})
    assert town.post(f"{page}hold/").status_code == 302


@pytest.mark.parametrize("what", ["session", "activity"])
def test_nothing_is_cancelled_while_a_child_is_inside(town, afternoon, what):
    page, entry = afternoon
    if what == "session":
        actions.add_sessions(
            actor=desk.officer("town-officer"), activity_id=entry.activity_id,
            sessions=[classes.session(days=7)], now=timezone.now(),
        )  # fmt: skip
    code = card(town, afternoon)
    come = f"{page}children/{Charge.objects.get().id}/code/"
    town.post(come, {"code": code})
    record = {"session": page, "activity": f"/desk/activities/{entry.activity_id}/"}[what]
    address, sent = f"{record}act/cancel/", {"reason": "停电"}
    shown = text(town.get(address))
    assert "1 child is still inside" in shown and 'name="reason"' not in shown

    refused = town.post(address, sent)
    assert refused.status_code == 422 and "1 child is still inside. Sign her out" in text(refused)
    assert not entry.activity.sessions.filter(state="cancelled")

    town.post(come, {"code": code})
    assert 'name="reason"' in text(town.get(address))
    assert town.post(address, sent).status_code == 302
    assert entry.activity.sessions.filter(state="cancelled").count() == 1


def test_a_series_is_not_cancelled_while_a_child_is_inside_one_of_its_afternoons(town, afternoon):
    page, entry = afternoon
    series = classes.series()
    type(entry.activity).objects.filter(id=entry.activity_id).update(series=series)
    code = card(town, afternoon)
    come = f"{page}children/{Charge.objects.get().id}/code/"
    town.post(come, {"code": code})
    address = f"/desk/activities/series/{series.id}/act/cancel/"
    assert "1 child is still inside" in text(town.get(address))

    refused = town.post(address, {"reason": "停电"})
    assert refused.status_code == 422 and "1 child is still inside" in text(refused)

    town.post(come, {"code": code})
    assert town.post(address, {"reason": "停电"}).status_code == 302


def test_a_line_of_who_may_fetch_that_is_not_read_is_named(town, afternoon):
    page, entry = afternoon

    response = town.post(f"{page}children/{entry.id}/card/", {"pick_ups": "王桂花"})

    assert response.status_code == 422 and "“王桂花” is not read" in text(response)
    assert not Charge.objects.exists()


def test_allergies_stay_sealed_until_they_are_asked_for(town, afternoon):
    page, _entry = afternoon
    card(town, afternoon)
    charge = Charge.objects.get()

    assert "花生" not in text(town.get(f"{page}children/"))
    assert "花生" in text(town.post(f"{page}children/{charge.id}/allergies/"))


def test_an_incident_is_written_down_sealed(town, afternoon):
    page, _entry = afternoon
    card(town, afternoon)
    at = f"{timezone.localtime() - timedelta(minutes=5):%H:%M}"

    assert town.post(f"{page}incidents/", {"at": at, "what": ""}).status_code == 422
    town.post(f"{page}incidents/", {"at": at, "what": "摔了一跤，已擦药", "told_guardian": "on"})

    assert "摔".encode() not in bytes(Incident.objects.get().what)
    assert "guardian told" in text(town.get(f"{page}children/"))


def test_where_children_are_not_minded_there_are_no_cards(town):
    activity = classes.published()
    entry = classes.enrolled(activity)
    session = classes.first(activity)

    response = town.post(f"/desk/activities/sessions/{session.id}/children/{entry.id}/card/")

    assert response.status_code == 422


def written_down(town, afternoon, **given):
    """Write an incident down on the page of the afternoon; return it."""
    page, _entry = afternoon
    at = f"{timezone.localtime() - timedelta(minutes=5):%H:%M}"
    town.post(f"{page}incidents/", {"at": at, "what": "摔了一跤，已擦药", **given})
    return Incident.objects.get()


def test_that_the_guardian_was_told_later_is_noted_once(town, afternoon):
    card(town, afternoon)
    address = f"/desk/activities/incidents/{written_down(town, afternoon).id}/"
    assert "She is told now" in text(town.get(address))

    assert town.post(f"{address}told/").url == address

    page = text(town.get(address))
    assert "guardian told" in page and "guardian not told" not in page
    assert town.post(f"{address}told/").status_code == 409
    assert Event.objects.filter(action="activities.note-guardian-told").count() == 1


def test_incidents_are_listed_and_their_words_read_with_a_trace(town, afternoon):
    card(town, afternoon)
    incident = written_down(town, afternoon, child=str(Charge.objects.get().id))
    address = f"/desk/activities/incidents/{incident.id}/"

    listed = text(town.get("/desk/activities/incidents/"))
    assert address in listed and "王小明" in listed and "摔了一跤" not in listed
    assert "guardian not told" in listed
    [_head, row] = taken_out(town, "/desk/activities/incidents/export/")
    assert row[3:] == ("王小明", None)
    assert "摔了一跤" not in str(row)
    assert "摔了一跤" not in text(town.get(address))
    assert not Event.objects.filter(action="activities.read-incident").exists()

    assert "摔了一跤，已擦药" in text(town.post(address))
    assert Event.objects.filter(action="activities.read-incident").count() == 1
    assert address in text(town.get(f"{afternoon[0]}children/"))


def test_an_incident_of_another_town_is_not_there(town, afternoon):
    card(town, afternoon)
    incident = written_down(town, afternoon)
    other = desk.desk("town-officer", at="370211106")

    assert other.post(f"/desk/activities/incidents/{incident.id}/").status_code == 404
    assert "No incident is on record" in text(other.get("/desk/activities/incidents/"))


def test_who_sees_no_full_name_reads_the_childs_name_masked(town, afternoon):
    card(town, afternoon)
    incident = written_down(town, afternoon, child=str(Charge.objects.get().id))
    counsellor = desk.desk("counsellor")  # records what happens, and keeps no register

    page = text(counsellor.get(f"/desk/activities/incidents/{incident.id}/"))

    assert "王小明" not in page and "王**" in page
