"""The word to who asked about her data that there is an answer. What it was about it does not say."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jinguo.notices.messages.sending import About, send

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import DataRequest, Person

ABOUT = "people.request"


def tell_of_answer(request: DataRequest, person: Person, *, actor: Actor, now: datetime) -> None:
    """Tell somebody that her request is answered; the teller of ``people.answered``."""
    about = About(ABOUT, request.pk)
    send(actor=actor, template="request-answered", person=person, values={}, about=about, now=now)
