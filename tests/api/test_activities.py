"""Activities over the API: what is on, enrolling once, cancelling, attendance; sites."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import override_settings
from django.utils import timezone

from jinguo.activities.models import Attendance, Enrolment
from jinguo.api.models import KeptAnswer
from jinguo.api.once import KEPT_FOR, forget_answers
from jinguo.audit.models import Event
from tests.make import activities as make
from tests.make import api, org, sites

pytestmark = pytest.mark.django_db
VILLAGE, NEXT_TOWN = "370211105201", "370211106"
ABSENT = "01890a5d-ac96-774b-bcce-b302099a8057"


def activity(**given):
    """A class next week in which one may enrol now."""
    now, start = timezone.now(), timezone.now() + timedelta(days=7)
    return make.activity(**{
        "now": now, "sessions": [make.meeting(start)], "closes_at": start, **given,
    })  # fmt: skip


def begun(offered):
    """Let the first session have begun an hour ago."""
    session = offered.sessions.get()
    session.starts_at = timezone.now() - timedelta(hours=1)
    session.save()
    return session


def post(program, path, body=None, *, key=""):
    return program.post(
        f"/api/v1/{path}",
        body or {},
        content_type="application/json",
        headers={"Idempotency-Key": key or uuid4().hex},
    )


@pytest.mark.slow
def test_activities_come_the_newest_first_with_seats_and_page_by_page():
    org.tree()
    made = [activity(title=f"茶艺{number}") for number in range(3)]
    make.enrol(made[0], now=timezone.now())
    program = api.program()

    first = program.get("/api/v1/activities", {"size": 2}).json()
    second = program.get("/api/v1/activities", {"size": 2, "after": first["next"]}).json()

    assert [one["title"] for one in first["items"]] == ["茶艺2", "茶艺1"]
    assert [(one["title"], one["taken"]) for one in second["items"]] == [("茶艺0", 1)]
    assert second["next"] is None


@pytest.mark.slow
def test_a_page_of_activities_costs_the_same_statements_whatever_its_size(
    django_assert_num_queries,
):
    org.tree()
    for number in range(4):
        activity(title=f"茶艺{number}")
    program = api.program()

    for size in (1, 4):
        with django_assert_num_queries(3):  # the token; the call counted; the page
            answer = program.get("/api/v1/activities", {"size": size})
        assert len(answer.json()["items"]) == size


@pytest.mark.slow
def test_what_is_on_comes_the_soonest_first_and_shows_no_drafts():
    org.tree()
    start = timezone.now() + timedelta(days=7)
    later = activity(sessions=make.meetings(2, start=start + timedelta(days=1)))
    sooner = activity()
    make.draft(now=timezone.now(), sessions=[make.meeting(start)], closes_at=start)
    program = api.program("auditor")  # any token will do

    first = program.get("/api/v1/sessions", {"size": 2}).json()
    rest = program.get("/api/v1/sessions", {"size": 2, "after": first["next"]}).json()

    assert [one["activity"] for one in first["items"]] == [str(sooner.id), str(later.id)]
    assert [one["number"] for one in rest["items"]] == [2]


@pytest.mark.slow
def test_an_activity_out_of_reach_is_told_from_no_absent_one():
    org.tree()
    there = activity(area=NEXT_TOWN)
    program = api.program("town-officer")

    hidden = program.get(f"/api/v1/activities/{there.id}")
    absent = program.get(f"/api/v1/activities/{ABSENT}")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert api.program().get(f"/api/v1/activities/{there.id}").json()["area"] == NEXT_TOWN


@pytest.mark.slow
def test_a_resident_is_enrolled_and_stands_on_the_roster_masked_as_on_the_desk():
    org.tree()
    offered, person = activity(), make.woman(phone="13812341234")

    answer = post(api.program(), f"activities/{offered.id}/enrolments", {"person": str(person.id)})

    assert answer.status_code == 201
    assert answer.json()["state"] == "enrolled"
    entry = Enrolment.objects.get()
    assert (entry.person_id, entry.seats) == (person.id, 1)
    [row] = api.program().get(f"/api/v1/activities/{offered.id}/enrolments").json()["items"]
    assert row["name"] == person.name
    narrowed = api.program(capabilities=["activities.view"])
    [row] = narrowed.get(f"/api/v1/activities/{offered.id}/enrolments").json()["items"]
    assert row["name"] == f"{person.name[0]}**"
    assert "1381234" not in str(row)
    assert Event.objects.filter(action="activities.read-roster", object_id=offered.id).count() == 2


@pytest.mark.slow
def test_the_same_call_again_gets_the_same_answer_and_enrols_once():
    org.tree()
    offered, person, program = activity(), make.woman(), api.program()
    path, body = f"activities/{offered.id}/enrolments", {"person": str(person.id)}

    first = post(program, path, body, key="enrol-0001")
    again = post(program, path, body, key="enrol-0001")
    other = post(program, path, body, key="enrol-0002")

    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert Enrolment.objects.count() == 1
    assert (other.status_code, other.json()["code"]) == (409, "already-enrolled")


@pytest.mark.slow
def test_a_key_that_stands_for_another_call_is_refused():
    org.tree()
    offered, program = activity(), api.program()
    path = f"activities/{offered.id}/enrolments"
    post(program, path, {"person": str(make.woman().id)}, key="enrol-0001")

    answer = post(program, path, {"person": str(make.woman().id)}, key="enrol-0001")

    assert (answer.status_code, answer.json()["code"]) == (422, "key-reused")
    assert Enrolment.objects.count() == 1


@pytest.mark.slow
def test_a_key_belongs_to_its_token():
    org.tree()
    offered = activity()
    path = f"activities/{offered.id}/enrolments"

    for person in make.women(2):
        assert (
            post(api.program(), path, {"person": str(person.id)}, key="enrol-0001").status_code
            == 201
        )


@pytest.mark.slow
def test_a_refused_call_may_be_sent_again_under_its_key():
    org.tree()
    offered, person, program = (
        activity(capacity=1, minimum=1, waiting_capacity=0),
        make.woman(),
        api.program(),
    )
    path, body = f"activities/{offered.id}/enrolments", {"person": str(person.id)}
    entry = make.enrol(offered, now=timezone.now())

    full = post(program, path, body, key="enrol-0001")
    post(program, f"enrolments/{entry.id}/cancellation")
    then = post(program, path, body, key="enrol-0001")

    assert (full.status_code, full.json()["code"]) == (409, "full")
    assert then.status_code == 201


@pytest.mark.slow
def test_without_a_key_nothing_is_done():
    org.tree()
    offered, person = activity(), make.woman()

    answer = api.program().post(
        f"/api/v1/activities/{offered.id}/enrolments",
        {"person": str(person.id)},
        content_type="application/json",
    )

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["Idempotency-Key"]
    assert not Enrolment.objects.exists()


@pytest.mark.slow
def test_answers_are_forgotten_after_a_day():
    org.tree()
    offered = activity()
    post(api.program(), f"activities/{offered.id}/enrolments", {"person": str(make.woman().id)})
    now = timezone.now()

    assert forget_answers(now=now) == 0
    assert forget_answers(now=now + KEPT_FOR) == 1
    assert not KeptAnswer.objects.exists()


@pytest.mark.slow
def test_a_resident_of_another_place_is_not_there():
    org.tree()
    offered, person = activity(), make.woman(at="370211106201")
    program = api.program("village-chair", at=VILLAGE)

    answer = post(program, f"activities/{offered.id}/enrolments", {"person": str(person.id)})

    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is no such person."


@pytest.mark.slow
def test_a_place_is_given_up_once():
    org.tree()
    entry, program = make.enrol(activity(), now=timezone.now()), api.program()

    first = post(program, f"enrolments/{entry.id}/cancellation")
    second = post(program, f"enrolments/{entry.id}/cancellation")

    assert first.json()["state"] == "dropped"
    assert (second.status_code, second.json()["code"]) == (409, "wrong-state")


@pytest.mark.slow
def test_who_came_is_noted_and_corrected():
    org.tree()
    offered = activity()
    came, missed = (make.enrol(offered, now=timezone.now()) for _entry in range(2))
    session, program = begun(offered), api.program()
    path = f"sessions/{session.id}/attendance"

    answer = post(program, path, {"present": [str(came.id)], "absent": [str(missed.id)]})
    post(program, path, {"present": [str(missed.id)]})

    assert answer.status_code == 201
    assert {one["enrolment"]: one["state"] for one in answer.json()["items"]} == {
        str(came.id): "present",
        str(missed.id): "absent",
    }
    assert set(Attendance.objects.values_list("state", flat=True)) == {"present"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "person"),
        ({"person": "nobody"}, "person"),
        ({"person": ABSENT, "seats": 0}, "seats"),
        ({"person": ABSENT, "state": "enrolled"}, "state"),
    ],
)
def test_a_field_that_does_not_fit_is_named(body, field):
    org.tree()
    answer = post(api.program(), f"activities/{activity().id}/enrolments", body)

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [field]


@pytest.mark.slow
def test_what_is_no_json_is_said_to_be_none():
    org.tree()
    answer = api.program().post(
        f"/api/v1/activities/{activity().id}/enrolments",
        "{",
        content_type="application/json",
        headers={"Idempotency-Key": "enrol-0001"},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")


@pytest.mark.slow
@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1_000)
def test_a_body_too_large_is_not_read():
    org.tree()
    offered = activity()

    answer = post(api.program(), f"activities/{offered.id}/enrolments", {"person": "x" * 2_000})

    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")


@pytest.mark.slow
def test_sites_within_reach_are_listed_narrowed_and_found():
    org.tree()
    here, there = sites.site(name="茶语微家"), sites.site(at="370211106201")
    program = api.program("town-officer")

    listed = program.get("/api/v1/sites", {"text": "茶语", "state": "active"}).json()["items"]

    assert [one["id"] for one in listed] == [str(here.id)]
    assert program.get(f"/api/v1/sites/{here.id}").json()["name"] == "茶语微家"
    hidden = program.get(f"/api/v1/sites/{there.id}")
    absent = program.get(f"/api/v1/sites/{ABSENT}")
    assert (hidden.status_code, hidden.content) == (404, absent.content)
