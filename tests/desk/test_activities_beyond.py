"""Booking for a woman of the village in what is held beyond it: found, made, given up, and no more seen."""

import pytest

from jinguo.activities import actions
from jinguo.activities.models import Activity, Enrolment
from jinguo.activities.rulesets import Condition
from tests.make import classes, desk, org

NEXT_TOWN = "370211106"
RESIDENTS = (Condition("lives-in-area", {}),)


@pytest.fixture
def chair(undone):
    return desk.desk("village-chair")


def text(response):
    return response.content.decode()


def record(activity):
    return f"/desk/activities/{activity.id}/"


def published(*, at, by="district-officer", **given):
    """An activity of the district or a town that is open for enrolment."""
    made = classes.draft(classes.session(days=5), **given)
    Activity.objects.filter(id=made.id).update(area=at)
    return actions.publish(
        actor=desk.officer(by), activity_id=made.id, now=made.created_at
    )  # fmt: skip


@pytest.mark.slow
def test_a_chair_finds_what_is_open_to_her_women_and_enrols_one(chair):
    fair, theirs = published(at=desk.DISTRICT, title="招聘会"), classes.published(title="茶艺入门")
    person = classes.woman("王秀兰")

    opened = text(chair.get("/desk/activities/open/"))
    find = f"{record(fair)}book/"
    found = text(chair.get(find, {"name": "王秀兰"}))
    response = chair.post(f"{find}{person.id}/")

    assert "招聘会" in opened and "茶艺入门" in opened
    assert find in opened and f"{record(theirs)}book/" in opened
    assert f"{find}{person.id}/" in found
    entry = classes.newest(Enrolment)
    assert (entry.activity_id, entry.person, entry.state) == (fair.id, person, "enrolled")
    assert response.url == f"/desk/activities/open/?person={person.id}"
    assert "She has a place" in text(chair.get(response.url))


@pytest.mark.slow
def test_who_else_is_enrolled_beyond_her_reach_she_neither_sees_nor_changes(chair):
    fair = published(at=desk.DISTRICT, title="招聘会")
    other = classes.woman("赵玉梅", area="370211106201", phone="13800009012")
    entry = actions.enrol(
        actor=desk.officer(), activity_id=fair.id, person_id=other.id, channel="desk",
        now=fair.created_at,
    )  # fmt: skip

    pages = [
        chair.get("/desk/activities/open/"),
        chair.get(f"{record(fair)}book/", {"name": "赵玉梅"}),
        chair.get(f"{record(fair)}book/{classes.woman('李桂香').id}/"),
    ]

    assert all(one.status_code == 200 for one in pages)
    assert not any(f"/{other.id}/" in text(one) or "9012" in text(one) for one in pages)
    for page in (
        record(fair),
        f"{record(fair)}book/{other.id}/",
        f"/desk/activities/open/?person={other.id}",
        f"/desk/activities/entries/{entry.id}/cancel/",
        f"{record(fair)}act/cancel/",
    ):
        assert chair.get(page).status_code == 404, page
    assert chair.post(f"/desk/activities/entries/{entry.id}/cancel/").status_code == 404


@pytest.mark.slow
def test_a_groups_list_is_pasted_for_what_is_held_beyond_and_matched_to_her_own_women_alone(chair):
    fair, ours = published(at=desk.DISTRICT, title="招聘会"), classes.woman("王秀兰")
    theirs = classes.woman("赵玉梅", area="370211106201", phone="13800009012")
    paste = f"{record(fair)}list/"
    pasted = {"text": "#接龙\n招聘会\n1. 王秀兰\n2. 赵玉梅 13800009012"}
    assert paste in text(chair.get("/desk/activities/open/"))
    shown = text(chair.get(paste))
    assert fair.code in shown and record(fair) + "poster/" not in shown

    read = text(chair.post(paste, pasted))
    assert f'value="{ours.id}"' in read and "Not on the register" in read
    assert str(theirs.id) not in read and f'href="{record(fair)}"' not in read
    chosen = {"confirmed": 1, "person-3": ours.id, "person-4": theirs.id}
    done = text(chair.post(paste, {**pasted, **chosen}))

    entry = Enrolment.objects.get(activity=fair)
    assert (entry.person, entry.channel, entry.state) == (ours, "paste", "enrolled")
    assert entry.booked_by is not None and f'href="{record(fair)}"' not in done
    assert "/desk/activities/open/" in done


@pytest.mark.slow
def test_a_pasted_list_leaves_out_whom_she_sees_but_does_not_enrol(undone):
    fair = published(at=desk.DISTRICT, title="招聘会")
    chair = desk.someone("village-chair")
    org.post(account=chair, role="data-officer", at=desk.DISTRICT)
    ours = classes.woman("王秀兰")
    theirs = classes.woman("赵玉梅", area="370211106201", phone="13800009012")

    read = text(
        desk.client(chair).post(
            f"{record(fair)}list/", {"text": "#接龙\n1. 王秀兰\n2. 赵玉梅 13800009012"}
        )
    )

    assert str(ours.id) in read and str(theirs.id) not in read


@pytest.mark.slow
def test_of_a_pasted_list_beyond_her_reach_whom_a_rule_leaves_out_is_said_by_line(chair):
    for_others = published(at=NEXT_TOWN, title="邻镇居民课", audience=RESIDENTS)
    ours, pasted = classes.woman("王秀兰"), {"text": "#接龙\n1. 王秀兰"}
    paste = f"{record(for_others)}list/"

    done = chair.post(paste, {**pasted, "confirmed": 1, "person-2": ours.id})

    assert "This is for residents of" in text(done)
    assert not Enrolment.objects.filter(activity=for_others).exists()


@pytest.mark.slow
def test_a_place_beyond_her_reach_is_given_up_again_from_the_womans_list(chair):
    fair, person = published(at=desk.DISTRICT, title="招聘会"), classes.woman("王秀兰")
    chair.post(f"{record(fair)}book/{person.id}/")
    entry = classes.newest(Enrolment)
    hers = f"/desk/activities/open/?person={person.id}"
    cancel = f"/desk/activities/entries/{entry.id}/cancel/"

    assert cancel in text(chair.get(hers))
    assert hers in text(chair.get(cancel))
    response = chair.post(cancel)

    assert response.url == hers
    entry.refresh_from_db()
    assert entry.state == "dropped" and cancel not in text(chair.get(hers))


@pytest.mark.slow
def test_drafts_private_ones_and_those_of_others_are_not_there(chair):
    draft = classes.draft(title="未公布")
    private = published(at=desk.DISTRICT, title="辅导")
    Activity.objects.filter(id=private.id).update(is_private=True)
    for_others = published(at=NEXT_TOWN, title="邻镇居民课", audience=RESIDENTS)
    for_ours = published(at=desk.DISTRICT, title="本区居民课", audience=RESIDENTS)
    over = published(at=desk.DISTRICT, title="已截止")
    Activity.objects.filter(id=over.id).update(closes_at=over.created_at)

    opened = text(chair.get("/desk/activities/open/"))

    assert for_ours.title in opened
    for one in (draft, private, for_others, over):
        assert one.title not in opened, one.title
    for one in (draft, private):
        assert chair.get(f"{record(one)}book/").status_code == 404
    assert chair.get(f"{record(private)}list/").status_code == 404
    person = classes.woman()
    refused = chair.post(f"{record(for_others)}book/{person.id}/")
    assert refused.status_code == 422 and "This is for residents of" in text(refused)


@pytest.mark.slow
def test_a_household_leads_each_of_its_members_to_what_is_open(undone):
    hers = f"/desk/activities/open/?person={undone.member}"
    household = f"/desk/households/{undone.household}/"

    for role in ("village-chair", "executive", "town-officer"):
        assert hers in text(desk.desk(role).get(household)), role
    assert hers not in text(desk.desk("data-officer").get(household))


def test_a_list_for_somebody_there_is_not_is_not_there(chair):
    assert chair.get("/desk/activities/open/?person=x").status_code == 404


@pytest.mark.slow
def test_the_public_page_leads_who_is_signed_in_for_work_to_her_desk(chair):
    fair = published(at=desk.DISTRICT, title="招聘会")
    book = f"/a/{fair.code}/book/"

    response = chair.get(book)

    assert response.url == f"{record(fair)}book/"
    assert chair.get(response.url).status_code == 200
    assert desk.desk("district-leader").get(book).status_code == 403
    Activity.objects.filter(id=fair.id).update(is_private=True)
    assert chair.get(book).status_code == 403
