from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Self
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.errors import Denied
from jinguo.org.moves import Moves, Reach
from jinguo.org.roles import Capability, capabilities_of


@dataclass(frozen=True)
class ActivePost:
    """One post in force on the actor's day."""

    role: str
    unit_id: UUID
    unit_name: str
    area: str


@dataclass(frozen=True)
class Actor:
    """
    An account acting through its posts on one day, or a named job of the system.

    ``moves`` are the successions of that day: whoever works in an area works on what it took over.
    ``system`` actors reach everything a capability list given at their making names. ``lent`` are the only
    capabilities of its posts that a program may use which acts for the account; None leaves all.
    """

    name: str
    account_id: UUID | None = None
    posts: tuple[ActivePost, ...] = ()
    on: date | None = None
    moves: Moves = field(default_factory=Moves)
    session: str = ""
    address: str = ""
    job: str = ""
    granted: frozenset[str] = field(default_factory=frozenset)
    lent: frozenset[str] | None = None

    @classmethod
    def system(cls, job: str, *capabilities: Capability) -> Self:
        """Return the actor of a named job, with just these capabilities, everywhere."""
        return cls(name=f"system:{job}", job=job, granted=frozenset(capabilities))

    @property
    def own_account(self) -> UUID:
        """
        The id of the account that acts, for what is kept for an account alone.

        :raises Denied: it is a job of the system, which has none
        """
        if self.account_id is None:
            raise Denied(str(_("Only an account can do this.")))
        return self.account_id

    @property
    def is_resident(self) -> bool:
        """Whether an account without any post acts: all it reaches is what is its own."""
        return self.account_id is not None and not self.posts

    def reach(self, capability: Capability | str) -> Reach:
        """Return where the actor may do this."""
        if self.job:
            return Reach(("",)) if capability in self.granted else Reach(())
        return Reach.joined(map(self.moves.takes_in, self._areas(capability)))

    def _areas(self, capability: Capability | str) -> list[str]:
        return [post.area for post in self._posts_with(capability)]

    def _posts_with(self, capability: Capability | str) -> list[ActivePost]:
        if self.lent is not None and capability not in self.lent:
            return []
        return [post for post in self.posts if capability in capabilities_of(post.role)]

    def can(self, capability: Capability | str, area: str | None = None) -> bool:
        """Say whether the actor may do this in ``area``, or anywhere when it is None."""
        reach = self.reach(capability)
        return bool(reach) if area is None else reach.covers(area)

    def require(self, capability: Capability | str, area: str | None = None) -> None:
        """
        Pass when the actor may do this in ``area``.

        :raises Denied: otherwise, naming the capability
        """
        if not self.can(capability, area):
            raise Denied(
                str(_("Your posts do not include this right.")), capability=str(capability)
            )

    def unit_for(self, capability: Capability | str) -> UUID | None:
        """Return the unit of the widest post with this right; None for a job of the system."""
        widest = min(self._posts_with(capability), key=lambda post: len(post.area), default=None)
        return widest.unit_id if widest else None

    def home_for(self, capability: Capability | str) -> str:
        """
        Return the widest area in which the actor may do this, where its lists and forms begin.

        Empty for jobs, which reach everything, and for who may not do it at all.
        """
        return min(self._areas(capability), key=len, default="")

    def has_several_areas(self, capability: Capability | str) -> bool:
        """Say whether the actor may do this in several areas of which none takes in the others."""
        widest = self.moves.takes_in(self.home_for(capability))
        return not all(map(widest.covers, self.reach(capability).prefixes))

    @property
    def home_area(self) -> str:
        """
        The widest area the actor has a post in, whatever its rights: her place, as pages show it.

        Empty for jobs and accounts without a post. No right follows from it; see :meth:`home_for`.
        """
        return min((p.area for p in self.posts), key=len, default="")
