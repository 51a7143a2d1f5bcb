"""What happens when something happens: the one table from acts and facts to their handlers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jinguo.audit import actions as audit
from jinguo.core import trail
from jinguo.exchange import actions as exchange
from jinguo.reports import sections as reports

if TYPE_CHECKING:
    from procrastinate import App


def connect() -> None:
    """Connect the ports of lower modules to the modules that serve them."""
    trail.connect(audit.append)
    reports.connect()


def register_tasks(app: App) -> None:
    """Add the background tasks and their times to the queue's registry."""

    @app.periodic(cron="20 3 * * *")
    @app.task(name="exchange.erase-old-files", queueing_lock="exchange.erase-old-files")
    def erase_old_files(timestamp: int) -> None:
        exchange.erase_old_files(now=datetime.fromtimestamp(timestamp, UTC))
