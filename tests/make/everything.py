"""One of everything a page can show, for the pages of all modules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from jinguo.activities import actions as activities
from jinguo.activities.actions import OfferIn, SessionIn
from jinguo.assess.models import Visit
from jinguo.facts.models import Fact
from jinguo.ledger import actions as ledger
from jinguo.members import actions as members
from jinguo.notices.messages import states
from jinguo.org.models import Post
from jinguo.people.models import Person
from jinguo.sites import actions as sites
from jinguo.sites.queries import kind_of
from tests.make import exchange, messages, notices, org, plaques, programmes, reports
from tests.make import people as homes
from tests.make.desk import (
    DISTRICT,
    TOWN,
    VILLAGE,
    applied,
    consent,
    data_request,
    lent,
    officer,
    open_round,
    pictured,
    planned,
    proposed_erasure,
    recognised,
    sent_out,
    someone,
)
from tests.make.pictures import photo


@dataclass(frozen=True)
class World:
    """The ids of one thing of each kind, all in the same village, town and district."""

    activity: UUID
    series: UUID
    session: UUID
    enrolment: UUID
    household: UUID
    person: UUID
    member: UUID
    consent: UUID
    request: UUID
    erasure: UUID
    application: UUID
    photo: UUID
    entry: UUID
    recognition: UUID
    batch: UUID
    printing: UUID
    report: UUID
    freeze: UUID
    account: UUID
    post: UUID
    token: UUID
    draft: UUID
    notice: UUID
    line: UUID
    objection: UUID
    points: UUID
    good: UUID
    body: UUID
    membership: UUID
    agreement: UUID
    duty: UUID
    volunteer: UUID
    service: UUID
    appointment: UUID
    assignment: UUID
    message: UUID
    drafted_round: UUID
    round: UUID
    visit: UUID
    plan: UUID
    site: UUID
    keeper: UUID
    site_line: UUID
    site_picture: UUID
    standing: UUID


def world() -> World:
    """Apply the plan and make one of everything, dated a few days ago."""
    org.tree()
    for code in (DISTRICT, TOWN, VILLAGE, "370211106"):
        org.unit(at=code)
    programmes.applied_packs()
    household, certified = homes.household(), homes.household(head_name="李桂兰")
    batch = exchange.checked()
    account = someone("executive", name="孙明")
    report = reports.annual()
    application = applied(household.id)
    return World(
        household=household.id,
        person=homes.head(household).id,
        member=homes.member(household).id,
        consent=consent(household.id),
        request=data_request(household.id),
        erasure=proposed_erasure(),
        application=application,
        photo=pictured(application),
        entry=Fact.objects.get(kind="assess.applied", object_id=application).id,
        recognition=recognised(certified.id),
        batch=batch.id,
        printing=plaques.asked_for(officer()).id,
        report=report.id,
        freeze=reports.frozen(report).id,
        account=account.id,
        post=Post.objects.get(account=account).id,
        token=lent(account),
        **_with_an_activity(),
        **_on_notice(),
        **_with_points(household.id),
        **_with_members(homes.head(household).id),
        message=_failed(homes.head(household)),
        **_evaluated(),
        plan=planned(),
        **_with_a_site(),
        standing=activities.verify_standing(
            actor=officer(), person_id=homes.head(household).id, group="in-difficulty",
            letter="困难证明2020-1", from_on=timezone.localdate(), now=timezone.now(),
        ).id,
    )  # fmt: skip


def _with_an_activity() -> dict[str, UUID]:
    """Plan an event of a series in the village for tomorrow, publish it, and enrol somebody."""
    now = timezone.now()
    starts_at = now + timedelta(days=1)
    series = activities.plan_series(
        actor=officer("village-chair"), now=now,
        offer=OfferIn(
            programme="fashion-classrooms", kind="event", title="茶话会", area=VILLAGE,
            place="村文化站", audience=(), minimum=1,
        ),
    )  # fmt: skip
    planned = activities.plan_in_series(
        actor=officer("village-chair"), series_id=series.id, opens_at=now, closes_at=starts_at,
        now=now,
        sessions=[SessionIn(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))],
    )  # fmt: skip
    activities.publish(actor=officer("village-chair"), activity_id=planned.id, now=now)
    entry = activities.enrol(
        actor=officer("village-chair"), activity_id=planned.id, channel="desk", now=now,
        person_id=homes.head(homes.household(head_name="周秀珍")).id,
    )  # fmt: skip
    return {
        "activity": planned.id, "series": series.id, "session": planned.sessions.get().id,
        "enrolment": entry.id,
    }  # fmt: skip


def _on_notice() -> dict[str, UUID]:
    """Draft a notice; release another today, and object to its first line."""
    today = timezone.localdate()
    notice = notices.released(on=today)
    receipt = notices.objected(notice, on=today)
    return {
        "draft": notices.draft(on=today).id,
        "notice": notice.id,
        "line": notices.first(notice).id,
        "objection": receipt.objection_id,
    }


def _failed(person: Person) -> UUID:
    """Queue a message today that did not go out."""
    now = timezone.now()
    made = messages.message(to=person, now=now)
    states.move(made, states.State.SUPPRESSED, now=now, actor="tests", why="no-consent")
    return made.id


def _with_points(household: UUID) -> dict[str, UUID]:
    """Record points for a household, and put a good into its village's store."""
    now, today, chair = timezone.now(), timezone.localdate(), officer("village-chair")
    [entry] = ledger.record_points(
        actor=chair, programme="courtyards", rule="clean-up", household_ids=[household],
        on=today, now=now,
    )  # fmt: skip
    good = ledger.add_good(actor=chair, area=VILLAGE, title="肥皂", price=1, now=now)
    ledger.bring_stock(actor=chair, good_id=good.id, quantity=10, on=today, now=now)
    return {"points": entry, "good": good.id}


def _with_a_site() -> dict[str, UUID]:
    """Propose a site with a head, open it today, and write a need into its log."""
    now, today = timezone.now(), timezone.localdate()
    act = {"actor": officer(), "on": today, "now": now}
    made = sites.propose(
        kind="womens-micro-home", category="family", area=VILLAGE, head="李桂香",
        details=sites.Details(name="李姐绣坊", address="东村12号"), **act,
    )  # fmt: skip
    answers = {item.id: 20 if item.asks == "number" else 1 for item in kind_of(made, today).items}
    sites.check(site_id=made.id, answers=answers, **act)
    sites.approve(site_id=made.id, **act)
    sites.give_plaque(site_id=made.id, **act)
    need = sites.note_need(site_id=made.id, topic="想学电商", **act)
    picture = sites.add_picture(
        site_id=made.id, data=photo(1, (160, 120)), shows="活动室", consent="nobody", **act
    )
    return {
        "site": made.id, "keeper": made.posts.get().id, "site_line": need.id,
        "site_picture": picture.id,
    }  # fmt: skip


def _with_members(person: UUID) -> dict[str, UUID]:
    """Make someone a member, a volunteer and an instructor with a community; sign an agreement."""
    now, today, district = timezone.now(), timezone.localdate(), officer()
    act = {"actor": district, "now": now}
    body = members.found_body(
        programme="entrepreneurs", area=DISTRICT, name="巾帼创业者协会", founded_on=today, **act
    )
    one = members.apply(
        application=members.MembershipIn(body_id=body.id, person_id=person), on=today, **act
    )
    members.check_application(
        membership_id=one.id, conditions=["founder", "a-year", "credit", "charter"], on=today, **act
    )
    vote = members.Vote(meeting_on=today, votes_for=9, votes_against=0, votes_abstained=0)
    members.record_vote(membership_id=one.id, vote=vote, **act)
    agreement = members.sign(
        actor=officer("town-officer"), programme="partnership-agreements", now=now,
        agreement=members.AgreementIn(
            title="与莱西市共建", place="莱西", signed_on=today, years=1,
            party=members.PartyIn(name="莱西市巾帼创业联盟"),
        ),
    )  # fmt: skip
    duty = members.DutyIn(item="training", text="办一期培训", due_on=today + timedelta(days=30))
    volunteer = members.enlist(
        programme="women-volunteers", person_id=person, skills=["teaching"],
        on=today - timedelta(days=30), **act,
    )  # fmt: skip
    service = members.record_service(
        volunteer_id=volunteer.id, what="陪伴老人", minutes=90, with_minors=False, on=today, **act
    )
    appointment = members.appoint(
        programme="seed-plan", **act,
        appointment=members.AppointmentIn(
            person_id=person, kind="family-instructor", starts_on=today
        ),
    )  # fmt: skip
    assignment = members.assign(
        programme="seed-plan", appointment_id=appointment.id, area=VILLAGE, starts_on=today,
        ends_on=today + timedelta(days=90), **act,
    )  # fmt: skip
    return {
        "body": body.id,
        "membership": one.id,
        "agreement": agreement.id,
        "duty": members.add_duty(agreement_id=agreement.id, duty=duty, **act).id,
        "volunteer": volunteer.id,
        "service": service.id,
        "appointment": appointment.id,
        "assignment": assignment.id,
    }


def _evaluated() -> dict[str, UUID]:
    """Draft a round of evaluation, and bring another one into the field with one visit."""
    drafted, sent = open_round(), sent_out()
    return {"drafted_round": drafted, "round": sent, "visit": Visit.objects.get(round=sent).id}
