"""Repeating a draw from its record and saying what agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.assess.evaluation.draws.draw import draw
from jinguo.assess.evaluation.draws.record import Record, as_line
from jinguo.core.errors import JinguoError
from jinguo.core.lots import Finding

NAMED = 5  # households a sentence names; more are counted


def verify(record: Record) -> list[Finding]:
    """Return what a repeated draw finds: the digests first, then the sample."""
    findings = [
        _digest("frame", record.published["frame"], record.frame.digest),
        _digest("plan", record.published["plan"], record.plan.digest),
    ]
    try:
        sample = draw(record.frame, record.plan, record.seed)
    except JinguoError as error:
        return [*findings, Finding("draw", False, str(error))]
    lines = {unit.household: as_line(unit) for unit in sample.units}
    differences = list(_differences(lines, record.sample))
    return [*findings, *(differences or [_the_same(lines)])]


def _digest(what: str, published: str, found: str) -> Finding:
    if not published:
        sentence = _("No digest of the %(what)s was published; it is %(found)s.")
    elif published != found:
        sentence = _(
            "The %(what)s is not the one published: its digest is %(found)s, not %(published)s."
        )
    else:
        sentence = _("The %(what)s gives the digest the record names as published: %(found)s.")
    words = {"frame": _("frame"), "plan": _("plan")}
    return Finding(
        what,
        published == found,
        sentence % {"what": words[what], "found": found, "published": published},
    )


def _the_same(lines: Mapping[str, Mapping[str, Any]]) -> Finding:
    reserves = sum(1 for line in lines.values() if line["is_reserve"])
    return Finding(
        "sample",
        True,
        _("The draw gives the same %(drawn)d households and %(reserves)d reserves, in the same order"
          " and with the same probabilities.")
        % {"drawn": len(lines) - reserves, "reserves": reserves},
    )  # fmt: skip


def _differences(
    drawn: Mapping[str, Mapping[str, Any]], claimed: Mapping[str, Mapping[str, Any]]
) -> Iterator[Finding]:
    def finding(what: str, sentence: Callable[[int], str], households: list[str]) -> Finding:
        named = ", ".join(households[:NAMED]) + (" …" if len(households) > NAMED else "")
        count = len(households)
        return Finding(what, False, sentence(count) % {"count": count, "households": named})

    missing = [one for one in drawn if one not in claimed]
    added = [one for one in claimed if one not in drawn]
    changed = [one for one in drawn if one in claimed and drawn[one] != claimed[one]]
    if missing:
        yield finding(
            "missing",
            lambda n: ngettext(
                "%(count)d household that the draw gives is missing from the sample: %(households)s.",
                "%(count)d households that the draw gives are missing from the sample: %(households)s.",
                n,
            ),
            missing,
        )
    if added:
        yield finding(
            "added",
            lambda n: ngettext(
                "%(count)d household of the sample was not drawn: %(households)s.",
                "%(count)d households of the sample were not drawn: %(households)s.",
                n,
            ),
            added,
        )
    if changed:
        yield finding(
            "changed",
            lambda n: ngettext(
                "%(count)d household has another place or probability: %(households)s.",
                "%(count)d households have another place or probability: %(households)s.",
                n,
            ),
            changed,
        )
