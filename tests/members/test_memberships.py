"""Who joins an association, how the council decides, and how it ends."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.facts.models import Fact
from jinguo.members import actions, queries
from jinguo.members.actions import AlreadyIn, BodyExists, OfficeTaken
from jinguo.members.models import Body, Change, Membership, Office
from jinguo.members.policies import WrongState
from jinguo.members.schemes import NotInPlan
from tests.make import members as make
from tests.make import org, people

pytestmark = pytest.mark.django_db
DAY = make.DAY


@pytest.fixture(autouse=True)
def _plan():
    org.tree()
    make.scheme()


def joined() -> list[tuple[str, int]]:
    """What is counted: where, and how many."""
    found = Fact.objects.filter(kind="members.joined").order_by("id")
    return list(found.values_list("area", "quantity"))


def ended(one: Membership, verb: str = "leave", *, on=DAY, reason: str = "迁往外地", by=None):
    act = getattr(actions, verb)
    return act(
        actor=by or make.district(), membership_id=one.id, reason=reason, on=on,
        now=people.instant(max(on, DAY)),
    )  # fmt: skip


def office(one: Membership, title: str = "president", *, on=DAY) -> Office:
    return actions.take_office(
        actor=make.district(), membership_id=one.id, title=title, on=on, now=people.instant(DAY)
    )


def test_who_is_voted_in_gets_the_next_certificate_and_is_counted_where_she_lives():
    body = make.body()

    first = make.member(of=body)
    second = make.member(of=body, who=make.woman(name="李桂兰"))

    assert [first.number, second.number] == [1, 2]
    assert second.admitted_on == DAY
    assert joined() == [(make.VILLAGE, 1)] * 2


@pytest.mark.parametrize(
    ("votes", "state"),
    [
        ((6, 5, 0), "admitted"),
        ((5, 5, 0), "refused"),
        ((5, 0, 5), "refused"),
        ((1, 0, 0), "admitted"),
    ],
)
def test_more_than_half_of_the_votes_cast_admit(votes, state):
    found = make.voted(make.checked(), *votes)

    assert found.state == state
    assert (found.votes_for, found.votes_against, found.votes_abstained) == votes
    assert len(joined()) == (state == "admitted")


def test_a_vote_in_which_nobody_voted_decides_nothing():
    with pytest.raises(Invalid, match="Nobody voted"):
        make.voted(make.checked(), 0, 0, 0)


def test_the_secretariat_puts_nobody_before_the_council_who_does_not_meet_the_conditions():
    one = make.applied()

    with pytest.raises(Invalid, match="In good credit"):
        actions.check_application(
            actor=make.town(), membership_id=one.id, conditions=["founder"], on=DAY,
            now=people.instant(DAY),
        )  # fmt: skip

    assert make.checked(one).conditions == ["founder", "credit"]


def test_the_council_votes_on_what_was_checked():
    with pytest.raises(WrongState, match="Applied"):
        make.voted(make.applied(), 9, 0, 0)


@pytest.mark.parametrize("verb", ["turn_down", "withdraw"])
def test_an_application_turned_down_or_withdrawn_is_closed_and_can_be_made_again(verb):
    body, who = make.body(), make.woman()
    closed = ended(make.applied(of=body, who=who), verb, reason="材料不全")

    assert closed.state in ("refused", "withdrawn") and closed.due_on is None
    assert make.applied(of=body, who=who).state == "applied"
    assert joined() == []


@pytest.mark.slow
def test_a_person_and_an_enterprise_apply_once():
    body, who = make.body(), make.woman()
    make.applied(of=body, who=who)
    firm = {"kind": "unit", "enterprise": "大村茶坊", "uscc": make.USCC}
    make.applied(of=body, who=who, **firm)

    with pytest.raises(AlreadyIn):
        make.applied(of=body, who=who)
    with pytest.raises(AlreadyIn):
        make.applied(of=body, who=make.woman(name="李桂兰"), **firm)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            body=body, area_id=who.area_id, person=who, kind="individual", applied_on=DAY
        )


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "unit", "enterprise": "大村茶坊", "uscc": ""},
        {"kind": "unit", "enterprise": "", "uscc": make.USCC},
        {"kind": "unit", "enterprise": "大村茶坊", "uscc": "91370200163562681X"},
        {"kind": "club"},
        {"on": DAY + timedelta(days=1)},
    ],
)
def test_a_unit_has_a_name_and_a_credit_code_that_checks(given):
    with pytest.raises(Invalid):
        actions.apply(
            actor=make.chair(), on=given.pop("on", DAY), now=people.instant(DAY),
            application=actions.MembershipIn(
                body_id=make.body().id, person_id=make.woman().id, **given
            ),
        )  # fmt: skip


@pytest.mark.parametrize("verb", ["leave", "expel"])
def test_an_end_has_a_reason_and_takes_office_directory_and_count_with_it(verb):
    one = make.member()
    office(one)
    actions.list_in_directory(
        actor=make.town(), membership_id=one.id, products="手工茶", contact="大村集市 3 号",
        agreed_on=DAY, now=people.instant(DAY),
    )  # fmt: skip
    later = DAY + timedelta(days=30)

    with pytest.raises(Invalid):
        ended(one, verb, on=later, reason=" ")
    gone = ended(one, verb, on=later)

    assert gone.ended_on == later
    assert (gone.products, gone.contact, gone.agreed_on) == ("", "", None)
    assert Office.objects.get().period.upper == later
    assert joined() == [(make.VILLAGE, 1), (make.VILLAGE, -1)]


def test_a_member_is_expelled_by_the_district_alone():
    one = make.member()

    with pytest.raises(Denied):
        ended(one, "expel", by=make.town())
    assert ended(one, "leave", by=make.town()).state == "left"


@pytest.mark.slow
def test_a_body_has_one_president_and_any_number_of_vice_presidents():
    body = make.body()
    first, second, third = (make.member(of=body, who=make.woman(name=n)) for n in "赵钱孙")
    office(first)

    with pytest.raises(OfficeTaken, match="President"):
        office(second)
    office(second, "vice-president")
    office(third, "vice-president")
    with pytest.raises(OfficeTaken, match="holds an office"):
        office(third, "secretary")
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(
            body=body, membership=make.member(of=body, who=make.woman(name="周")),
            title="president", period=Office.objects.get(title="president").period,
        )  # fmt: skip


@pytest.mark.slow
def test_an_office_given_up_is_free_for_another():
    body = make.body()
    first, second = (make.member(of=body, who=make.woman(name=name)) for name in "赵钱")
    office(first)
    later = DAY + timedelta(days=10)

    actions.leave_office(
        actor=make.district(), membership_id=first.id, on=later, now=people.instant(later)
    )
    actions.take_office(
        actor=make.district(), membership_id=second.id, title="president", on=later,
        now=people.instant(later),
    )  # fmt: skip

    assert queries.office_now(second, later).title == "president"
    assert queries.office_now(first, DAY).title == "president"
    with pytest.raises(Refused, match="no office"):
        actions.leave_office(
            actor=make.district(), membership_id=first.id, on=later, now=people.instant(later)
        )


def test_the_directory_shows_who_agreed_and_forgets_who_no_longer_does():
    one = make.member()
    act = {"actor": make.town(), "membership_id": one.id, "now": people.instant(DAY)}
    actions.list_in_directory(products="手工茶", contact="大村集市 3 号", agreed_on=DAY, **act)
    assert list(queries.directory(make.town(), one.body)) == [one]

    gone = actions.take_off_directory(**act)

    assert (gone.products, gone.contact) == ("", "")
    assert not queries.directory(make.town(), one.body)
    with pytest.raises(Refused):
        actions.take_off_directory(**act)


def test_only_members_stand_in_the_directory():
    with pytest.raises(WrongState):
        actions.list_in_directory(
            actor=make.town(), membership_id=make.applied().id, products="手工茶", contact="",
            agreed_on=DAY, now=people.instant(DAY),
        )  # fmt: skip


def registered(one: Body, uscc: str = make.USCC, *, on=DAY) -> Body:
    return actions.register_body(
        actor=make.district(), body_id=one.id, uscc=uscc, registered_on=on, now=people.instant(DAY)
    )


def test_a_body_has_a_name_of_its_own_and_once_registered_a_credit_code_of_its_own():
    body, other = make.body(), make.body(name="电商协会")
    assert registered(body).registered_on == DAY

    with pytest.raises(BodyExists, match="name"):
        make.body()
    with pytest.raises(BodyExists, match="credit code"):
        registered(other)
    with pytest.raises(Invalid):
        registered(other, "91370200163562681X")
    with pytest.raises(Invalid):
        registered(other, make.OTHER_USCC, on=DAY - timedelta(days=1))


def test_a_charter_was_adopted_on_a_day_and_takes_the_place_of_the_former():
    body = make.body()
    act = {"actor": make.district(), "body_id": body.id, "now": people.instant(DAY)}

    actions.adopt_charter(charter="第一条 本会由女性创业者自愿组成。", adopted_on=DAY, **act)
    adopted = actions.adopt_charter(charter="第一条 修订。", adopted_on=DAY, **act)

    assert (adopted.charter, adopted.charter_on) == ("第一条 修订。", DAY)
    with pytest.raises(Invalid):
        actions.adopt_charter(charter=" ", adopted_on=DAY, **act)
    with pytest.raises(Denied):
        actions.adopt_charter(charter="第一条", adopted_on=DAY, **{**act, "actor": make.town()})


def test_an_association_is_founded_where_the_plan_provides_for_it_by_who_decides():
    with pytest.raises(Denied):
        make.body(by=make.town())
    with pytest.raises(NotInPlan):
        actions.found_body(
            actor=make.district(), programme="other", area=make.DISTRICT, name="协会",
            founded_on=DAY, now=people.instant(DAY),
        )  # fmt: skip
    assert not Body.objects.exists()


def test_a_town_hands_in_for_its_own_women_and_does_not_see_the_next_towns():
    body = make.body()
    one = make.member(of=body)
    elsewhere = make.chair(at="370211106201")

    assert queries.get_body(elsewhere, body.id) == body
    with pytest.raises(NotFound):
        queries.get_membership(elsewhere, one.id)
    with pytest.raises(NotFound):
        make.applied(of=body, who=make.woman(name="李桂兰"), by=elsewhere)


def test_every_step_stands_in_the_history_which_is_written_once():
    one = make.member()

    assert [line.verb for line in queries.history_of(one.id)] == ["vote", "check", "apply"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.all().delete()
