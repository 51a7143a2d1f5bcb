"""The list of activities, and planning them: what is coming, what waits, and what cannot be planned."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.activities.models import Activity, Series
from tests.make import classes, desk

pytestmark = pytest.mark.slow


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


def text(response):
    return response.content.decode()


def planned(**given):
    on = timezone.localdate() + timedelta(days=7)
    return {
        "what": "fashion-classrooms:course", "category": "tea", "title": "茶艺入门", "area": desk.TOWN,
        "on": on, "starts": "14:00", "ends": "16:00", "every": 0, "times": 1, "as_series": "course",
        "place": "文化站", "seats_most": 1, "allocation": "first", "opens_on": timezone.localdate(),
        "opens": "00:00", "closes_before": 0, "audience": "plan", **given,
    }  # fmt: skip


def test_a_class_of_several_weeks_is_planned_as_one_draft(town):
    response = town.post("/desk/activities/plan/", planned(every=7, times=4))

    made = classes.newest(Activity)
    assert response.url == f"/desk/activities/{made.id}/"
    starts = [timezone.localtime(one.starts_at) for one in made.sessions.order_by("number")]
    assert [(one - starts[0]).days for one in starts] == [0, 7, 14, 21]
    assert {one.hour for one in starts} == {14}
    assert (made.state, made.capacity, made.minimum) == ("draft", 30, 8)
    assert "Women-only" not in text(town.get(response.url))
    assert "Only for women" in text(town.get(response.url))


def test_what_was_offered_goes_on_to_the_next_place(town):
    before = classes.published(
        classes.session(days=3, instructor_name="周老师", room="二楼"), programme="mobile-classes",
        title="送课进村", fee_fen=800, seats_most=2, capacity=12,
    )  # fmt: skip
    page = f"/desk/activities/plan/?like={before.id}"

    shown = town.get(page)

    assert page in text(town.get(f"/desk/activities/{before.id}/"))
    assert "All is as it was with “送课进村”." in text(shown)
    values = shown.context["form"].initial
    assert (values["what"], values["category"]) == ("mobile-classes:course", "tea")
    assert (values["fee"], values["seats_most"], values["capacity"]) == ("8.00", 2, 12)
    assert (values["instructor"], values["room"], values["audience"]) == ("周老师", "二楼", "own")
    assert "on" not in values and values["opens_on"] == timezone.localdate()
    for unknown in ("x", before.code, "00000000-0000-0000-0000-000000000000"):
        assert town.get(f"/desk/activities/plan/?like={unknown}").status_code == 404


def test_a_summer_class_comes_every_working_day_but_for_a_holiday(town):
    monday = timezone.localdate() + timedelta(days=14 - timezone.localdate().weekday())
    tuesday = monday + timedelta(days=1)

    town.post(
        "/desk/activities/plan/",
        planned(on=monday, every=5, times=5, without=f"{tuesday:%Y年%-m月%-d日}"),
    )

    made = classes.newest(Activity)
    starts = [timezone.localdate(one.starts_at) for one in made.sessions.order_by("number")]
    assert [(one - monday).days for one in starts] == [0, 2, 3, 4, 7]


def test_all_drafts_of_a_series_are_published_at_once(town):
    made = town.post("/desk/activities/plan/", planned(every=7, times=3, as_series="series"))
    series = Series.objects.get(title="茶艺入门")
    page = f"/desk/activities/series/{series.id}/"
    assert made.url == page and f"{page}act/publish/" in text(town.get(page))
    drafts = Activity.objects.filter(series=series).order_by("closes_at")
    town.post(f"/desk/activities/{drafts[0].id}/act/publish/")

    shown = text(town.get(f"{page}act/publish/"))
    done = town.post(f"{page}act/publish/")

    assert "Drafts" in shown and done.url == page
    assert {one.state for one in drafts.all()} == {"published"}
    assert f"{page}act/publish/" not in text(town.get(page))
    assert "There is no draft to publish." in text(town.post(f"{page}act/publish/"))


def test_a_series_is_planned_as_one_activity_a_day(town):
    town.post("/desk/activities/plan/", planned(every=7, times=3, as_series="series"))

    made = Activity.objects.filter(title="茶艺入门").order_by("closes_at")
    assert [one.sessions.count() for one in made] == [1, 1, 1]
    assert len({one.series_id for one in made}) == 1 and made[0].series_id


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ends": "13:00"}, "It ends after it starts."),
        ({"times": 3}, "Say how often it repeats."),
        ({"every": 7, "times": 3, "without": "2026-13-01"}, "Write each day like 2026-10-01."),
        ({"every": 7, "times": 3, "without": "中秋节"}, "Write each day like 2026-10-01."),
        ({"every": 7, "times": 3, "without": "2026-10-01, 2"}, "Write each day like 2026-10-01."),
        ({"audience": "own", "rule-age": "on", "rule-age-at_least": 18}, "Give the number."),
        ({"category": "none"}, "is not one of the available choices"),
        ({"capacity": 2, "minimum": 5}, "It would need more participants than it has seats."),
        ({"fee": "some"}, "amount"),
        ({"closes_before": 700}, "Enrolment closes before it opens."),
    ],
)
def test_what_cannot_be_planned_is_said_and_what_was_typed_is_kept(town, given, said):
    response = town.post("/desk/activities/plan/", planned(**given))

    assert response.status_code == 422
    assert said in text(response) and "文化站" in text(response)
    assert not Activity.objects.filter(title="茶艺入门").exists()


def test_rules_of_its_own_replace_those_of_the_plan(town):
    rule = {"audience": "own", "rule-age": "on", "rule-age-at_least": 18, "rule-age-at_most": 60}

    response = town.post("/desk/activities/plan/", planned(**rule))

    page = text(town.get(response.url))
    assert "From 18 to 60 years of age" in page and "Only for women" not in page


def test_a_stage_of_life_that_only_the_nations_pack_names_is_offered_and_kept(town):
    assert "6 to 12" in text(town.get("/desk/activities/plan/"))
    town.post("/desk/activities/plan/", planned(stages=["age-6-12"]))

    assert classes.newest(Activity).stages == ["age-6-12"]


def test_an_instructor_of_the_register_is_found_and_her_double_booking_is_said(town):
    classes.woman("张敏", phone="13800001234")
    town.post("/desk/activities/plan/", planned(instructor="张敏 1234"))

    response = town.post("/desk/activities/plan/", planned(title="插花", instructor="张敏 1234"))

    assert response.status_code == 422
    assert "The instructor teaches “茶艺入门”" in text(response)
    assert classes.newest(Activity).sessions.get().instructor.name == "张敏"


def test_an_instructor_without_a_phone_is_only_announced(town):
    classes.woman("张敏", phone="13800001234")

    town.post("/desk/activities/plan/", planned(instructor="张敏"))

    session = classes.newest(Activity).sessions.get()
    assert (session.instructor_name, session.instructor) == ("张敏", None)


def test_the_list_shows_what_is_coming_by_day_and_drafts_apart(town):
    classes.published(title="茶艺入门")
    classes.draft(title="插花")

    coming = text(town.get("/desk/activities/"))
    drafts = text(town.get("/desk/activities/?state=draft"))

    assert "茶艺入门" in coming and "插花" not in coming
    assert "插花" in drafts and "茶艺入门" not in drafts
    assert "below the minimum" in coming


def test_the_list_is_narrowed_by_programme_category_and_area(town):
    classes.published()

    assert "茶艺入门" in text(town.get("/desk/activities/?category=tea&area=370211105"))
    for query in ("category=yoga", "programme=job-fairs", "kind=event", "area=370211106"):
        assert "茶艺入门" not in text(town.get(f"/desk/activities/?{query}"))


def test_a_list_or_page_there_is_not_is_refused(town):
    assert town.get("/desk/activities/?state=none").status_code == 422
    assert town.get("/desk/activities/?after=x").status_code == 422


def test_pages_of_a_long_list_meet_without_gap_or_overlap(town):
    classes.published(*[classes.session(days=n) for n in range(1, 61)])

    one = town.get("/desk/activities/?category=tea")
    two = town.get("/desk/activities/", {"category": "tea", "after": one.context["after"]})

    ids = [
        row.session.id for page in (one, two) for day in page.context["days"] for row in day.rows
    ]
    assert len(ids) == len(set(ids)) == 60
    assert two.context["after"] == ""


def test_the_list_is_taken_out_as_a_workbook_and_noted(town):
    classes.published()

    response = town.post("/desk/activities/export/?category=tea")

    assert response["Content-Type"].endswith("sheet")
    assert b"".join(response.streaming_content)


def test_a_filter_of_the_list_is_kept(town):
    town.post(
        "/desk/filters/save/", {"list": "activities", "query": "category=tea", "name": "茶艺"}
    )

    assert "茶艺" in text(town.get("/desk/activities/"))


def test_a_programme_of_the_plan_leads_to_its_activities(town):
    page = text(town.get("/desk/programmes/fashion-classrooms/"))

    assert "/desk/activities/?programme=fashion-classrooms" in page


def test_what_waits_for_a_decision_stands_on_the_first_page(town):
    classes.published()
    over = classes.published(classes.session(days=2), title="插花")
    classes.begun(over)

    page = text(town.get("/desk/"))

    assert "state=short" in page and "state=to-close" in page


def test_who_only_looks_cannot_plan(undone):
    leader = desk.desk("district-leader")
    classes.published()

    assert "茶艺入门" in text(leader.get("/desk/activities/"))
    assert leader.get("/desk/activities/plan/").status_code == 403


def test_who_sees_no_plan_narrows_the_list_by_programmes_in_words(undone):
    classes.published()

    shown = text(desk.desk("counsellor").get("/desk/activities/"))

    assert '<option value="fashion-classrooms">Fashion classrooms</option>' in shown
