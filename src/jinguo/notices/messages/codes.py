"""
What goes at once to a number that is kept nowhere: codes with which somebody signs in, and the word to the
phone before that it signs in no more.
"""

from __future__ import annotations

import logging

from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from jinguo.core.errors import Refused
from jinguo.core.ids import new_id
from jinguo.notices.messages.providers import NotSent, Outgoing, find_provider
from jinguo.notices.messages.templates import get_template
from jinguo.notices.models import Channel

TEMPLATE = "sign-in-code"
CHANGED = "sign-in-phone-changed"
LANGUAGE = "zh-hans"  # of whoever did not ask for it
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
    why = _send(TEMPLATE, phone, {"code": code, "minutes": str(minutes)})
    if why is None:
        return
    log.warning("A sign-in code was not sent: %s", why or "no provider")
    if not why:
        raise CodeNotSent(
            _(
                "Codes cannot be sent here at the moment. The Women’s Federation of your village, town or"
                " sub-district can book for you."
            )
        )
    raise CodeNotSent(_("The code could not be sent. Try again in a few minutes."))


@sensitive_variables()
def tell_former_phone(phone: str) -> None:
    """
    Tell a phone that it signs in no more; where that cannot be sent, the log says so.

    Whether it may be told is the caller's to ask.
    """
    with translation.override(LANGUAGE):
        why = _send(CHANGED, phone, {})
    if why is not None:
        log.warning("A former sign-in phone was not told: %s", why or "no provider")


def _send(template_id: str, phone: str, values: dict[str, str]) -> str | None:
    """Send a text message; return why it certainly did not go out, empty where none are sent; else None."""
    provider = find_provider(Channel.SMS)
    if provider is None:
        return ""
    template = get_template(template_id)
    outgoing = Outgoing(
        key=new_id(), template=template_id, title=template.title(), text=template.write(values),
        values=values, address=phone, is_sensitive=False,
    )  # fmt: skip
    why = provider.refusal(outgoing)
    outcome = NotSent(why, may_retry=False) if why else provider.send(outgoing)
    return outcome.why if isinstance(outcome, NotSent) else None
