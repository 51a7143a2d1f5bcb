"""Accounts nobody signs in with are suspended, and opened again by an administrator."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from jinguo.audit.models import Event
from jinguo.core.errors import Denied, Refused
from jinguo.org import actions, queries
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from tests.make import org as make

pytestmark = pytest.mark.django_db
JOB = Actor.system("suspend-unused", Capability.ORG_MANAGE_ACCOUNTS)
LONG_AGO = make.NOON - dt.timedelta(days=400)


def suspend(*, actor=JOB, now=make.NOON):
    return actions.suspend_unused(actor=actor, now=now)


def days_ago(days):
    return make.NOON - dt.timedelta(days=days)


@pytest.mark.parametrize(
    "used, is_closed",
    [
        ({"last_login": days_ago(91)}, True),
        ({"last_login": days_ago(90)}, False),  # ninety days to the second: not yet longer
        ({"last_login": None}, True),  # opened, and never signed in with
        ({"last_login": None, "created_at": days_ago(89)}, False),
        ({"last_login": days_ago(91), "reopened_at": days_ago(5)}, False),
        ({"last_login": days_ago(200), "reopened_at": days_ago(91)}, True),
    ],
)
def test_the_days_count_from_the_last_sign_in_or_the_last_opening(used, is_closed):
    account = make.account(**{"created_at": LONG_AGO, **used})

    assert suspend() == is_closed

    account.refresh_from_db()
    assert account.is_active != is_closed
    assert account.suspended_at == (make.NOON if is_closed else None)
    noted = Event.objects.filter(action="org.suspend-account", object_id=account.id)
    assert [event.actor for event in noted] == ["system:suspend-unused"] * is_closed


@pytest.mark.slow
def test_the_number_of_days_is_a_setting(settings):
    settings.JINGUO_SUSPEND_DAYS = 30
    make.account(last_login=days_ago(31), created_at=LONG_AGO)
    make.account(last_login=days_ago(29), created_at=LONG_AGO)

    assert suspend() == 1


@pytest.mark.slow
def test_it_is_suspended_once_and_a_disabled_account_stays_disabled():
    make.account(created_at=LONG_AGO)
    disabled = make.account(created_at=LONG_AGO, is_active=False)

    assert (suspend(), suspend()) == (1, 0)
    disabled.refresh_from_db()
    assert disabled.suspended_at is None


@pytest.mark.slow
def test_a_suspended_account_holds_no_post_until_an_administrator_opens_it_again():
    account = make.account(created_at=LONG_AGO)
    make.post(account=account, role="district-officer")
    suspend()
    account.refresh_from_db()
    assert queries.actor_for(account, on=make.DAY).posts == ()

    actions.enable_account(
        actor=make.actor(role="system-administrator"), account_id=account.id, now=make.NOON
    )

    account.refresh_from_db()
    assert (account.is_active, account.suspended_at) == (True, None)
    assert len(queries.actor_for(account, on=make.DAY).posts) == 1
    assert suspend(now=make.NOON + dt.timedelta(days=89)) == 0
    with pytest.raises(Refused, match="open already"):
        actions.enable_account(
            actor=make.actor(role="system-administrator"), account_id=account.id, now=make.NOON
        )


@pytest.mark.slow
def test_who_may_not_manage_accounts_suspends_none():
    make.account(created_at=LONG_AGO)

    with pytest.raises(Denied):
        suspend(actor=make.actor(role="security-administrator"))


@pytest.mark.slow
def test_no_account_is_suspended_and_open_at_once():
    with pytest.raises(IntegrityError), transaction.atomic():
        make.account(suspended_at=make.NOON)
