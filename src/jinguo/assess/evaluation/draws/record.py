"""
The record of a draw: everything an outsider needs to repeat it, in one JSON document.

``{"format": "jinguo-draw/1", "frame": FILE | CSV, "published": {"frame": SHA256, "plan": SHA256}, "plan":
{…}, "seed": TEXT, "sample": [{"household", "cell", "order", "is_reserve", "probability"}, …]}``. The
frame is the name of a file beside the record, or ``{"csv": TEXT}``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jinguo.assess.evaluation.draws.frame import Frame, read_frame
from jinguo.assess.evaluation.draws.plan import Plan, read_plan
from jinguo.assess.evaluation.draws.sample import Sample, Unit
from jinguo.core.errors import Invalid

FORMAT = "jinguo-draw/1"
KEYS = ("household", "cell", "order", "is_reserve", "probability")


@dataclass(frozen=True)
class Record:
    """A draw as it was claimed. ``sample`` maps a household to its line."""

    frame: Frame
    published: Mapping[str, str]
    plan: Plan
    seed: str
    sample: Mapping[str, Mapping[str, Any]]


def as_record(
    *, frame: Frame, published: Mapping[str, str], plan: Plan, seed: str, sample: Sample,
    frame_file: str = "",
) -> dict[str, Any]:  # fmt: skip
    """
    Return the document of a draw. ``published`` are the digests as they were announced, of ``frame`` and
    ``plan``.

    With a ``frame_file`` the frame is to lie beside the record under that name; otherwise it stands inside.
    """
    return {
        "format": FORMAT,
        "frame": frame_file or {"csv": frame.as_csv().decode()},
        "published": dict(published),
        "plan": plan.as_data(),
        "seed": seed,
        "sample": [as_line(unit) for unit in sample.units],
    }


def as_line(unit: Unit) -> dict[str, Any]:
    """Return what a record says of one household; its probability is an exact fraction."""
    return {
        "household": unit.household,
        "cell": unit.cell,
        "order": unit.order,
        "is_reserve": unit.is_reserve,
        "probability": str(unit.probability),
    }


def read_record(path: Path) -> Record:
    """
    Return the record of a file.

    :raises Invalid: the file, or the frame it names, is not there or cannot be read, or holds something else
    """
    try:
        data = json.loads(_read(path))
    except ValueError as error:
        raise Invalid(_("%s is not a JSON document.") % path.name) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Invalid(
            _("%(file)s is no record of a draw: its “format” must be “%(format)s”.")
            % {"file": path.name, "format": FORMAT}
        )
    frame = _part(data, "frame", str, dict)
    seed = _part(data, "seed", str)
    published = _part(data, "published", dict)
    return Record(
        frame=read_frame(_frame_bytes(frame, path.parent)),
        published={name: str(published.get(name, "")).lower() for name in ("frame", "plan")},
        plan=read_plan(_part(data, "plan", dict)),
        seed=seed,
        sample=_lines(_part(data, "sample", list)),
    )


def _part(data: Mapping[str, Any], name: str, *types: type) -> Any:
    part = data.get(name)
    if not isinstance(part, types):
        raise Invalid(_("The record has no “%s”, or it is of another kind.") % name)
    return part


def _frame_bytes(frame: str | Mapping[str, Any], folder: Path) -> bytes:
    if isinstance(frame, str):
        return _read(folder / frame)
    return str(_part(frame, "csv", str)).encode()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid(
            _("%(file)s cannot be read: %(reason)s.") % {"file": path, "reason": error.strerror}
        ) from error


def _lines(sample: list[Any]) -> dict[str, Mapping[str, Any]]:
    lines: dict[str, Mapping[str, Any]] = {}
    for number, line in enumerate(sample, 1):
        if not isinstance(line, dict) or not all(key in line for key in KEYS):
            raise Invalid(
                _("Entry %(number)d of the sample must hold: %(keys)s.")
                % {"number": number, "keys": ", ".join(KEYS)}
            )
        household = str(line["household"])
        if household in lines:
            raise Invalid(_("The sample names %s twice.") % household)
        lines[household] = {key: line[key] for key in KEYS}
    return lines
