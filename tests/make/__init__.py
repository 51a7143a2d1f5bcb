"""The plainest valid thing of each kind, for tests. Keyword-only; counters, not chance; a fixed noon."""

from __future__ import annotations

from tests.make.assess import (
    application,
    applications,
    ladder,
    recognition,
    sheet,
)

__all__ = [
    "application",
    "applications",
    "ladder",
    "recognition",
    "sheet",
]
