"""Children minded after school, enrolled by their guardians."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jinguo.activities import actions, policies, queries
from jinguo.activities.actions import PickUpIn
from jinguo.activities.models import Charge, Enrolment
from jinguo.activities.queries import records
from jinguo.audit.models import Event
from jinguo.core.errors import NotFound, Refused
from jinguo.facts.models import Fact
from jinguo.people import actions as people_actions
from jinguo.people.actions import ConsentIn
from tests.make import activities as make
from tests.make import people

pytestmark = pytest.mark.django_db


def family(born_on: date = date(2011, 9, 1)):
    """A mother with an account of her own, and her child."""
    mother = people.resident()
    return mother, people.child(mother, born_on=born_on).child


def agree(mother, child):
    people_actions.record_consent(
        actor=people.acting(mother), person_id=child.id,
        consent=ConsentIn(
            purpose=policies.CONSENT, text_version="1", fields=("name",), given_how="screen",
            guardian="赵小兰", guardian_relation="5",
        ),
        given_on=make.NOON.date(), now=make.NOON,
    )  # fmt: skip


def book(mother, child, activity):
    return make.enrol(activity, child, by=people.acting(mother), channel="portal")


def minded():
    """A child in the after-school class, her mother, the session, her card and code."""
    activity = make.activity(kind="after-school", category="")
    mother, child = family()
    agree(mother, child)
    entry = book(mother, child, activity)
    card = actions.take_charge(
        actor=people.acting(mother), enrolment_id=entry.id, allergies="花生", now=make.NOON,
        pick_ups=[PickUpIn(name="赵奶奶", relation="奶奶", phone="13900000001")],
    )  # fmt: skip
    return activity.sessions.get(), card


def sign_in(session, card, code=None):
    return actions.sign_in(
        actor=make.officer(), session_id=session.id, charge_id=card.charge.id,
        code=code or card.code, now=session.starts_at,
    )  # fmt: skip


def sign_out(session, card, **given):
    return actions.sign_out(
        actor=make.officer(), session_id=session.id, charge_id=card.charge.id, code=card.code,
        now=session.ends_at, **given,
    )  # fmt: skip


def test_a_resident_books_for_herself_and_sees_nobody_else():
    activity, mother = make.activity(), people.resident()

    entry = book(mother, mother.person, activity)

    assert (entry.state, entry.guardian_id, entry.channel) == ("enrolled", None, "portal")
    with pytest.raises(NotFound):
        book(mother, make.woman(), activity)


@pytest.mark.slow
def test_a_child_is_enrolled_by_her_guardian_once_her_consent_is_on_record():
    activity = make.activity()
    mother, child = family()

    with pytest.raises(policies.GuardianNeeded, match="consent"):
        book(mother, child, activity)
    agree(mother, child)

    assert book(mother, child, activity).guardian_id == mother.person_id


@pytest.mark.parametrize("born_on, needed", [(date(2006, 6, 16), True), (date(2006, 6, 15), False)])
def test_the_guardian_is_asked_until_the_day_of_the_fourteenth_birthday(born_on, needed):
    activity = make.activity()
    _mother, child = family(born_on)

    if needed:
        with pytest.raises(policies.GuardianNeeded):
            make.enrol(activity, child)
    else:
        assert make.enrol(activity, child).state == "enrolled"


@pytest.mark.slow
def test_a_child_comes_and_leaves_by_her_guardians_code_with_who_may_fetch_her():
    session, card = minded()
    grandmother = card.charge.pick_ups.get()

    sign_in(session, card)
    stay = sign_out(session, card, fetched_by=grandmother.id)

    assert (stay.in_at, stay.out_at) == (session.starts_at, session.ends_at)
    assert stay.fetched_by_id == grandmother.id
    assert Fact.objects.filter(kind="activities.attended").count() == 1
    with pytest.raises(Refused):
        sign_out(session, card)


@pytest.mark.slow
def test_who_is_not_on_the_list_does_not_fetch_her():
    session, card = minded()
    sign_in(session, card)
    _other, other_card = minded()

    with pytest.raises(Refused, match="not on the list"):
        sign_out(session, card, fetched_by=other_card.charge.pick_ups.get().id)


@pytest.mark.slow
def test_five_wrong_codes_close_the_card_until_a_new_one_is_given():
    session, card = minded()
    wrong = "000000" if card.code != "000000" else "000001"

    for _try in range(5):
        with pytest.raises(actions.WrongGuardianCode):
            sign_in(session, card, wrong)
    with pytest.raises(actions.WrongGuardianCode, match="Too many"):
        sign_in(session, card)

    assert Charge.objects.get(id=card.charge.id).wrong_codes == 5


def renewed(card, **given):
    return actions.renew_code(**{
        "actor": make.officer(), "enrolment_id": card.charge.enrolment_id, "now": make.NOON, **given,
    })  # fmt: skip


def test_a_new_code_replaces_the_old_one_and_touches_nothing_else():
    session, card = minded()
    before = Charge.objects.get(id=card.charge.id)
    fetching = list(card.charge.pick_ups.values())

    new = renewed(card)

    after = Charge.objects.get(id=card.charge.id)
    assert bytes(after.allergies) == bytes(before.allergies)
    assert list(card.charge.pick_ups.values()) == fetching
    if new.code != card.code:  # one in a million is the same
        with pytest.raises(actions.WrongGuardianCode):
            sign_in(session, card)
    sign_in(session, new)
    assert Event.objects.filter(action="activities.renew-code").count() == 1


def test_a_card_is_opened_once():
    _session, card = minded()

    with pytest.raises(Refused, match="card already"):
        actions.take_charge(
            actor=make.officer(), enrolment_id=card.charge.enrolment_id, pick_ups=[], now=make.NOON
        )

    assert card.charge.pick_ups.get().until_on is None


def test_a_card_is_put_right_as_it_was_seen_and_its_code_stays():
    session, card = minded()
    grandmother = card.charge.pick_ups.get()
    given = {
        "actor": make.officer(), "enrolment_id": card.charge.enrolment_id, "kept": [grandmother.id],
        "more": [PickUpIn(name="赵爷爷", relation="爷爷")], "allergies": "花生、虾",
        "seen": records.mark_of(card.charge), "now": make.NOON,
    }  # fmt: skip

    changed = actions.change_card(**given)

    assert {one.name for one in records.pick_ups_of(changed)} == {"赵奶奶", "赵爷爷"}
    with pytest.raises(Refused, match="Somebody else has changed"):
        actions.change_card(**given)
    assert actions.read_allergies(
        actor=make.officer(), charge_id=changed.id, now=make.NOON
    ) == "花生、虾"  # fmt: skip
    sign_in(session, card)


def hold(session):
    return actions.hold_session(
        actor=make.officer(), session_id=session.id, now=session.ends_at
    )  # fmt: skip


def test_a_session_is_not_closed_while_a_child_is_inside():
    session, card = minded()
    sign_in(session, card)

    with pytest.raises(policies.ChildrenInside, match="1 child is still inside"):
        hold(session)
    sign_out(session, card)

    assert hold(session).state == "held"


ENDED = {"ended_because": "cancelled", "ended_at": make.NOON}


@pytest.mark.parametrize(
    "became", [{"state": "completed"}, {"state": "late-cancelled", **ENDED}], ids=["over", "ended"]
)
def test_a_locked_card_of_a_child_who_is_inside_gets_a_new_code_whatever_became_of_her_entry(
    became,
):
    session, card = minded()
    sign_in(session, card)
    Enrolment.objects.filter(id=card.charge.enrolment_id).update(**became)
    Charge.objects.filter(id=card.charge.id).update(wrong_codes=5)

    sign_out(session, renewed(card))

    with pytest.raises(policies.WrongState):
        renewed(card)


def test_what_a_child_must_not_eat_is_sealed_and_reading_it_is_told():
    session, card = minded()

    assert "花生".encode() not in bytes(Charge.objects.get(id=card.charge.id).allergies)
    assert actions.read_allergies(
        actor=make.officer(), charge_id=card.charge.id, now=session.starts_at
    ) == "花生"  # fmt: skip


def test_an_incident_is_written_down_sealed():
    session, card = minded()

    incident = actions.record_incident(
        actor=make.officer(), session_id=session.id, charge_id=card.charge.id,
        at=session.starts_at, what="擦破膝盖，已消毒", told_guardian_at=session.starts_at,
        now=session.starts_at + timedelta(minutes=5),
    )  # fmt: skip

    assert "膝盖".encode() not in bytes(incident.what)


def happened(session, card, **given):
    return actions.record_incident(**{
        "actor": make.officer(), "session_id": session.id, "charge_id": card.charge.id,
        "at": session.starts_at, "what": "擦破膝盖，已消毒",
        "now": session.starts_at + timedelta(minutes=5), **given,
    })  # fmt: skip


def test_what_happened_is_read_by_who_records_it_there_and_the_trail_says_so():
    session, card = minded()
    incident = happened(session, card)

    said = actions.read_incident(actor=make.officer(), incident_id=incident.id, now=session.ends_at)

    assert said == "擦破膝盖，已消毒"
    assert Event.objects.filter(
        action="activities.read-incident", object_id=session.activity_id
    ).count() == 1  # fmt: skip


@pytest.mark.parametrize(
    ("role", "at"),
    [
        ("district-leader", make.DISTRICT),  # looks at activities, records nothing there
        ("town-officer", "370211106"),  # another town
        ("objection-officer", make.DISTRICT),
    ],
)
def test_who_does_not_record_there_finds_no_incident_and_leaves_no_trace(role, at):
    session, card = minded()
    incident, actor = happened(session, card), make.officer(role, at)

    assert not queries.incidents(actor)
    with pytest.raises(NotFound):
        actions.read_incident(actor=actor, incident_id=incident.id, now=session.ends_at)
    assert not Event.objects.filter(action="activities.read-incident")


def test_incidents_are_listed_the_latest_first():
    session, card = minded()
    first = happened(session, card)
    later = happened(session, card, at=session.starts_at + timedelta(minutes=2), charge_id=None)

    assert list(queries.incidents(make.officer())) == [later, first]


def test_only_where_children_are_minded_there_are_cards():
    mother = people.resident()
    entry = book(mother, mother.person, make.activity())

    with pytest.raises(Refused, match="not minded"):
        actions.take_charge(
            actor=people.acting(mother), enrolment_id=entry.id, pick_ups=[], now=make.NOON
        )
