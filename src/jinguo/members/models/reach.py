"""What rows that lie in one area have in common: whoever views members there sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models

from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

Row = TypeVar("Row", bound=models.Model)


class InAreaQuerySet(models.QuerySet[Row]):
    """Rows with a column ``area``."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(actor.reach(Capability.MEMBERS_VIEW).as_q("area__code"))
