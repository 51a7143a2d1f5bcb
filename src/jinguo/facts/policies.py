"""Who may take which facts back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jinguo.core.errors import Refused
from jinguo.facts.events import is_correctable
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability


class NotCorrectable(Refused):
    """The fact is a correction itself, or follows its record and is undone there."""


def check_correct(actor: Actor, *, kind: str, area: str) -> None:
    """
    Pass when the actor may take back facts of this kind in this area.

    :raises Denied: her posts do not include it
    :raises NotCorrectable: the facts follow what their records are
    """
    actor.require(Capability.FIGURES_CORRECT, area)
    if not is_correctable(kind):
        raise NotCorrectable(
            _(
                "This figure says what its records are. Undo a wrong one on its own page; the figure follows."
            )
        )
