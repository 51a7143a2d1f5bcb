"""What the database knows of its own upkeep: backups, their verification, the background worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateWorker

from jinguo.audit.models import Event
from jinguo.cli.backup import VERIFIED, WRITTEN
from jinguo.cli.doctor import Finding

BACKUP_AGE = timedelta(days=7)
VERIFICATION_AGE = timedelta(days=90)
SILENCE = timedelta(minutes=1)  # a worker is heard every ten seconds


def findings(now: datetime) -> Iterator[Finding]:
    """Return a sentence on each; a backup older than a week or not verified for 90 days is a fault."""
    yield backups(now)
    yield verifications(now)
    yield worker(now)


def backups(now: datetime) -> Finding:
    """Say when the last backup was written."""
    at = _last(WRITTEN)
    if at is None:
        return Finding("backup", _("No backup was ever written. ./jinguo backup FILE writes one."))
    said = _("The last backup was written %(age)s ago, on %(day)s.") % _age(at, now)
    return Finding("backup", said, is_fault=now - at > BACKUP_AGE)


def verifications(now: datetime) -> Finding:
    """Say when a backup was last restored to see that it can be."""
    at = _last(VERIFIED)
    if at is None:
        return Finding(
            "backup-verified",
            _("No backup was ever verified. ./jinguo backup verify FILE restores one into a scratch"
              " database and checks it."),
        )  # fmt: skip
    said = _("A backup was last verified %(age)s ago, on %(day)s.") % _age(at, now)
    return Finding("backup-verified", said, is_fault=now - at > VERIFICATION_AGE)


def worker(now: datetime) -> Finding:
    """Say whether the background worker runs."""
    heard = ProcrastinateWorker.objects.aggregate(at=Max("last_heartbeat"))["at"]
    if heard is None or now - heard > SILENCE:
        return Finding(
            "worker",
            _("The background worker does not run: nothing is rolled up, chained or sent."
              " ./jinguo serve or ./jinguo worker starts it."),
        )  # fmt: skip
    return Finding("worker", _("The background worker runs."), is_fault=False)


def _last(action: str) -> datetime | None:
    found: datetime | None = Event.objects.filter(action=action).aggregate(at=Max("at"))["at"]
    return found


def _age(at: datetime, now: datetime) -> dict[str, str]:
    return {"age": timesince(at, now, depth=1), "day": timezone.localdate(at).isoformat()}
