"""Who visits in an evaluation: nobody who grants levels for a third party, nobody at her own work in any."""

import pytest
from django.urls import reverse
from django.utils import timezone

from jinguo.assess import actions
from jinguo.assess.actions import GrantsLevels
from jinguo.assess.evaluation.draws.plan import StratifiedPlan
from jinguo.assess.models import Assessor, Recognition, Round, Transition, Visit
from jinguo.org.models import Account
from tests.desk.rounds import page
from tests.make import desk, org

pytestmark = pytest.mark.slow

SEED = {"seed": "08 12 19 23 30 33 + 07", "source": "2020055"}


def drawn(**given):
    """A round that draws every household that holds a level, one of them as a reserve."""
    held = Recognition.objects.in_force().filter(programme="courtyards").count()
    plan = StratifiedPlan(listed=held - 1, reserves=1)
    round_id = desk.open_round(**{"plan": plan, "purpose": "district-check", **given})
    act = {"actor": desk.officer(), "now": timezone.now(), "round_id": round_id}
    actions.freeze_frame(**act)
    return actions.draw_sample(**SEED, **act)


def certifier(recognition):
    """The officer who put a household on its list and certified it."""
    [change] = Transition.objects.filter(recognition=recognition, to_state="certified")
    return Account.objects.get(id=change.account)


def hers(account):
    """The households whose level an account had a part in."""
    found = Transition.objects.filter(account=account.id, recognition__isnull=False)
    return set(found.values_list("recognition__household", flat=True))


def name(browser, found, account):
    address = reverse("desk:round-assessors", args=[found.id])
    return browser.post(address, {"account": str(account.id)})


def do(browser, found, verb, **data):
    address = reverse("desk:round-act", args=[found.id, verb])
    return browser.post(address, {"sure": "yes", **data}, follow=True)


def visited_by(account):
    visits = Visit.objects.filter(assessor__account=account)
    return set(visits.values_list("sampled__household", flat=True))


def test_who_certifies_in_a_district_is_no_third_party_there_and_the_page_says_so(yards_undone):
    browser, officer = desk.desk(), desk.someone("district-officer", name="周业务")
    outside = desk.someone("third-party-assessor", name="尹评估")
    found = drawn(purpose="third-party")

    shown = page(browser, "round-assessors", found.id)
    refused = name(browser, found, officer)
    taken = name(browser, found, outside)

    assert f'value="{officer.id}"' not in shown and f'value="{outside.id}"' in shown
    assert "Not offered, because they may certify levels here:" in shown and "周业务" in shown
    assert (refused.status_code, taken.status_code) == (422, 302)
    assert [one.name for one in Assessor.objects.filter(round=found)] == ["尹评估"]
    with pytest.raises(GrantsLevels, match="周业务 may certify levels here"):
        actions.name_assessor(
            actor=desk.officer(), round_id=found.id, account_id=officer.id, now=timezone.now()
        )


def test_nor_is_who_may_certify_only_in_a_part_of_it(yards_undone):
    both = desk.someone("third-party-assessor")
    org.post(account=both, role="town-officer", at=desk.TOWN)
    found = drawn(purpose="third-party")

    with pytest.raises(GrantsLevels):
        actions.name_assessor(
            actor=desk.officer(), round_id=found.id, account_id=both.id, now=timezone.now()
        )


def test_who_came_to_certify_after_she_was_named_is_not_sent_out(yards_undone):
    browser, outside = desk.desk(), desk.someone("third-party-assessor", name="尹评估")
    found = drawn(purpose="third-party")
    name(browser, found, outside)
    org.post(account=outside, role="town-officer", at=desk.TOWN)

    answer = do(browser, found, "send-out")

    found.refresh_from_db()
    assert found.state == Round.State.DRAWN
    assert "尹评估 may certify levels here" in answer.content.decode()


def test_a_districts_own_check_takes_its_officers_but_never_to_what_they_granted(yards_undone):
    browser, found = desk.desk(), drawn()
    two = [certifier(one) for one in Recognition.objects.in_force().order_by("id")[:2]]
    for one in two:
        assert name(browser, found, one).status_code == 302

    do(browser, found, "send-out")

    for one in two:
        assert visited_by(one) and hers(one)
        assert not visited_by(one) & hers(one)
    assert found.visits.count() == found.sample.filter(is_reserve=False).count()


def test_where_nobody_is_left_for_a_household_nobody_is_sent_out_and_it_is_said(yards_undone):
    browser, found = desk.desk(), drawn()
    alone = certifier(Recognition.objects.in_force().first())
    name(browser, found, alone)

    refused = do(browser, found, "send-out").content.decode()

    found.refresh_from_db()
    assert found.state == Round.State.DRAWN
    assert "nobody is left for 1 household" in refused
    assert "Name somebody else." in refused
    name(browser, found, desk.someone("third-party-assessor"))
    do(browser, found, "send-out")
    found.refresh_from_db()
    assert found.state == Round.State.IN_FIELD


def test_visits_are_not_passed_on_to_who_granted_the_level(yards_undone):
    browser, found = desk.desk(), drawn()
    visited = found.sample.filter(is_reserve=False).values("household")
    alone = certifier(Recognition.objects.in_force().filter(household__in=visited)[0])
    ill, other = desk.someone("third-party-assessor"), desk.someone("third-party-assessor")
    name(browser, found, ill)
    do(browser, found, "send-out")
    address = reverse(
        "desk:pass-visits-on", args=[found.id, Assessor.objects.get(round=found, account=ill).id]
    )

    name(browser, found, alone)
    assert "nobody is left for 1 household" in browser.get(address).content.decode()
    assert not visited_by(alone)
    name(browser, found, other)
    browser.post(address, {"reason": "病了"})

    assert not visited_by(ill)
    assert hers(alone) & visited_by(other)
    assert not hers(alone) & visited_by(alone)
