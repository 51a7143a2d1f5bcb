"""Sign-ins, failed ones, sign-outs and changes of the second step: each is noted on the trail."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as second_step
from django.contrib.auth import signals as auth
from django.http import HttpRequest
from django.utils import timezone

from jinguo.core import trail
from jinguo.desk.accounts.sessions import begin, prove
from jinguo.org import actions
from jinguo.org.actor import Actor
from jinguo.org.models import Account
from jinguo.org.queries import actor_for, find_account

STRANGER = "sign-in"


def connect() -> None:
    """Connect the signals of Django and allauth to their receivers below."""
    for signal, handler in (
        (auth.user_logged_in, signed_in),
        (auth.user_logged_out, signed_out),
        (auth.user_login_failed, password_failed),
        (account_signals.authentication_step_completed, proved),
        (second_step.authentication_failed, code_failed),
        (second_step.authenticator_added, step_added),
        (second_step.authenticator_removed, step_removed),
        (second_step.authenticator_reset, step_removed),
    ):
        signal.connect(handler, dispatch_uid=f"sign-in-events.{handler.__name__}")


def signed_in(request: HttpRequest, user: Account, **_more: Any) -> None:
    """Start the session's clock, and note who came in."""
    begin(request.session, timezone.now())
    note(request, user, "org.sign-in")


def proved(request: HttpRequest, user: Account, **more: Any) -> None:
    """Note that she showed again that it is she; the sign-in itself is noted by itself."""
    if more.get("reauthenticated"):
        prove(request.session, timezone.now())
        note(request, user, "org.prove", purpose=str(more.get("type") or more["method"]))


def signed_out(request: HttpRequest, user: Account | None, **_more: Any) -> None:
    """Note who left."""
    if user is not None:
        note(request, user, "org.sign-out")


def password_failed(request: HttpRequest | None, credentials: dict[str, Any], **_more: Any) -> None:
    """Note a wrong password; of an unknown name only that there was one, for it may be a password."""
    account = find_account(str(credentials.get("username", "")))
    note(request, account, "org.sign-in", result="refused", purpose=why_failed(account))


def why_failed(account: Account | None) -> str:
    """Return why Django let nobody in: a closed account fails whatever its password."""
    if account is None or account.is_active:
        return "wrong-password"
    return "suspended" if account.suspended_at else "disabled"


def locked_out(request: HttpRequest, username: str) -> None:
    """Note an attempt made while the account or the address has to wait."""
    note(request, find_account(username), "org.sign-in", result="refused", purpose="locked")


def code_failed(request: HttpRequest, user: Account, **_more: Any) -> None:
    """Note a wrong code of the second step."""
    note(request, user, "org.sign-in", result="refused", purpose="wrong-code")


def step_added(request: HttpRequest, user: Account, authenticator: Any, **_more: Any) -> None:
    """Note that a second step was set up, and end her sessions elsewhere, which began without it."""
    note(request, user, "org.add-second-step", purpose=str(authenticator.type))
    actions.end_other_sessions(actor=who(request, user))


def step_removed(request: HttpRequest, user: Account, authenticator: Any, **_more: Any) -> None:
    """Note that a second step was taken away or made anew, and end her sessions elsewhere."""
    note(request, user, "org.remove-second-step", purpose=str(authenticator.type))
    actions.end_other_sessions(actor=who(request, user))


def note(
    request: HttpRequest | None,
    account: Account | None,
    action: str,
    *,
    result: str = "done",
    purpose: str = "",
) -> None:
    """Write one event, in the name of the account, or of a stranger when there is none."""
    actor = who(request, account)
    trail.note(
        actor,
        action,
        object_type="org.account",
        object_id=account.id if account else None,
        area=actor.home_area,
        result=result,
        purpose=purpose,
    )


def who(request: HttpRequest | None, account: Account | None) -> Actor:
    """Return the account's actor as of today, or the one that stands for strangers."""
    address = request.META.get("REMOTE_ADDR", "") if request else ""
    session = getattr(request, "session", None)
    key = (session.session_key or "") if session is not None else ""
    if account is None:
        return Actor(name=f"system:{STRANGER}", job=STRANGER, address=address)
    return actor_for(account, on=timezone.localdate(), session=key, address=address)
