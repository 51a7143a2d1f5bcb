"""What a person is verified for: recorded by the district alone, ended with a reason, free of units."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.activities.models import Activity, Enrolment, Standing
from jinguo.activities.rulesets import Condition
from jinguo.audit.models import Event
from jinguo.people import queries as people_queries
from tests.make import classes, desk

pytestmark = pytest.mark.slow

UNIT = "71352部队"
FAMILIES = [Condition("military-family", {})]


@pytest.fixture
def district(undone):
    return desk.desk("district-officer")


@pytest.fixture
def wife(undone):
    return classes.woman("王秀兰", phone="13800001234")


def text(response):
    return response.content.decode()


def page(person):
    return f"/desk/activities/persons/{person.id}/verified/"


def filled(**given):
    return {
        "group": "military-family", "role": "spouse", "letter": "区退役军人事务局〔2026〕8号",
        "from_on": timezone.localdate(), **given,
    }  # fmt: skip


def ended(district, standing, **given):
    return district.post(
        f"/desk/activities/verified/{standing.id}/end/",
        {"because": "no-longer", "on": timezone.localdate(), **given},
    )


def beside(response, field):
    """What the page says is wrong with a field."""
    errors = text(response).split(f'id="id_{field}_error"')
    return errors[1].split("</div>")[0] if len(errors) > 1 else ""


def test_who_is_verified_books_a_class_for_military_families_and_no_longer_once_it_ended(
    district, wife
):
    activity, later = (classes.published(audience=FAMILIES) for _each in range(2))
    book = f"/desk/activities/{activity.id}/book/{wife.id}/"
    assert "the federation has verified" in text(district.get(book))
    assert page(wife) in text(district.get(book))

    assert district.post(page(wife), filled()).url == page(wife)
    shown = text(district.get(page(wife)))
    assert "Military family · spouse" in shown and "〔2026〕8号" in shown
    district.post(book)
    assert classes.newest(Enrolment).person == wife

    standing = Standing.objects.get(person=wife)
    assert ended(district, standing).url == page(wife)

    assert "She no longer belongs to it." in text(district.get(page(wife)))
    refused = district.post(f"/desk/activities/{later.id}/book/{wife.id}/")
    assert refused.status_code == 422 and "the federation has verified" in text(refused)
    assert Enrolment.objects.filter(person=wife).count() == 1


def test_a_seat_that_is_kept_goes_to_who_is_verified(district, wife):
    share = [Condition("priority-share", {"percent": 100, "until_hours": 1})]
    activity = classes.published(audience=share, capacity=1, minimum=1)
    other = classes.woman("李桂香", phone="13800005678")
    district.post(page(wife), filled(group="in-difficulty", role=""))

    for person in (other, wife):
        district.post(f"/desk/activities/{activity.id}/book/{person.id}/")

    states = dict(activity.enrolments.values_list("person__name", "state"))
    assert states == {"王秀兰": "enrolled", "李桂香": "waiting"}


def test_a_letter_holds_until_its_last_day_and_can_be_ended_before(district, wife):
    today = timezone.localdate()
    district.post(page(wife), filled(last_on=today + timedelta(days=30)))

    standing = Standing.objects.get(person=wife)
    assert standing.until_on == today + timedelta(days=31)
    again = district.post(page(wife), filled(letter="另一封"))
    assert again.status_code == 422 and "on record already" in beside(again, "group")

    ended(district, standing, because="renewed")
    assert district.post(page(wife), filled(letter="另一封")).status_code == 302
    assert Standing.objects.in_force(today).get(person=wife).letter == "另一封"


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"role": ""}, "role", "what she is in the family"),
        ({"group": "in-difficulty"}, "role", "Leave this empty"),
        ({"letter": ""}, "letter", "required"),
        ({"letter": f"{UNIT}政治处证明"}, "letter", "tells of a unit"),
        ({"letter": "番号一二三四五"}, "letter", "tells of a unit"),
        ({"letter": "航空兵第3旅证明"}, "letter", "number of a military unit"),
        ({"letter": "某舰王连长"}, "letter", "tells of a unit"),
        ({"letter": "驻古镇口证明"}, "letter", "tells of a unit"),
        ({"from_on": "2999-01-01"}, "from_on", "still to come"),
        ({"last_on": "2020-01-01"}, "last_on", "no longer holds"),
    ],
)
def test_what_cannot_be_recorded_is_said_beside_its_field_and_what_was_typed_stays(
    district, wife, given, field, said
):
    response = district.post(page(wife), filled(**given))

    assert response.status_code == 422 and said in beside(response, field)
    assert filled(**given)["letter"] in text(response)
    assert not Standing.objects.filter(person=wife).exists()


def test_an_end_needs_a_reason_and_a_day_it_had_come_to(district, wife):
    district.post(page(wife), filled())
    standing = Standing.objects.get(person=wife)

    assert beside(ended(district, standing, because=""), "because")
    assert beside(ended(district, standing, because="merged"), "because")  # no one says that
    assert "before it began" in beside(ended(district, standing, on="2020-01-01"), "on")
    assert Standing.objects.get(person=wife).until_on is None

    ended(district, standing)
    assert "has ended already" in text(ended(district, standing))


@pytest.mark.parametrize("role", ["town-officer", "village-chair", "district-leader", "counsellor"])
def test_others_neither_see_nor_record_it(undone, wife, role):
    browser = desk.desk(role)

    assert browser.get(page(wife)).status_code == 403
    assert browser.post(page(wife), filled()).status_code == 403
    assert not Standing.objects.filter(person=wife).exists()


def test_the_district_next_door_does_not_know_her(wife):
    assert desk.desk("district-officer", at="370212").get(page(wife)).status_code == 404


def test_a_household_leads_the_district_there_and_tells_others_who_verifies(district, wife):
    household = people_queries.residence(wife, timezone.localdate()).household
    record = f"/desk/households/{household.id}/"

    assert page(wife) in text(district.get(record))
    town = text(desk.desk("town-officer").get(record))
    assert page(wife) not in town and "The district federation verifies this." in town


def test_that_it_was_read_and_changed_stands_on_the_trail_without_a_word_of_the_letter(
    district, wife
):
    district.get(page(wife))
    district.post(page(wife), filled())
    ended(district, Standing.objects.get(person=wife))

    noted = Event.objects.filter(action__contains="standing").order_by("id")
    acts = [one.action for one in noted]
    assert acts.count("activities.read-standings") == 1
    assert {"activities.verify-standing", "activities.end-standing"} <= set(acts)
    assert not any("退役军人" in str(vars(one)) for one in noted)


def planned(**given):
    on = timezone.localdate() + timedelta(days=7)
    return {
        "what": "fashion-classrooms:course", "category": "tea", "title": "军娃暑期班",
        "area": desk.DISTRICT, "on": on, "starts": "14:00", "ends": "16:00", "every": 0, "times": 1,
        "as_series": "course", "place": "文化站", "seats_most": 1, "allocation": "first",
        "opens_on": timezone.localdate(), "opens": "00:00", "closes_before": 0, "audience": "own",
        "rule-military-family": "on", **given,
    }  # fmt: skip


@pytest.mark.parametrize("field", ["title", "summary", "place", "room", "fee_note"])
@pytest.mark.parametrize("as_series", ["course", "series"])
def test_a_class_for_military_families_names_no_unit(district, field, as_series):
    words = f"{UNIT}家属活动"

    response = district.post(
        "/desk/activities/plan/", planned(**{field: words, "as_series": as_series})
    )

    assert response.status_code == 422
    assert "number of a military unit" in beside(response, field) and words in text(response)
    assert not Activity.objects.filter(title__contains="军").exists()


def test_no_class_names_a_unit_to_everybody(district):
    given = planned(title=f"{UNIT}旧址参观")
    del given["rule-military-family"]

    assert district.post("/desk/activities/plan/", given).status_code == 422
