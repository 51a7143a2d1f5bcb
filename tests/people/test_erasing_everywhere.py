"""What each module keeps of someone who is erased, and what of it has to end first."""

from datetime import date, timedelta

import pytest
from django.db.models import Q

from jinguo.activities.models import (
    Charge,
    Enrolment,
    Feedback,
    Incident,
    PickUp,
    Standing,
    StatedStage,
)
from jinguo.assess import actions as assess_actions
from jinguo.assess import files
from jinguo.assess.models import Photo
from jinguo.core import crypto
from jinguo.facts import queries as facts
from jinguo.members import actions as members
from jinguo.members.models import Volunteer
from jinguo.notices.models import Entry, Message
from jinguo.people import actions as people_actions
from jinguo.people.actions import StillNeeded
from jinguo.people.models import Person
from tests.make import activities as classes
from tests.make import assess, erasures, messages, people, photos
from tests.make import members as make_members

pytestmark = pytest.mark.django_db
NAME = "逄翡翠"


def resident():
    return Person.objects.get(pk=people.resident(name=NAME, area=classes.VILLAGE).person_id)


@pytest.mark.slow
def test_a_place_in_a_class_ends_first_and_what_she_said_of_it_goes():
    her, activity = resident(), classes.activity(title="插花班")
    place = classes.enrol(activity, her)
    with pytest.raises(StillNeeded, match="插花班"):
        erasures.propose(her)

    Enrolment.objects.filter(pk=place.pk).update(state="completed")
    Feedback.objects.create(enrolment=place, rating=5, words=f"{NAME}说很好", at=people.instant())
    Standing.objects.create(
        person=her, group="military-family", letter="军属2020-逄", from_on=date(2020, 1, 1)
    )
    StatedStage.objects.create(
        person=her, stated=b"s7ated", text_version="1", stated_on=date(2020, 1, 1)
    )
    charge = Charge.objects.create(enrolment=place, code_digest="d1gest")
    charge.allergies = crypto.seal("activities_charge", "allergies", charge.pk, "花生")
    charge.save()
    PickUp.objects.create(
        charge=charge, name="逄外婆", relation="外婆", phone_tail="8877", from_on=date(2020, 1, 1)
    )
    incident = Incident(
        session=activity.sessions.get(), charge=charge, at=people.instant(), what=b"",
        recorded_at=people.instant(),
    )  # fmt: skip
    incident.what = crypto.seal("activities_incident", "what", incident.pk, "摔了一跤")
    incident.save()
    sealed = [bytes(charge.allergies), bytes(incident.what)]
    erasures.erased(her)

    wanted = [NAME, "军属2020-逄", "逄外婆", "8877", "d1gest", b"s7ated", *sealed]
    assert erasures.places_of(*wanted) == []
    assert Feedback.objects.get().rating == 5
    assert Enrolment.objects.get(pk=place.pk).person_id == her.pk
    incident.refresh_from_db()
    assert crypto.unseal("activities_incident", "what", incident.pk, bytes(incident.what)) == "***"
    assert list(facts.check()) == []


@pytest.mark.slow
def test_a_plaque_in_her_name_ends_first_and_the_pictures_go_with_her(
    django_capture_on_commit_callbacks,
):
    home = people.household(head_name=NAME, area=assess.VILLAGE)
    held = assess.recognition(household=home)
    picture = photos.picture(held)
    head = people.head(home)
    close = date(2020, 7, 20)
    people_actions.close_household(
        actor=people.colleague(area="370211"), household_id=home.pk, on=close, reason="迁走",
        now=people.instant(close),
    )  # fmt: skip
    with pytest.raises(StillNeeded, match=held.plaque):
        erasures.propose(head, on=close)
    assess_actions.close_recognition(
        actor=assess.officer(), recognition_ids=[held.pk], reason="迁走", on=close,
        now=people.instant(close),
    )  # fmt: skip
    assert files.PHOTOS.pictures.exists(picture.pk)

    with django_capture_on_commit_callbacks(execute=True):
        erasures.erased(head, on=close + timedelta(days=1))

    assert not any(store.exists(picture.pk) for store in files.PHOTOS.stores)
    assert Photo.objects.get().withdrawn_at is not None
    assert set(Entry.objects.values_list("name", flat=True)) == {"**"}
    assert erasures.places_of(NAME, "逄**") == []
    assert list(facts.check()) == []


@pytest.mark.slow
def test_a_volunteer_leaves_first_and_her_hours_stay_without_her():
    her = make_members.woman(name=NAME)
    make_members.scheme()
    listed = make_members.volunteer(who=her)
    hours = make_members.served(listed)
    people_actions.close_household(
        actor=people.colleague(area="370211"), on=date(2020, 6, 20), reason="迁走",
        household_id=her.memberships.get().household_id, now=people.instant(date(2020, 6, 20)),
    )  # fmt: skip
    with pytest.raises(StillNeeded, match="volunteers"):
        erasures.propose(her, on=date(2020, 6, 21))
    members.stop(
        actor=make_members.chair(), volunteer_id=listed.pk, reason="退出", on=date(2020, 6, 20),
        now=people.instant(date(2020, 6, 21)),
    )  # fmt: skip
    erasures.erased(her, on=date(2020, 6, 21))
    listed = Volunteer.objects.get(pk=listed.pk)
    assert listed.skills == [] and list(listed.services.all()) == [hours]
    assert erasures.places_of(NAME) == []


def test_a_message_that_waits_does_not_go_out_any_more():
    her = resident()
    message = messages.message(to=her)
    erasures.erased(her)
    message = Message.objects.get(pk=message.pk)
    assert (message.state, message.why, message.values) == ("suppressed", "erased", {})
    assert not Message.objects.filter(Q(state="queued") | Q(tail="8001")).exists()


@pytest.mark.slow
def test_a_child_is_handed_over_before_its_guardian_is_erased():
    guardian = people.resident(name=NAME)
    held = people.child(guardian)
    with pytest.raises(StillNeeded, match="1 child"):
        erasures.propose(guardian.person_id)
    people_actions.end_guardianship(
        actor=people.acting(guardian), guardianship_id=held.pk, on=erasures.TODAY,
        now=people.instant(),
    )  # fmt: skip
    erasures.erased(guardian.person_id)
    assert Person.objects.get(pk=held.child_id).name == "赵小宝"
