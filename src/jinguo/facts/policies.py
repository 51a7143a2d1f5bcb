from __future__ import annotations

from jinguo.facts.models import Fact
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability


def check_correct(actor: Actor, fact: Fact) -> None:
    """
    Pass when the actor may take back a fact of this area.

    :raises Denied: otherwise
    """
    actor.require(Capability.FIGURES_CORRECT, fact.area)
