"""What someone agreed to: given, withdrawn, not asked again for a while, by a guardian for a child."""

from datetime import date, timedelta
from importlib import import_module
from unittest import mock

import pytest
from django.apps import apps

from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.people import actions, policies, queries
from jinguo.people.actions import consents
from jinguo.people.models import Consent
from tests.make import people as make

pytestmark = pytest.mark.django_db
TODAY = date(2020, 6, 15)
GIVEN = date(2020, 3, 1)


@pytest.fixture
def person():
    return make.head(make.household())


def give(person, *, on=GIVEN, actor=None, **given):
    asked = {
        "purpose": "入户拍照",
        "text_version": "2020-1",
        "fields": ["photo"],
        "given_how": "paper",
    }
    return actions.record_consent(
        actor=actor or make.colleague(),
        person_id=person.pk,
        consent=actions.ConsentIn(**asked | given),
        given_on=on,
        now=make.instant(TODAY),
    )


def withdraw(consent, *, on=TODAY, actor=None):
    return actions.withdraw_consent(
        actor=actor or make.colleague(),
        consent_id=consent.pk,
        withdrawn_on=on,
        now=make.instant(TODAY),
    )


def holds(person, on, purpose="入户拍照"):
    try:
        policies.check_consent_holds(queries.find_consent(person, purpose, on), on)
    except policies.ConsentMissing:
        return False
    return True


def test_a_consent_holds_from_its_day_until_it_is_withdrawn(person):
    withdraw(give(person), on=date(2020, 4, 1))

    days = [date(2020, 2, 29), GIVEN, date(2020, 3, 31), date(2020, 4, 1)]
    assert [holds(person, day) for day in days] == [False, True, True, False]


def test_what_was_never_asked_is_not_agreed_to(person):
    give(person)
    assert not holds(person, TODAY, purpose="公开名单")


@pytest.mark.parametrize(
    "again",
    [
        {"on": GIVEN},
        {"on": GIVEN + timedelta(days=1)},
        {"on": GIVEN - timedelta(days=1)},
        {"purpose": "入户拍照 "},
        {"purpose": " 入户拍照"},
    ],
)
def test_what_is_agreed_to_is_not_recorded_twice(person, again):
    give(person)
    with pytest.raises(actions.AlreadyAgreed, match="Withdraw that consent first"):
        give(person, **again)
    assert Consent.objects.count() == 1


@pytest.mark.parametrize("other", [{"purpose": "公开名单"}, {"recipient": "区融媒体中心"}])
def test_another_purpose_or_recipient_is_another_consent(person, other):
    give(person)
    give(person, **other)
    assert Consent.objects.count() == 2


def test_the_constraint_has_the_last_word_with_the_same_sentence(person):
    give(person)
    with (
        mock.patch.object(consents, "refuse_asking_again"),
        pytest.raises(actions.AlreadyAgreed, match="Withdraw that consent first"),
    ):
        give(person)
    assert Consent.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "days, may", [(-60, False), (0, False), (179, False), (180, True), (181, True)]
)
def test_who_withdrew_is_not_asked_again_for_180_days(person, days, may):
    withdrawn = date(2019, 6, 3)
    withdraw(give(person, on=date(2019, 3, 1)), on=withdrawn)

    if may:
        give(person, on=withdrawn + timedelta(days=days))
        assert holds(person, TODAY)
    else:
        with pytest.raises(actions.AskedTooSoon, match=r"June 3, 2019.* from Nov\. 30, 2019"):
            give(person, on=withdrawn + timedelta(days=days))


@pytest.mark.slow
def test_the_pause_is_the_office_s_own(person, settings):
    settings.JINGUO_CONSENT_PAUSE_DAYS = 10
    withdraw(give(person), on=date(2020, 4, 1))
    give(person, on=date(2020, 4, 11))


@pytest.mark.slow
@pytest.mark.parametrize("on", [GIVEN - timedelta(days=1), TODAY + timedelta(days=1)])
def test_a_consent_is_withdrawn_once_between_its_day_and_today(person, on):
    given = give(person)
    with pytest.raises(Refused, match="from the day it was given until today"):
        withdraw(given, on=on)
    withdraw(given)
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw(given)


@pytest.mark.slow
@pytest.mark.parametrize(
    "role, area, outcome",
    [
        ("village-chair", make.HOME, None),
        ("data-officer", make.HOME[:6], None),
        ("executive", make.HOME, Denied),
        ("district-officer", make.HOME[:6], Denied),
        ("village-chair", make.NEXT_DOOR, NotFound),
    ],
)
def test_who_may_record_and_who_may_withdraw_is_the_same(person, role, area, outcome):
    actor, given = make.colleague(role, area), give(person)
    if outcome is None:
        give(person, actor=actor, purpose="公开名单")
        withdraw(given, actor=actor)
    else:
        with pytest.raises(outcome):
            give(person, actor=actor, purpose="公开名单")
        with pytest.raises(outcome):
            withdraw(given, actor=actor)


@pytest.mark.slow
def test_a_consent_on_a_record_no_longer_in_use_can_be_withdrawn():
    home = make.household()
    winner, loser = make.head(home), make.member(home)
    of_both = [give(winner), give(loser)]
    actions.merge_persons(
        actor=make.colleague(), winner_id=winner.pk, loser_id=loser.pk, reason="同一人",
        now=make.instant(TODAY),
    )  # fmt: skip
    assert holds(winner, TODAY)

    withdraw(of_both[1])

    assert not holds(winner, TODAY)
    assert {one.withdrawn_on for one in Consent.objects.all()} == {TODAY}
    with pytest.raises(actions.AskedTooSoon):
        give(winner, on=TODAY)


@pytest.mark.slow
def test_what_either_of_two_merged_records_agreed_to_is_not_asked_again():
    home = make.household()
    winner, loser = make.head(home), make.member(home)
    give(loser)
    actions.merge_persons(
        actor=make.colleague(), winner_id=winner.pk, loser_id=loser.pk, reason="同一人",
        now=make.instant(TODAY),
    )  # fmt: skip
    with pytest.raises(actions.AlreadyAgreed):
        give(winner)


def child(born_on):
    return make.member(make.household(), relation="3", name="王小雨", born_on=born_on)


@pytest.mark.slow
@pytest.mark.parametrize(
    "born_on, given_on, is_child",
    [
        (date(2006, 3, 2), date(2020, 3, 1), True),  # 13 years and 364 days: 2020 has a 29 February
        (date(2006, 3, 1), date(2020, 3, 1), False),  # 14 years
        (date(2005, 3, 2), date(2019, 3, 1), True),  # 13 years and 364 days
        (date(2005, 3, 1), date(2019, 3, 1), False),
        (date(2004, 2, 29), date(2018, 2, 28), True),
        (date(2004, 2, 29), date(2018, 3, 1), False),
    ],
)
def test_for_a_child_under_fourteen_her_guardian_consents(born_on, given_on, is_child):
    of = child(born_on)
    if is_child:
        with pytest.raises(Invalid, match="under 14") as refused:
            give(of, on=given_on)
        assert list(refused.value.fields) == ["guardian"]
        given = give(of, on=given_on, guardian="王 秀英", guardian_relation="5")
        assert (given.guardian, given.get_guardian_relation_display()) == ("王秀英", "Parent")
    else:
        assert give(of, on=given_on).guardian == ""


@pytest.mark.parametrize(
    "guardian, field",
    [
        ({"guardian": "王秀英"}, "guardian_relation"),
        ({"guardian": "王秀英", "guardian_relation": "2"}, "guardian_relation"),
        ({"guardian": " ", "guardian_relation": "5"}, "guardian"),
        ({"guardian": "王3", "guardian_relation": "5"}, "name"),
    ],
)
def test_a_guardian_is_named_with_her_relation(guardian, field):
    with pytest.raises(Invalid) as refused:
        give(child(date(2010, 1, 1)), **guardian)
    assert list(refused.value.fields) == [field]
    assert not Consent.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    "missing", [{"purpose": ""}, {"text_version": " "}, {"fields": []}, {"given_how": "nod"}]
)
def test_a_consent_says_what_the_law_asks(person, missing):
    with pytest.raises(Invalid):
        give(person, **missing)


def test_a_consent_is_not_given_on_a_day_to_come(person):
    with pytest.raises(Refused, match="a day to come"):
        give(person, on=TODAY + timedelta(days=1))


@pytest.mark.slow
def test_purposes_kept_as_codes_are_said_in_words_and_can_be_codes_again(person):
    moved = import_module("jinguo.people.migrations.0006_purposes_in_words")
    given = give(person, purpose="activities")

    moved.to_words(apps, None)
    given.refresh_from_db()
    assert given.purpose == "参加活动"

    moved.to_codes(apps, None)
    given.refresh_from_db()
    assert given.purpose == "activities"
