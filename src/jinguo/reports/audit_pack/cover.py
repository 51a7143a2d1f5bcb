"""The first page of a pack: its year and place, and whether what it is counted from can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jinguo.audit.models import DayRoot


@dataclass(frozen=True)
class Cover:
    """What stands on page one."""

    year: int
    area: str
    made_at: datetime
    is_whole: bool
    problems: list[str]
    links: int
    last_root: DayRoot | None

    @property
    def title(self) -> str:
        return _("Audit pack of %d") % self.year

    @property
    def verdict(self) -> str:
        """The sentence that comes first."""
        if not self.problems:
            return _("The trail holds: %s events verified.") % f"{self.links:,}"
        return _(
            "THE TRAIL DOES NOT HOLD. %(count)s places were changed past the program, so nothing below is"
            " proof. The first: %(first)s"
        ) % {"count": f"{len(self.problems):,}", "first": self.problems[0]}

    def lines(self) -> list[str]:
        """Return what else stands there, a sentence each."""
        said = [_("Area: %s") % self.area] if self.area else []
        said.append(_("Made on %s") % f"{self.made_at:%Y-%m-%d %H:%M}")
        if not self.is_whole:
            said.append(_("The year is not over: it is counted until this moment."))
        if self.last_root:
            said.append(
                _("Root of the last finished day, %(day)s: %(root)s")
                % {"day": self.last_root.day, "root": bytes(self.last_root.root).hex(" ", 4)}
            )
        else:
            said.append(_("No day of the year has a root."))
        said.append(
            _(
                "Nobody is named: staff stand by the name they sign in with, residents are counted together."
            )
        )
        return said
