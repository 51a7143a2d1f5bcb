from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.org import policies, queries
from jinguo.org.actor import Actor
from jinguo.org.models import NOBODY, Account

ONE_TIME_LIVES = timedelta(days=7)
# Without the signs that are read for one another on paper: 0 O 1 l I.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def one_time_password() -> str:
    """Return four groups of four signs, about 79 bits, to be replaced at the first sign-in."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


@transaction.atomic
def open_account(
    *, actor: Actor, username: str, name: str, now: datetime, lives: timedelta = ONE_TIME_LIVES
) -> tuple[Account, str]:
    """
    Open an account without any post; return it and its one-time password, which is kept nowhere.

    :raises Denied: the actor may not manage accounts
    :raises Invalid: the user name is empty, too long or taken
    """
    policies.check_manage_accounts(actor)
    username = username.strip()
    if not 2 <= len(username) <= 40 or not username.isprintable() or " " in username:
        raise Invalid(_("A user name has 2 to 40 signs and no blanks."), username=username)
    account = Account(username=username, name=name.strip(), created_at=now)
    try:
        with transaction.atomic():
            password = _give_password(account, now, lives)
    except IntegrityError as taken:  # the database decides, also when two come at once
        raise Invalid(
            _("The user name %s is taken. Choose another.") % username, username=username
        ) from taken
    trail.note(actor, "org.open-account", object_type="org.account", object_id=account.id)
    return account, password


@transaction.atomic
def open_resident_account(*, actor: Actor, name: str, phone_tail: str, now: datetime) -> Account:
    """
    Open an account for a resident. It has no password: she signs in by a code sent to her phone.

    :raises Denied: the actor may not manage accounts; the sign-in of the public pages may
    """
    policies.check_manage_accounts(actor)
    account = Account(
        kind=Account.Kind.RESIDENT,
        name=name,
        phone_tail=phone_tail,
        must_change_password=False,
        created_at=now,
    )
    account.username = f"r-{account.id}"
    account.set_unusable_password()
    account.save()
    trail.note(actor, "org.open-account", object_type="org.account", object_id=account.id)
    return account


@transaction.atomic
def close_residents(accounts: Sequence[UUID]) -> int:
    """
    Empty and close residents' accounts for good; return how many. Their sessions end, and other ways in go.

    Who may do it is asked by the module that knows whose accounts they are.
    """
    hers = Account.objects.filter(id__in=accounts, kind=Account.Kind.RESIDENT)
    _take_ways_in(hers)
    return hers.update(name=NOBODY, phone_tail="", is_active=False, last_login=None)


@transaction.atomic
def empty_staff(accounts: Sequence[UUID]) -> int:
    """
    Empty staff accounts that are closed, for good; return how many. Their posts stay, and name nobody then.

    Who may do it is asked by the module that keeps the terms. On the trail the names stay.
    """
    gone = Account.objects.of_staff().filter(id__in=accounts, is_active=False)
    _take_ways_in(gone)
    return gone.update(
        name=NOBODY,
        username=Concat(Value("x-"), Cast("id", CharField())),
        password=UNUSABLE_PASSWORD_PREFIX,
        phone_tail="",
        last_login=None,
    )


def _take_ways_in(accounts: QuerySet[Account]) -> None:
    """End every session of some accounts, and take all ways in but their passwords."""
    ids = list(accounts.values_list("id", flat=True))
    for account in ids:
        _end_sessions(account)
    for ways in (EmailAddress, Authenticator, SocialAccount):
        ways.objects.filter(user__in=ids).delete()


@transaction.atomic
def move_resident(*, actor: Actor, account_id: UUID, phone_tail: str) -> None:
    """
    Show another phone on a resident's account; her sessions end, save the one the actor acts in.

    Who may do it is asked by the module that knows whose account it is.

    :raises NotFound: the account is no resident's
    """
    accounts = Account.objects.select_for_update().filter(kind=Account.Kind.RESIDENT)
    account = accounts.filter(id=account_id).first()
    if account is None:
        raise NotFound(_("There is no such account."))
    account.phone_tail = phone_tail
    account.save(update_fields=["phone_tail"])
    if ended := _end_sessions(account_id, but=actor.session):
        trail.note(
            actor,
            "org.end-sessions",
            object_type="org.account",
            object_id=account_id,
            count=ended,
        )


def _give_password(account: Account, now: datetime, lives: timedelta) -> str:
    password = one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.one_time_expires_at = now + lives
    account.save()
    return password


@transaction.atomic
def reset_password(
    *, actor: Actor, account_id: UUID, now: datetime, lives: timedelta = ONE_TIME_LIVES
) -> str:
    """
    Give an account a new one-time password and end its sessions; its second factor stays.

    :raises NotFound: no such account within reach
    :raises Denied: not the actor's to manage, or her own
    """
    account = _manageable(actor, account_id)
    password = _give_password(account, now, lives)
    _end_sessions(account_id)
    trail.note(actor, "org.reset-password", object_type="org.account", object_id=account_id)
    return password


@transaction.atomic
def replace_password(*, actor: Actor, password: str, now: datetime, current: str = "") -> Account:
    """
    Set the actor's own password and return her account; her other sessions end.

    ``current`` is the password she signs in with. Without it only a one-time password is replaced: she
    has just signed in with that.

    :raises Invalid: ``current`` is not her password, or the new one is too short, too common, or too
        like her name
    :raises Refused: the one-time password has expired
    """
    if actor.account_id is None:
        raise NotFound(_("There is no such account."))
    account = Account.objects.select_for_update().get(id=actor.account_id)
    if not account.must_change_password and not account.check_password(current):
        raise Invalid(_("This is not the password you sign in with. Type it again."), current="")
    if account.one_time_expires_at and account.one_time_expires_at <= now:
        raise Refused(
            _("The one-time password has expired. Ask the system administrator for another.")
        )
    try:
        validate_password(password, account)
    except ValidationError as fault:
        raise Invalid(" ".join(fault.messages), password=fault.messages) from fault
    account.set_password(password)
    account.must_change_password = False
    account.one_time_expires_at = None
    account.save()
    _end_sessions(account.id, but=actor.session)
    trail.note(actor, "org.replace-password", object_type="org.account", object_id=account.id)
    return account


@transaction.atomic
def disable_account(*, actor: Actor, account_id: UUID, reason: str, now: datetime) -> None:
    """
    Close an account's way in at once, open sessions included; its records stay.

    :raises Refused: it is disabled already
    """
    account = _manageable(actor, account_id)
    if not account.is_active:
        raise Refused(_("The account is disabled already."))
    account.is_active, account.closed_at = False, now
    account.save(update_fields=["is_active", "closed_at"])
    _end_sessions(account_id)
    trail.note(
        actor,
        "org.disable-account",
        object_type="org.account",
        object_id=account_id,
        purpose=reason,
    )


@transaction.atomic
def enable_account(*, actor: Actor, account_id: UUID, now: datetime) -> None:
    """
    Open a disabled or suspended account again; the days without a sign-in are counted anew.

    :raises Refused: it is open
    """
    account = _manageable(actor, account_id)
    if account.is_active:
        raise Refused(_("The account is open already."))
    account.is_active, account.reopened_at = True, now
    account.suspended_at = account.closed_at = None
    account.save(update_fields=["is_active", "suspended_at", "closed_at", "reopened_at"])
    trail.note(actor, "org.enable-account", object_type="org.account", object_id=account_id)


def _manageable(actor: Actor, account_id: UUID) -> Account:
    policies.check_manage_accounts(actor)
    policies.check_not_oneself(actor, account_id)
    account = queries.get_account(actor, account_id, lock=True)
    policies.check_not_emptied(account)
    return account


@transaction.atomic
def suspend_unused(*, actor: Actor, now: datetime) -> int:
    """
    Close the staff accounts, wherever they are, that nobody signed in with for the days of the settings.

    They are counted from the last sign-in, or from the day the account was opened or opened again.
    Return how many were closed; each stands on the trail.

    :raises Denied: the actor may not manage accounts
    """
    policies.check_manage_accounts(actor)
    limit = now - timedelta(days=settings.JINGUO_SUSPEND_DAYS)
    unused = (
        Account.objects.of_staff().filter(is_active=True).unused_since(limit).select_for_update()
    )
    closed = [account.id for account in unused]
    Account.objects.filter(id__in=closed).update(is_active=False, suspended_at=now, closed_at=now)
    for account_id in closed:
        _end_sessions(account_id)
        trail.note(actor, "org.suspend-account", object_type="org.account", object_id=account_id)
    return len(closed)


@transaction.atomic
def end_other_sessions(*, actor: Actor) -> int:
    """
    End the actor's own sessions but the one she acts in; return how many.

    :raises NotFound: a job, which has no sessions
    """
    if actor.account_id is None:
        raise NotFound(_("There is no such account."))
    if ended := _end_sessions(actor.account_id, but=actor.session):
        trail.note(
            actor,
            "org.end-sessions",
            object_type="org.account",
            object_id=actor.account_id,
            count=ended,
        )
    return ended


def _end_sessions(account_id: UUID, *, but: str = "") -> int:
    """Delete the account's sessions, and allauth's list of them; return how many it had."""
    listed = UserSession.objects.filter(user_id=account_id).exclude(session_key=but)
    keys = list(listed.values_list("session_key", flat=True))
    ended, _models = Session.objects.filter(session_key__in=keys).delete()
    listed.delete()
    return ended
