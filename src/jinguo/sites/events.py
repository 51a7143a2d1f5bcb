"""The facts this module records. Their docstrings are the reference; ``category`` is the kind's key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jinguo.facts.events import Event


@dataclass(frozen=True, kw_only=True)
class Opened(Event):
    """A site was opened (+1), or an open or dormant one was closed (−1)."""

    kind: ClassVar[str] = "sites.opened"
    object_type: ClassVar[str] = "sites.site"


@dataclass(frozen=True, kw_only=True)
class Active(Event):
    """A site is in use from this day (+1): opened, or awake again; or no longer is (−1)."""

    kind: ClassVar[str] = "sites.active"
    object_type: ClassVar[str] = "sites.site"


@dataclass(frozen=True, kw_only=True)
class Activity(Event):
    """An activity was held at a site, or the line of its log was taken back (−1)."""

    kind: ClassVar[str] = "sites.activity"
    object_type: ClassVar[str] = "sites.log"


@dataclass(frozen=True, kw_only=True)
class CheckedIn(Event):
    """Somebody was at a site on a day, counted once a day; ``subject`` is her account."""

    kind: ClassVar[str] = "sites.checked-in"
    object_type: ClassVar[str] = "sites.site"
