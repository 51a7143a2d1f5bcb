"""What differs from allauth's ways: nobody signs up, and refusals say what to do."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.core import crypto
from jinguo.desk.accounts import sign_in_events
from jinguo.desk.accounts.sessions import is_fresh
from jinguo.org.models import Account

# allauth hands over a secret without the row it goes into, so it is bound to the column alone.
NO_ROW = UUID(int=0)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the system administrator; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy(
            "User name and password do not belong together. Check both and try again."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many wrong attempts. Wait 30 minutes, or ask the system administrator"
            " for a new one-time password."
        ),
        "incorrect_password": gettext_lazy("This is not your password. Try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; note the ones that come too often."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            sign_in_events.locked_out(request, str(credentials.get("username", "")))
            raise

    def pre_login(self, request: HttpRequest, user: Account, **more: Any) -> HttpResponse | None:
        """Turn away disabled accounts and one-time passwords that came too late."""
        if not user.is_active:
            messages.error(request, why_closed(user))
            return redirect("account_login")
        if user.one_time_expires_at and user.one_time_expires_at <= timezone.now():
            sign_in_events.note(request, user, "org.sign-in", result="refused", purpose="expired")
            messages.error(
                request,
                _("The one-time password has expired. Ask the system administrator for another."),
            )
            return redirect("account_login")
        response: HttpResponse | None = super().pre_login(request, user, **more)
        return response

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Ask who wants to change her way in for her password again, unless her last proof still holds."""
        if is_fresh(self.request.session, timezone.now()):
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def add_message(self, request: HttpRequest, level: int, *args: Any, **more: Any) -> None:
        """Say nothing on coming and going: the page itself shows it."""


def why_closed(account: Account) -> str:
    """Return what to say to whoever knows the password of an account that is closed."""
    if account.suspended_at:
        return _(
            "This account was suspended because it was not used for %(days)s days. The system"
            " administrator of your district can open it again."
        ) % {"days": settings.JINGUO_SUSPEND_DAYS}
    return _("This account is disabled. The system administrator of your district can open it.")


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step, in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "The code is wrong or over. Type the six digits the app shows now."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Seal the secret of an authenticator app, or the seed of recovery codes."""
        return b64encode(crypto.seal("mfa_authenticator", "data", NO_ROW, text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Unseal what :meth:`encrypt` sealed."""
        return crypto.unseal("mfa_authenticator", "data", NO_ROW, b64decode(encrypted_text))

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Keep the second step where the installation requires one."""
        return str(settings.JINGUO_SECOND_FACTOR) != "required"
