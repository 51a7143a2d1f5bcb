"""What facts of other modules cause here."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.assess import actions
from jinguo.assess.models import Application, Recognition
from jinguo.facts.models import Fact
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

REGISTER = Actor.system(
    "register", Capability.ASSESS_VIEW, Capability.ASSESS_APPLY, Capability.ASSESS_INSPECT
)


def household_left(facts: list[Fact], now: datetime) -> None:
    """
    Close what households that left the register still hold, and withdraw what they applied for.

    A household that only changed its category, or came back since, is passed over.
    """
    gone = [fact.object_id for fact in facts if fact.quantity < 0]
    closed = {"household__in": gone, "household__closed_on__isnull": False}
    today = timezone.localdate(now)
    actions.withdraw(
        actor=REGISTER,
        application_ids=list(
            Application.objects.filter(**closed, state__in=Application.OPEN).values_list(
                "id", flat=True
            )
        ),
        reason=_("The household left the register."),
        on=today,
        now=now,
    )
    actions.close_recognition(
        actor=REGISTER,
        recognition_ids=list(
            Recognition.objects.in_force().filter(**closed).values_list("id", flat=True)
        ),
        reason=_("The household left the register."),
        on=today,
        now=now,
    )
