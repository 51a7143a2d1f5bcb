"""
A code sent to a phone shows that the phone is hers (trust.md R-081, R-082).

The process is allauth's: when it was begun, how often it failed, when it is over. allauth's own sign-in by
phone sends codes to numbers that have accounts alone. Here whoever asks gets one, since a first visit goes
the same way as every other; so nobody learns from it who has an account.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from typing import Any, Self
from uuid import UUID

from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from jinguo.core import crypto
from jinguo.core.errors import Refused
from jinguo.core.identity import check_mobile
from jinguo.notices.messages.codes import send_code
from jinguo.people.rows import PHONE

LIVES = 5 * 60  # seconds
TRIES = 5
DIGITS = 6
KEY = "portal.code"
NO_ROW = UUID(int=0)  # what a session holds belongs to no row


class TooOften(Refused):
    """Codes were asked for, or tried, too often from an address or for a phone."""

    code = "too-often"


class PhoneCode(AbstractCodeVerificationProcess):  # type: ignore[misc]
    """
    One code on its way to one phone. The session holds the phone sealed, and of the code a digest.

    ``key`` is where in the session: what another page asks a code for stands elsewhere, so that none counts
    for two purposes.
    """

    key = KEY

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        super().__init__(max_attempts=TRIES, timeout=LIVES, state=state)
        self.request = request

    @classmethod
    def begin(cls, request: HttpRequest, phone: str) -> Self:
        """
        Send a code to a phone; one that was sent before no longer counts.

        :raises Invalid: not a mobile number
        :raises TooOften: too many codes were asked for
        :raises CodeNotSent: text messages are switched off, or the provider refused it
        """
        phone = check_mobile(phone)
        count(request, "send_code", phone)
        process = cls(request, cls.initial_state(user=None))
        process.state["phone_sealed"] = sealed(phone)
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, request: HttpRequest) -> Self | None:
        """Return the code under way in a session, or None when there is none or its time is over."""
        state = request.session.get(cls.key)
        found: Self | None = cls(request, state).abort_if_invalid() if state else None
        return found

    @property
    def phone(self) -> str:
        return unsealed(self.state["phone_sealed"])

    def send(self) -> None:
        code = get_random_string(DIGITS, "0123456789")
        self.state["digest"] = digest(code)
        send_code(phone=self.phone, code=code, minutes=LIVES // 60)

    def proves(self, code: str) -> bool:
        """
        Say whether a code is the one that was sent; it counts once, and no more after the fifth wrong one.

        :raises TooOften: too many codes were tried for this phone or from this address
        """
        count(self.request, "try_code", self.phone)
        is_right = hmac.compare_digest(self.state["digest"], digest(code))
        if is_right:
            self.abort()
        else:
            self.record_invalid_attempt()
        return is_right

    @property
    def is_over(self) -> bool:
        """Whether no further try counts."""
        return self.key not in self.request.session

    def persist(self) -> None:
        self.request.session[self.key] = self.state

    def abort(self) -> None:
        self.request.session.pop(self.key, None)


def digest(code: str) -> str:
    """Return what is kept of a code."""
    return salted_hmac(KEY, code, algorithm="sha256").hexdigest()


def sealed(text: str) -> str:
    """Return a text as a session may hold it."""
    return b64encode(crypto.seal("django_session", "portal", NO_ROW, text)).decode()


def unsealed(text: str) -> str:
    """Return what :func:`sealed` sealed."""
    return crypto.unseal("django_session", "portal", NO_ROW, b64decode(text))


def count(request: HttpRequest, action: str, phone: str) -> None:
    """
    Count an act against the limits of its address and of the phone.

    :raises TooOften: no more of it for a while
    """
    key = str(crypto.blind(PHONE, phone))
    if not ratelimit.consume(request, action=action, key=key):
        raise too_often()


def count_for_account(request: HttpRequest, action: str) -> None:
    """
    Count an act against the limits of the account that is signed in.

    :raises TooOften: no more of it for a while
    """
    if not ratelimit.consume(request, action=action, user=request.user):
        raise too_often()


def too_often() -> TooOften:
    return TooOften(_("This came too often. Wait half an hour, then try again."))
