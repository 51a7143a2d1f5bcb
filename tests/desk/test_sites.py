"""Sites at the desk: proposed, checked, approved, opened; their log, their door, and why not."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jinguo.activities import actions
from jinguo.sites import queries
from jinguo.sites.models import Site, SiteLog, SitePost
from tests.make import classes, desk

pytestmark = pytest.mark.slow

KIND = "womens-micro-home"
ROOMY = {
    "sign-shown": "on", "chart-shown": "on", "duties-shown": "on", "executive-shown": "on",
    "activities-shown": "on", "place": 20, "women": 30, "head": "on", "helpers": 2,
    "activities": "on", "feature": "on", "ledger": "on",
}  # fmt: skip


def text(response):
    return response.content.decode()


def today():
    return str(timezone.localdate())


def proposed(browser, **changed):
    """Propose a micro home in the village; return it with the answer."""
    sent = {
        "sort": f"{KIND}:market", "area": desk.VILLAGE, "name": "集市微家", "address": "东村集市",
        "head": "赵敏", "helpers": "王秀英、孙明", "on": today(), **changed,
    }  # fmt: skip
    response = browser.post("/desk/sites/propose/", sent)
    return Site.objects.filter(name=sent["name"]).first(), response


def check(browser, site, **changed):
    answers = {key: value for key, value in {**ROOMY, "on": today(), **changed}.items() if value}
    return browser.post(f"/desk/sites/{site.id}/checklist/", answers)


def act(browser, site, verb, **sent):
    return browser.post(f"/desk/sites/{site.id}/act/{verb}/", {"on": today(), **sent})


def state(site):
    return Site.objects.get(pk=site.pk).state


def test_a_site_goes_from_its_proposal_to_its_plaque_by_three_federations(undone):
    chair, town, district = (
        desk.desk(role) for role in ("village-chair", "town-officer", "district-officer")
    )

    site, response = proposed(chair)
    assert response.url == f"/desk/sites/{site.id}/"
    assert check(town, site).status_code == 302
    assert act(district, site, "approve").status_code == 302
    assert act(district, site, "give-plaque").status_code == 302

    page = text(chair.get(response.url))
    assert "集市微家" in page
    assert "WJ-370211-" in page
    assert f"/s/{site.code}" in page
    assert [post.role for post in queries.posts_of(site, timezone.localdate())] == [
        "head", "helper", "helper",
    ]  # fmt: skip


def test_what_is_lacking_keeps_a_site_from_its_approval_and_the_page_says_what(undone):
    site, _response = proposed(desk.desk("village-chair"))
    town = desk.desk("town-officer")

    check(town, site, place=14, ledger="")

    assert state(site) == "cultivated"
    page = text(town.get(f"/desk/sites/{site.id}/"))
    assert "Not complete" in page
    assert 'href="/desk/sites/' in page
    assert act(desk.desk(), site, "approve").status_code == 422
    assert state(site) == "cultivated"


def test_a_checklist_filled_wrongly_comes_back_with_what_was_filled_in(undone):
    site, _response = proposed(desk.desk("village-chair"))

    response = check(desk.desk("town-officer"), site, women="many")

    assert response.status_code == 422
    assert 'value="many"' in text(response)
    assert 'value="20"' in text(response)
    assert state(site) == "proposed"


def test_the_checklist_is_filled_in_with_what_is_known(undone):
    site, _response = proposed(desk.desk("village-chair"))

    page = text(desk.desk("town-officer").get(f"/desk/sites/{site.id}/checklist/"))

    assert "Known here: 2." in page


def test_a_proposal_that_cannot_be_keeps_its_words_beside_the_field(undone):
    site, response = proposed(desk.desk("village-chair"), name="李姐绣坊")

    assert response.status_code == 422
    assert "is there already" in text(response)
    assert "东村集市" in text(response)
    assert Site.objects.filter(name="李姐绣坊").count() == 1
    assert site.address == "东村12号"


def test_degrees_in_each_others_field_are_told_apart(undone):
    _none, response = proposed(desk.desk("village-chair"), latitude="119.99", longitude="35.95")

    assert response.status_code == 422
    assert "Is this the number for east?" in text(response)
    assert 'value="119.99"' in text(response)


def test_who_may_propose_in_many_places_is_asked_which(undone):
    _none, response = proposed(desk.desk(), area="")

    assert response.status_code == 422
    assert not Site.objects.filter(name="集市微家").exists()
    form = text(desk.desk().get(f"/desk/sites/propose/?kind={KIND}"))
    assert f'<option value="{KIND}:family" selected>' in form
    assert '<option value="">—</option>' in form


def test_a_chair_sees_why_she_neither_checks_nor_approves(undone):
    chair = desk.desk("village-chair")
    site, _response = proposed(chair)

    page = text(chair.get(f"/desk/sites/{site.id}/"))

    assert "“Fill in the checklist” falls to the federation of the town." in page
    assert act(chair, site, "approve").status_code == 422
    assert chair.get(f"/desk/sites/{site.id}/checklist/").status_code == 403


def test_a_town_does_not_approve_what_falls_to_the_district(undone):
    town = desk.desk("town-officer")
    site, _response = proposed(desk.desk("village-chair"))
    check(town, site)

    answer = act(town, site, "approve")

    assert answer.status_code == 403
    assert state(site) == "mature"


def test_an_activity_goes_into_the_log_and_comes_out_again(undone):
    chair, site = desk.desk("village-chair"), Site.objects.get(pk=undone.site)

    assert act(chair, site, "log", topic="读书会", people=12).status_code == 302
    line = SiteLog.objects.get(topic="读书会")
    assert "12 people" in text(chair.get(f"/desk/sites/{site.id}/"))
    back = chair.post(f"/desk/sites/log/{line.id}/take-back/", {"reason": "记错了"})

    assert back.status_code == 302
    assert "<s>读书会</s>" in text(chair.get(f"/desk/sites/{site.id}/"))
    assert chair.post(f"/desk/sites/log/{line.id}/take-back/", {"reason": "再"}).status_code == 422


def test_how_long_a_site_was_used_this_year_stands_on_its_page(undone):
    site = Site.objects.get(pk=undone.site)
    activity = classes.published(site_id=site.id, place="", minimum=0)
    session = classes.begun(activity)
    actions.hold_session(
        actor=desk.officer("town-officer"), session_id=session.id, now=timezone.now()
    )

    assert "1 session, 2 hours" in text(desk.desk("village-chair").get(f"/desk/sites/{site.id}/"))


def test_an_activity_without_a_topic_is_asked_again(undone):
    site = Site.objects.get(pk=undone.site)

    response = act(desk.desk("village-chair"), site, "log", topic="", people=12)

    assert response.status_code == 422
    assert not SiteLog.objects.filter(kind="activity").exists()


def test_a_need_is_met_once(undone):
    chair, met = desk.desk("village-chair"), f"/desk/sites/log/{undone.site_line}/meet/"
    page = f"/desk/sites/{undone.site}/"
    assert met in text(chair.get(page))

    assert chair.post(met, {"result": "请老师上了一课", "on": today()}).status_code == 302
    again = chair.post(met, {"result": "又一课", "on": today()})

    assert again.status_code == 422
    assert "The need was met already." in text(again)
    assert SiteLog.objects.filter(kind="solved").count() == 1
    assert "No need is waiting." in text(chair.get(page))


def test_people_come_and_go(undone):
    chair, site = desk.desk("village-chair"), Site.objects.get(pk=undone.site)

    act(chair, site, "appoint", role="head", name="赵敏")
    post = SitePost.objects.get(site=site, name="赵敏")
    assert "赵敏" in text(chair.get(f"/desk/sites/{site.id}/"))
    chair.post(f"/desk/sites/people/{post.id}/end/")

    assert "赵敏" not in text(chair.get(f"/desk/sites/{site.id}/"))


def test_who_only_looks_reads_the_names_masked(undone):
    page = text(desk.desk("district-leader").get(f"/desk/sites/{undone.site}/"))

    assert "李**" in page
    assert "李桂香" not in page


def test_what_is_said_changes_and_the_door_stays(undone):
    chair, site = desk.desk("village-chair"), Site.objects.get(pk=undone.site)

    response = chair.post(
        f"/desk/sites/{site.id}/change/",
        {"name": "李姐绣坊", "address": "东村14号", "opening_hours": "周三下午"},
    )

    assert response.status_code == 302
    after = Site.objects.get(pk=site.pk)
    assert (after.address, after.opening_hours, after.code) == ("东村14号", "周三下午", site.code)


def test_a_site_is_closed_with_a_reason_by_the_district(undone):
    site, district = Site.objects.get(pk=undone.site), desk.desk()

    asked = text(district.get(f"/desk/sites/{site.id}/act/close/"))
    classes.published(site_id=site.id, place="")
    warned = text(district.get(f"/desk/sites/{site.id}/act/close/"))

    assert "closed door" not in asked
    assert "1 session is still to come here" in warned
    assert act(district, site, "close", reason=" ").status_code == 422
    assert act(district, site, "close", reason="房屋征收").status_code == 302

    page = text(district.get(f"/desk/sites/{site.id}/"))
    assert state(site) == "closed"
    assert "房屋征收" in page
    assert "Sheet for the door" not in page


def test_the_sheet_for_the_door_is_printed_once_the_site_is_open(undone):
    chair = desk.desk("village-chair")
    site, _response = proposed(chair)

    printed = chair.post(f"/desk/sites/{undone.site}/door.pdf")
    refused = chair.post(f"/desk/sites/{site.id}/door.pdf")

    assert printed.content.startswith(b"%PDF")
    assert refused.status_code == 409


def test_the_code_of_the_door_is_a_picture(undone):
    response = desk.desk("village-chair").get(f"/desk/sites/{undone.site}/door.svg")

    assert response["Content-Type"] == "image/svg+xml"
    assert b"<svg" in response.content


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("", True), (f"kind={KIND}&category=family&state=active", True), ("text=绣坊", True),
        ("area=370211106", False), ("state=dormant", False), ("category=firm", False),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_address(world, query, is_there):
    page = text(desk.desk().get(f"/desk/sites/?{query}"))

    assert ("李姐绣坊" in page) == is_there


def test_a_list_costs_the_same_queries_for_one_site_and_for_four(undone):
    chair, district = desk.desk("village-chair"), desk.desk()
    costs = []
    for number in (0, 3):
        for one in range(number):
            proposed(chair, name=f"微家{one}")
        district.get("/desk/sites/")
        with CaptureQueriesContext(connection) as counted:
            assert text(district.get("/desk/sites/")).count("row-link") == number + 1
        costs.append(len(counted))

    assert costs[0] == costs[1]


def test_the_list_is_taken_out_by_who_may(undone):
    response = desk.desk("town-officer").post("/desk/sites/export/", {"kind": KIND})

    assert b"".join(response.streaming_content).startswith(b"PK")
    assert desk.desk("village-chair").post("/desk/sites/export/").status_code == 403


def test_the_programme_of_the_plan_leads_to_its_sites(world):
    page = text(desk.desk("village-chair").get("/desk/programmes/womens-micro-homes/"))

    assert f'href="/desk/sites/?kind={KIND}"' in page


def test_the_yearly_check_names_nobody_while_no_site_was_open_all_year(world):
    page = text(desk.desk().get("/desk/sites/quiet/"))

    assert "No site is below what its kind asks for" in page


def test_a_second_check_begins_with_what_was_lacking_not_ticked(undone):
    town = desk.desk("town-officer")
    site, _response = proposed(desk.desk("village-chair"), head="")
    check(town, site, ledger="", head="")

    page = text(town.get(f"/desk/sites/{site.id}/checklist/"))

    ticked = re.findall(r'<input type="checkbox" name="([a-z-]+)"[^>]*checked>', page)
    assert "sign-shown" in ticked
    assert "ledger" not in ticked
    assert "head" not in ticked
    check(town, site, **{key: "" for key in ROOMY if key not in ticked and ROOMY[key] == "on"})
    assert state(site) == "cultivated"


def test_who_is_named_twice_counts_once_and_the_form_says_so(undone):
    site, response = proposed(desk.desk("village-chair"), helpers="李一、李一")

    assert response.status_code == 422
    assert "“李一” stands there already." in text(response)
    assert 'value="李一、李一"' in text(response)
    assert site is None
