"""Files whose time is over."""

from __future__ import annotations

from datetime import datetime

from jinguo.exchange.actions.printing import erase_old_plaques
from jinguo.exchange.actions.uploads import erase_old_uploads


def erase_old_files(*, now: datetime) -> int:
    """Erase uploaded workbooks and printed plaques that were kept long enough; return how many files."""
    return erase_old_uploads(now=now) + erase_old_plaques(now=now)
