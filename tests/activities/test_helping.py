"""Whoever is with minors has a crime-record check that holds: helpers, instructors and volunteers alike."""

from datetime import timedelta

import pytest

from jinguo.activities import actions, checkin, policies, queries
from jinguo.activities.models import Helper
from jinguo.activities.rulesets import Condition
from jinguo.core.errors import NotFound, Refused
from tests.make import activities as make
from tests.make import members, org

pytestmark = pytest.mark.django_db
UNDER_AGE = {"audience": (Condition("age", {"at_least": 5, "at_most": 13}),)}
AFTER_SCHOOL = {"kind": "after-school", "category": ""}
DAY = make.START.date()
EARLY = make.START - timedelta(minutes=30)


@pytest.fixture(autouse=True)
def _plan():
    org.tree()
    members.scheme()


def drafted(who=None, **given):
    """A draft of the after-school class with somebody who helps there."""
    planned = make.draft(**{**AFTER_SCHOOL, **given})
    if who is not None:
        add(planned, who)
    return planned


def add(to, who):
    return actions.add_helper(
        actor=make.officer(), activity_id=to.id, person_id=who.id, now=make.NOON
    )


def publish(planned):
    return actions.publish(actor=make.officer(), activity_id=planned.id, now=make.NOON)


def noted(session, *entries, now=EARLY + timedelta(hours=1)):
    return actions.record_attendance(
        actor=make.officer(), session_id=session.id, present=[one.id for one in entries], now=now
    )


def checked(who, **given):
    members.record_check(who.id, **given)
    return who


def test_with_a_check_that_holds_it_is_published():
    assert publish(drafted(checked(make.woman()))).state == "published"


def test_without_one_it_is_not_and_the_sentence_says_who_and_what_to_do():
    who = make.woman()
    planned = drafted(who)

    with pytest.raises(policies.Unchecked) as refused:
        publish(planned)

    assert who.name in refused.value.message and "Have one recorded" in refused.value.message
    checked(who)
    assert publish(planned).state == "published"


@pytest.mark.parametrize(("before", "passes"), [(0, True), (1, False)], ids=["that day", "before"])
def test_her_check_holds_on_her_first_day(before, passes):
    """A check of so many months holds to the day before the same day: the pack says how many."""
    who = make.woman()
    last = DAY - timedelta(days=before)
    checked(who, on=last.replace(year=last.year - 1) + timedelta(days=1), today=make.NOON.date())
    planned = drafted(who)

    if passes:
        assert publish(planned).state == "published"
    else:
        with pytest.raises(policies.Unchecked, match="holds until"):
            publish(planned)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "refused"), [(AFTER_SCHOOL, True), (UNDER_AGE, True), ({}, False)],
    ids=["minded", "by age", "adults"],
)  # fmt: skip
def test_who_teaches_minors_is_checked_as_who_helps_is(given, refused):
    planned = make.draft(sessions=[make.meeting(instructor_id=make.woman().id)], **given)

    if refused:
        with pytest.raises(policies.Unchecked):
            publish(planned)
    else:
        assert publish(planned).state == "published"


@pytest.mark.slow
def test_an_instructor_announced_by_name_only_is_known_once_she_is_on_the_list():
    who = checked(make.woman())
    planned = drafted(sessions=[make.meeting(instructor_name=f"{who.name}老师")])
    with pytest.raises(policies.Unchecked, match="by name only"):
        publish(planned)

    add(planned, who)

    assert publish(planned).state == "published"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("announced", "refused"),
    [
        ("{}老师、李丽老师", False), ("青岛市 {}", False), ("{}（市妇幼）", False),
        ("{}芳老师", True), ("大{}", True),
    ],
    ids=["with another", "after a place", "before brackets", "a longer name", "inside a name"],
)  # fmt: skip
def test_an_instructor_whose_name_holds_a_helpers_name_is_somebody_else(announced, refused):
    who = checked(make.woman())
    planned = drafted(sessions=[make.meeting(instructor_name=announced.format(who.name))])
    add(planned, who)

    if refused:
        with pytest.raises(policies.Unchecked, match="by name only"):
            publish(planned)
    else:
        assert publish(planned).state == "published"


@pytest.mark.slow
def test_once_it_is_published_nobody_is_put_on_the_list_without_a_check():
    first = checked(make.woman())
    activity, who = publish(drafted(first)), make.woman()

    with pytest.raises(policies.Unchecked):
        add(activity, who)
    assert Helper.objects.get().person == first
    add(activity, checked(who))

    named = {one.name for one in queries.helping(activity, make.NOON.date())}
    assert named == {first.name, who.name}


def test_children_are_minded_by_somebody_who_is_named():
    planned = drafted()

    with pytest.raises(policies.NobodyMinds):
        publish(planned)
    add(planned, checked(make.woman()))

    assert publish(planned).state == "published"


@pytest.mark.slow
def test_nor_is_a_day_added_on_which_her_check_holds_no_more_without_a_word():
    activity = publish(drafted(checked(make.woman())))
    later = make.START.replace(year=2021)

    actions.add_sessions(
        actor=make.officer(), activity_id=activity.id, sessions=[make.meeting(later)], now=make.NOON
    )

    [hers] = queries.helping(activity, make.NOON.date())
    assert hers.runs_out and "helps until" in hers.said


@pytest.mark.slow
def test_who_is_taken_off_no_longer_stands_in_the_way():
    planned = drafted(make.woman())
    helper = Helper.objects.get()
    add(planned, checked(make.woman()))

    actions.end_helper(actor=make.officer(), helper_id=helper.id, now=make.NOON)

    assert publish(planned).state == "published"
    with pytest.raises(Refused, match="off the list already"):
        actions.end_helper(actor=make.officer(), helper_id=helper.id, now=make.NOON)


@pytest.mark.slow
def test_of_what_is_not_with_minors_no_list_is_kept():
    with pytest.raises(Refused, match="is not with minors"):
        add(make.draft(), make.woman())


@pytest.mark.slow
def test_another_district_neither_adds_nor_ends():
    planned = drafted(checked(make.woman()))
    stranger = make.officer(at="370212")

    with pytest.raises(NotFound):
        actions.add_helper(
            actor=stranger, activity_id=planned.id, person_id=make.woman().id, now=make.NOON
        )
    with pytest.raises(NotFound):
        actions.end_helper(actor=stranger, helper_id=Helper.objects.get().id, now=make.NOON)


@pytest.mark.slow
def test_when_her_check_has_run_out_the_class_is_not_opened_but_what_was_is_recorded():
    who = checked(make.woman(), on=make.NOON.date())
    later = make.START.replace(year=2021)
    activity = publish(drafted(who, sessions=[make.meeting(), make.meeting(later)]))
    entry = make.enrol(activity)
    first, last = activity.sessions.order_by("starts_at")
    noted(first, entry)

    with pytest.raises(policies.Unchecked, match=who.name):
        noted(last, entry, now=last.starts_at)
    noted(last, entry, now=last.ends_at)

    assert last.attendances.get().state == "present"


def service(*who):
    """A service with minors in which some women are enrolled; return its session and entries."""
    activity = make.activity(kind="with-minors", category="")
    return activity.sessions.get(), [make.enrol(activity, one) for one in who]


def come(session, entry):
    return actions.check_in(
        actor=make.officer(), session_id=session.id, enrolment_id=entry.id, now=EARLY,
        code=checkin.code_at(session.id, EARLY),
    )  # fmt: skip


@pytest.mark.slow
def test_a_volunteer_without_a_check_is_not_let_in_to_minors_and_others_are():
    session, (fit, unfit) = service(checked(make.woman()), make.woman())

    come(session, fit)
    with pytest.raises(policies.Unchecked, match=unfit.person.name):
        come(session, unfit)
    with pytest.raises(policies.Unchecked, match=unfit.person.name):
        noted(session, fit, unfit, now=session.starts_at)

    assert [one.enrolment_id for one in session.attendances.all()] == [fit.id]


@pytest.mark.slow
def test_who_comes_learns_of_herself_and_not_whose_check_is_missing():
    helper = checked(make.woman(), on=make.NOON.date())
    later = make.START.replace(year=2021)
    planned = drafted(helper, sessions=[make.meeting(), make.meeting(later)])
    activity = publish(planned)
    entry = make.enrol(activity, make.woman())
    last = activity.sessions.order_by("starts_at").last()
    now = last.starts_at

    with pytest.raises(Refused, match="Ask the organiser") as refused:
        actions.check_in(
            actor=make.officer(), session_id=last.id, enrolment_id=entry.id, now=now,
            code=checkin.code_at(last.id, now),
        )  # fmt: skip

    assert helper.name not in refused.value.message
