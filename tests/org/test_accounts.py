from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import identify_hasher
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from jinguo.audit.models import Event
from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.core.ids import new_id
from jinguo.org import actions, queries
from jinguo.org.actions.posts import PostOverlaps
from jinguo.org.actor import Actor
from jinguo.org.models import Account, Post
from jinguo.org.roles import ADMINISTRATORS, Capability, capabilities_of, roles
from tests.make import org as make

pytestmark = pytest.mark.django_db


def open_account(*, actor=None, username="xiaomei", name="晓梅"):
    return actions.open_account(
        actor=actor or make.actor(role="system-administrator"),
        username=username,
        name=name,
        now=make.NOON,
    )


def grant(
    *, account, role="village-chair", at="370211105201", actor=None, from_on=make.DAY, to_on=None
):
    return actions.grant_post(
        actor=actor or make.actor(role="security-administrator"),
        account_id=account.id,
        role=role,
        unit_id=make.unit(at=at).id,
        from_on=from_on,
        to_on=to_on,
        now=make.NOON,
    )


@pytest.mark.slow
def test_a_new_installation_has_no_account():
    assert not Account.objects.exists()


@pytest.mark.slow
def test_an_opened_account_has_a_one_time_password_kept_as_argon2_only():
    account, password = open_account()

    assert account.check_password(password)
    assert account.must_change_password
    assert account.one_time_expires_at == make.NOON + dt.timedelta(days=7)
    assert identify_hasher(account.password).algorithm == "argon2"
    assert Event.objects.filter(action="org.open-account", object_id=account.id).count() == 1


@pytest.mark.parametrize("username", ["", "x", "two words", "a" * 41])
def test_a_bad_user_name_is_refused(username):
    with pytest.raises(Invalid):
        open_account(username=username)


@pytest.mark.slow
def test_user_names_ignore_letter_case():
    open_account(username="Xiaomei")

    with pytest.raises(Invalid, match="taken"):
        open_account(username="xiaomei", actor=Actor.system("t", Capability.ORG_MANAGE_ACCOUNTS))


@pytest.mark.parametrize("role", [role for role in roles() if role != "system-administrator"])
def test_only_the_system_administrator_opens_accounts(role):
    with pytest.raises(Denied):
        open_account(actor=make.actor(role=role))


@pytest.mark.slow
def test_a_one_time_password_dies():
    account, _password = open_account()
    actor = queries.actor_for(account, on=make.DAY)
    later = make.NOON + dt.timedelta(days=7)

    with pytest.raises(Refused, match="expired"):
        actions.replace_password(actor=actor, password="a-long-own-password", now=later)

    actions.replace_password(actor=actor, password="a-long-own-password", now=make.NOON)
    account.refresh_from_db()
    assert account.check_password("a-long-own-password")
    assert not account.must_change_password


@pytest.mark.slow
def test_who_changes_her_own_password_types_the_present_one():
    account = make.account()
    actor = queries.actor_for(account, on=make.DAY)

    with pytest.raises(Invalid, match="not the password"):
        actions.replace_password(actor=actor, password="a-long-own-password", now=make.NOON)

    actions.replace_password(
        actor=actor, current="lantern-river-42", password="a-long-own-password", now=make.NOON
    )
    account.refresh_from_db()
    assert account.check_password("a-long-own-password")


@pytest.mark.slow
def test_a_common_password_is_refused():
    account, _password = open_account()

    with pytest.raises(Invalid):
        actions.replace_password(
            actor=queries.actor_for(account, on=make.DAY), password="password123", now=make.NOON
        )


def test_nobody_resets_or_disables_herself():
    administrator = make.actor(role="system-administrator")

    with pytest.raises(Denied, match="your own"):
        actions.reset_password(
            actor=administrator, account_id=administrator.account_id, now=make.NOON
        )
    with pytest.raises(Denied, match="your own"):
        actions.disable_account(
            actor=administrator, account_id=administrator.account_id, reason="x", now=make.NOON
        )


@pytest.mark.slow
def test_a_disabled_account_has_no_posts_and_can_be_opened_again():
    administrator = make.actor(role="system-administrator")
    account = make.account()
    make.post(account=account, role="district-officer")

    actions.disable_account(
        actor=administrator, account_id=account.id, reason="left", now=make.NOON
    )
    account.refresh_from_db()
    assert queries.actor_for(account, on=make.DAY).posts == ()
    with pytest.raises(Refused, match="already"):
        actions.disable_account(
            actor=administrator, account_id=account.id, reason="x", now=make.NOON
        )

    actions.enable_account(actor=administrator, account_id=account.id, now=make.NOON)
    account.refresh_from_db()
    assert len(queries.actor_for(account, on=make.DAY).posts) == 1


def session(account):
    """Return the key of a session the account has open."""
    store = SessionStore()
    store.create()
    UserSession.objects.create(
        user=account,
        session_key=store.session_key,
        ip="127.0.0.1",
        last_seen_at=make.NOON,
        user_agent="test",
    )
    return store.session_key


def disable(administrator, account):
    actions.disable_account(
        actor=administrator, account_id=account.id, reason="left", now=make.NOON
    )


def reset(administrator, account):
    actions.reset_password(actor=administrator, account_id=account.id, now=make.NOON)


@pytest.mark.slow
@pytest.mark.parametrize("act", [disable, reset])
def test_every_session_of_an_account_that_is_shut_out_ends_and_no_other(act):
    account = make.account()
    hers, others = {session(account), session(account)}, session(make.account())

    act(make.actor(role="system-administrator"), account)

    assert set(Session.objects.values_list("session_key", flat=True)) == {others}
    assert not any(SessionStore().exists(key) for key in hers)


@pytest.mark.slow
def test_a_refused_disabling_ends_no_session():
    account = make.account()
    session(account)

    with pytest.raises(Denied):
        disable(make.actor(role="district-officer"), account)

    assert Session.objects.count() == 1


@pytest.mark.slow
def test_an_account_opened_again_does_not_get_its_old_sessions_back():
    administrator, account = make.actor(role="system-administrator"), make.account()
    key = session(account)
    disable(administrator, account)

    actions.enable_account(actor=administrator, account_id=account.id, now=make.NOON)

    assert not SessionStore().exists(key)


@pytest.mark.slow
def test_a_post_holds_from_its_first_day_to_the_day_before_its_last():
    account = make.account()
    grant(account=account, from_on=dt.date(2020, 7, 1), to_on=dt.date(2020, 8, 1))

    def held(day):
        return len(queries.actor_for(account, on=day).posts)

    assert [held(dt.date(2020, 6, 30)), held(dt.date(2020, 7, 1))] == [0, 1]
    assert [held(dt.date(2020, 7, 31)), held(dt.date(2020, 8, 1))] == [1, 0]


@pytest.mark.slow
def test_a_post_is_not_given_twice_at_a_time():
    account, actor = make.account(), make.actor(role="security-administrator")
    grant(account=account, actor=actor)

    with pytest.raises(PostOverlaps, match="holds this post"):
        grant(account=account, actor=actor)


OTHERS = [pair for pair in permutations(roles(), 2) if set(pair) & set(ADMINISTRATORS)]


@pytest.mark.slow
@pytest.mark.parametrize("first, second", OTHERS)
def test_an_administrator_holds_no_other_role(first, second):
    account, actor = make.account(), make.actor(role="security-administrator")
    grant(account=account, role=first, at="370211", actor=actor)

    with pytest.raises(PostOverlaps, match=r"does nothing else|does no business"):
        grant(account=account, role=second, at="370211", actor=actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            account=account,
            role=second,
            unit=make.unit(at="370211105"),
            period=DateRange(make.DAY, None),
        )


@pytest.mark.slow
def test_an_administrator_of_two_towns_is_one_person():
    account, actor = make.account(), make.actor(role="security-administrator")

    for town in ("370211105", "370211106"):
        grant(account=account, role="auditor", at=town, actor=actor)

    assert len(queries.actor_for(account, on=make.DAY).posts) == 2


@pytest.mark.slow
def test_business_roles_go_together_and_an_administrator_may_have_done_business_before():
    account, actor = make.account(), make.actor(role="security-administrator")
    before = make.DAY - dt.timedelta(days=30)
    for role in ("town-officer", "data-officer"):
        grant(account=account, role=role, at="370211105", from_on=before, to_on=make.DAY,
              actor=actor)  # fmt: skip

    grant(account=account, role="auditor", at="370211", from_on=make.DAY, actor=actor)

    assert [post.role for post in queries.actor_for(account, on=make.DAY).posts] == ["auditor"]


@pytest.mark.slow
def test_posts_are_given_within_ones_reach_only_and_never_to_oneself():
    town = make.actor(role="security-administrator", at="370211105")

    with pytest.raises(NotFound, match="no such unit"):
        grant(account=make.account(), at="370211106201", actor=town)
    with pytest.raises(Denied, match="your own"):
        grant(account=Account.objects.get(id=town.account_id), at="370211105", actor=town)


@pytest.mark.slow
def test_a_post_an_account_and_a_unit_out_of_reach_are_as_absent_as_those_that_never_were():
    town = make.actor(role="security-administrator", at="370211105")
    district = make.actor(role="security-administrator")
    account = make.account()
    post = grant(account=account, at="370211106201", actor=district)

    said = []
    for post_id in (post.id, new_id()):
        with pytest.raises(NotFound) as refused:
            actions.end_post(
                actor=town, post_id=post_id, on=make.DAY, reason="moved", now=make.NOON
            )
        said.append(str(refused.value))
    with pytest.raises(NotFound, match="no such account"):
        grant(account=account, at="370211105", actor=town)

    assert said[0] == said[1]
    post.refresh_from_db()
    assert post.period.upper is None


@pytest.mark.slow
def test_an_ended_post_is_lost_that_day():
    account, actor = make.account(), make.actor(role="security-administrator")
    post = grant(account=account, actor=actor, from_on=dt.date(2020, 1, 1))

    actions.end_post(actor=actor, post_id=post.id, on=make.DAY, reason="moved", now=make.NOON)

    assert queries.actor_for(account, on=make.DAY).posts == ()
    with pytest.raises(Refused, match="ended already"):
        actions.end_post(actor=actor, post_id=post.id, on=make.DAY, reason="moved", now=make.NOON)


@pytest.mark.slow
@pytest.mark.parametrize("begins", [make.DAY, make.DAY + dt.timedelta(days=7)])
def test_a_post_given_by_mistake_is_taken_back_at_once_and_stays_in_the_history(begins):
    account, actor = make.account(), make.actor(role="security-administrator")
    post = grant(account=account, actor=actor, from_on=begins)

    actions.end_post(actor=actor, post_id=post.id, on=make.DAY, reason="mistake", now=make.NOON)

    assert queries.actor_for(account, on=begins).posts == ()
    kept = queries.posts_of(actor, account.id).get()
    assert (kept.period.lower, kept.taken_back_at) == (begins, make.NOON)
    event = Event.objects.get(action="org.take-back-post")
    assert (event.object_id, event.purpose) == (account.id, "mistake")
    with pytest.raises(Refused, match="ended already"):
        actions.end_post(actor=actor, post_id=post.id, on=make.DAY, reason="again", now=make.NOON)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["district-officer", "auditor"])
def test_a_post_taken_back_stands_in_nobodys_way(role):
    account, actor = make.account(), make.actor(role="security-administrator")
    wrong = grant(account=account, actor=actor, role="system-administrator", at="370211")
    actions.end_post(actor=actor, post_id=wrong.id, on=make.DAY, reason="mistake", now=make.NOON)

    grant(account=account, actor=actor, role="system-administrator", at="370211").delete()
    grant(account=account, actor=actor, role=role, at="370211")

    assert [post.role for post in queries.actor_for(account, on=make.DAY).posts] == [role]


@pytest.mark.slow
def test_an_actor_is_one_query(django_assert_num_queries):
    account = make.account()
    make.post(account=account, role="village-chair", at="370211105201")
    make.post(account=account, role="executive", at="370211105202")

    with django_assert_num_queries(1):
        actor = queries.actor_for(account, on=make.DAY)

    assert len(actor.posts) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "at, area, reaches",
    [
        ("370211105", "370211105201", True),
        ("370211105", "370211105", True),
        ("370211105", "370211106201", False),
        ("370211105", "370211", False),
        ("370211", "370211106201", True),
        ("370211105201", "370211105202", False),
    ],
)
def test_a_right_reaches_the_subtree_and_nothing_else(at, area, reaches):
    actor = make.actor(role="town-officer", at=at)

    assert actor.can(Capability.PEOPLE_VIEW, area) is reaches
    if not reaches:
        with pytest.raises(Denied):
            actor.require(Capability.PEOPLE_VIEW, area)


def test_a_role_the_table_does_not_know_may_nothing():
    assert capabilities_of("empress") == frozenset()


def test_no_administrator_does_business():
    business = {
        c for c in Capability if c.split(".")[0] in ("people", "assess", "exchange", "reports")
    }

    for role in ADMINISTRATORS:
        assert not capabilities_of(role) & business


@pytest.mark.slow
def test_accounts_out_of_reach_are_not_there():
    elsewhere = make.account()
    make.post(account=elsewhere, role="village-chair", at="370211106201")
    officer = make.actor(role="town-officer", at="370211105")

    with pytest.raises(NotFound):
        queries.get_account(officer, elsewhere.id)
