"""Associations, agreements, volunteers and appointments, through the acts themselves."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from jinguo.members import actions
from jinguo.members.actions import (
    AgreementIn,
    AppointmentIn,
    DutyIn,
    MembershipIn,
    PartyIn,
    Vote,
)
from jinguo.members.models import (
    Agreement,
    Appointment,
    Assignment,
    Body,
    Duty,
    Membership,
    RecordCheck,
    Service,
    Volunteer,
)
from jinguo.org.actor import Actor
from jinguo.people.models import Person
from tests.make import org, people

PROGRAMME = "women"
VILLAGE, NEXT_DOOR, TOWN, DISTRICT = "370211105201", "370211105202", "370211105", "370211"
DAY = date(2020, 6, 15)
USCC, OTHER_USCC = "91370200163562681G", "91110000600037341L"
CONDITIONS = [
    {"id": "founder", "title": "女性创办人", "title_en": "A woman founded it"},
    {"id": "credit", "title": "信用良好", "title_en": "In good credit"},
]
DEFINITION = {
    "bodies": {"conditions": CONDITIONS, "more_than": 50, "check_days": 10, "vote_days": 30},
    "agreements": {
        "items": [{"id": "training", "title": "培训交流", "title_en": "Training"}],
        "least_years": 1, "most_years": 3, "warn_days": 60, "duty_warn_days": 14,
    },
    "volunteers": {
        "skills": [
            {"id": "teaching", "title": "授课辅导", "title_en": "Teaching"},
            {"id": "law", "title": "法律咨询", "title_en": "Law"},
        ]
    },
    "record_checks": {"months": 12, "warn_days": 30},
    "appointments": [
        {"id": "ambassador", "title": "时尚大使", "title_en": "Ambassador", "months": 24, "warn_days": 60},
        {"id": "instructor", "title": "指导师", "title_en": "Instructor", "months": 12, "warn_days": 60},
    ],
    "assignments": {"kind": "instructor", "warn_days": 30},
}  # fmt: skip


def scheme(
    *, area: str = DISTRICT, definition=DEFINITION, valid_from: date = date(2019, 1, 1),
    digest: str = "1",
):  # fmt: skip
    """Publish what the plan of a place says on members, agreements, volunteers and appointments."""
    return actions.publish_scheme(
        pack=f"pack-{area}", area=area, programme=PROGRAMME, valid_from=valid_from,
        definition=definition, source="a notice", digest=digest,
    )  # fmt: skip


def district() -> Actor:
    """Someone who decides for the district."""
    return org.officer(role="district-officer", at=DISTRICT)


def town() -> Actor:
    """Someone who keeps members and agreements of the town."""
    return org.officer(role="town-officer", at=TOWN)


def chair(at: str = VILLAGE) -> Actor:
    """Someone who keeps the members and volunteers of a village."""
    return org.officer(role="village-chair", at=at)


def woman(*, name: str = "王秀英", at: str = VILLAGE, **given) -> Person:
    """Someone on the register."""
    return people.head(people.household(head_name=name, area=at, **given))


def body(*, name: str = "巾帼创业者协会", by: Actor | None = None) -> Body:
    """An association of the district."""
    return actions.found_body(
        actor=by or district(), programme=PROGRAMME, area=DISTRICT, name=name, founded_on=DAY,
        now=people.instant(DAY),
    )  # fmt: skip


def applied(
    *, of: Body | None = None, who: Person | None = None, on: date = DAY, by: Actor | None = None,
    **given,
) -> Membership:  # fmt: skip
    """Someone who has applied to join."""
    wanted = MembershipIn(
        body_id=(of or body()).id, person_id=(who or woman()).id,
        **{"kind": "individual", **given},
    )  # fmt: skip
    return actions.apply(
        actor=by or chair(), application=wanted, on=on, now=people.instant(max(on, DAY))
    )


def checked(one: Membership | None = None, *, on: date = DAY, **given) -> Membership:
    """Someone whose application is before the council."""
    return actions.check_application(
        actor=town(), membership_id=(one or applied(on=on, **given)).id,
        conditions=["founder", "credit"], on=on, now=people.instant(max(on, DAY)),
    )  # fmt: skip


def voted(one: Membership, *votes: int, on: date = DAY, by: Actor | None = None) -> Membership:
    """What became of an application: votes for, against, abstained."""
    vote = Vote(meeting_on=on, votes_for=votes[0], votes_against=votes[1], votes_abstained=votes[2])
    return actions.record_vote(
        actor=by or district(), membership_id=one.id, vote=vote, now=people.instant(max(on, DAY))
    )


def member(*, on: date = DAY, **given) -> Membership:
    """A member, voted in."""
    return voted(checked(on=on, **given), 9, 1, 1, on=on)


def agreement(
    *, by: Actor | None = None, on: date = DAY, years: int = 1, title: str = "与莱西市共建",
    **given,
) -> Agreement:  # fmt: skip
    """An agreement of the district with one party."""
    return actions.sign(
        actor=by or district(), programme=PROGRAMME, now=people.instant(max(on, DAY)),
        agreement=AgreementIn(
            **{"title": title, "place": "莱西", "signed_on": on, "years": years, "party": party()}
            | given
        ),
    )  # fmt: skip


def party(name: str = "莱西市巾帼创业联盟", **given) -> PartyIn:
    """A body outside."""
    return PartyIn(**{"name": name, "contact_name": "李", "contact_phone": "0532-88888888"} | given)


def duty(of: Agreement, *, due_on: date = DAY + timedelta(days=30), **given) -> Duty:
    """Something our side owes under an agreement."""
    return actions.add_duty(
        actor=district(), agreement_id=of.id, now=people.instant(DAY),
        duty=DutyIn(**{"item": "training", "text": "办一期培训", "due_on": due_on} | given),
    )  # fmt: skip


def volunteer(
    *, who: Person | None = None, skills=("teaching",), on: date = DAY, by: Actor | None = None
) -> Volunteer:
    """Someone on the list of volunteers."""
    return actions.enlist(
        actor=by or chair(), programme=PROGRAMME, person_id=(who or woman()).id, skills=skills,
        on=on, now=people.instant(max(on, DAY)),
    )  # fmt: skip


def served(
    of: Volunteer, *, minutes: int = 90, with_minors: bool = False, on: date = DAY,
    by: Actor | None = None,
) -> Service:  # fmt: skip
    """Time a volunteer gave."""
    return actions.record_service(
        actor=by or chair(), volunteer_id=of.id, what="陪伴老人", minutes=minutes,
        with_minors=with_minors, on=on, now=people.instant(max(on, DAY)),
    )  # fmt: skip


def record_check(person: UUID, *, on: date = DAY, today: date = DAY) -> RecordCheck:
    """A crime-record paper that was seen."""
    return actions.record_check(
        actor=chair(), person_id=person, checked_on=on, seen_by="赵敏", now=people.instant(today)
    )


def appointment(
    *, who: Person | None = None, kind: str = "ambassador", on: date = DAY,
    by: Actor | None = None, **given,
) -> Appointment:  # fmt: skip
    """Someone appointed."""
    wanted = AppointmentIn(
        **{"person_id": (who or woman()).id, "kind": kind, "starts_on": on, "skill": "茶艺"} | given
    )
    return actions.appoint(
        actor=by or district(), programme=PROGRAMME, appointment=wanted,
        now=people.instant(max(on, DAY)),
    )  # fmt: skip


def assignment(
    held: Appointment | None = None, *, area: str = VILLAGE, on: date = DAY,
    until: date = DAY + timedelta(days=180), by: Actor | None = None,
) -> Assignment:  # fmt: skip
    """An instructor with a community."""
    return actions.assign(
        actor=by or district(), programme=PROGRAMME,
        appointment_id=(held or appointment(kind="instructor", on=on)).id, area=area,
        starts_on=on, ends_on=until, now=people.instant(max(on, DAY)),
    )  # fmt: skip
