"""A post handed over in one step."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from jinguo.audit.models import Event
from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.org import actions, queries
from jinguo.org.actions.posts import PostOverlaps
from jinguo.org.models import Post
from tests.make import desk, org

pytestmark = pytest.mark.django_db
ON = date(2020, 6, 15)


@pytest.fixture
def leaving():
    """A town officer's post since the spring."""
    org.tree()
    account = org.account(name="张春梅")
    return org.post(
        account=account, role="town-officer", at=desk.TOWN, period=DateRange(date(2020, 3, 1), None)
    )


def security(**given):
    return queries.actor_for(
        desk.someone("security-administrator", **given), on=timezone.localdate()
    )


def hand_over(post, *, to=None, actor=None, on=ON, **more):
    return actions.hand_over(
        actor=actor or security(), post_id=post.id, to_account_id=(to or org.account()).id, on=on,
        reason="retirement", now=timezone.now(), **more,
    )  # fmt: skip


@pytest.mark.slow
def test_the_post_ends_and_begins_on_one_day_and_leaves_one_event(leaving):
    to, before = org.account(name="李海燕"), Event.objects.count()

    new = hand_over(leaving, to=to)

    leaving.refresh_from_db()
    assert (leaving.period.lower, leaving.period.upper) == (date(2020, 3, 1), ON)
    assert (new.period.lower, new.period.upper) == (ON, None)
    assert (new.account, new.role, new.unit, new.follows) == (
        to, "town-officer", leaving.unit, leaving,
    )  # fmt: skip
    [event] = Event.objects.order_by("id")[before:]
    assert (event.action, event.object_id, event.purpose) == (
        "org.hand-over-post", leaving.account_id, "retirement",
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("day", "who"), [(ON - timedelta(days=1), 0), (ON, 1)])
def test_on_no_day_is_the_post_held_by_both_or_by_none(leaving, day, who):
    new = hand_over(leaving)

    held = Post.objects.held_on(day).filter(unit=leaving.unit)
    assert [post.account_id for post in held] == [[leaving, new][who].account_id]


@pytest.mark.slow
def test_the_new_post_lasts_as_long_as_the_old_one_would_have(leaving):
    leaving.period = DateRange(date(2020, 3, 1), date(2021, 3, 1))
    leaving.save()

    assert hand_over(leaving).period.upper == date(2021, 3, 1)


@pytest.mark.slow
@pytest.mark.parametrize("on", [date(2020, 3, 1), date(2020, 2, 1)])
def test_a_post_not_yet_begun_is_not_handed_over(leaving, on):
    with pytest.raises(Invalid, match="Choose a later day"):
        hand_over(leaving, on=on)


@pytest.mark.slow
def test_a_post_that_has_ended_is_not_handed_over(leaving):
    hand_over(leaving)

    with pytest.raises(Refused, match="ended already"):
        hand_over(leaving)


@pytest.mark.slow
def test_nobody_hands_over_to_the_same_or_to_a_closed_account(leaving):
    closed = org.account(is_active=False)

    with pytest.raises(Invalid, match="She holds the post already"):
        hand_over(leaving, to=leaving.account)
    with pytest.raises(Invalid, match="The account is closed"):
        hand_over(leaving, to=closed)


@pytest.mark.slow
def test_an_administrator_takes_no_business_over(leaving):
    administrator = desk.someone("auditor")

    with pytest.raises(PostOverlaps):
        hand_over(leaving, to=administrator)

    leaving.refresh_from_db()
    assert leaving.period.upper is None


@pytest.mark.slow
def test_nobody_hands_over_to_herself_or_beyond_her_reach(leaving):
    account = desk.someone("security-administrator")
    own = queries.actor_for(account, on=timezone.localdate())

    with pytest.raises(Denied):
        hand_over(leaving, actor=own, to=account)
    with pytest.raises(Denied):
        hand_over(
            leaving, actor=queries.actor_for(desk.someone("auditor"), on=timezone.localdate())
        )
    with pytest.raises(NotFound):
        hand_over(leaving, actor=security(at="370211106"))
