"""
The record of a draw of seats: everything an outsider needs to repeat it, in one JSON document.

``{"format": "jinguo-seats-draw/1", "activity": CODE, "published": SHA256 of the seed, "seed": TEXT,
"capacity": SEATS, "kept": SEATS, "places": ENTRIES, "entries": [{"code", "seats", "has_priority"}, …],
"order": [CODE, …], "seated": [CODE, …], "waiting": [CODE, …]}``. ``kept`` of the seats are for entries with
priority, ``places`` are those of the waiting list. No database is read here.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.activities.drawing import Ticket, draw_lots
from jinguo.core.errors import Invalid, JinguoError
from jinguo.core.lots import Finding

FORMAT = "jinguo-seats-draw/1"
NAMED = 5  # codes a sentence names; more are counted


@dataclass(frozen=True)
class Record:
    """A draw as it was claimed."""

    published: str
    seed: str
    capacity: int
    kept: int
    places: int
    tickets: Sequence[Ticket]
    order: Sequence[str]
    seated: Sequence[str]
    waiting: Sequence[str]


def as_record(
    *, activity: str, published: str, seed: str, capacity: int, kept: int, places: int,
    tickets: Sequence[Ticket], order: Sequence[str],
) -> dict[str, Any]:  # fmt: skip
    """
    Return the document of a draw; ``order`` is the one kept when it was drawn.

    Who has priority is said only where seats were kept for it: without any it decides nothing.
    """
    drawn = draw_lots(tickets, seed, capacity=capacity, kept=kept)
    return {
        "format": FORMAT,
        "activity": activity,
        "published": published,
        "seed": seed,
        "capacity": capacity,
        "kept": kept,
        "places": places,
        "entries": [
            {"code": one.code, "seats": one.seats, "has_priority": one.has_priority and kept > 0}
            for one in tickets
        ],
        "order": list(order),
        "seated": drawn.seated,
        "waiting": drawn.waiting[:places],
    }


def is_record(path: Path) -> bool:
    """Say whether a file is the record of a draw of seats."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(data, dict) and data.get("format") == FORMAT


def read_record(path: Path) -> Record:
    """
    Return the record of a file of which :func:`is_record` holds.

    :raises Invalid: a part is missing or of another kind, or a code stands there twice
    """
    data = json.loads(path.read_bytes())
    tickets = [
        _ticket(number, one) for number, one in enumerate(_part(data, "entries", list), start=1)
    ]
    codes = [one.code for one in tickets]
    if len(set(codes)) < len(codes):
        twice = next(one for one in codes if codes.count(one) > 1)
        raise Invalid(_("The entries name %s twice.") % twice)
    return Record(
        published=_part(data, "published", str).lower(),
        seed=_part(data, "seed", str),
        capacity=_number(data, "capacity"),
        kept=_number(data, "kept"),
        places=_number(data, "places"),
        tickets=tickets,
        order=_codes(data, "order"),
        seated=_codes(data, "seated"),
        waiting=_codes(data, "waiting"),
    )


def _part(data: Mapping[str, Any], name: str, kind: type) -> Any:
    part = data.get(name)
    if not isinstance(part, kind) or (kind is int and isinstance(part, bool)):
        raise Invalid(_("The record has no “%s”, or it is of another kind.") % name)
    return part


def _number(data: Mapping[str, Any], name: str) -> int:
    number: int = _part(data, name, int)
    if number < 0:
        raise Invalid(_("The record has no “%s”, or it is of another kind.") % name)
    return number


def _codes(data: Mapping[str, Any], name: str) -> list[str]:
    return [str(one) for one in _part(data, name, list)]


def _ticket(number: int, line: object) -> Ticket:
    if isinstance(line, dict):
        code, seats, priority = (line.get(key) for key in ("code", "seats", "has_priority"))
        if isinstance(code, str) and type(seats) is int and seats > 0 and type(priority) is bool:
            return Ticket(code, seats, priority)
    raise Invalid(
        _("Entry %(number)d must hold a code, its seats and whether it has priority.")
        % {"number": number}
    )


def verify(record: Record) -> list[Finding]:
    """Return what a repeated draw finds: the seed, the order of the lots, the seats, the waiting list."""
    findings = [_seed(record)]
    try:
        drawn = draw_lots(record.tickets, record.seed, capacity=record.capacity, kept=record.kept)
    except JinguoError as error:
        return [*findings, Finding("draw", False, str(error))]
    waiting = drawn.waiting[: record.places]
    return [
        *findings,
        _order(drawn.order, record.order),
        _codes_of("seats", drawn.seated, record.seated),
        _codes_of("waiting", waiting, record.waiting),
    ]


def _seed(record: Record) -> Finding:
    found = hashlib.sha256(record.seed.encode()).hexdigest()
    agrees = hmac.compare_digest(found.encode(), record.published.encode())
    sentence = (
        _("The seed is the one whose digest was published: %(found)s.")
        if agrees
        else _("The seed is not the one published: its digest is %(found)s, not %(published)s.")
    )
    return Finding("seed", agrees, sentence % {"found": found, "published": record.published})


def _order(drawn: Sequence[str], claimed: Sequence[str]) -> Finding:
    for number, (mine, theirs) in enumerate(zip_longest(drawn, claimed, fillvalue="–"), start=1):
        if mine != theirs:
            sentence = _("Lot %(number)d is %(drawn)s; the record says %(claimed)s.")
            values = {"number": number, "drawn": mine, "claimed": theirs}
            return Finding("order", False, sentence % values)
    count = len(drawn)
    sentence = ngettext(
        "%(count)d entry has the same lot.", "%(count)d entries come in the same order.", count
    )
    return Finding("order", True, sentence % {"count": count})


def _codes_of(what: str, drawn: Sequence[str], claimed: Sequence[str]) -> Finding:
    sentences = {
        "seats": (
            _("The same entries get seats: %(count)d."),
            _("The seats differ. Left out: %(missing)s. Not drawn: %(added)s."),
        ),
        "waiting": (
            _("The same entries wait: %(count)d."),
            _("The waiting list differs. Left out: %(missing)s. Not drawn: %(added)s."),
        ),
    }
    same, other = sentences[what]
    if list(drawn) == list(claimed):
        return Finding(what, True, same % {"count": len(drawn)})
    missing = [one for one in drawn if one not in set(claimed)]
    added = [one for one in claimed if one not in set(drawn)]
    if not missing and not added:
        sentence = _("The same entries stand there in another order, or one of them twice.")
        return Finding(what, False, sentence)
    return Finding(what, False, other % {"missing": _named(missing), "added": _named(added)})


def _named(codes: Sequence[str]) -> str:
    return (", ".join(codes[:NAMED]) + (" …" if len(codes) > NAMED else "")) or "–"
