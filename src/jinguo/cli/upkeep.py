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
from jinguo.cli.archive import DRILLED, VERIFIED, WRITTEN
from jinguo.cli.finding import Finding
from jinguo.notices.messages import witnesses as roots
from jinguo.notices.messages.reasons import reason_text

BACKUP_AGE = timedelta(days=7)
VERIFICATION_AGE = timedelta(days=90)
DRILL_AGE = timedelta(days=8)
CUSTODY_AGE = timedelta(days=366)
ROOT_AGE = timedelta(days=2)  # the root of a day is made the night after
SILENCE = timedelta(minutes=1)  # a worker is heard every ten seconds


def findings(now: datetime) -> Iterator[Finding]:
    """Return a sentence on each; a backup older than a week or not verified for 90 days is a fault."""
    yield backups(now)
    yield verifications(now)
    yield drills(now)
    yield custody(now)
    yield worker(now)
    yield from witnesses(now)


def backups(now: datetime) -> Finding:
    """Say when the last backup was written."""
    at = _last(WRITTEN)
    if at is None:
        return Finding("backup", _("No backup was ever written. ./jinguo backup FILE writes one."))
    said = _("The last backup was written %(age)s ago, on %(day)s.") % _age(at, now)
    return Finding("backup", said, is_fault=now - at > BACKUP_AGE)


def verifications(now: datetime) -> Finding:
    """Say when a backup was last restored to see that it can be."""
    at = max(filter(None, (_last(VERIFIED), _last(DRILLED))), default=None)
    if at is None:
        return Finding(
            "backup-verified",
            _("No backup was ever verified. ./jinguo backup verify FILE restores one into a scratch"
              " database and checks it."),
        )  # fmt: skip
    said = _("A backup was last verified %(age)s ago, on %(day)s.") % _age(at, now)
    return Finding("backup-verified", said, is_fault=now - at > VERIFICATION_AGE)


def drills(now: datetime) -> Finding:
    """Say when the newest backup was last restored by the weekly drill; a failed one is a fault at once."""
    last = Event.objects.filter(action=DRILLED).order_by("at").last()
    if last is None:
        return Finding(
            "drill",
            _("No restore drill was ever made. Let a weekly timer call ./jinguo backup drill FOLDER"
              " --passphrase-file FILE.")
        )  # fmt: skip
    if last.result != "done":
        said = _("The last restore drill failed, %(age)s ago, on %(day)s.") % _age(last.at, now)
        return Finding("drill", said)
    said = _("The last restore drill went well %(age)s ago, on %(day)s.") % _age(last.at, now)
    return Finding("drill", said, is_fault=now - last.at > DRILL_AGE)


def custody(now: datetime) -> Finding:
    """Say whether custodians can restore the keys, and when they last showed it."""
    split, added = _last("keys.split"), _last("keys.add")
    if split is None:
        return Finding(
            "keys-shared",
            _("The keys are not split among custodians. ./jinguo keys split DIR does so."),
            is_fault=False,
        )
    if added is not None and added > split:
        return Finding(
            "keys-shared",
            _(
                "A key was made after the keys were split: ./jinguo keys split DIR, with new shares."
            ),
        )
    at = max(split, _last("keys.drill") or split)
    said = _("Shares of the keys were last made or tried %(age)s ago, on %(day)s.") % _age(at, now)
    return Finding("keys-shared", said, is_fault=now - at > CUSTODY_AGE)


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


def witnesses(now: datetime) -> Iterator[Finding]:
    """Say for each witness of the trail which day's root was last mailed, and what keeps the next one."""
    for one in roots.standings():
        words = {"address": one.address, "day": one.waits}
        if one.waits is not None and one.why:
            said = _("The root of %(day)s did not reach the witness %(address)s.") % words
            yield Finding("witnesses", f"{said} {reason_text(one.why)}")
        elif one.waits is not None and timezone.localdate(now) - one.waits > ROOT_AGE:
            said = _("The root of %(day)s was not mailed to the witness %(address)s yet.") % words
            yield Finding("witnesses", said)
        elif one.reached is not None:
            said = _("The root of %(day)s was mailed to the witness %(address)s.")
            yield Finding("witnesses", said % {**words, "day": one.reached}, is_fault=False)


def _last(action: str) -> datetime | None:
    done = Event.objects.filter(action=action, result="done")
    found: datetime | None = done.aggregate(at=Max("at"))["at"]
    return found


def _age(at: datetime, now: datetime) -> dict[str, str]:
    return {"age": timesince(at, now, depth=1), "day": timezone.localdate(at).isoformat()}
