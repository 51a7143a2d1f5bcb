"""Codes with which somebody signs in: sent at once to the number she typed, and kept nowhere."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from jinguo.core.errors import Refused
from jinguo.core.ids import new_id
from jinguo.notices.messages.providers import NotSent, Outgoing, find_provider
from jinguo.notices.messages.templates import get_template
from jinguo.notices.models import Channel

TEMPLATE = "sign-in-code"
log = logging.getLogger(__name__)


class CodeNotSent(Refused):
    """The code did not go out: text messages are switched off, or the provider refused it."""

    code = "code-not-sent"


@sensitive_variables()
def send_code(phone: str, code: str, minutes: int) -> None:
    """
    Send a sign-in code to a mobile number, also in the quiet hours: she waits for it.

    Neither code nor number is kept or logged; how often somebody may ask is the caller's to limit. It is
    an ordinary message: that somebody signs in reveals nothing, and its sender is known.

    :raises CodeNotSent: it certainly did not go out
    """
    provider = find_provider(Channel.SMS)
    if provider is None:
        raise CodeNotSent(_("Codes cannot be sent here at the moment."))
    template = get_template(TEMPLATE)
    values = {"code": code, "minutes": str(minutes)}
    outgoing = Outgoing(
        key=new_id(), template=TEMPLATE, title=template.title(), text=template.write(values),
        values=values, address=phone, is_sensitive=False,
    )  # fmt: skip
    why = provider.refusal(outgoing)
    outcome = NotSent(why, may_retry=False) if why else provider.send(outgoing)
    if isinstance(outcome, NotSent):
        log.warning("A sign-in code was not sent: %s", outcome.why)
        raise CodeNotSent(_("The code could not be sent. Try again in a few minutes."))
