"""Putting a pack together: the year's tables, whether the trail holds, and one archive of both files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jinguo.audit import queries as audit
from jinguo.audit.models import DayRoot, Event
from jinguo.core import trail
from jinguo.core.errors import Invalid
from jinguo.core.identifiers import refuse_document
from jinguo.org.actor import Actor
from jinguo.org.queries import area_names
from jinguo.org.roles import Capability
from jinguo.people import queries as people
from jinguo.reports.audit_pack import counting
from jinguo.reports.audit_pack.cover import Cover
from jinguo.reports.audit_pack.document import document
from jinguo.reports.audit_pack.tables import Accounts, Table, Words
from jinguo.reports.audit_pack.workbook import workbook

FIRST_YEAR = 2000


@dataclass(frozen=True)
class Pack:
    """The archive, under the name it should be kept, and whether the trail it is counted from holds."""

    name: str
    data: bytes
    problems: int


@transaction.atomic
def make(*, actor: Actor, year: int, words: Words, now: datetime) -> Pack:
    """
    Return the audit pack of a year: a document, a workbook and the roots of its days.

    A trail that does not hold is no reason to withhold the pack: it says so first.

    :raises Denied: the actor takes no audit pack
    :raises Invalid: the year has not begun
    :raises IdentifierFound: a file holds something a person can be found or harmed by
    """
    actor.require(Capability.AUDIT_PACK)
    zone = ZoneInfo(settings.TIME_ZONE)
    today = now.astimezone(zone).date()
    if not FIRST_YEAR <= year <= today.year:
        raise Invalid(
            _("Choose a year from %(first)d to %(last)d.")
            % {"first": FIRST_YEAR, "last": today.year},
            year=str(year),
        )
    begins, ends = (datetime(one, 1, 1, tzinfo=zone) for one in (year, year + 1))
    roots = list(audit.roots_since(date(year, 1, 1)).filter(day__year=year))
    cover = Cover(
        year=year,
        area=", ".join(area_names(actor.reach(Capability.AUDIT_PACK).prefixes).values()),
        made_at=now.astimezone(zone),
        is_whole=now >= ends,
        problems=[f"{one.seq or ''} {one.message}".strip() for one in audit.verify()],
        links=last.seq if (last := audit.last_link()) else 0,
        last_root=roots[-1] if roots else None,
    )
    tables = _tables(actor, year, (begins, ends), words, today)
    tables += [_of_roots(roots), _of_problems(cover.problems)]
    files = {
        f"audit-{year}.docx": document(cover, tables),
        f"audit-{year}.xlsx": workbook(cover, tables),
    }
    digests = [bytes(one.root).hex() for one in roots]
    for data in files.values():
        refuse_document(data, allowed=digests)
    files[f"roots-{year}.json"] = json.dumps([*map(audit.root_row, roots)], indent=1).encode()
    trail.note(actor, "audit.export-pack", object_type="audit.event", purpose=str(year))
    return Pack(f"audit-pack-{year}.zip", _archive(files), len(cover.problems))


def _tables(
    actor: Actor, year: int, bounds: tuple[datetime, datetime], words: Words, today: date
) -> list[Table]:
    begins, ends = bounds
    events = audit.events_between(actor, begins, ends)
    after = audit.events_between(actor, begins, ends + counting.FOLLOWED)
    accounts = Accounts(_accounts_in(after))
    received = people.requests_received(actor, date(year, 1, 1), date(year, 12, 31))
    done = events.filter(result="done")
    return [
        counting.requests(received, today),
        counting.requests_one_by_one(received, today),
        counting.by_account(
            done.filter(counting.READS),
            _("Reads of sensitive data"),
            _(
                "Values of classes C3 and C4 shown in clear, and records of people given to programs."
            ),
            words,
            accounts,
        ),
        counting.minors(events, words, accounts),
        counting.by_account(
            done.filter(counting.OUT),
            _("Lists and files taken out"),
            _("Whatever left the house as a file: lists, prints, reports, the trail itself."),
            words,
            accounts,
        ),
        counting.refusals(events, words),
        counting.alerts_met(events, after, words, accounts),
        counting.consents(events),
        counting.by_account(done.filter(counting.ERASING), _("Deletions"), "", words, accounts),
        counting.rights(events, words, accounts),
        counting.keys(events, words, accounts),
    ]


def _accounts_in(events: QuerySet[Event]) -> set[UUID | None]:
    """Return the ids of the accounts that acted, or were acted upon."""
    acted = events.order_by().filter(account__isnull=False).values_list("account", flat=True)
    upon = events.order_by().filter(object_type="org.account").values_list("object_id", flat=True)
    return {*acted.distinct(), *upon.distinct()}


def _of_roots(roots: Sequence[DayRoot]) -> Table:
    return Table(
        _("Roots of the days"),
        (_("Day"), _("First link"), _("Last link"), _("Root")),
        [(str(one.day), one.first_seq, one.last_seq, bytes(one.root).hex(" ", 4)) for one in roots],
        _(
            "To be compared with the sheets signed at the time, and by `audit witness` with an earlier file."
        ),
        is_long=True,
    )


def _of_problems(problems: Sequence[str]) -> Table:
    return Table(
        _("Verification"),
        (_("No."), _("What does not hold")),
        [(number, problem) for number, problem in enumerate(problems, start=1)],
        _("The whole chain was computed anew, from its first link, when this pack was made."),
        is_long=True,
    )


def _archive(files: dict[str, bytes]) -> bytes:
    """Return an archive that does not say when it was packed: the same year is the same file."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return buffer.getvalue()
