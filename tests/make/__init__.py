"""The plainest valid thing of each kind, for tests. Keyword-only; counters, not chance; a fixed noon."""

from __future__ import annotations

from tests.make.assess import (
    application,
    applications,
    courtyard,
    ladder,
    noon,
    officer,
    place,
    points,
    recognition,
    sheet,
)

__all__ = [
    "application",
    "applications",
    "courtyard",
    "ladder",
    "noon",
    "officer",
    "place",
    "points",
    "recognition",
    "sheet",
]
