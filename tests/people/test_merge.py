from datetime import date, timedelta

import pytest

from jinguo.core import crypto
from jinguo.core.errors import Denied, NotFound, Refused
from jinguo.facts.models import Fact
from jinguo.people import actions, queries
from jinguo.people.models import Household, Membership, Merge
from jinguo.people.queries import Likeness
from tests.make import people as make

pytestmark = pytest.mark.django_db
TODAY = date(2020, 6, 15)


def merge_persons(winner, loser, *, actor=None, reason="同一人"):
    return actions.merge_persons(
        actor=actor or make.colleague(),
        winner_id=winner.pk,
        loser_id=loser.pk,
        reason=reason,
        now=make.instant(),
    )


def merge_households(winner, loser, *, actor=None, reason="重复登记"):
    return actions.merge_households(
        actor=actor or make.colleague(),
        winner_id=winner.pk,
        loser_id=loser.pk,
        reason=reason,
        now=make.instant(),
    )


@pytest.mark.slow
def test_the_winner_gets_what_only_the_loser_had_and_both_histories_stay():
    home, other = make.household(), make.household(area=make.NEXT_DOOR)
    number = make.id_number(21)
    winner = make.member(home, name="李建国")
    loser = make.member(other, name="李建国", id_number=number, phone="14300004321")

    merge_persons(winner, loser)

    winner.refresh_from_db()
    assert crypto.unseal("people_person", "id_number", winner.pk, bytes(winner.id_number)) == number
    assert (winner.phone_tail, winner.born_on) == ("4321", date(1970, 1, 1))
    assert queries.find_by_id_number(make.colleague(), number) == winner
    assert {one.household for one in queries.history_of(winner)} == {home, other}
    assert queries.residence(winner, TODAY).household == home
    assert queries.residence(loser, TODAY) is None
    loser.refresh_from_db()
    assert loser.merged_into == winner and loser.id_number is not None
    assert Merge.objects.get().reason == "同一人"


def counts(*households):
    found = dict(Household.objects.values_list("pk", "member_count"))
    return [found[one.pk] for one in households]


@pytest.mark.slow
def test_the_household_one_record_leaves_counts_one_less():
    home, other = make.household(), make.household(area=make.NEXT_DOOR, member_count=3)
    winner, loser = make.member(home), make.member(other)

    merge_persons(winner, loser)

    assert counts(home, other) == [2, 2]
    winner.refresh_from_db()
    assert winner.area_id == make.HOME


@pytest.mark.slow
def test_who_takes_over_a_place_belongs_to_its_village():
    home, other = make.household(), make.household(area=make.NEXT_DOOR)
    winner, loser = make.member(home), make.member(other, relation="2")
    Membership.objects.filter(person=winner).delete()

    merge_persons(winner, loser)

    winner.refresh_from_db()
    assert winner.area_id == make.NEXT_DOOR
    [membership] = winner.memberships.filter(period__endswith=None)
    assert (membership.household, membership.relation) == (other, "2")
    assert counts(other) == [2]
    chair = make.colleague("village-chair", make.NEXT_DOOR)
    assert queries.get_person(chair, winner.pk) == winner


@pytest.mark.slow
def test_who_takes_over_the_place_of_a_lone_head_is_counted_once():
    home, other = make.household(), make.household(area=make.NEXT_DOOR)
    winner = make.member(home, name="王秀瑛")
    Membership.objects.filter(person=winner).delete()

    merge_persons(winner, make.head(other))

    other.refresh_from_db()
    assert (make.head(other), other.head_name, other.member_count) == (winner, "王秀瑛", 1)


@pytest.mark.slow
def test_who_was_on_the_register_twice_in_one_household_is_counted_once():
    home = make.household()
    twice = [make.member(home), make.member(home)]
    assert counts(home) == [3]
    merge_persons(*twice)
    assert counts(home) == [2]


@pytest.mark.slow
def test_two_households_of_the_same_people_count_them_once_in_the_end():
    one, other = make.household(member_count=2), make.household(member_count=2)
    wives = [make.member(home, relation="1", name="李桂芬") for home in (one, other)]
    heads = [make.head(one), make.head(other)]

    merge_households(one, other)
    assert counts(one) == [4]
    merge_persons(*heads)
    merge_persons(*wives)

    assert counts(one) == [2]


@pytest.mark.slow
@pytest.mark.parametrize("first_day", [TODAY, date(2020, 6, 20)])
def test_what_was_entered_twice_today_can_be_merged_today(first_day):
    home = make.household()
    twice = [make.member(home, from_on=first_day) for _ in range(2)]

    merge_persons(*twice)

    loser = queries.history_of(twice[1])[0]
    assert loser.period.upper == first_day + timedelta(days=1)


@pytest.mark.slow
def test_the_consents_of_both_are_read_together():
    home = make.household()
    winner, loser = make.head(home), make.member(home)
    given = actions.ConsentIn(purpose="拍照", text_version="1", fields=["photo"], given_how="paper")
    actions.record_consent(
        actor=make.colleague(),
        person_id=loser.pk,
        consent=given,
        given_on=date(2020, 3, 1),
        now=make.instant(),
    )
    merge_persons(winner, loser)
    assert queries.find_consent(winner, "拍照", TODAY)
    assert len(queries.consents_of(winner)) == 1


@pytest.mark.slow
def test_a_second_record_of_the_head_gives_its_place():
    home = make.household()
    head, twice = make.head(home), make.member(home, name="王秀瑛", phone="14300007777")
    merge_persons(twice, head)

    home.refresh_from_db()
    assert make.head(home) == twice
    assert (home.head_name, home.phone_tail) == ("王秀瑛", "7777")


@pytest.mark.slow
def test_two_id_numbers_are_two_people():
    home = make.household(id_number=make.id_number(31))
    with pytest.raises(actions.DifferentPeople):
        merge_persons(make.head(home), make.member(home, id_number=make.id_number(32)))


@pytest.mark.slow
def test_a_head_elsewhere_is_settled_with_her_household_first():
    one, other = make.household(), make.household(area=make.NEXT_DOOR)
    with pytest.raises(actions.HeadsAnother):
        merge_persons(make.head(one), make.head(other))
    merge_households(one, other)
    winner = merge_persons(make.head(one), queries.memberships_of(other)[0].person)
    assert [m.person for m in queries.members_of(one, date(2020, 6, 17))] == [winner]


@pytest.mark.slow
def test_merged_households_count_once_and_keep_their_members():
    winner = make.household(member_count=2)
    loser = make.household(area=make.NEXT_DOOR, member_count=4, address="海边路1号")
    child = make.member(loser, relation="2")
    merge_households(winner, loser)

    quantities = list(
        Fact.objects.filter(kind="people.household").values_list("quantity", flat=True)
    )
    assert sum(quantities) == 1
    loser.refresh_from_db()
    winner.refresh_from_db()
    assert (loser.merged_into, loser.closed_on) == (winner, TODAY)
    assert winner.member_count == 4
    assert (
        crypto.unseal("people_household", "address", winner.pk, bytes(winner.address))
        == "海边路1号"
    )
    assert queries.residence(child, TODAY).household == winner
    assert queries.residence(child, date(2020, 6, 14)).household == loser
    assert (
        Membership.objects.filter(household=winner, relation="0", period__endswith=None).count()
        == 1
    )
    assert queries.merged_from(winner) == [loser]


@pytest.mark.slow
def test_records_merged_earlier_follow_to_the_last_winner():
    first, second, third = (make.household() for _ in range(3))
    merge_households(second, third)
    merge_households(first, second)
    assert set(Household.objects.filter(merged_into=first)) == {second, third}


@pytest.mark.slow
@pytest.mark.parametrize(
    "role, area, outcome",
    [
        ("district-officer", make.HOME[:6], None),
        ("data-officer", make.HOME[:6], None),
        ("village-chair", make.HOME, Denied),
        ("town-officer", make.ELSEWHERE[:9], NotFound),
    ],
)
def test_who_may_merge(role, area, outcome):
    one, other = make.household(), make.household()
    actor = make.colleague(role, area)
    if outcome is None:
        merge_households(one, other, actor=actor)
    else:
        with pytest.raises(outcome):
            merge_households(one, other, actor=actor)
        assert not Merge.objects.exists()


@pytest.mark.slow
def test_a_merger_needs_two_records_in_use_and_a_reason():
    one, other = make.household(), make.household()
    with pytest.raises(Refused):
        merge_households(one, one)
    with pytest.raises(Refused):
        merge_households(one, other, reason=" ")
    merge_households(one, other)
    with pytest.raises(Refused):
        merge_households(one, other)


@pytest.mark.slow
def test_possible_duplicates_are_pairs_with_a_reason():
    one = make.household(head_name="王秀英", phone="14300001111", id_number=make.id_number(41))
    make.household(head_name="王秀英", phone="14300001111", area=make.NEXT_DOOR)
    make.household(head_name="王秀瑛")
    make.household(head_name="王秀英", area=make.ELSEWHERE, id_number=make.id_number(42))
    make.household(head_name="汪秀英", area=make.ELSEWHERE, id_number=make.id_number(43))

    pairs = queries.possible_duplicates(make.colleague("data-officer", make.HOME[:6]))

    assert [(p.first.name, p.second.name, p.likeness) for p in pairs] == [
        ("王秀英", "王秀英", Likeness.NAME_AND_PHONE),
        ("王秀英", "王秀瑛", Likeness.NAME_AND_VILLAGE),
    ]
    assert pairs[0].first == make.head(one)
    assert queries.possible_duplicates(make.colleague("village-chair", make.ELSEWHERE)) == []


@pytest.mark.slow
def test_a_person_being_entered_is_compared_with_the_register():
    known = make.head(make.household(head_name="王秀英", phone="14300001111"))
    numbered = make.household(head_name="李秀英", area=make.NEXT_DOOR, id_number=make.id_number(51))

    def likeness(**given):
        found = queries.likenesses_to(
            make.colleague(), **{"area": make.HOME, "name": "张三"} | given
        )
        return [(one.person, one.likeness) for one in found]

    assert likeness(name="王秀英", phone="14300001111", area=make.NEXT_DOOR) == [
        (known, Likeness.NAME_AND_PHONE)
    ]
    assert likeness(name="汪秀瑛") == [(known, Likeness.NAME_AND_VILLAGE)]
    there = {"name": "李秀英", "area": make.NEXT_DOOR}
    assert likeness(**there) == [(make.head(numbered), Likeness.NAME_AND_VILLAGE)]
    assert likeness(**there, id_number=make.id_number(52)) == []
    assert likeness() == []


@pytest.mark.slow
@pytest.mark.parametrize(("village", "lane"), [(make.HOME, "东街"), (make.NEXT_DOOR, "")])
def test_a_merged_household_brings_its_lane_within_one_village_only(village, lane):
    winner, loser = make.household(), make.household(area=village, lane="东街")

    merge_households(winner, loser)

    winner.refresh_from_db()
    assert winner.lane == lane
